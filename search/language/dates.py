"""Dates in the spellings of Norwegian documents, as ``2024-06-12``, ``2024-06`` and ``2024``."""

from __future__ import annotations

import re

from search.language.keys import word_key
from search.language.scan import MONTHS, token_span
from search.language.tokens import Piece, distinct

_CENTURY_TURN = 50
"""Two-digit years below this are of this century."""

_NUMBER = re.compile(r"\d+")
_MONTH_NUMBERS = {month[:3]: number for number, month in enumerate(MONTHS, start=1)}


def full_year(year: str) -> str:
    """A year in four digits; the clock is not asked, so the same text always gives the same terms."""
    if len(year) == 4:
        return year
    return ("20" if int(year) < _CENTURY_TURN else "19") + year


def numeric_date(match: re.Match[str]) -> list[Piece]:
    """12.06.2024, 12.6.24, 12/6-2024 and 2024-06-12, at one position."""
    terms = _numeric_terms(match)
    if terms:
        return [Piece(0, *token_span(match), terms)]
    return [
        Piece(step, *number.span(), (number[0].lstrip("0") or "0",))
        for step, number in enumerate(_NUMBER.finditer(match.string, *token_span(match)))
    ]


def numeric_date_query(match: re.Match[str]) -> list[tuple[str, ...]]:
    """The day that was typed."""
    return [piece.terms[:1] for piece in numeric_date(match)]


def year_month(match: re.Match[str]) -> list[Piece]:
    """2024-06 is a month, and may be two numbers."""
    year, month = match["month_year"], match["month_number"]
    start, end = token_span(match)
    whole = f"{year}-{month}"
    return [
        Piece(0, start, start + 4, (whole, year)),
        Piece(1, end - 2, end, distinct(month.lstrip("0"), month, whole)),
    ]


def year_month_query(match: re.Match[str]) -> list[tuple[str, ...]]:
    """The month."""
    return [year_month(match)[0].terms[:1]]


def named_date(match: re.Match[str]) -> list[Piece]:
    """12. juni 2024 and juni 2024: a position each for day, month and year, so that phrases hold."""
    day, month, year = match["named_day"], match["named_month"], match["named_year"]
    number = _MONTH_NUMBERS[month[:3].casefold()]
    name = word_key(MONTHS[number - 1])
    month_piece = (*match.span("named_month"), (f"{year}-{number:02}", name))
    whole = _iso(year, number, int(day)) if day else f"{year}-{number:02}"
    year_piece = (*match.span("named_year"), distinct(year, whole))
    if not day:
        return [Piece(0, *month_piece), Piece(1, *year_piece)]
    first = Piece(0, *token_span(match), distinct(whole, str(int(day))))
    return [first, Piece(1, *month_piece), Piece(2, *year_piece)]


def named_date_query(match: re.Match[str]) -> list[tuple[str, ...]]:
    """The day or the month that was typed."""
    return [named_date(match)[0].terms[:1]]


def _numeric_terms(match: re.Match[str]) -> tuple[str, ...]:
    year = _first(match, "iso_year", "year", "slash_year", "short_slash_year", "dash_year")
    month = int(_first(match, "iso_month", "month", "slash_month", "short_month", "dash_month"))
    year = full_year(year)
    whole = _iso(year, month, int(match["iso_day"] or match["day"]))
    return (whole, f"{year}-{month:02}", year) if whole else ()


def _first(match: re.Match[str], *names: str) -> str:
    """What the spelling that was met has."""
    return next(found for found in match.group(*names) if found)


def _iso(year: str, month: int, day: int) -> str:
    """The date, or nothing when there is no such day in any year."""
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""
