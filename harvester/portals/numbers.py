"""Numbers and times as Norwegian portals print them: ``55/21``, ``PS 12/2024``, ``21/03876-6``, ``23.04.2018 10:00``."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_ITEM_NUMBER = re.compile(r"(?:[^\W\d_]{1,6}\.?\s?)?([0-9]{1,4})/([0-9]{2}|[0-9]{4})")
_NUMBERED = re.compile(r"((?:[^\W\d_]{1,6}\.?\s?)?[0-9]{1,4}/[0-9]{2,4})\s-(?:\s(.*))?")
_NUMBER_FIRST = re.compile(r"((?:[^\W\d_]{1,6}\.?\s?)?[0-9]{1,4}/[0-9]{2,4}):?(?:\s(.*))?")
_CASE_NUMBER = re.compile(r"(\d{2}|\d{4})/(\d{1,7})(\s?-\s?\d{1,5})?", re.ASCII)
_DAY = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?!\d|\.\d)", re.ASCII)
_MOMENT = re.compile(r"(\S+?)(?:,?\s(?:kl\.?\s?)?(\d{1,2})[:.](\d{2}))?", re.ASCII | re.IGNORECASE)
_WALL_CLOCK = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?", re.ASCII
)
_PUBLISHED = re.compile(r"\bpublisert\s+(\d{1,2}\.\d{1,2}\.\d{2,4})", re.ASCII | re.IGNORECASE)

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
"""Years outside stand for a time that is not known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemNumber:
    """*Saksnummer*: the parts of an item's number that are certain."""

    sequence: int | None
    year: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """A printed day, with a time of the day when one is printed."""

    day: dt.date
    time: dt.time | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Treatment:
    """One line of a case's history, such as ``0174/24, Kommunestyret, 18.12.2024``."""

    number: str
    body: str
    day: dt.date


def read_item_number(printed: str, *, meeting_year: int) -> ItemNumber:
    """Sequence and year of ``55/21``, or of ``13/11`` where the year stands first.

    Which part is the year is certain only when one of them is the year of the meeting, is printed with four digits
    at the end, or cannot be the sequence; the same municipality has used both orders.
    """
    if printed.isascii() and printed.isdigit() and len(printed) <= 4:
        return ItemNumber(sequence=int(printed), year=None)
    parts = _ITEM_NUMBER.fullmatch(printed)
    if not parts:
        return ItemNumber(sequence=None, year=None)
    first, second = parts.groups()
    readings = set()
    if _as_year(second, meeting_year) == meeting_year:
        readings.add(int(first))
    if _as_year(first, meeting_year) == meeting_year:
        readings.add(int(second))
    if readings:
        return ItemNumber(sequence=readings.pop() if len(readings) == 1 else None, year=meeting_year)
    if _as_year(first, meeting_year) is None:
        year = int(second) if len(second) == 4 else None
        return ItemNumber(sequence=int(first), year=year)
    return ItemNumber(sequence=None, year=None)


def split_number(label: str) -> tuple[str, str]:
    """Number and title of ``12/24 - Skolebruksplan``; the number is empty when the label is a title alone."""
    parts = _NUMBERED.fullmatch(label)
    return (parts.group(1), parts.group(2) or "") if parts else ("", label)


def split_numbered(label: str) -> tuple[str, str]:
    """Number and title of a label that has a hyphen between them, a colon, or only a blank."""
    number, title = split_number(label)
    parts = _NUMBER_FIRST.fullmatch(label)
    return (number, title) if number or not parts else (parts.group(1), parts.group(2) or "")


def read_case_number(printed: str) -> str | None:
    """The case in ``21/03876-6``, which is ``21/03876``: the last part counts the documents of the case."""
    parts = _CASE_NUMBER.fullmatch(printed)
    return f"{parts.group(1)}/{parts.group(2)}" if parts else None


def names_a_document(case_number: str) -> bool:
    """Whether a case number has the part that counts documents, which an item number never has."""
    parts = _CASE_NUMBER.fullmatch(case_number)
    return bool(parts and parts.group(3))


def read_day(printed: str) -> dt.date | None:
    """The day in ``23.04.2018`` or ``23.04.18``; None when that is no day."""
    parts = _DAY.fullmatch(printed)
    return _day(parts) if parts else None


def read_moment(printed: str) -> Moment | None:
    """The day and time in ``23.04.2018 10:00``, ``23.04.2018 kl. 10.00`` or ``23.04.2018``."""
    parts = _MOMENT.fullmatch(printed)
    day = read_day(parts.group(1)) if parts else None
    if not parts or not day:
        return None
    if parts.group(2) is None:
        return Moment(day=day, time=None)
    try:
        return Moment(day=day, time=dt.time(int(parts.group(2)), int(parts.group(3))))
    except ValueError:
        return None


def read_wall_clock(printed: str) -> Moment | None:
    """The day and time in ``2026-06-10T10:00:00.000Z``, whatever offset is claimed: some portals print Oslo's clock so.

    Midnight is what such portals print when nobody has set a time.
    """
    parts = _WALL_CLOCK.fullmatch(printed)
    try:
        day = dt.date.fromisoformat(parts.group(1)) if parts else None
        time = dt.time.fromisoformat(parts.group(2)) if parts and parts.group(2) else dt.time.min
    except ValueError:
        return None
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return None
    return Moment(day=day, time=None if time == dt.time.min else time)


def days_in(text: str) -> tuple[dt.date, ...]:
    """All days with a year that are printed in ``text``."""
    return tuple(day for parts in _DAY.finditer(text) if (day := _day(parts)))


def read_published(title: str) -> dt.date | None:
    """The day in ``Saksliste … (publisert 18.03.2025)``."""
    parts = _PUBLISHED.search(title)
    return read_day(parts.group(1)) if parts else None


def read_treatment(text: str) -> Treatment | None:
    """The parts of a history line; the name between number and day may itself hold commas."""
    number, _, rest = text.partition(",")
    body, _, printed_day = rest.rpartition(",")
    day = read_day(printed_day.strip())
    if day is None or not body.strip() or not _ITEM_NUMBER.fullmatch(number.strip()):
        return None
    return Treatment(number=number.strip(), body=body.strip(), day=day)


def _as_year(digits: str, meeting_year: int) -> int | None:
    """The year that ``digits`` can stand for, in the century of the meeting; None when they can be none."""
    match len(digits):
        case 2:
            return meeting_year // 100 * 100 + int(digits)
        case 4 if digits[:2] in {"19", "20"}:
            return int(digits)
        case _:
            return None


def _day(parts: re.Match[str]) -> dt.date | None:
    day, month, year = (int(part) for part in parts.groups())
    try:
        return dt.date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
