"""Case numbers in the one form in which they can be compared."""

from __future__ import annotations

import re

_CASE_NUMBER = re.compile(r"(\d{2}|\d{4})\s*/\s*0*(\d{1,7})(?:\s*-\s*\d{0,5})?", re.ASCII)


def case_key(printed: str | None, *, year: int) -> str | None:
    """``2023-1234`` for ``2023/1234``, ``23/1234``, ``23/01234`` and ``23/1234-6``, of which the last counts documents.

    Args:
        printed: a case number as printed; None and anything else than one gives None.
        year: of the meeting, whose century a year of two digits is in, or the one before.
    """
    parts = _CASE_NUMBER.fullmatch(printed.strip()) if printed else None
    if parts is None:
        return None
    digits, sequence = parts.groups()
    return f"{_full_year(int(digits), year) if len(digits) == 2 else int(digits)}-{sequence}"


def _full_year(digits: int, year: int) -> int:
    full = year // 100 * 100 + digits
    return full if full <= year + 1 else full - 100
