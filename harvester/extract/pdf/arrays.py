"""Arrays of strings and shifts, as ``TJ`` shows them, taken apart."""

from __future__ import annotations

import re
from typing import NamedTuple

_PART = re.compile(rb"\(((?:[^()\\]|\\.|\((?:[^()\\]++|\\.)*+\))*+)\)|<([^<>]*+)>|([-+.\d]++)", re.DOTALL)
_NOT_PARENTHESES = bytes(code for code in range(256) if code not in b"()")


class FlatArray(NamedTuple):
    """Strings, and the shifts before, between and behind them."""

    strings: list[bytes]
    are_digits: bool
    first: float
    between: list[float]
    last: float


def cut(body: bytes) -> FlatArray | None:
    """An array cut at its brackets, None where that is not enough: escapes, strings inside of strings, both sorts mixed.

    Adjacent strings become one. No loop over the strings: 12 % overall.
    """
    parts = _cut(body)
    if parts is None or len(parts) < 3 or not len(parts) & 1:
        return None
    strings = parts[1::2]
    are_digits = b"<" in body
    if are_digits and 1 in [len(digits) & 1 for digits in strings]:
        return None
    try:
        first, last = (float(part) if part.strip() else 0.0 for part in (parts[0], parts[-1]))
        return FlatArray(strings, are_digits, first, list(map(float, parts[2:-1:2])), last)
    except ValueError:
        return None


def _cut(body: bytes) -> list[bytes] | None:
    if b"\\" in body:
        return None
    if b"<" not in body:
        if b"((" in body.translate(None, _NOT_PARENTHESES):
            return None
        return body.replace(b")(", b"").replace(b")", b"(").split(b"(")
    if b"(" in body:
        return None
    return body.replace(b"><", b"").replace(b">", b"<").split(b"<")


def parts_of(body: bytes) -> list[tuple[bytes, bytes, bytes]]:
    """The parts of an array of any sort, as (string with escapes, hexadecimal digits, number), of which one is meant."""
    return _PART.findall(body)
