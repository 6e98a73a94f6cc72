"""Content streams run (ISO 32000-1, sections 8.4 and 9.3): the states that matter for text are kept, all others skipped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import cast

from harvester.extract.pdf.fonts import Glyphs, Piece, shift_of
from harvester.extract.pdf.lexical import to_number
from harvester.extract.pdf.matrices import matrix_from, multiplied, transformed
from harvester.extract.pdf.resources import Resources
from harvester.extract.pdf.runs import Matrix, RunCollector, place
from harvester.extract.pdf.statements import END_OF_IMAGE, MARKED, PLAIN, SHOW_GROUPS
from harvester.extract.pdf.tokens import Operand, Statement, read_statement

_MAX_SAVED = 4096
_MAX_MARKS = 10_000

Drawer = Callable[[object, Resources, Matrix], None]
"""Draws an object that is called by name, in the given state."""

_Saved = tuple[Matrix, Glyphs | None, float, float, float, float, float, float]
"""What ``q`` saves and ``Q`` restores."""


class StreamRun:
    """The states of one content stream while it runs."""

    __slots__ = (
        "actual",
        "add",
        "char_space",
        "ctm",
        "draw",
        "font",
        "glyphs",
        "leading",
        "marks",
        "matrix",
        "pen",
        "resources",
        "rise",
        "saved",
        "scale",
        "size",
        "word_space",
    )

    def __init__(self, resources: Resources, ctm: Matrix, *, collector: RunCollector, draw: Drawer) -> None:
        self.resources = resources
        self.glyphs = resources.glyphs
        self.add = collector.add
        self.draw = draw
        self.ctm = ctm
        self.matrix = ctm  # text matrix, seen on the page
        self.pen = 0.0  # how far the current line has been shown, in text space
        self.font: Glyphs | None = None
        self.size = 0.0
        self.char_space = self.word_space = self.leading = self.rise = 0.0
        self.scale = 1.0
        self.saved: list[_Saved] = []
        self.actual: str | None = None  # what the glyphs that follow mean, empty once it has been shown
        self.marks: list[bool] = []

    def run(self, data: bytes) -> None:
        """Run a stream to its end.

        Raises:
            LimitExceeded: more pieces of text than a page can have.
            Exception: of any kind, when a font that it uses is damaged.
        """
        pattern = MARKED if self.resources.has_actual_text(data) else PLAIN
        handlers = {kind: cast("Callable[[re.Match[bytes]], int | None]", getattr(self, f"_{kind}")) for kind in _KINDS}
        position: int | None = 0
        while position is not None:
            start, position = position, None
            for match in pattern.finditer(data, start):
                kind = match.lastgroup
                if kind is not None:
                    position = handlers[kind](match)
                    if position is not None:
                        break

    # One method a kind of statement. An answer is where to go on, when that is not right behind it.

    def _show(self, match: re.Match[bytes]) -> None:  # noqa: C901, PLR0912 - in parts, its calls cost 4 % of all
        groups = match.group(*SHOW_GROUPS)
        (
            q,
            numbers1,
            set1,
            bt,
            font1,
            size1,
            numbers2,
            set2,
            numbers3,
            set3,
            font2,
            size2,
            array,
            string,
            digits,
            restore,
        ) = groups
        whole = q and restore  # what is saved here is restored here
        if whole:
            kept = self.ctm, self.font, self.size, self.char_space, self.word_space, self.scale, self.leading, self.rise
        elif q:
            self._save()
        if set1:
            self._set(set1, numbers1)
        if bt:
            self.matrix = self.ctm
            self.pen = 0.0
        if font1:
            self._set_font(font1, size1)
        if set2:
            if set2 == b"Tm":
                self.matrix = transformed(numbers2, self.ctm)
                self.pen = 0.0
            else:
                self._set(set2, numbers2)
            if set3:
                self._set(set3, numbers3)
        if font2:
            self._set_font(font2, size2)
        font = self.font
        if font is not None:
            if array is not None:
                pieces = font.arrays.get(array) or font.show_array(array)
            elif string is not None:
                pieces = font.literals.get(string) or font.show_literal(string)
            else:
                pieces = font.hexadecimals.get(digits) or font.show_hexadecimal(digits)
            self._show_pieces(font, pieces)
        if whole:
            self.ctm, self.font, self.size, self.char_space, self.word_space, self.scale, self.leading, self.rise = kept
            self.matrix = self.ctm
            self.pen = 0.0
        elif restore:
            self._restore()

    def _set(self, operator: bytes, numbers: bytes) -> None:
        if operator == b"Tm":
            self.matrix = transformed(numbers, self.ctm)
            self.pen = 0.0
        elif operator == b"cm":
            self.ctm = self.matrix = transformed(numbers, self.ctm)
            self.pen = 0.0
        else:
            self._operate(operator, _floats(numbers))

    def _setting(self, match: re.Match[bytes]) -> None:
        self._set(match["operator"], match["numbers"])

    def _font(self, match: re.Match[bytes]) -> None:
        self._set_font(match["name"], match["size"])

    def _bare(self, match: re.Match[bytes]) -> None:
        operator = match["bare"]
        if operator == b"q":
            self._save()
        elif operator == b"Q":
            self._restore()
        elif operator == b"BT":
            self._begin_text()
        else:
            self._next_line()

    def _parts(self, match: re.Match[bytes]) -> None:
        if self.font is not None:
            self._show_pieces(self.font, self.font.show_array(match["parts"]))

    def _object(self, match: re.Match[bytes]) -> None:
        self.draw(self.resources.named("XObject", match["object"]), self.resources, self.ctm)

    def _mark(self, match: re.Match[bytes]) -> None:
        text = None
        properties = match["properties"]
        if properties and self.actual is None:
            known = self.resources.actual_texts
            if properties not in known:
                known[properties] = self.resources.actual_text(properties)
            text = known[properties]
        if len(self.marks) < _MAX_MARKS:
            self.marks.append(text is not None)
        if text is not None:
            self.actual = text

    def _unmark(self, _match: re.Match[bytes]) -> None:
        if self.marks and self.marks.pop():
            self.actual = None

    def _other(self, match: re.Match[bytes]) -> int:
        """Token by token, what the statements above do not fit. Gives where to go on."""
        statement = read_statement(match.string, match.start("other"))
        operator = statement.operator
        if operator == b"BI":
            end = END_OF_IMAGE.search(match.string, statement.end)
            return end.end() if end else len(match.string)
        if operator in _SHOWING:
            self._show_operands(statement)
        elif operator in {b"BDC", b"BMC"}:
            self.marks.append(False)
        elif operator == b"Tf" and len(statement.operands) > 1 and isinstance(statement.operands[-2], bytes):
            self._set_font(statement.operands[-2], str(statement.operands[-1]).encode())
        else:
            self._operate(operator, statement.numbers)
        return statement.end

    def _show_operands(self, statement: Statement) -> None:
        operator, operands = statement.operator, list(statement.operands)
        if operator in {b"'", b'"'}:
            if operator == b'"' and len(statement.numbers) >= 2:
                self.word_space, self.char_space = statement.numbers[-2:]
            self._next_line()
        if operator == b"TJ" and b"[" in operands:
            first = len(operands) - operands[::-1].index(b"[")
            operands = [operand for operand in operands[first:] if operand != b"]"]
        else:
            operands = operands[-1:]
        font = self.font
        if font is not None:
            self._show_pieces(font, [_piece(font, part) for part in operands])

    # What operators do.

    def _operate(self, operator: bytes, numbers: list[float]) -> None:
        if operator in {b"Tm", b"Td", b"TD"}:
            self._move_to(operator, numbers)
        elif operator == b"cm":
            self._transform(numbers)
        elif numbers and operator in _SETTINGS:
            name, factor = _SETTINGS[operator]
            setattr(self, name, numbers[-1] * factor)

    def _save(self) -> None:
        if len(self.saved) < _MAX_SAVED:
            spaces = self.char_space, self.word_space, self.scale, self.leading, self.rise
            self.saved.append((self.ctm, self.font, self.size, *spaces))

    def _restore(self) -> None:
        if self.saved:
            self.ctm, self.font, self.size, *spaces = self.saved.pop()
            self.char_space, self.word_space, self.scale, self.leading, self.rise = spaces
        self._begin_text()

    def _begin_text(self) -> None:
        self.matrix = self.ctm
        self.pen = 0.0

    def _transform(self, numbers: list[float]) -> None:
        matrix = matrix_from(numbers)
        if matrix is not None:
            self.ctm = multiplied(matrix, self.ctm)
            self._begin_text()

    def _set_font(self, name: bytes, size: bytes) -> None:
        self.font = self.glyphs.get(name) or self.resources.font(name)
        try:
            self.size = float(size)
        except ValueError:
            self.size = 0.0

    def _move_to(self, operator: bytes, numbers: list[float]) -> None:
        if operator == b"Tm":
            matrix = matrix_from(numbers)
            if matrix is not None:
                self.matrix = multiplied(matrix, self.ctm)
                self.pen = 0.0
        elif len(numbers) >= 2:
            if operator == b"TD":
                self.leading = -numbers[-1]
            self._shift_line(numbers[-2], numbers[-1])

    def _next_line(self) -> None:
        self._shift_line(0.0, -self.leading)

    def _shift_line(self, x: float, y: float) -> None:
        a, b, c, d, e, f = self.matrix
        self.matrix = a, b, c, d, e + x * a + y * c, f + x * b + y * d
        self.pen = 0.0

    def _show_pieces(self, font: Glyphs, pieces: Iterable[Piece]) -> None:
        unit = self.size * self.scale
        size = self.size * font.height
        a, b, c, d, e, f = self.matrix
        e, f = e + self.rise * c, f + self.rise * d
        upright = b == 0.0 and a > 0.0 and size > 0.0
        baseline = (0, f, size * abs(d), font.bold)
        pen, char_space = self.pen, self.char_space * self.scale
        word_space = 0.0 if font.multibyte else self.word_space * self.scale
        for shown, width, glyphs, blanks, shift in pieces:
            stop = pen + width * unit + glyphs * char_space + blanks * word_space
            if shown:
                text = shown
                if self.actual is not None:
                    text, self.actual = self.actual, ""
                end = stop - char_space if char_space > 0 else stop  # the space behind the last letter is not text
                if upright:
                    self.add(baseline, pen * a + e, end * a + e, text)
                else:
                    self.add(*place((a, b, c, d, e, f), pen, end, size, font.bold), text)
            pen = stop + shift * unit
        self.pen = pen


_KINDS = ("show", "setting", "font", "bare", "parts", "object", "mark", "unmark", "other")
_SHOWING = frozenset({b"Tj", b"TJ", b"'", b'"'})
_SETTINGS = {
    b"Tc": ("char_space", 1.0),
    b"Tw": ("word_space", 1.0),
    b"TL": ("leading", 1.0),
    b"Tz": ("scale", 0.01),
    b"Ts": ("rise", 1.0),
}


def _floats(numbers: bytes) -> list[float]:
    """The numbers of a statement; what is none is 0, as readers do."""
    words = numbers.split()
    try:
        return list(map(float, words))
    except ValueError:
        return [to_number(word) for word in words]


def _piece(font: Glyphs, operand: Operand) -> Piece:
    return font.show(operand) if isinstance(operand, bytes) else shift_of(operand)
