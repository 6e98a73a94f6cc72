"""PDF."""

from __future__ import annotations

from pathlib import Path

from pdfminer.pdfdocument import PDFPasswordIncorrect

from harvester.config import Limits
from harvester.errors import DocumentError
from harvester.extract.pdf import library
from harvester.extract.reader import Caution, Extractor, Reader, Reading, collect


def _read(path: Path, limits: Limits) -> Reading:
    cautions: set[str] = set()
    with path.open("rb") as file:
        try:
            reading = collect(library.pages(file, cautions), limits)
        except PDFPasswordIncorrect as error:
            raise DocumentError("encrypted: a password is needed") from error
    if not reading.pages:
        raise DocumentError("no page can be found in the file")
    if Caution.DAMAGED in cautions and not any(page.text or page.needs_ocr for page in reading.pages):
        raise DocumentError("no page of the file can be read")
    return Reading(pages=reading.pages, warnings=(*reading.warnings, *sorted(cautions)))


READER = Reader(extractor=Extractor(name="pdfminer.six", version="1"), read=_read)
