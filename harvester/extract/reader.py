"""What a reader of one kind of document takes and gives, and the limits that all of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from harvester.config import Limits
from harvester.extract.cleaning import clean
from harvester.model import Page

MAX_CHARACTERS = 20_000_000
"""Most text kept of one document: some 5,000 full pages."""


class Caution(StrEnum):
    """Short stable words that stand beside the text of a document that is not whole."""

    NEEDS_OCR = "needs_ocr"
    OCR = "ocr"
    NO_TEXT = "no_text"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    FALLBACK = "fallback_reader"


@dataclass(frozen=True, kw_only=True, slots=True)
class Extractor:
    """What read a text; a new ``version`` says that documents are worth reading anew."""

    name: str
    version: str

    @property
    def label(self) -> str:
        """Name and version, as stored texts are told apart by."""
        return f"{self.name} {self.version}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """The pages of a document. ``extractor`` is set when another one than the reader's own had to read it."""

    pages: tuple[Page, ...]
    warnings: tuple[str, ...] = ()
    extractor: Extractor | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """One way to read documents of some media types."""

    extractor: Extractor
    read: Callable[[Path, Limits], Reading]


def collect(pages: Iterable[Page], limits: Limits) -> Reading:
    """The pages with their texts cleaned, up to the page and output limits.

    A document that goes on after a limit is kept as far as it was read, with the warning ``truncated``.
    """
    kept: list[Page] = []
    room = MAX_CHARACTERS
    warnings: list[str] = []
    for page in pages:
        if len(kept) >= limits.document_pages or room <= 0:
            warnings.append(Caution.TRUNCATED)
            break
        text = clean(page.text)
        if len(text) > room:
            text = text[:room]
            warnings.append(Caution.TRUNCATED)
        room -= len(text)
        lines = page.lines[: text.count("\n") + 1]
        kept.append(replace(page, text=text, lines=lines))
    if any(page.needs_ocr for page in kept):
        warnings.append(Caution.NEEDS_OCR)
    elif not any(page.text for page in kept):
        warnings.append(Caution.NO_TEXT)
    return Reading(pages=tuple(kept), warnings=tuple(dict.fromkeys(warnings)))
