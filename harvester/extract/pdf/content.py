"""What a page shows, as runs of text and the area that pictures cover."""

from __future__ import annotations

from pdfminer.pdftypes import PDFStream, list_value, resolve1
from pdfminer.psparser import LIT

from harvester.extract.pdf.fonts import FontLoader, Glyphs
from harvester.extract.pdf.interpreter import StreamRun
from harvester.extract.pdf.lexical import to_number
from harvester.extract.pdf.matrices import IDENTITY, matrix_from, multiplied
from harvester.extract.pdf.resources import Resources
from harvester.extract.pdf.runs import Matrix, RunCollector
from harvester.extract.pdf.streams import MAX_BYTES, stream_data

MAX_FORMS = 2000
MAX_DEPTH = 12

_IMAGE, _FORM = LIT("Image"), LIT("Form")


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
        found = Resources(resources, self._loader, self._fonts)
        StreamRun(found, ctm, collector=self.collector, draw=self._draw).run(data)

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

    def _draw(self, reference: object, resources: Resources, ctm: Matrix) -> None:
        """A picture or a form that a stream draws by its name."""
        self.collector.close()
        drawn = resolve1(reference)
        if not isinstance(drawn, PDFStream):
            return
        kind = resolve1(drawn.get("Subtype"))
        if kind is _IMAGE:
            a, b, c, d, _, _ = ctm
            self.image_area += abs(a * d - b * c)
        elif kind is _FORM and drawn.objid not in self._parents:
            self._draw_form(drawn, resources, ctm)

    def _draw_form(self, form: PDFStream, resources: Resources, ctm: Matrix) -> None:
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
