"""Real documents, made for the tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

REAL_PDFS = Path(__file__).parents[3] / "../shared/real/pdf"


@pytest.fixture
def real_pdfs() -> list[Path]:
    """The real PDFs, without the one that is an HTML page."""
    if not REAL_PDFS.is_dir():
        pytest.skip("the real files are not here")
    return sorted(path for path in REAL_PDFS.glob("*.pdf") if path.name != "not_a_pdf_html_answer.pdf")


@pytest.fixture
def write_pdf(tmp_path: Path) -> Callable[[Sequence[Sequence[str]]], Path]:
    """Writes a PDF: for each page its lines."""

    def write(pages: Sequence[Sequence[str]]) -> Path:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.pdf"
        canvas = Canvas(str(path), pagesize=A4)
        for page in pages:
            for number, line in enumerate(page):
                canvas.drawString(72, 770 - 16 * number, line)
            canvas.showPage()
        canvas.save()
        return path

    return write
