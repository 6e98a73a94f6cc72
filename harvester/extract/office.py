"""Word before 2007, OpenDocument, RTF, spreadsheets, slides and Outlook's messages, by kreuzberg.

Word's present format has a reader of its own (:mod:`harvester.extract.word`): kreuzberg 4.10 loses every ``&`` and ``<`` in it,
and headers and footers.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from kreuzberg import ExtractionConfig, ExtractionResult, PageConfig, extract_file_sync

from harvester import media
from harvester.config import Limits
from harvester.extract.reader import Extractor, Reader, Reading, collect
from harvester.model import Page

if TYPE_CHECKING:
    from kreuzberg._internal_bindings import PageContent  # declared for type checkers only

MEDIA_TYPES = (
    *(media.DOC, media.ODT, media.RTF, media.XLS, media.XLSX, media.ODS, media.PPT, media.PPTX, media.ODP),
    media.MSG,
)
_PICTURE = "[Image: image]"  # what kreuzberg writes where a picture stands


def _read(path: Path, limits: Limits) -> Reading:
    media_type = media.file_media_type(path)
    config = ExtractionConfig(
        use_cache=False,
        enable_quality_processing=False,
        output_format="plain",
        ocr=None,
        pages=PageConfig(extract_pages=True),
    )
    result = extract_file_sync(path, media_type, config)
    return collect(_pages(result), limits)


def _pages(result: ExtractionResult) -> Iterator[Page]:
    """One page a sheet or slide, or the whole text as one page where the format has no pages."""
    names = chain(result.metadata.get("sheet_names") or (), repeat(""))
    parts = [_part(page, name) for page, name in zip(result.pages or (), names, strict=False)]
    if not any(parts):
        parts = [result.content]
    for number, text in enumerate(parts, start=1):
        yield Page(number=number, text=text.replace(_PICTURE, ""))


def _part(page: PageContent, name: str) -> str:
    rows = (" ".join(row) for table in page["tables"] for row in table.cells)
    text = page["content"].strip() or "\n".join(rows)
    return f"{name}\n{text}" if name else text


READER = Reader(extractor=Extractor(name="kreuzberg", version="1"), read=_read)
