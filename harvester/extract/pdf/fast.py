"""PDF read by our own engine on pdfminer.six's public classes.

Some sixteen times as fast as the library's default and nearer to what a person reads; ``benchmarks/extraction.py`` measures both.
What each part gains is said beside it: how much longer the reading of ten real files takes without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from pdfminer.pdfpage import PDFPage

from harvester.extract.pdf.content import ContentReader
from harvester.extract.pdf.document import OnDemandDocument
from harvester.extract.pdf.fonts import FontLoader, Glyphs
from harvester.extract.pdf.paragraphs import written_out
from harvester.extract.pdf.rows import lines
from harvester.extract.pdf.runs import Matrix
from harvester.extract.pdf.scans import is_scan
from harvester.extract.reader import Caution
from harvester.model import Page


def pages(file: BinaryIO, cautions: set[str]) -> Iterator[Page]:
    """The pages of a PDF, each read when it is asked for.

    A page that holds more than its limits is given as far as it was read, and ``truncated`` is added to ``cautions``.

    Raises:
        LimitExceeded: a page with more pieces of text than any has.
        Exception: of any kind, for what this engine cannot read.
    """
    document = OnDemandDocument(file)
    loader = FontLoader()
    fonts: dict[int, Glyphs] = {}
    for number, page in enumerate(PDFPage.create_pages(document), start=1):
        reader = ContentReader(loader, fonts)
        reader.run(page.resources, page.contents, upright(page))
        text, standing = written_out(lines(reader.collector.close()))
        if reader.truncated:
            cautions.add(Caution.TRUNCATED)
        needs_ocr = is_scan(text, reader.image_area, page.mediabox)
        yield Page(number=number, text=text, needs_ocr=needs_ocr, lines=standing)


def upright(page: PDFPage) -> Matrix:
    """The transformation that turns a page the way it is read."""
    left, bottom, right, top = page.mediabox
    return {
        90: (0.0, -1.0, 1.0, 0.0, -bottom, right),
        180: (-1.0, 0.0, 0.0, -1.0, right, top),
        270: (0.0, 1.0, -1.0, 0.0, top, -left),
    }.get(page.rotate, (1.0, 0.0, 0.0, 1.0, -left, -bottom))
