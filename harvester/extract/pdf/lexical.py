"""The smallest parts of PDF syntax: white space, strings, numbers (ISO 32000-1, section 7.2 and 7.3)."""

from __future__ import annotations

import re

SPACE = r"[\x00\t\n\x0c\r\ ]"
REGULAR = r"[^\x00\t\n\x0c\r\ ()<>\[\]{}/%]"
END_OF_WORD = rf"(?!{REGULAR})"
NAME = rf"/{REGULAR}*+"
LITERAL = r"(?:[^()\\]++|\\.)*+"
"""Inside of a string in parentheses that holds no unescaped ones."""

MAX_STRING = 1 << 20
"""Longest string that is looked for; one that is never closed would otherwise be searched to the end again and again."""

_MARK = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_BLANKS = b"\x00\t\n\x0c\r "


def unescape(string: bytes) -> bytes:
    """The bytes that the inside of a string in parentheses stands for."""
    return _ESCAPE.sub(_unescaped, string) if b"\\" in string else string


def _unescaped(match: re.Match[bytes]) -> bytes:
    code: bytes = match[1]
    if code[0] in b"01234567":
        return bytes((int(code, 8) & 255,))
    return _ESCAPED.get(code, code)


def unhex(digits: bytes) -> bytes:
    """The bytes that hexadecimal digits stand for; a missing last digit is 0, anything else is no string at all."""
    digits = digits.translate(None, _BLANKS)
    try:
        return bytes.fromhex((digits + b"0" * (len(digits) & 1)).decode("ascii"))
    except ValueError:
        return b""


def string_end(data: bytes, start: int) -> int:
    """Where the string ends whose opening parenthesis stands before ``start``: behind the closing one."""
    depth = 1
    for mark in _MARK.finditer(data, start, start + MAX_STRING):
        if mark[0] == b"(":
            depth += 1
        elif mark[0] == b")":
            depth -= 1
            if not depth:
                return mark.end()
    return min(len(data), start + MAX_STRING)


def to_number(digits: bytes) -> float:
    """A number as PDF writes it, 0 for what is none, as readers do."""
    try:
        return float(digits)
    except ValueError:
        return 0.0
