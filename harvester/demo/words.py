"""The words that the two counties' secretaries use in papers: one table for each of bokmål and nynorsk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harvester.model import BodyKind, Language


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """Words and sentences of one language; braces are slots."""

    number_prefix: str
    page: str
    agenda: str
    supplementary_agenda: str
    corrected: str
    notice: str
    minutes: str
    extract: str
    resolution: str
    case_paper: str
    attachment: str
    attachments: str
    body: str
    place: str
    date: str
    time: str
    case_number: str
    item_number: str
    title: str
    closed: str
    officer: str
    officers: tuple[str, ...]
    treated_by: str
    attendance: str
    role: str
    member: str
    party: str
    leader: str
    ordinary: str
    substitute: str
    absent: str
    administration: str
    administration_present: str
    remarks: str
    remarks_text: tuple[str, ...]
    items_to_treat: str
    recommendation: str
    later_recommendation: str
    background: str
    facts: str
    assessment: str
    treatment: str
    treatment_of: Mapping[BodyKind, str]
    voting: str
    decision: str
    no_debate: tuple[str, ...]
    proposal: str
    postpone_proposal: str
    unanimous: tuple[str, ...]
    against: str
    tally: str
    proposal_wins: str
    proposal_falls: str
    roll_for: str
    roll_against: str
    send_back_proposal: str
    rest_unanimous: str
    sent_back_vote: str
    postponed: str
    sent_back: str
    postponed_vote: str
    noted: str
    exempt_title: str
    exempt_paper: str
    approval: str
    approval_points: tuple[str, ...]
    briefing: tuple[str, ...]
    report: tuple[str, ...]
    interpellation: str
    delegated: str
    notice_text: tuple[str, ...]
    corrected_text: str
    replaced_heading: str
    replaced_text: str
    published: str
    signed: str
    closing: str
    costs: tuple[str, ...]
    question_hour: str
    debate: str


BOKMAL = Words(
    number_prefix="",
    page="Side",
    agenda="Saksliste",
    supplementary_agenda="Tilleggssaksliste",
    corrected="(Korrigert)",
    notice="Møteinnkalling",
    minutes="Protokoll",
    extract="Saksprotokoll",
    resolution="Vedtak",
    case_paper="Saksframlegg",
    attachment="Vedlegg",
    attachments="Vedlegg",
    body="Utvalg",
    place="Møtested",
    date="Dato",
    time="Tidspunkt",
    case_number="Arkivsaksnr.",
    item_number="Saksnr.",
    title="Tittel",
    closed="Lukket",
    officer="Saksbehandler",
    officers=(
        "rådgiver, seksjon for samferdsel",
        "seniorrådgiver, plan og miljø",
        "økonomisjef",
        "rådgiver, opplæring",
    ),
    treated_by="Behandles av",
    attendance="Følgende faste medlemmer møtte",
    role="Funksjon",
    member="Medlem",
    party="Representerer",
    leader="Leder",
    ordinary="Medlem",
    substitute="Varamedlem for representant {number}",
    absent="Forfall",
    administration="Fra administrasjonen møtte",
    administration_present="fylkesdirektøren, økonomisjefen og møtesekretæren",
    remarks="Merknader",
    remarks_text=(
        "Det var ingen merknader til innkalling eller saksliste.",
        "Innkalling og saksliste ble godkjent. Spørsmål om habilitet ble ikke reist.",
        "Representant 2 ba om at innkallingen heretter sendes ut tidligere. Sakslisten ble deretter godkjent.",
    ),
    items_to_treat="Saker til behandling",
    recommendation="Fylkesdirektørens innstilling",
    later_recommendation="Innstilling fra {body}",
    background="Bakgrunn for saken",
    facts="Saksopplysninger",
    assessment="Vurdering",
    treatment="Behandling",
    treatment_of={
        BodyKind.COUNCIL: "{extract} i {body} - {date}",
        BodyKind.EXECUTIVE: "{body} - {number} - {date}",
        BodyKind.BOARD: "{body}s behandling av sak {number} i møte den {date}:",
    },
    voting="Votering",
    decision="Vedtak",
    no_debate=(
        "Saken ble tatt opp til behandling uten debatt.",
        "Representant {a} hadde ordet i saken. Ingen andre forslag ble fremmet.",
        "Fylkesdirektøren orienterte innledningsvis og svarte på spørsmål fra representant {a} og representant {b}.",
    ),
    proposal="Representant {number} ({party}) fremmet følgende forslag:",
    postpone_proposal="Representant {number} ({party}) foreslo at saken utsettes.",
    unanimous=(
        "Innstillingen ble enstemmig vedtatt.",
        "Enstemmig vedtatt.",
        "Fylkesdirektørens forslag ble satt under votering og enstemmig vedtatt.",
    ),
    against="Innstillingen ble vedtatt mot {against} stemmer ({parties}).",
    tally="Innstillingen ble vedtatt med {votes_for} mot {against} stemmer. Mindretallet besto av {parties}.",
    proposal_wins="Forslaget fra representant {number} ({party}) ble vedtatt med {votes_for} mot {against} stemmer.",
    proposal_falls="Forslaget fra representant {number} ({party}) falt med {against} mot {votes_for} stemmer.",
    roll_for="For innstillingen stemte {count}: {names}.",
    roll_against="Imot innstillingen stemte {count}: {names}.",
    send_back_proposal="Representant {number} ({party}) foreslo at saken sendes tilbake til fylkesdirektøren.",
    rest_unanimous="Innstillingen ble enstemmig vedtatt, med følgende tillegg:",
    sent_back_vote="Forslaget om å sende saken tilbake ble enstemmig vedtatt.",
    postponed="Saken utsettes.",
    sent_back="Saken sendes tilbake til fylkesdirektøren for videre utredning.",
    postponed_vote="Utsettelsesforslaget ble enstemmig vedtatt.",
    noted="Saken tas til orientering.",
    exempt_title="Unntatt etter offentlighetsloven offl. § 13",
    exempt_paper="Unntatt offentlighet, offl. § 13",
    approval="Godkjenning av protokoll fra forrige møte",
    approval_points=("Protokollen fra forrige møte godkjennes.",),
    briefing=(
        "Orientering om status for skoleskyssen i {place}",
        "Orientering fra ungdomsrådet om rusforebyggende arbeid",
        "Fylkesdirektøren orienterer om vinterdrift på fylkesvegene",
        "Orientering om arbeidet med ny lærlingordning",
        "Orientering om beredskap ved flom i {place}",
    ),
    report=(
        "Protokoll fra styremøte i Austmark Buss og Bane AS",
        "Brev fra {place} kommune om trafikksikkerhet ved skolen",
        "Tilskudd til frivillige lag - fordeling etter fullmakt",
        "Svar på høring om statlige retningslinjer for klimatilpasning",
        "Klage på vedtak om skoleskyss - statsforvalterens avgjørelse",
        'Støymålinger i {place} - kopi av brev: nivå < 55 dB & "rolige" netter',
    ),
    interpellation="Interpellasjon fra representant {number} ({party}) om busstilbudet i {place}",
    delegated="Delegerte vedtak i perioden - løyver og dispensasjoner",
    notice_text=(
        "Det innkalles med dette til møte. Forfall meldes møtesekretæren så snart som mulig, slik at varamedlem kan innkalles.",
        "Sakspapirene er tilgjengelige på fylkeskommunens nettsider. Møtet er åpent for alle og strømmes.",
    ),
    corrected_text="Sakslisten er korrigert: rekkefølgen på sakene er endret, og arkivsaksnummeret i én sak er rettet.",
    replaced_heading="Tilleggsopplysninger",
    replaced_text="Saksframlegget er erstattet etter at kostnadsoverslaget ble gjennomgått på nytt. Beløpet i tabellen er økt med 1 350 000 kroner, og innstillingen er presisert.",
    published="publisert",
    signed="Dokumentet er elektronisk godkjent og har derfor ingen underskrift.",
    closing="Møtet ble hevet klokken {time}. Protokollen er godkjent av møteleder.",
    costs=("Tiltak", "Planlegging", "Bygging og anskaffelse", "Drift", "Sum"),
    question_hour="Spørretime",
    debate="Generaldebatt",
)

NYNORSK = Words(
    number_prefix="PS ",
    page="Side",
    agenda="Saksliste",
    supplementary_agenda="Tilleggssaksliste",
    corrected="(Korrigert)",
    notice="Møteinnkalling",
    minutes="Møteprotokoll",
    extract="Saksprotokoll",
    resolution="Vedtak",
    case_paper="Saksutgreiing",
    attachment="Vedlegg",
    attachments="Vedlegg",
    body="Utval",
    place="Møtestad",
    date="Dato",
    time="Tid",
    case_number="Arkivsak",
    item_number="Saksnr.",
    title="Tittel",
    closed="Lukka",
    officer="Sakshandsamar",
    officers=(
        "rådgjevar, seksjon for samferdsel",
        "seniorrådgjevar, plan og kultur",
        "økonomisjef",
        "rådgjevar, opplæring",
    ),
    treated_by="Blir handsama av",
    attendance="Desse faste medlemene møtte",
    role="Funksjon",
    member="Medlem",
    party="Representerer",
    leader="Leiar",
    ordinary="Medlem",
    substitute="Varamedlem for representant {number}",
    absent="Forfall",
    administration="Frå administrasjonen møtte",
    administration_present="fylkesdirektøren, økonomisjefen og møtesekretæren",
    remarks="Merknader",
    remarks_text=(
        "Det kom ikkje merknader til innkallinga eller sakslista.",
        "Innkalling og saksliste vart godkjende. Ingen tok opp spørsmål om ugildskap.",
        "Representant 2 bad om at papira blir sende ut tidlegare. Sakslista vart deretter godkjend.",
    ),
    items_to_treat="Saker til handsaming",
    recommendation="Tilråding frå fylkesdirektøren",
    later_recommendation="Tilråding frå {body}",
    background="Bakgrunn for saka",
    facts="Saksopplysningar",
    assessment="Vurdering",
    treatment="Handsaming",
    treatment_of={
        BodyKind.COUNCIL: "{extract} i {body} - {date}",
        BodyKind.EXECUTIVE: "{body} - {number} - {date}",
        BodyKind.BOARD: "Handsaming i {body} av sak {number} i møte den {date}:",
    },
    voting="Røysting",
    decision="Vedtak",
    no_debate=(
        "Saka vart handsama utan ordskifte.",
        "Representant {a} hadde ordet i saka. Det kom ingen andre framlegg.",
        "Fylkesdirektøren orienterte først og svara på spørsmål frå representant {a} og representant {b}.",
    ),
    proposal="Representant {number} ({party}) gjorde slikt framlegg:",
    postpone_proposal="Representant {number} ({party}) gjorde framlegg om at saka blir utsett.",
    unanimous=(
        "Tilrådinga vart samrøystes vedteken.",
        "Samrøystes vedteke.",
        "Framlegget vart sett under røysting og samrøystes vedteke.",
    ),
    against="Tilrådinga vart vedteken mot {against} røyster ({parties}).",
    tally="Tilrådinga vart vedteken med {votes_for} mot {against} røyster. Mindretalet var {parties}.",
    proposal_wins="Framlegget frå representant {number} ({party}) vart vedteke med {votes_for} mot {against} røyster.",
    proposal_falls="Framlegget frå representant {number} ({party}) fall med {against} mot {votes_for} røyster.",
    roll_for="For tilrådinga røysta {count}: {names}.",
    roll_against="Imot tilrådinga røysta {count}: {names}.",
    send_back_proposal="Representant {number} ({party}) gjorde framlegg om at saka blir send tilbake til fylkesdirektøren.",
    rest_unanimous="Tilrådinga vart samrøystes vedteken, med dette tillegget:",
    sent_back_vote="Framlegget om å sende saka tilbake vart samrøystes vedteke.",
    postponed="Saka blir utsett.",
    sent_back="Saka blir send tilbake til fylkesdirektøren for vidare utgreiing.",
    postponed_vote="Utsetjingsframlegget vart samrøystes vedteke.",
    noted="Saka blir teken til vitande.",
    exempt_title="Unnateke etter offentleglova offl. § 13",
    exempt_paper="Unnateke offentlegheit, offl. § 13",
    approval="Godkjenning av protokoll frå førre møte",
    approval_points=("Protokollen frå førre møte blir godkjend.",),
    briefing=(
        "Orientering om drifta av hurtigbåtane ved {place}",
        "Orientering frå ungdommens fylkesting om psykisk helse",
        "Fylkesdirektøren orienterer om skredvarsling på fylkesvegane",
        "Orientering om lærlingar i verksemda",
        "Orientering om tilstanden for villaksen",
    ),
    report=(
        "Protokoll frå styremøte i Vestmark Kystfart AS",
        "Brev frå {place} kommune om farleg skuleveg",
        "Tilskot til friluftstiltak - fordeling etter fullmakt",
        "Svar på høyring om statlege retningsliner for kystsona",
        "Klage på vedtak om løyve - avgjerd i departementet",
    ),
    interpellation="Interpellasjon frå representant {number} ({party}) om ferjetilbodet i {place}",
    delegated="Delegerte vedtak i perioden - løyve og dispensasjonar",
    notice_text=(
        "Det blir med dette kalla inn til møte. Forfall må meldast til møtesekretæren så snart råd er, slik at varamedlem kan kallast inn.",
        "Sakspapira ligg på nettsidene til fylkeskommunen. Møtet er ope for alle.",
    ),
    corrected_text="Sakslista er retta: rekkjefølgja på sakene er endra, og arkivsaksnummeret i ei sak er retta.",
    replaced_heading="Tilleggsopplysningar",
    replaced_text="Saksutgreiinga er bytt ut etter at kostnadsoverslaget vart gått gjennom på nytt. Summen i tabellen er auka med 1 350 000 kroner, og tilrådinga er presisert.",
    published="publisert",
    signed="Dokumentet er elektronisk godkjent og har difor inga underskrift.",
    closing="Møtet vart heva klokka {time}. Protokollen er godkjend av møteleiaren.",
    costs=("Tiltak", "Planlegging", "Bygging og innkjøp", "Drift", "Sum"),
    question_hour="Spørjetime",
    debate="Ordskifte",
)


def words(language: Language) -> Words:
    """The table for that målform; bokmål for every other language."""
    return NYNORSK if language is Language.NYNORSK else BOKMAL
