"""Statements read token by token, for the few that the regular expression of whole statements does not fit."""

from __future__ import annotations

import re
from typing import NamedTuple

from harvester.extract.pdf.lexical import NAME, REGULAR, SPACE, string_end, to_number, unescape, unhex

MAX_OPERANDS = 256
"""Most operands that are kept for one operator."""

Operand = float | bytes
"""A number, or the bytes of a string; a name keeps its slash, a bracket stands for itself."""

_TOKEN = re.compile(
    rf"""(?:{SPACE}++|%[^\r\n]*+)*+(?:
    (?P<number>[-+.\d]++)(?!{REGULAR})
    |(?P<name>{NAME}|\[|\]|<<|>>)
    |<(?P<digits>[0-9A-Fa-f\x00\t\n\x0c\r\ ]*+)>
    |(?P<opening>\()
    |(?P<word>{REGULAR}++)
    |.
    )""".encode(),
    re.VERBOSE | re.DOTALL,
)


class Statement(NamedTuple):
    """An operator with its operands, and where what follows begins."""

    operator: bytes
    operands: list[Operand]
    end: int

    @property
    def numbers(self) -> list[float]:
        """The operands that are numbers."""
        return [operand for operand in self.operands if isinstance(operand, float)]


def read_statement(data: bytes, position: int) -> Statement:
    """The statement that begins at ``position``; at the end of the data one without an operator."""
    operands: list[Operand] = []
    while match := _TOKEN.match(data, position):
        position = match.end()
        kind = match.lastgroup
        if kind == "word":
            return Statement(match["word"], operands[-MAX_OPERANDS:], position)
        if kind == "number":
            operands.append(to_number(match["number"]))
        elif kind == "name":
            operands.append(match["name"])
        elif kind == "digits":
            operands.append(unhex(match["digits"]))
        elif kind == "opening":
            end = string_end(data, position)
            operands.append(unescape(data[position : end - 1]))
            position = end
        if len(operands) > 4 * MAX_OPERANDS:
            del operands[:-MAX_OPERANDS]
    return Statement(b"", [], len(data))
