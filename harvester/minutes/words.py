"""The words that Norwegian minutes are written with, bokmål and nynorsk side by side. Tables only.

Entries are pieces of regular expressions without quantifiers that could nest; ``alternatives`` joins them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from harvester.model import DocumentKind


def alternatives(words: Iterable[str]) -> str:
    """The words as one alternation, the longest first, so that none hides another that it begins."""
    return "|".join(sorted(words, key=len, reverse=True))


PAPER_KINDS: Mapping[str, DocumentKind] = MappingProxyType(
    {
        "møteprotokoll": DocumentKind.MINUTES,
        "møtebok": DocumentKind.MINUTES,
        "protokoll": DocumentKind.MINUTES,
        "møtereferat": DocumentKind.MINUTES,
        "møteinnkalling": DocumentKind.NOTICE,
        "møteinnkallelse": DocumentKind.NOTICE,
        "innkalling": DocumentKind.NOTICE,
        "tilleggsinnkalling": DocumentKind.NOTICE,
        "saksliste": DocumentKind.AGENDA,
        "sakliste": DocumentKind.AGENDA,
        "sakskart": DocumentKind.AGENDA,
        "tilleggssaksliste": DocumentKind.AGENDA,
        "saksprotokoll": DocumentKind.MINUTES_EXTRACT,
        "særutskrift": DocumentKind.MINUTES_EXTRACT,
        "saksframlegg": DocumentKind.CASE_PAPER,
        "saksfremlegg": DocumentKind.CASE_PAPER,
        "saksframstilling": DocumentKind.CASE_PAPER,
        "saksutredning": DocumentKind.CASE_PAPER,
    }
)

LIST_HEADINGS = ("Saksliste", "SAKSLISTE", "Sakliste", "SAKLISTE", "Sakskart", "SAKSKART", "Sakliste:", "Saksliste:")
LIST_HEADINGS_OF_MINUTES = (
    "Behandlede saker",
    "BEHANDLEDE SAKER",
    "Handsama saker",
    "Saker til behandling",
    "Saker til handsaming",
)

GROUP_HEADINGS = (
    "Saker til behandling",
    "Saker til handsaming",
    "Politiske saker til handsaming",
    "Politiske saker til behandling",
    "Politiske saker",
    "Tilleggssaker",
    "Tilleggssaksliste",
    "Referatsaker",
    "Referatsakene",
    "RS Referatsakene",
    "Meldingssaker",
    "Meldingar",
    "Delegerte saker",
    "Delegerte vedtak",
    "Orienteringssaker",
    "Orienteringssak",
    "Orienteringer",
    "Orienteringar",
    "Interpellasjoner",
    "Interpellasjonar",
    "Grunngitte spørsmål",
    "Grunngjevne spørsmål",
    "Muntlige spørsmål",
    "Godkjenningssaker",
    "Spørsmål",
    "Spørretime",
    "Spørjetime",
    "Generaldebatt",
    "Ordskifte",
    "Eventuelt",
    "Ymse",
    "Vedtakssaker",
    "Saker",
)

TABLE_WORDS = frozenset(
    [
        "sak",
        "saker",
        "saknr",
        "saksnr",
        "sak-",
        "saksnr.",
        "saknr.",
        "sak",
        "nr",
        "nr.",
        "nr.",
        "utvalgs-",
        "utvals-",
        "utvalgs",
        "utvals",
        "utvalgssaksnr",
        "utvalgssak",
        "utvalssak",
        "innhold",
        "innhald",
        "tittel",
        "sakstittel",
        "saktittel",
        "sakstype",
        "arkivsak",
        "arkivsaksnr",
        "arkivsaknr",
        "arkivref",
        "(arkiv)saksnr.",
        "saksnummer",
        "lukket",
        "lukka",
        "unnt.",
        "off",
        "off.",
        "side",
        "arkiv",
        "dok.nr",
        "journalnr",
    ]
)

# Head

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "utvalg": "body",
        "utval": "body",
        "styre/råd/utvalg": "body",
        "styre": "body",
        "organ": "body",
        "møtested": "place",
        "møtestad": "place",
        "sted": "place",
        "stad": "place",
        "møterom": "place",
        "møtedato": "date",
        "dato": "date",
        "møtedag": "date",
        "tidspunkt": "time",
        "møtetid": "time",
        "møtetidspunkt": "time",
        "varighet": "time",
        "tid": "time",
        "klokkeslett": "time",
    }
)

LABEL_STOPS = (
    "Melding om forfall",
    "Eventuelt forfall",
    "Eventuelle forfall",
    "Forfall",
    "Oppmøtested",
    "Oppmøte",
    "Møtemerknad",
    "Møtende",
    "Til stede",
    "Til stades",
    "Tilstede",
    "Medlemmene innkalles",
    "Medlemmer",
    "Varamedlemmer",
    "Møteleder",
    "Møteleiar",
    "Sekretær",
    "Referent",
    "Merk:",
    "Fra administrasjonen",
    "Frå administrasjonen",
    "Følgende",
    "Følgjande",
    "Fylgjande",
    "Vedlagt følger",
    "Faste medlemmer",
    "Innkalte",
    "Saksbehandler",
    "Arkivsaknr",
    "Arkivsak",
    "Saknr",
    "Saksnr",
    "Saksnummer",
    "Behandlet av",
)

MONTHS: Mapping[str, int] = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                "januar jan",
                "februar feb",
                "mars mar",
                "april apr",
                "mai",
                "juni jun",
                "juli jul",
                "august aug",
                "september sep sept",
                "oktober okt",
                "november nov",
                "desember des",
            ),
            start=1,
        )
        for name in names.split()
    }
)

# Parts of an item

OWNERS = (
    "Kommunedirektøren",
    "Rådmannen",
    "Administrasjonssjefen",
    "Fylkesrådmannen",
    "Fylkesdirektøren",
    "Fylkeskommunedirektøren",
    "Fylkesrådet",
    "Fylkesutvalget",
    "Fylkesutvalet",
    "Formannskapet",
    "Formannskap",
    "Kontrollutvalget",
    "Kontrollutvalet",
    "Sekretariatet",
    "Utvalgslederen",
    "Utvalgsleder",
    "Utvalsleiaren",
    "Ordføreren",
    "Ordføraren",
    "Ordfører",
    "Administrasjonen",
    "Administrasjonens",
    "Saksordføreren",
    "Saksordføraren",
    "Valgnemnda",
    "Valnemnda",
    "Valgkomiteen",
    "Byrådet",
    "Utvalget",
    "Utvalet",
    "Komiteen",
    "Styret",
    "Forslagsstiller",
    "Forslagsstilleren",
    "Forslagsstillerne",
    "Daglig leder",
    "Rektor",
)
RECOMMENDATIONS = (
    "innstilling til vedtak",
    "innstilling",
    "forslag til innstilling",
    "forslag til vedtak",
    "framlegg til vedtak",
    "tilråding til vedtak",
    "tilråding",
    "tilrådning",
    "anbefaling",
    "framlegg",
)
FACT_HEADINGS = (
    "Saksopplysninger",
    "Saksopplysningar",
    "Saksvurderinger",
    "Saksvurderingar",
    "Saksutredning",
    "Saksutgreiing",
    "Saksframstilling",
    "Saksgang",
    "Saksutredning:",
    "Bakgrunn for saken",
    "Vurdering",
    "Vedlegg",
    "Vedlegg til saken",
    "Underliggende saker",
)

NUMBER_WORDS: Mapping[str, int] = MappingProxyType(
    {
        word: number
        for number, words in enumerate(
            [
                "ingen",
                "en ett én ei ein eitt",
                "to",
                "tre",
                "fire",
                "fem",
                "seks",
                "syv sju",
                "åtte",
                "ni",
                "ti",
                "elleve",
                "tolv",
                "tretten",
                "fjorten",
                "femten",
            ]
        )
        for word in words.split()
    }
)
