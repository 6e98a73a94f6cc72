"""Pages of a PDF as pictures, drawn by PDFium."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pypdfium2 import PdfDocument, PdfiumError

from harvester.errors import DocumentError

DPI = 300
"""Dots an inch: what recognition wants, and what a scanner in an office is set to."""

_MOST_DOTS = 40_000_000  # of one page: A3 at 300 dots an inch has 17 million


def rendered(path: Path, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """Pages by their numbers from 1, each as a grey picture in portable format (PGM).

    Raises:
        DocumentError: PDFium cannot open the file or draw the page.
    """
    try:
        with PdfDocument(path) as document:
            for number in numbers:
                page = document[number - 1]
                width, height = page.get_size()
                scale = min(DPI / 72, (_MOST_DOTS / max(1.0, width * height)) ** 0.5)
                dots = page.render(scale=scale, grayscale=True).to_numpy()
                page.close()
                yield number, b"P5 %d %d 255\n" % (dots.shape[1], dots.shape[0]) + dots.tobytes()
    except (PdfiumError, IndexError) as error:
        raise DocumentError(f"no picture can be made of a page: {error}") from error
