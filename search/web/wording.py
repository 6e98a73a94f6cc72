"""How dates, numbers and kinds are written in bokmål."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

SPACE = "\u00a0"
"""Between parts that must stay on one line: 17. juni, side 23, 41 206."""

_MONTHS = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
]

KIND_NAMES: Mapping[str, str] = {
    "notice": "Innkalling",
    "agenda": "Saksliste",
    "case_paper": "Saksframlegg",
    "minutes": "Protokoll",
    "minutes_extract": "Saksprotokoll",
    "resolution": "Vedtak",
    "attachment": "Vedlegg",
    "other": "Annet dokument",
}


def long_date(date: dt.date) -> str:
    """17. juni 2026."""
    return f"{date.day}.{SPACE}{_MONTHS[date.month - 1]}{SPACE}{date.year}"


def month(date: dt.date) -> str:
    """Juni 2026, in small letters."""
    return f"{_MONTHS[date.month - 1]}{SPACE}{date.year}"


def number(value: int) -> str:
    """41 206."""
    return f"{value:,}".replace(",", SPACE)


def counted(value: int, one: str, several: str) -> str:
    """1 dokument, 2 dokumenter."""
    return f"{number(value)}{SPACE}{one if value == 1 else several}"


def item(text: str) -> str:
    """An item's number on one line."""
    return text.replace(" ", SPACE)
