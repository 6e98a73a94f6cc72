"""Pictures: a scan that came as an image is one page without text that needs OCR."""

from __future__ import annotations

from pathlib import Path

from harvester import media
from harvester.config import Limits
from harvester.extract.reader import Extractor, Reader, Reading, collect
from harvester.model import Page

MEDIA_TYPES = (media.JPEG, media.PNG, media.TIFF)


def _read(_path: Path, limits: Limits) -> Reading:
    return collect([Page(number=1, text="", needs_ocr=True)], limits)


READER = Reader(extractor=Extractor(name="image", version="1"), read=_read)
