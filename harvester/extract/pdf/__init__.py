"""PDF: read by our own engine, and where that cannot read a file, by pdfminer.six's own reader."""

from __future__ import annotations

import logging
from pathlib import Path

from pdfminer.pdfdocument import PDFPasswordIncorrect

from harvester.config import Limits
from harvester.errors import DocumentError
from harvester.extract.pdf import fast, library
from harvester.extract.reader import Caution, Extractor, Reader, Reading, collect

logger = logging.getLogger(__name__)

FALLBACK = Extractor(name="pdfminer.six", version="2")


def _read(path: Path, limits: Limits) -> Reading:
    try:
        return _read_fast(path, limits)
    except (DocumentError, MemoryError):
        raise
    except PDFPasswordIncorrect as error:
        raise DocumentError("encrypted: a password is needed") from error
    except Exception as error:  # noqa: BLE001 - whatever our engine stumbles over, the library gets its try
        logger.debug("read by the library's own reader: %r", error)
    return _read_slowly(path, limits)


def _read_fast(path: Path, limits: Limits) -> Reading:
    cautions: set[str] = set()
    with path.open("rb") as file:
        reading = collect(fast.pages(file, cautions), limits)
    if not reading.pages:
        return _read_slowly(path, limits)
    return Reading(pages=reading.pages, warnings=_merged(reading, cautions))


def _read_slowly(path: Path, limits: Limits) -> Reading:
    cautions: set[str] = {Caution.FALLBACK}
    with path.open("rb") as file:
        reading = collect(library.pages(file, cautions), limits)
    if not reading.pages:
        raise DocumentError("no page can be found in the file")
    if Caution.DAMAGED in cautions and not any(page.text or page.needs_ocr for page in reading.pages):
        raise DocumentError("no page of the file can be read")
    return Reading(pages=reading.pages, warnings=_merged(reading, cautions), extractor=FALLBACK)


def _merged(reading: Reading, cautions: set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*reading.warnings, *sorted(cautions))))


READER = Reader(extractor=Extractor(name="saksgang-pdf", version="2"), read=_read)
