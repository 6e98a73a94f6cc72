"""The names that people type for fields, kinds, outcomes and operators: bokmål, nynorsk and English."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from enum import StrEnum

from harvester.model import DocumentKind, Language, Outcome


class RecordType(StrEnum):
    """What sort of thing was found. Papers have a :class:`DocumentKind` beside it."""

    DOCUMENT = "document"
    ITEM = "item"
    RESOLUTION = "resolution"
    MEETING = "meeting"


class QueryField(StrEnum):
    """What may stand before a colon in a query."""

    BODY = "utvalg"
    ORGANIZATION = "kommune"
    DATE = "dato"
    DATE_FROM = "fra"
    DATE_TO = "til"
    KIND = "type"
    CASE = "sak"
    NUMBER = "saksnr"
    TITLE = "tittel"
    OUTCOME = "utfall"
    PARTY = "parti"
    LANGUAGE = "språk"


FIELDS: Mapping[str, QueryField] = {
    name: field
    for field, names in {
        QueryField.BODY: "utvalg utval råd nemnd body committee",
        QueryField.ORGANIZATION: "kommune fylke fylkeskommune organisasjon organization organisation municipality county",
        QueryField.DATE: "dato møtedato år date year",
        QueryField.DATE_FROM: "fra frå from",
        QueryField.DATE_TO: "til to until",
        QueryField.KIND: "type dokumenttype slag kind",
        QueryField.CASE: "sak case item",
        QueryField.NUMBER: "saksnr saksnummer arkivsak casenumber",
        QueryField.TITLE: "tittel title",
        QueryField.OUTCOME: "utfall resultat outcome result",
        QueryField.PARTY: "parti party",
        QueryField.LANGUAGE: "språk målform language",
    }.items()
    for name in names.split()
}

KIND_VALUES = tuple(dict.fromkeys([*map(str, DocumentKind), RecordType.ITEM.value, RecordType.MEETING.value]))
"""Every kind that a hit can have: of papers, and of items and meetings. A resolution shares its kind with the paper that
holds nothing else; :class:`RecordType` tells them apart."""

KINDS: Mapping[str, str] = {
    name: str(kind)
    for kind, names in {
        DocumentKind.NOTICE: "innkalling møteinnkalling notice",
        DocumentKind.AGENDA: "saksliste sakliste dagsorden agenda",
        DocumentKind.CASE_PAPER: "saksframlegg saksfremlegg saksutredning saksutgreiing case_paper",
        DocumentKind.MINUTES: "protokoll møteprotokoll møtebok møtereferat referat minutes",
        DocumentKind.MINUTES_EXTRACT: "saksprotokoll særutskrift utskrift minutes_extract",
        DocumentKind.RESOLUTION: "vedtak avgjørelse avgjerd resolution decision",
        DocumentKind.ATTACHMENT: "vedlegg attachment",
        DocumentKind.OTHER: "annet anna andre other",
        RecordType.ITEM: "sak møtesak item",
        RecordType.MEETING: "møte meeting",
    }.items()
    for name in names.split()
}

OUTCOMES: Mapping[str, str] = {
    name: str(outcome)
    for outcome, names in {
        Outcome.ADOPTED: "vedtatt vedteke vedteken godkjent godkjend adopted",
        Outcome.REJECTED: "avslått avslag avslege forkastet forkasta rejected",
        Outcome.POSTPONED: "utsatt utsett postponed",
        Outcome.SENT_BACK: "tilbakesendt sendt_tilbake returnert sent_back",
        Outcome.NOTED: "orientering orientert referat noted",
        Outcome.WITHDRAWN: "trukket trekt withdrawn",
    }.items()
    for name in names.split()
}

LANGUAGES: Mapping[str, str] = {
    name: str(language)
    for language, names in {
        Language.BOKMAL: "nb bokmål bokmal",
        Language.NYNORSK: "nn nynorsk",
        Language.NORTHERN_SAMI: "se nordsamisk samisk",
        Language.ENGLISH: "en engelsk english",
    }.items()
    for name in names.split()
}

OR = frozenset({"OR", "ELLER", "|"})
AND = frozenset({"AND", "OG", "&"})
NOT = frozenset({"NOT", "IKKE", "IKKJE"})

_YEAR = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_MONTH = re.compile(r"(\d{1,2})\.(\d{4})")

Period = tuple[dt.date, dt.date]


def read_period(text: str) -> Period | None:
    """The first and the last day of a year, a month or a day, None when it is none: 2024, 2024-03, 05.03.2024."""
    year, month, day = _numbers(text)
    try:
        if day:
            date = dt.date(year, month, day)
            return date, date
        first = dt.date(year, month or 1, 1)
        return first, dt.date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None


def _numbers(text: str) -> tuple[int, int, int]:
    """Year, month and day; 0 where there is none, and the year 0, which no calendar has, where there is no date."""
    if match := _YEAR.fullmatch(text):
        year, month, day = match.groups(default="")
    elif match := _DAY.fullmatch(text):
        day, month, year = match.groups()
    elif match := _MONTH.fullmatch(text):
        (month, year), day = match.groups(), ""
    else:
        return 0, 0, 0
    if month and not int(month):
        return 0, 0, 0
    return int(year), int(month or 0), int(day or 0)
