"""Item numbers, case numbers, dates and times as Norwegian papers print them."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harvester.minutes.records import ItemNumber
from harvester.minutes.words import MONTHS, alternatives

_NUMBER = re.compile(
    r"(?<![\w/.,§§-])(?:(?P<prefix>[A-ZÆØÅ]{2,4})(?: |-|- ))?(?P<first>\d{1,4}) ?/ ?(?P<last>\d{1,4})(?![\w/]|-\d|[.,]\d)"
)
_NO_PREFIX = frozenset(
    ["SAK", "NR", "NOU", "AS", "ASA", "SA", "BA", "DA", "KF", "KFO", "IKS", "EU", "EØS", "ISO", "OG", "ST"]
)
_REFERENCE = re.compile(
    r"(?:\b(?:[\w-]*sak(?:en|er|ene|a)?|saks?nr\.?|vedtak|rundskriv|nr\.?|jf\.?|punkt|pkt\.?))[ \t]*\Z", re.IGNORECASE
)
_DAY_BEFORE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}[ \t]\Z")
CASE_NUMBER = re.compile(
    r"(?<![\w/.-])(?P<case>(?:\d{2}/\d{3,6}|(?:19|20)\d{2}/\d{1,6}))(?P<document>-\d{0,4})?(?![\w/])"
)

_MONTH = alternatives(MONTHS)
DATE = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\. ?(?:(?P<month>\d{{1,2}})\. ?|(?P<name>{_MONTH})\.? )(?P<year>\d{{4}}|\d{{2}})(?!\d)",
    re.IGNORECASE,
)
_TIME = r"(?P<{0}h>[01]?\d|2[0-4])(?:(?:[:.]| ?: ?)(?P<{0}m>[0-5]\d)|(?P<{0}t>[0-5]\d))?(?!\d)"
TIMES = re.compile(
    r"(?:\b[Kk]l(?:okken|okka)?\.?:? ?)?(?<![\d.])"
    + _TIME.format("a")
    + r"(?: ?(?:[-–—]|til|to) ?(?:kl\.? ?)?"
    + _TIME.format("b")
    + ")?"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """An item number in the text, from ``start`` to ``end``.

    ``referred`` when the words before make it a reference; ``tabled`` when a date stands before, as in the table of a
    case's treatments.
    """

    number: ItemNumber
    start: int
    end: int
    referred: bool
    tabled: bool


class Numbering:
    """How a paper writes its numbers: the year last, as most do, or first, and of which years they can be."""

    def __init__(self, *, year: int | None, year_first: bool) -> None:
        self.year = year
        self.year_first = year_first

    def read(self, prefix: str | None, first: str, last: str, text: str) -> ItemNumber | None:
        """The number, or None when its year cannot be one of this paper."""
        sequence, year = (last, first) if self.year_first else (first, last)
        whole = full_year(year)
        if self.year_first and len(sequence) > 3:
            return None  # "12/5261" is a case number
        if whole is None or int(sequence) == 0 or 1950 <= int(sequence) <= 2099:
            return None  # "2023/2024" is a school year
        if self.year is not None and abs(whole - self.year) > 1:
            return None
        return ItemNumber(prefix=prefix, sequence=int(sequence), year=whole, text=" ".join(text.split()))

    def mentions(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Mention]:
        """The numbers of a stretch of text, from first to last. A prefix stands on the same line as its number."""
        for found in _NUMBER.finditer(text, start, len(text) if end is None else end):
            prefix = None if found["prefix"] in _NO_PREFIX else found["prefix"]
            begin = found.start() if prefix or found["prefix"] == "SAK" else found.start("first")
            printed = text[found.start() if prefix else found.start("first") : found.end()]
            number = self.read(prefix, found["first"], found["last"], printed)
            if number is not None:
                before = text[max(0, begin - 24) : begin]
                yield Mention(
                    number=number,
                    start=begin,
                    end=found.end(),
                    referred=found["prefix"] is None and bool(_REFERENCE.search(before)),
                    tabled=bool(_DAY_BEFORE.search(before)),
                )


def numbering_of(text: str, start: int, end: int, year: int | None) -> Numbering:
    """How numbers are written in a stretch: the half that is always the same, and close to ``year``, is the year."""
    halves = [(found["first"], found["last"]) for found in _NUMBER.finditer(text, start, end)]
    year_last = [last for first, last in halves if _near(last, year)]
    year_first = [first for first, last in halves if _near(first, year) and len(last) <= 3]
    if len(year_first) > len(year_last) or (
        len(year_first) == len(year_last) and _variety(year_first) < _variety(year_last)
    ):
        return Numbering(year=year, year_first=True)
    return Numbering(year=year, year_first=False)


def _near(half: str, year: int | None) -> bool:
    whole = full_year(half)
    return whole is not None and (year is None or abs(whole - year) <= 1)


def _variety(halves: Sequence[str]) -> int:
    return len(Counter(halves))


def full_year(half: str) -> int | None:
    """The year of the Gregorian calendar that a half of a number can be."""
    if len(half) == 4 and 1950 <= int(half) <= 2099:
        return int(half)
    if len(half) == 2:
        return int(half) + (2000 if int(half) < 70 else 1900)
    return None


def read_date(found: re.Match[str]) -> dt.date | None:
    """The day of a match of :data:`DATE`, None when the calendar has no such day."""
    year = full_year(found["year"])
    month = int(found["month"]) if found["month"] else MONTHS[found["name"].casefold()]
    try:
        return dt.date(year or 0, month, int(found["day"]))
    except ValueError:
        return None


def read_times(text: str) -> tuple[dt.time | None, dt.time | None]:
    """From and to of "kl. 12:00 – 14.48", "12:00 til 1400" or "18:00"; what is not there is None."""
    found = TIMES.search(text)
    if found is None:
        return None, None
    return _time(found, "a"), _time(found, "b")


def _time(found: re.Match[str], side: str) -> dt.time | None:
    if not found[f"{side}h"]:
        return None
    hour, minute = int(found[f"{side}h"]), int(found[f"{side}m"] or found[f"{side}t"] or 0)
    return dt.time(hour, minute) if hour < 24 else dt.time(0, minute)
