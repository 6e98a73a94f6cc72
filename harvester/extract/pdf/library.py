"""PDF read by pdfminer.six's own parser and interpreter; only the sorting of the text is ours.

Its layout analysis groups characters into boxes and so shuffles the rows of tables; a device that gathers runs as the page
draws them gives better text and is twice as fast.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import BinaryIO

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager, PDFStackT, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

from harvester.errors import DocumentError
from harvester.extract.pdf.fonts import UNKNOWN, is_bold, readable, relative_height
from harvester.extract.pdf.paragraphs import written_out
from harvester.extract.pdf.rows import lines
from harvester.extract.pdf.runs import Matrix, RunCollector, place
from harvester.extract.pdf.scans import is_scan
from harvester.extract.reader import Caution
from harvester.model import Page

logger = logging.getLogger(__name__)


def pages(file: BinaryIO, cautions: set[str]) -> Iterator[Page]:
    """The pages of a PDF, each read when it is asked for.

    A page that cannot be read is given without text, and ``damaged`` is added to ``cautions``.

    Raises:
        Exception: of any kind, when the file as a whole cannot be read.
    """
    document = PDFDocument(PDFParser(file))
    resources = PDFResourceManager()
    device = _RunDevice(resources)
    interpreter = PDFPageInterpreter(resources, device)
    for number, page in enumerate(PDFPage.create_pages(document), start=1):
        device.collector = RunCollector()
        device.images = 0.0
        try:
            interpreter.process_page(page)
        except (DocumentError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - one broken page must not hide the others; the library raises anything
            logger.debug("page %d: %r", number, error)
            cautions.add(Caution.DAMAGED)
        text, standing = written_out(lines(device.collector.close()))
        needs_ocr = is_scan(text, device.images, page.mediabox)
        yield Page(number=number, text=text, needs_ocr=needs_ocr, lines=standing)


class _RunDevice(PDFTextDevice):
    """Gathers text as it is shown, and the area that pictures cover, in square points."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.collector = RunCollector()
        self.images = 0.0
        self._char_space = 0.0
        self._marks: list[bool] = []
        self._actual: str | None = None

    def begin_tag(self, tag: PSLiteral, props: PDFStackT | None = None) -> None:  # noqa: ARG002 - the library's signature
        entry = resolve1(props)
        text = resolve1(entry.get("ActualText")) if isinstance(entry, dict) and self._actual is None else None
        self._marks.append(isinstance(text, bytes))
        if isinstance(text, bytes):
            self._actual = decode_text(text)

    def end_tag(self) -> None:
        if self._marks and self._marks.pop():
            self._actual = None

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        self._char_space = max(0.0, textstate.charspace * textstate.scaling * 0.01)
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_image(self, name: str, stream: PDFStream) -> None:  # noqa: ARG002 - the library's signature
        if self.ctm is not None:
            a, b, c, d, _, _ = self.ctm
            self.images += abs(a * d - b * c)

    def render_char(  # noqa: PLR0917 - the library's signature
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,  # noqa: ARG002 - the library's signature
        graphicstate: PDFGraphicState,  # noqa: ARG002 - the library's signature
    ) -> float:
        try:
            text = readable(font.to_unichr(cid))
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        advance = font.char_width(cid) * fontsize * scaling
        if text and self._actual is not None:
            text, self._actual = self._actual, ""
        if text:
            a, b, c, d, e, f = matrix
            raised = (a, b, c, d, e + rise * c, f + rise * d)
            self.collector.add(
                *place(raised, 0.0, advance + self._char_space, fontsize * relative_height(font), is_bold(font)), text
            )
        return advance
