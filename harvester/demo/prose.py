"""Passages that stand in nearly every case paper: consequences, law, participation. One table for each målform."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from harvester.model import Language

_BOKMAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Økonomiske konsekvenser": (
            "Tiltaket kan gjennomføres innenfor vedtatt budsjett for {year}.",
            "Kostnaden er beregnet til {mill} millioner kroner, med en usikkerhet på {percent} prosent.",
            "Midlene dekkes av disposisjonsfondet. Fylkesdirektøren kommer tilbake til fordelingen i første tertialrapport.",
            "Merkostnaden i driften anslås til {small} kroner i året og må innarbeides i økonomiplanen.",
        ),
        "Klima og miljø": (
            "Tiltaket gir lavere utslipp av klimagasser enn dagens løsning når hele levetiden regnes med.",
            "Naturmangfoldloven §§ 8 til 12 er vurdert. Kunnskapsgrunnlaget regnes som tilstrekkelig.",
            "Flere reisende med buss, sykkel og gange er i tråd med målet om nullvekst i personbiltrafikken.",
        ),
        "Folkehelse og universell utforming": (
            "Trygge skoleveier og gode møteplasser har stor betydning for barns og unges helse.",
            "Løsningen skal kunne brukes av alle, også personer med nedsatt funksjonsevne og eldre.",
            "Støy og luftkvalitet er innenfor anbefalte grenseverdier.",
        ),
        "Rettslig grunnlag": (
            "Vedtaket treffes med hjemmel i kommuneloven og fylkestingets delegasjonsreglement.",
            "Saken er ikke et enkeltvedtak etter forvaltningsloven, og det er derfor ikke klagerett.",
            "Anskaffelsen kunngjøres i samsvar med anskaffelsesforskriften.",
        ),
        "Medvirkning": (
            "Forslaget har vært på høring i seks uker. Det kom inn {count} uttalelser.",
            "Eldrerådet og ungdomsrådet har fått saken til uttalelse. Merknadene er vedlagt.",
            "De tillitsvalgte er orientert i samsvar med hovedavtalen.",
            "{place} kommune støtter forslaget, men ber om at anleggsarbeidet skjer utenom fellesferien.",
        ),
        "Likestilling og samiske interesser": (
            "Saken berører ikke samiske interesser direkte, og det er ikke gjennomført konsultasjoner.",
            "Kjønnsfordelingen blant brukerne er jevn. Tiltaket ventes ikke å endre dette.",
        ),
        "Risiko og beredskap": (
            "Risiko- og sårbarhetsanalysen peker på flom, skred og bortfall av strøm som de viktigste hendelsene.",
            "Omkjøringsveier er avklart med nødetatene. Beredskapsplanen oppdateres før oppstart.",
        ),
    }
)

_NYNORSK: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Økonomiske konsekvensar": (
            "Tiltaket kan gjennomførast innanfor vedteke budsjett for {year}.",
            "Kostnaden er rekna til {mill} millionar kroner, med ei uvisse på {percent} prosent.",
            "Midlane blir dekte av disposisjonsfondet. Fylkesdirektøren kjem tilbake til fordelinga.",
            "Meirkostnaden i drifta er om lag {small} kroner i året.",
        ),
        "Klima og miljø": (
            "Tiltaket gjev lågare utslepp av klimagassar enn løysinga i dag.",
            "Naturmangfaldlova §§ 8 til 12 er vurdert. Kunnskapsgrunnlaget er godt nok.",
            "Fleire reisande med buss og båt er i tråd med klimamålet til fylkeskommunen.",
        ),
        "Folkehelse og universell utforming": (
            "Trygge skulevegar og gode møteplassar har mykje å seie for helsa til born og unge.",
            "Løysinga skal kunne nyttast av alle, òg menneske med nedsett funksjonsevne og eldre.",
        ),
        "Rettsleg grunnlag": (
            "Vedtaket blir gjort med heimel i kommunelova og delegeringsreglementet.",
            "Saka er ikkje eit enkeltvedtak etter forvaltningslova, og det er difor ikkje klagerett.",
            "Innkjøpet blir kunngjort i samsvar med reglane for offentlege innkjøp.",
        ),
        "Medverknad": (
            "Framlegget har vore på høyring i seks veker. Det kom inn {count} fråsegner.",
            "Råd for menneske med nedsett funksjonsevne har fått saka til uttale.",
            "Dei tillitsvalde er orienterte i samsvar med hovudavtalen.",
            "{place} kommune støttar framlegget, men bed om at arbeidet blir gjort utanom sommarferien.",
        ),
        "Risiko og beredskap": (
            "Risiko- og sårbarheitsanalysen viser til storm, skred og straumbrot som dei viktigaste hendingane.",
            "Omkøyring er avklart med naudetatane. Beredskapsplanen blir oppdatert før oppstart.",
        ),
    }
)


def passages(language: Language) -> Mapping[str, tuple[str, ...]]:
    """Headings and the sentences that can stand under each."""
    return _NYNORSK if language is Language.NYNORSK else _BOKMAL
