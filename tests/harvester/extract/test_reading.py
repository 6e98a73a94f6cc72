"""The text of documents of every kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from harvester import media
from harvester.config import Limits
from harvester.errors import DocumentError, NotADocument
from harvester.extract import current_extractors, extract, label_of, readable_types
from harvester.model import ExtractedText, Language
from tests.harvester.extract import made, outlook

LIMITS = Limits()
PdfWriter = Callable[[Sequence[Sequence[str]]], Path]


def read(tmp_path: Path, content: bytes, *, html: bool = False) -> ExtractedText:
    path = tmp_path / "document"
    path.write_bytes(content)
    return extract(path, LIMITS, html=html)


def texts(result: ExtractedText) -> list[str]:
    return [page.text for page in result.pages]


def test_pdf_is_read_page_by_page(write_pdf: PdfWriter) -> None:
    """Each page keeps its number and its lines, with every Norwegian letter."""
    result = extract(write_pdf([["Møteprotokoll", "Vedtak: ærlig på åpen skole"], ["Side to"]]), LIMITS)

    assert [page.number for page in result.pages] == [1, 2]
    assert texts(result) == ["Møteprotokoll\nVedtak: ærlig på åpen skole", "Side to"]
    assert result.warnings == ()


def test_pages_above_the_limit_are_left_out_and_told(write_pdf: PdfWriter) -> None:
    """A document with more pages than allowed keeps those that were read, with a warning."""
    path = write_pdf([[f"Side {number}"] for number in range(1, 6)])

    result = extract(path, Limits(document_pages=3))

    assert texts(result) == ["Side 1", "Side 2", "Side 3"]
    assert result.warnings == ("truncated",)
    assert extract(path, Limits(document_pages=5)).warnings == ()


def test_a_scan_needs_ocr_even_with_a_stamp(tmp_path: Path) -> None:
    """A page that a picture covers needs OCR when it has no text or only a stamp."""
    for stamp in ("", "Saksnr. 24/123 side 1 av 3"):
        result = read(tmp_path, made.scanned_pdf(stamp))

        assert [stamp] == texts(result)
        assert [page.needs_ocr for page in result.pages] == [True]
        assert result.warnings == ("needs_ocr",)


def test_a_scan_with_a_text_layer_needs_none(tmp_path: Path) -> None:
    """Text behind the picture, as scanners with OCR write it, is the text of the page."""
    result = read(tmp_path, made.scanned_pdf("Formannskapet vedtok samrøystes budsjettet for 2026 med endringer"))

    assert [page.needs_ocr for page in result.pages] == [False]
    assert result.warnings == ()


def test_an_empty_page_is_told(write_pdf: PdfWriter) -> None:
    """A document without text and without pictures says so, and asks for no OCR."""
    result = extract(write_pdf([[]]), LIMITS)

    assert texts(result) == [""]
    assert result.warnings == ("no_text",)


def test_word_keeps_tables_headers_and_every_sign(tmp_path: Path) -> None:
    """Header, table rows, footer and the signs that XML escapes are all in the text."""
    result = read(tmp_path, made.word_file())

    lines = "\n".join(texts(result)).splitlines()
    assert [line for line in lines if line][:3] == ["Eksempel kommune", "Møteprotokoll", "Vår & deres, 3 < 5 <b>"]
    assert "PS 1/26 Budsjett" in lines
    assert "PS 2/26 Skole" in lines
    assert lines[-1] == "Bunntekst"


def test_word_pages_deletions_and_text_boxes(tmp_path: Path) -> None:
    """Page marks make pages, deleted text is gone, and a text box is read once although the file holds it twice."""
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    choice = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    body = (
        "<w:p><w:r><w:t>En</w:t></w:r><w:del><w:r><w:delText>borte</w:delText></w:r></w:del>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        "<w:p><m:AlternateContent><m:Choice><w:p><w:r><w:t>Boks</w:t></w:r></w:p></m:Choice>"
        "<m:Fallback><w:p><w:r><w:t>Boks</w:t></w:r></w:p></m:Fallback></m:AlternateContent></w:p>"
        "<w:p><w:r><w:lastRenderedPageBreak/><w:t>To</w:t></w:r></w:p>"
    )
    document = f'<w:document xmlns:w="{main}" xmlns:m="{choice}"><w:body>{body}</w:body></w:document>'

    result = read(tmp_path, made.archive({"word/document.xml": document}))

    assert texts(result) == ["En\nBoks", "To"]


def test_a_sheet_is_a_page(tmp_path: Path) -> None:
    """Each sheet of a workbook is one page that begins with its name, one line a row."""
    content = made.spreadsheet(("Budsjett", [["Skole", "1200"], ["Vei &amp; vann", "300"]]), ("Noter", [["Ingen"]]))

    result = read(tmp_path, content)

    assert texts(result) == ["Budsjett\nSkole 1200\nVei & vann 300", "Noter\nIngen"]


def test_open_document_and_rtf(tmp_path: Path) -> None:
    """OpenDocument and RTF keep Norwegian letters."""
    assert texts(read(tmp_path, made.open_document("Åpen skole &amp; hjem"))) == ["Åpen skole & hjem"]
    assert texts(read(tmp_path, rb"{\rtf1\ansi\ansicpg1252 Bl\'e5b\'e6r p\'e5 tunet\par}")) == ["Blåbær på tunet"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    """Text is read as what its bytes prove, without ever becoming question marks."""
    assert texts(read(tmp_path, "Møte på Ås\r\nSak 1".encode(encoding))) == ["Møte på Ås\nSak 1"]


def test_html_is_refused_unless_asked_for(tmp_path: Path) -> None:
    """HTML that came instead of a document is no document; where it is the document, its text is read, without scripts."""
    page = b"<html><head><title>T</title><script>var x</script></head><body><h1>Sak</h1><p>Vi &amp; dere<table><tr><td>1<td>2"

    with pytest.raises(NotADocument, match="text/html"):
        read(tmp_path, page)
    assert texts(read(tmp_path, page, html=True)) == ["Sak\nVi & dere\n1 2"]


def test_email(tmp_path: Path) -> None:
    """An e-mail is its main headers, its text, and the names of what is attached."""
    message = (
        "From: a@example.org\nTo: b@example.org\nSubject: =?utf-8?q?H=C3=B8ring?=\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n\n<p>Vi sier nei &amp; takk</p>\n"
        "--x\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=svar.pdf\n\nabc\n--x--\n"
    )

    result = read(tmp_path, message.encode())

    assert texts(result) == [
        "From: a@example.org\nTo: b@example.org\nSubject: Høring\n\nVi sier nei & takk\n\nsvar.pdf"
    ]


def test_outlook_message(tmp_path: Path) -> None:
    """A message that was saved from Outlook is its subject and its text."""
    content = outlook.message(
        kind="IPM.Note", subject="Høring", sender="Saksbehandler", body="Vi sier nei & takk.\r\nÅs"
    )

    assert texts(read(tmp_path, content)) == ["Subject: Høring\n\nVi sier nei & takk.\nÅs"]


def test_images_need_ocr(tmp_path: Path) -> None:
    """A picture is a page without text that needs OCR."""
    result = read(tmp_path, b"\xff\xd8\xff\xe0\0\x10JFIF")

    assert result.warnings == ("needs_ocr",)
    assert [page.needs_ocr for page in result.pages] == [True]


def test_nothing_and_unknown_things_are_no_documents(tmp_path: Path) -> None:
    """Zero bytes, binary garbage and a plain archive are refused with their reason; a missing file is an error of its own."""
    for content in (b"", b"\0\1\2", made.archive({"a.txt": "a"})):
        with pytest.raises(NotADocument):
            read(tmp_path, content)
    with pytest.raises(DocumentError, match="FileNotFoundError"):
        extract(tmp_path / "missing", LIMITS)


def test_every_document_type_has_a_reader_with_a_version() -> None:
    """Whatever counts as a document can be read, and tells by what and in which version."""
    named = {value for name, value in vars(media).items() if name.isupper() and isinstance(value, str)}
    documents = {name for name in named if media.is_document(name, html=True)}

    assert documents == readable_types()
    assert {label_of(name) for name in documents} < {extractor.label for extractor in current_extractors()}
    assert all(extractor.name and extractor.version for extractor in current_extractors())


def test_every_real_pdf_has_text(real_pdfs: list[Path]) -> None:
    """Every page of real files has text or says that it needs OCR, and the language is the document's."""
    few = Limits(document_pages=6)
    nynorsk = {"tokke_protokoll_2019-02-12.pdf"}
    for path in real_pdfs:
        result = extract(path, few)

        assert result.pages
        assert [page.number for page in result.pages if not page.text and not page.needs_ocr] == [], path.name
        if path.name != "moteplan_2019_indesign.pdf":
            assert result.language == (Language.NYNORSK if path.name in nynorsk else Language.BOKMAL), path.name
