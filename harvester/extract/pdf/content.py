"""Content streams run: what a page shows, as runs of text and the area that pictures cover.

The states that matter for text are kept, all others skipped (ISO 32000-1, sections 8.4 and 9.3).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple, cast

from pdfminer.pdftypes import PDFObjRef, PDFStream, list_value, resolve1
from pdfminer.psparser import LIT
from pdfminer.utils import decode_text

from harvester.extract.pdf.fonts import FontLoader, Glyphs, Piece
from harvester.extract.pdf.lexical import string_end, to_number, unescape, unhex
from harvester.extract.pdf.matrices import IDENTITY, matrix_from, multiplied
from harvester.extract.pdf.runs import Matrix, RunCollector, place
from harvester.extract.pdf.statements import ACTUAL_TEXT, END_OF_IMAGE, MARKED, PLAIN, SHOW_GROUPS
from harvester.extract.pdf.streams import MAX_BYTES, stream_data

MAX_FORMS = 2000
MAX_DEPTH = 12
_MAX_SAVED = 4096
_MAX_MARKS = 10_000
_MAX_OPERANDS = 256

_IMAGE, _FORM = LIT("Image"), LIT("Form")


class _Saved(NamedTuple):
    """What ``q`` saves and ``Q`` restores."""

    ctm: Matrix
    font: Glyphs | None
    size: float
    spacing: tuple[float, float, float, float, float]


class _Resources:
    """Fonts and objects that a content stream calls by name."""

    def __init__(self, dictionary: object, loader: FontLoader, cache: dict[int, Glyphs]) -> None:
        self.dictionary: dict[str, Any] = found if isinstance(found := resolve1(dictionary), dict) else {}
        self.glyphs: dict[bytes, Glyphs] = {}
        self._loader = loader
        self._cache = cache

    def named(self, category: str, name: bytes) -> object:
        """An object by its category and its name with the slash; a reference stays one."""
        group = resolve1(self.dictionary.get(category))
        return group.get(name[1:].decode("latin-1")) if isinstance(group, dict) else None

    def font(self, name: bytes) -> Glyphs:
        """A font, made when it is first used."""
        written = self.named("Font", name)
        number = written.objid if isinstance(written, PDFObjRef) else None
        glyphs = self._cache.get(number) if number is not None else None
        if glyphs is None:
            spec = resolve1(written)
            glyphs = Glyphs(self._loader.get_font(number, spec if isinstance(spec, dict) else {}))
            if number is not None:
                self._cache[number] = glyphs
        self.glyphs[name] = glyphs
        return glyphs

    def has_actual_text(self, data: bytes) -> bool:
        """Whether the stream ``data`` says anywhere what its glyphs mean."""
        if b"/ActualText" in data:
            return True
        properties = resolve1(self.dictionary.get("Properties"))
        if not isinstance(properties, dict) or b"BDC" not in data:
            return False
        lists = (resolve1(entry) for entry in properties.values())
        return any(isinstance(entry, dict) and "ActualText" in entry for entry in lists)


class ContentReader:
    """Runs the content streams of one page. What it finds is in ``collector``, ``image_area`` and ``truncated``."""

    def __init__(self, loader: FontLoader, fonts: dict[int, Glyphs]) -> None:
        """A reader for one page; ``fonts`` is shared by the pages of a document."""
        self.collector = RunCollector()
        self.image_area = 0.0
        self.truncated = False
        self._loader = loader
        self._fonts = fonts
        self._room = MAX_BYTES
        self._forms = 0
        self._depth = 0
        self._parents: frozenset[int] = frozenset()

    def run(self, resources: object, streams: object, ctm: Matrix) -> None:
        """Run the streams of a page or of a form that it draws.

        Raises:
            LimitExceeded: more pieces of text than a page can have.
            Exception: of any kind, when a font or a stream is damaged.
        """
        data = self._joined(streams)
        found = _Resources(resources, self._loader, self._fonts)
        _StreamRun(self, found, ctm).run(data)

    def _joined(self, streams: object) -> bytes:
        parts: list[bytes] = []
        numbers = set(self._parents)
        for item in list_value(streams):
            stream = resolve1(item)
            if not isinstance(stream, PDFStream) or stream.objid in self._parents:
                continue
            data = stream_data(stream, self._room + 1)
            self._room -= len(data)
            if self._room < 0:
                self.truncated = True
                self._room = 0
                break
            parts.append(data)
            if stream.objid is not None:
                numbers.add(stream.objid)
        self._parents = frozenset(numbers)
        return parts[0] if len(parts) == 1 else b"\n".join(parts)

    def draw(self, reference: object, resources: _Resources, ctm: Matrix) -> None:
        """A picture or a form that a stream draws by its name."""
        drawn = resolve1(reference)
        if not isinstance(drawn, PDFStream):
            return
        kind = resolve1(drawn.get("Subtype"))
        if kind is _IMAGE:
            a, b, c, d, _, _ = ctm
            self.image_area += abs(a * d - b * c)
        elif kind is _FORM and drawn.objid not in self._parents:
            self._draw_form(drawn, resources, ctm)

    def _draw_form(self, form: PDFStream, resources: _Resources, ctm: Matrix) -> None:
        self._forms += 1
        if self._depth >= MAX_DEPTH or self._forms > MAX_FORMS:
            self.truncated = True
            return
        own = [to_number(str(resolve1(number)).encode()) for number in list_value(form.get("Matrix", list(IDENTITY)))]
        matrix = multiplied(matrix_from(own) or IDENTITY, ctm)
        parents = self._parents
        self._depth += 1
        self.run(form.get("Resources") or resources.dictionary, [form], matrix)
        self._depth -= 1
        self._parents = parents


class _StreamRun:
    """The states of one content stream while it runs."""

    def __init__(self, reader: ContentReader, resources: _Resources, ctm: Matrix) -> None:
        self.reader = reader
        self.resources = resources
        self.collector = reader.collector
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
        self.operands: list[float | bytes] = []

    def run(self, data: bytes) -> None:
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

    def _show(self, match: re.Match[bytes]) -> None:
        q, cm, bt, tc1, font1, size1, move, how, font2, size2, tc2, array, string, digits, restore = match.group(
            *SHOW_GROUPS
        )
        if q:
            self._save()
        if cm:
            self._transform(_floats(cm))
        if bt:
            self._begin_text()
        if font1:
            self._set_font(font1, size1)
        if move:
            self._move(how, move)
        if font2:
            self._set_font(font2, size2)
        if tc1 or tc2:
            self.char_space = _floats(tc2 or tc1)[-1]
        font = self.font
        if font is not None:
            if array is not None:
                self._show_pieces(font.show_array(array))
            else:
                self._show_pieces((font.show(unescape(string) if string is not None else unhex(digits)),))
        if restore:
            self._restore()

    def _set(self, match: re.Match[bytes]) -> None:
        self._operate(match["operator"], _floats(match["numbers"]))

    def _font(self, match: re.Match[bytes]) -> None:
        self._set_font(match["name"], match["size"])

    def _bare(self, match: re.Match[bytes]) -> None:
        _BARE[match["bare"]](self)

    def _parts(self, match: re.Match[bytes]) -> None:
        if self.font is not None:
            self._show_pieces(self.font.show_array(match["parts"]))

    def _object(self, match: re.Match[bytes]) -> None:
        self.collector.close()
        self.reader.draw(self.resources.named("XObject", match["object"]), self.resources, self.ctm)

    def _mark(self, match: re.Match[bytes]) -> None:
        text = self._actual_text(match["properties"]) if self.actual is None and match["properties"] else None
        if len(self.marks) < _MAX_MARKS:
            self.marks.append(text is not None)
        if text is not None:
            self.actual = text

    def _unmark(self, _match: re.Match[bytes]) -> None:
        if self.marks and self.marks.pop():
            self.actual = None

    # Token by token, for what the statements above do not fit.

    def _operands(self, match: re.Match[bytes]) -> None:
        self._push(*_floats(match["operands"])[-64:])

    def _token(self, match: re.Match[bytes]) -> None:
        token = match["token"]
        self._push(unhex(token[1:-1]) if token[:1] == b"<" else token)

    def _opening(self, match: re.Match[bytes]) -> int:
        data, start = match.string, match.end()
        end = string_end(data, start)
        self._push(unescape(data[start : end - 1]))
        return end

    def _push(self, *operands: float | bytes) -> None:
        self.operands += operands
        if len(self.operands) > _MAX_OPERANDS:
            self.operands.clear()

    def _word(self, match: re.Match[bytes]) -> int | None:
        operator, operands = match["word"], self.operands
        self.operands = []
        if operator == b"BI":
            end = END_OF_IMAGE.search(match.string, match.end())
            return end.end() if end else len(match.string)
        numbers = [operand for operand in operands if isinstance(operand, float)]
        if operator in {b"Tj", b"TJ", b"'", b'"'}:
            self._show_operands(operator, operands, numbers)
        elif operator in {b"BDC", b"BMC"}:
            self.marks.append(False)
        else:
            self._operate(operator, numbers)
        return None

    def _show_operands(self, operator: bytes, operands: list[float | bytes], numbers: list[float]) -> None:
        if operator == b'"' and len(numbers) >= 2:
            self.word_space, self.char_space = numbers[-2:]
        if operator in {b"'", b'"'}:
            self._next_line()
            operands = [operand for operand in operands if isinstance(operand, bytes)]
        if self.font is None or not operands:
            return
        if operator == b"TJ" and b"[" in operands:
            first = len(operands) - operands[::-1].index(b"[")
            parts = [operand for operand in operands[first:] if operand != b"]"]
        else:
            parts = operands[-1:]
        for part in parts:
            shown = self.font.show(part) if isinstance(part, bytes) else Piece("", -part * 0.001, 0, 0, 0.0)
            self._show_pieces((shown,))

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
            spacing = self.char_space, self.word_space, self.scale, self.leading, self.rise
            self.saved.append(_Saved(self.ctm, self.font, self.size, spacing))

    def _restore(self) -> None:
        if self.saved:
            self.ctm, self.font, self.size, spacing = self.saved.pop()
            self.char_space, self.word_space, self.scale, self.leading, self.rise = spacing
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
        self.font = self.resources.glyphs.get(name) or self.resources.font(name)
        self.size = to_number(size)

    def _move(self, operator: bytes, numbers: bytes) -> None:
        self._move_to(operator, _floats(numbers))

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

    def _actual_text(self, properties: bytes) -> str | None:
        if properties[:1] == b"/":
            entry = resolve1(self.resources.named("Properties", properties))
            text = resolve1(entry.get("ActualText")) if isinstance(entry, dict) else None
        else:
            written = ACTUAL_TEXT.search(properties)
            if written is None:
                return None
            text = unescape(written["string"]) if written["string"] is not None else unhex(written["digits"])
        if not isinstance(text, bytes):
            return None
        return text[2:].decode("utf-16-be", "replace") if text[:2] == b"\xfe\xff" else decode_text(text)

    def _show_pieces(self, pieces: tuple[Piece, ...]) -> None:
        font = self.font
        if font is None:
            return
        unit = self.size * self.scale
        for text, width, glyphs, blanks, shift in pieces:
            advance = width * unit
            if self.char_space or self.word_space:
                spread = glyphs * self.char_space + (0.0 if font.multibyte else blanks * self.word_space)
                advance += spread * self.scale
            if text:
                self._show_text(text, advance, font)
            self.pen += advance + shift * unit

    def _show_text(self, text: str, advance: float, font: Glyphs) -> None:
        if self.actual is not None:
            text, self.actual = self.actual, ""
            if not text:
                return
        start = self.pen
        stop = start + advance
        if self.char_space > 0:  # the space behind the last letter is not text
            stop -= self.char_space * self.scale
        a, b, c, d, e, f = self.matrix
        size = self.size * font.height
        if b == 0.0 and a > 0.0 and size > 0.0:
            placed = (0, f + self.rise * d, start * a + e, stop * a + e, size * abs(d))
        else:
            placed = place((a, b, c, d, e + self.rise * c, f + self.rise * d), start, stop, size)
        self.collector.add(placed, text, font.bold)


_KINDS = ("show", "set", "font", "bare", "parts", "object", "mark", "unmark", "operands", "token", "opening", "word")
_BARE: dict[bytes, Callable[[_StreamRun], None]] = {
    b"q": _StreamRun._save,
    b"Q": _StreamRun._restore,
    b"BT": _StreamRun._begin_text,
    b"T*": _StreamRun._next_line,
}
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
