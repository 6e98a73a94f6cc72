"""Fonts as tables: whole strings to text and width, without a loop over glyphs.

The font files inside of a PDF are not unpacked when the document says what its codes mean, and what it says is read by regular
expressions: 24 % on files of one or two pages, 3 % overall.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from itertools import pairwise, repeat
from typing import Any, NamedTuple

from pdfminer.casting import safe_float
from pdfminer.pdffont import PDFFont, PDFSimpleFont, PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1

from harvester.extract.pdf.arrays import cut, parts_of
from harvester.extract.pdf.lexical import to_number, unescape, unhex
from harvester.extract.pdf.streams import stream_data
from harvester.extract.pdf.unicode_maps import MAX_CODES, read_unicode_map

UNKNOWN = "\ufffd"
SPACE_SHIFT = -180.0  # thousandths of the font size: a larger step to the right is a space between words
_CELL_SHIFT = -1600.0  # … and one larger than this leads to another cell of a table
_BACK_SHIFT = 1500.0  # a step back that is more than kerning
_MAX_CACHED = 20_000
_MAX_CACHED_BYTES = 160

_BOLD = re.compile(r"bold|black|heavy", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
    0: None,
}
_TAKEN_APART = re.compile("[\0\ufb00-\ufb06]")


class Piece(NamedTuple):
    """Text shown without a gap. Width and shift in units of the font size."""

    text: str
    width: float
    glyphs: int
    blanks: int
    shift: float
    """Step to the right after it."""


def is_bold(font: PDFFont) -> bool:
    """Whether a font is bold, by its name or its descriptor (ISO 32000-1, table 123: bit 19)."""
    return bool(_BOLD.search(str(font.fontname)) or font.flags & _FORCE_BOLD)


def readable(text: str) -> str:
    """The letters of a glyph: ligatures are taken apart, so that a word is found by its letters."""
    return text if text.isascii() and text != "\0" else text.translate(_LIGATURES)


def relative_height(font: PDFFont) -> float:
    """Height of text in units of the font size: 1, but for fonts drawn by the document itself, which may use any unit."""
    if not isinstance(font, PDFType3Font):
        return 1.0
    height = abs(font.get_height())
    return height if height > 0 else 1.0


class FontLoader(PDFResourceManager):
    """Makes fonts with quickly read maps."""

    def get_font(self, objid: object, spec: Mapping[str, Any]) -> PDFFont:
        """The font that ``spec`` describes.

        Raises:
            Exception: of any kind, for a damaged one.
        """
        _check_widths(spec)
        written = resolve1(spec.get("ToUnicode"))
        unicode_map = read_unicode_map(stream_data(written)) if isinstance(written, PDFStream) else None
        if unicode_map is None:
            return super().get_font(objid, spec)
        slim = {key: value for key, value in spec.items() if key != "ToUnicode"}
        if "DescendantFonts" in slim:
            slim["DescendantFonts"] = [_without_font_file(dict_value(list_value(slim["DescendantFonts"])[0]))]
        font = super().get_font(None, slim)
        font.unicode_map = unicode_map  # type: ignore[attr-defined]  # every font with codes has one
        return font


def _without_font_file(spec: Mapping[str, Any]) -> dict[str, Any]:
    """A font whose file is not looked at; it would tell what the codes mean, which is known."""
    slim = dict(spec)
    descriptor = resolve1(slim.get("FontDescriptor"))
    if isinstance(descriptor, dict):
        slim["FontDescriptor"] = {key: value for key, value in descriptor.items() if not key.startswith("FontFile")}
    return slim


def _check_widths(spec: Mapping[str, Any]) -> None:
    """Refuse a range of widths that would fill the memory."""
    descendants = resolve1(spec.get("DescendantFonts"))
    if not isinstance(descendants, list) or not descendants:
        return
    for key in ("W", "W2"):
        widths = resolve1(dict_value(descendants[0]).get(key))
        numbers = [resolve1(item) for item in widths] if isinstance(widths, list) else []
        if any(isinstance(a, int) and isinstance(b, int) and b - a > MAX_CODES for a, b in pairwise(numbers)):
            raise ValueError("widths of more codes than there are")


class _Texts(dict[int, str]):
    """Code to text, looked up in the font when it first occurs."""

    def __init__(self, font: PDFFont) -> None:
        self._font = font

    def __missing__(self, code: int) -> str:
        try:
            text = readable(self._font.to_unichr(code))
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        self[code] = text
        return text


class _Widths(dict[int, float]):
    """Code to width, looked up in the font when it first occurs."""

    def __init__(self, font: PDFFont) -> None:
        self._font = font

    def __missing__(self, code: int) -> float:
        width = self[code] = self._font.char_width(code)
        return width


class Glyphs:
    """What a font does to strings. Results are kept, as the same words are shown again and again: 13 % overall."""

    def __init__(self, font: PDFFont) -> None:
        self.bold = is_bold(font)
        self.multibyte = font.is_multibyte()
        self.height = relative_height(font)
        self._decode = font.decode
        self.literals: dict[bytes, tuple[Piece, ...]] = {}
        self.hexadecimals: dict[bytes, tuple[Piece, ...]] = {}
        self.arrays: dict[bytes, tuple[Piece, ...]] = {}
        self._table: str | dict[int, str] = ""
        self._widths: list[float] | _Widths
        if isinstance(font, PDFSimpleFont):
            self._table, self._widths = _simple_tables(font)
        else:
            self._texts = _Texts(font)
            self._widths = _Widths(font)

    def show(self, string: bytes) -> Piece:
        """A string, by its bytes."""
        return self._multibyte(string) if self.multibyte else self._simple(string)

    def show_literal(self, inside: bytes) -> tuple[Piece, ...]:
        """A string, by what is written between its parentheses."""
        return _keep(self.literals, inside, (self.show(unescape(inside)),))

    def show_hexadecimal(self, digits: bytes) -> tuple[Piece, ...]:
        """A string, by its hexadecimal digits."""
        return _keep(self.hexadecimals, digits, (self.show(unhex(digits)),))

    def show_array(self, body: bytes) -> tuple[Piece, ...]:
        """An array of strings and shifts, by what is written between its brackets."""
        return _keep(self.arrays, body, self._flat_array(body) or self.show_parts(parts_of(body)))

    def _simple(self, string: bytes) -> Piece:
        text = codecs.charmap_decode(string, "replace", self._table)[0]
        return Piece(text, sum(map(self._widths.__getitem__, string)), len(string), string.count(b" "), 0.0)

    def _multibyte(self, string: bytes) -> Piece:
        codes = tuple(self._decode(string))
        text = "".join(map(self._texts.__getitem__, codes))
        return Piece(text, sum(map(self._widths.__getitem__, codes)), len(codes), 0, 0.0)

    def _flat_array(self, body: bytes) -> tuple[Piece, ...] | None:
        """An array that is cut at its brackets alone, None when it is not of that sort."""
        array = cut(body)
        if array is None:
            return None
        strings = array.strings
        if array.are_digits:  # all at once when they are shown as one
            strings = list(map(unhex, strings)) if not _is_kerning(array.between) else [unhex(b"".join(strings))]
        lead = (shift_of(array.first),) if array.first else ()
        return lead + self._join(strings, array.between, array.last)

    def show_parts(self, parts: list[tuple[bytes, bytes, bytes]]) -> tuple[Piece, ...]:
        """An array of any sort, as (string with escapes, hexadecimal string, number), of which one is not empty."""
        strings: list[bytes] = []
        shifts: list[float] = []
        for literal, digits, number in parts:
            if number:
                if not strings:
                    strings.append(b"")
                    shifts.append(0.0)
                shifts[-1] += to_number(number)
            else:
                strings.append(unescape(literal) if literal else unhex(digits))
                shifts.append(0.0)
        return self._join(strings, shifts[:-1], shifts[-1] if shifts else 0.0)

    def _join(self, strings: list[bytes], between: list[float], last: float) -> tuple[Piece, ...]:
        """One piece where all shifts are kerning, which is nearly always; else a loop."""
        if not _is_kerning(between):
            return self._split(strings, [*between, last])
        text, width, glyphs, blanks, _ = self.show(b"".join(strings))
        return (Piece(text, width - sum(between) * 0.001, glyphs, blanks, -last * 0.001),)

    def _split(self, strings: list[bytes], shifts: list[float]) -> tuple[Piece, ...]:
        """Words at gaps of a space; new pieces at steps to another cell or back."""
        limit = self._space_limit(strings, shifts)
        pieces: list[Piece] = []
        text, width, glyphs, blanks = "", 0.0, 0, 0
        for string, shift in zip(strings, shifts, strict=True):
            shown = self.show(string)
            text += shown.text
            width += shown.width
            glyphs += shown.glyphs
            blanks += shown.blanks
            if shift < _CELL_SHIFT or shift > _BACK_SHIFT:
                pieces.append(Piece(text, width, glyphs, blanks, -shift * 0.001))
                text, width, glyphs, blanks = "", 0.0, 0, 0
                continue
            width -= shift * 0.001
            if shift < limit and text and not text[-1].isspace():
                text += " "
        if text or width:
            pieces.append(Piece(text, width, glyphs, blanks, 0.0))
        return tuple(pieces)

    def _space_limit(self, strings: list[bytes], shifts: list[float]) -> float:
        """The shift that is a space: a larger one in a letter-spaced line, where each letter is shifted."""
        if len(strings) <= 3:
            return SPACE_SHIFT
        usual = sorted(shifts[:-1])[len(shifts) // 2]
        letters = sum(map(len, strings)) / (2 if self.multibyte else 1)
        return SPACE_SHIFT + usual if usual < -120 and letters <= 1.1 * len(strings) else SPACE_SHIFT


def shift_of(number: float) -> Piece:
    """A number in an array: nothing but a step to the left by so many thousandths."""
    return Piece("", 0.0, 0, 0, -number * 0.001)


def _keep(cache: dict[bytes, tuple[Piece, ...]], key: bytes, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    if len(key) < _MAX_CACHED_BYTES and len(cache) < _MAX_CACHED:
        cache[key] = pieces
    return pieces


def _is_kerning(shifts: list[float]) -> bool:
    return not shifts or (min(shifts) > SPACE_SHIFT and max(shifts) < _BACK_SHIFT)


def _simple_tables(font: PDFSimpleFont) -> tuple[str | dict[int, str], list[float]]:
    """Text and width of the 256 codes of a simple font, as :meth:`PDFFont.to_unichr` and ``char_width`` give them.

    Taken from the font's tables instead of by 512 calls: 20 % on files of one or two pages.
    """
    meanings = font.cid2unicode
    if font.unicode_map is not None:
        meanings = {**meanings, **font.unicode_map.cid2unichr}
    table = "".join(map(meanings.get, range(256), repeat(UNKNOWN)))
    return (
        table if len(table) == 256 and not _TAKEN_APART.search(table) else _readable_texts(meanings),
        [(safe_float(width) or 0.0) * font.hscale for width in _written_widths(font, meanings)],
    )


def _readable_texts(meanings: Mapping[int, str]) -> dict[int, str]:
    return {code: readable(meanings[code]) if code in meanings else UNKNOWN for code in range(256)}


def _written_widths(font: PDFSimpleFont, meanings: Mapping[int, str]) -> Iterable[object]:
    """The width of each code, or of its letter as the standard fonts have it; the usual one where there is none."""
    widths, usual = font.widths, font.default_width
    if all(isinstance(key, int) for key in widths):
        return map(widths.get, range(256), repeat(usual))
    return (widths[code] if code in widths else widths.get(meanings.get(code, ""), usual) for code in range(256))
