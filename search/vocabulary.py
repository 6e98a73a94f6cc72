"""The names that people type for fields, kinds and operators: bokmål, nynorsk and English."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from enum import StrEnum

from harvester.model import DocumentKind


class QueryField(StrEnum):
    """What may stand before a colon in a query."""

    BODY = "utvalg"
    ORGANIZATION = "kommune"
    DATE = "dato"
    DATE_FROM = "fra"
    DATE_TO = "til"
    KIND = "type"
    NUMBER = "saksnr"
    TITLE = "tittel"


FIELDS: Mapping[str, QueryField] = {
    name: field
    for field, names in {
        QueryField.BODY: "utvalg utval råd nemnd body committee",
        QueryField.ORGANIZATION: "kommune fylke fylkeskommune organisasjon organization organisation municipality county",
        QueryField.DATE: "dato møtedato år date year",
        QueryField.DATE_FROM: "fra frå from",
        QueryField.DATE_TO: "til to until",
        QueryField.KIND: "type dokumenttype slag kind",
        QueryField.NUMBER: "sak saksnr saksnummer arkivsak case casenumber item",
        QueryField.TITLE: "tittel title",
    }.items()
    for name in names.split()
}

KINDS: Mapping[str, DocumentKind] = {
    name: kind
    for kind, names in {
        DocumentKind.NOTICE: "innkalling møteinnkalling notice",
        DocumentKind.AGENDA: "saksliste sakliste sakliste dagsorden agenda",
        DocumentKind.CASE_PAPER: "saksframlegg saksfremlegg saksutredning saksutgreiing case_paper",
        DocumentKind.MINUTES: "protokoll møteprotokoll møtebok møtereferat referat minutes",
        DocumentKind.MINUTES_EXTRACT: "saksprotokoll særutskrift utskrift minutes_extract",
        DocumentKind.RESOLUTION: "vedtak resolution",
        DocumentKind.ATTACHMENT: "vedlegg attachment",
        DocumentKind.OTHER: "annet anna andre other",
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
