"""What the codes of a font mean: ToUnicode maps read by regular expressions (ISO 32000-1, section 9.10.3)."""

from __future__ import annotations

import re

from pdfminer.cmapdb import FileUnicodeMap

MAX_CODES = 200_000
"""Most codes of one map; the largest encoding has 65,536."""

_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*+)>|(\[)|(\])")
_UNUSUAL = (b"usecmap", b"cidrange", b"cidchar")


def read_unicode_map(data: bytes) -> FileUnicodeMap | None:
    """The map that ``data`` holds, None where it is not in the plain form that nearly every program writes."""
    if any(word in data for word in _UNUSUAL):
        return None
    result = FileUnicodeMap()
    codes = result.cid2unichr
    try:
        for kind, body in _BLOCK.findall(data):
            if b"/" in body:
                return None
            tokens = [(digits.decode("ascii"), opens) for digits, opens, _ in _TOKEN.findall(body)]
            if kind == b"char":
                for (code, _), (text, _) in zip(tokens[::2], tokens[1::2], strict=False):
                    _put(codes, int(code, 16), _text(text))
            else:
                _read_ranges(tokens, codes)
            if len(codes) > MAX_CODES:
                break
    except ValueError:
        return None
    return result if codes else None


def _read_ranges(tokens: list[tuple[str, bytes]], codes: dict[int, str]) -> None:
    """Triples of a first code, a last code, and the text of the first or a list with the text of each."""
    position = 0
    while position + 2 < len(tokens):
        first, last = int(tokens[position][0], 16), int(tokens[position + 1][0], 16)
        last = min(last, first + MAX_CODES - len(codes))
        text, opens = tokens[position + 2]
        position += 3
        if not opens:
            _count_up(first, last, bytes.fromhex(text), codes)
            continue
        code = first
        while position < len(tokens) and tokens[position][0]:
            if code <= last:
                _put(codes, code, _text(tokens[position][0]))
            code += 1
            position += 1
        position += 1  # the closing bracket


def _count_up(first: int, last: int, start: bytes, codes: dict[int, str]) -> None:
    head, tail = start[:-2], start[-2:]
    base = int.from_bytes(tail, "big")
    for code in range(first, last + 1):
        end = (base + code - first & 0xFFFF).to_bytes(2, "big")[-len(tail) :]
        _put(codes, code, (head + end).decode("utf-16-be", "ignore"))


def _text(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be", "ignore")


def _put(codes: dict[int, str], code: int, text: str) -> None:
    if text == "\xa0" and codes.get(code) == " ":
        return  # some fonts map one code to both: the plain blank is meant
    codes[code] = text
