"""Papers as files: real PDFs and Word files, the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys

import docx
import pypdfium2
import pytest

from harvester.demo import paper as paper_module
from harvester.demo.blocks import (
    Block,
    Columns,
    Content,
    FileFormat,
    Heading,
    PageBreak,
    Paragraph,
    ScannedPage,
    Table,
    plain_text,
)
from harvester.demo.dataset import Dataset, DemoPaper
from harvester.demo.municipality import LONG_MEETING
from harvester.demo.paper import print_paper, require_libraries
from harvester.errors import ConfigurationError
from harvester.model import DocumentKind


def content(*blocks: Block, file_format: FileFormat = FileFormat.PDF, varies_by_download: bool = False) -> Content:
    return Content(
        sender="Austmark fylkeskommune",
        running_head="Protokoll",
        blocks=blocks,
        file_format=file_format,
        varies_by_download=varies_by_download,
    )


def pages(printed: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(printed)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def by_kind(dataset: Dataset, kind: DocumentKind) -> list[DemoPaper]:
    return [paper for paper in dataset.papers if paper.kind is kind]


def test_paper_can_be_read(dataset: Dataset) -> None:
    """The text of a printed paper is that of its blocks, æøå and table cells included."""
    printed = print_paper(
        content(
            Heading(text="Møteprotokoll", level=1),
            Paragraph(text="Blåbærgrøt & <rømme> på Åsgrenda, så øl."),
            Table(rows=(("Saksnr.", "Tittel"), ("12/25", "Ferjetilbudet")), widths=(0.3, 0.7)),
        )
    )
    text = pages(printed)[0]

    assert printed.startswith(b"%PDF-")
    for words in ("Møteprotokoll", "Blåbærgrøt & <rømme> på Åsgrenda", "12/25", "Ferjetilbudet", "Side 1"):
        assert words in text


def test_fonts_are_embedded() -> None:
    """The file carries its own TrueType fonts, so it looks alike everywhere."""
    printed = print_paper(content(Heading(text="Vedtak"), Paragraph(text="Saken utsettes.")))

    assert printed.count(b"/FontFile2") == 2


def test_running_head_begins_on_the_second_page() -> None:
    """The first page has the letterhead, later ones the sender and the title of the paper."""
    first, second = pages(print_paper(content(Paragraph(text="a"), PageBreak(), Paragraph(text="b"))))

    assert "Austmark fylkeskommune" in first
    assert "Protokoll" not in first
    assert "Protokoll" in second
    assert "Side 2" in second


def test_columns_stand_side_by_side() -> None:
    """Text in columns fills two halves of the page at the same height."""
    texts = tuple(Paragraph(text=f"avsnitt{number} " + "ord " * 30) for number in range(8))
    document = pypdfium2.PdfDocument(print_paper(content(Columns(blocks=texts))))
    textpage = document[0].get_textpage()
    boxes = [textpage.get_charbox(textpage.get_text_bounded().index(f"avsnitt{number}")) for number in (0, 4)]
    document.close()

    assert boxes[1][0] - boxes[0][0] > 200
    assert abs(boxes[1][1] - boxes[0][1]) < 15


def test_scanned_page_has_no_text() -> None:
    """A scan is a picture: there is nothing to extract, not even a page number, but there is something to see."""
    printed = print_paper(content(ScannedPage(lines=("Søknad om tilskudd", "Kvernberg"))))

    assert [page.strip() for page in pages(printed)] == [""]
    assert b"/Subtype /Image" in printed


def test_long_minutes_have_nearly_sixty_pages(dataset: Dataset) -> None:
    """The minutes go from one page to some sixty."""
    minutes = by_kind(dataset, DocumentKind.MINUTES)
    longest = next(one for one in minutes if one.title.endswith(f"Austmark {LONG_MEETING:%d.%m.%Y}"))
    shortest = min(minutes, key=lambda one: len(repr(one.versions[0].content)))

    assert 45 <= len(pages(print_paper(longest.versions[0].content))) <= 60
    assert len(pages(print_paper(shortest.versions[0].content))) == 1


def test_word_file_is_word(dataset: Dataset) -> None:
    """A Word file opens in python-docx and holds what the PDF would."""
    paper = next(one for one in dataset.papers if one.versions[0].content.file_format is FileFormat.WORD)
    opened = docx.Document(io.BytesIO(print_paper(paper.versions[0].content)))
    text = "\n".join(paragraph.text for paragraph in opened.paragraphs)

    assert text.strip()
    assert opened.tables


@pytest.mark.parametrize("file_format", list(FileFormat))
def test_printing_again_gives_the_same_bytes(file_format: FileFormat) -> None:
    """Nothing of the clock or of chance is in a file."""
    wanted = content(Heading(text="Sak 1/25"), Paragraph(text="Vedtatt."), file_format=file_format)
    first = print_paper(wanted)
    paper_module._print.cache_clear()

    assert print_paper(wanted) == first


def test_another_process_prints_the_same_bytes(dataset: Dataset) -> None:
    """Files are the same in a process with other hash seeds."""
    program = (
        "import hashlib;from harvester.demo.municipality import municipality;"
        "from harvester.demo.paper import print_paper;"
        "print(hashlib.sha256(b''.join(print_paper(p.versions[0].content) for p in municipality().papers[:40]"
        " if not p.versions[0].content.varies_by_download)).hexdigest())"
    )
    here = b"".join(
        print_paper(one.versions[0].content)
        for one in dataset.papers[:40]
        if not one.versions[0].content.varies_by_download
    )
    there = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert there.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_varying_paper_differs_in_bytes_and_not_in_text() -> None:
    """Each download of it is another file that says the same."""
    wanted = content(Paragraph(text="Protokollen er godkjent."), varies_by_download=True)
    first, second = print_paper(wanted), print_paper(wanted)

    assert first != second
    assert len(first) == len(second)
    assert pages(first) == pages(second)


def test_plain_text_is_set_page_by_page() -> None:
    """Text from elsewhere becomes a PDF with its lines and page breaks."""
    first, second = pages(print_paper(plain_text("Sak 1/24\n\nVedtatt mot 3 stemmer\fSak 2/24", sender="Kommunen")))

    assert "Sak 1/24" in first
    assert "Vedtatt mot 3 stemmer" in first
    assert "Sak 2/24" in second


def test_missing_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the demo's extra the demo says what to install, before anything is begun."""
    require_libraries()
    monkeypatch.setitem(sys.modules, "reportlab", None)

    with pytest.raises(ConfigurationError, match=r"saksgang\[demo\]"):
        require_libraries()


def test_program_starts_without_the_libraries() -> None:
    """The demo's portals can be imported without the libraries that print papers."""
    program = (
        "import sys; sys.modules.update({'reportlab': None, 'docx': None, 'PIL': None}); import harvester.demo.portals"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
