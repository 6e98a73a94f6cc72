"""The type of a file, told by its content."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from harvester import media


def archive(*parts: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in parts:
            file.writestr(name, content)
    return buffer.getvalue()


def ole(*streams: str) -> bytes:
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[30:32] = (9).to_bytes(2, "little")
    header[48:52] = (1).to_bytes(4, "little")
    entries = b""
    for stream in ("Root Entry", *streams):
        name = stream.encode("utf-16-le") + b"\0\0"
        entries += name.ljust(64, b"\0") + len(name).to_bytes(2, "little") + bytes(62)
    return bytes(header) + bytes(512) + entries.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", None),
        (b" \r\n\t ", None),
        (b"\x00\x01\x02\x03 something", None),
        (b"%PDF-1.7\n", media.PDF),
        (b"\r\n" * 200 + b"%PDF-1.4\n", media.PDF),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n%PDF-1.4\n%\xe2\xe3", media.PDF),
        (b"{\\rtf1\\ansi ", media.RTF),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", media.JPEG),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", media.PNG),
        (b"II*\x00\x08\0\0\0", media.TIFF),
        (b"MM\x00*\0\0\0\x08", media.TIFF),
        (b"<!doctype html><title>Feil</title>", media.HTML),
        (b"\xef\xbb\xbf\r\n  <!-- comment <p> --> <HTML lang=no>", media.HTML),
        ("<html>".encode("utf-16"), media.HTML),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">', media.HTML),
        (b'<?xml version="1.0"?><feed/>', media.XML),
        (b"Received: from a by b\r\nFrom: post@example.org\r\nSubject: Sak\r\n\r\nHei", media.EMAIL),
        (b"Fra: post\nDato: i dag\nFrom: here\n", media.TEXT),
        ("Møte i formannskapet".encode(), media.TEXT),
        ("Møte i formannskapet på åpent hus".encode("cp1252"), media.TEXT),
        ("på".encode("cp1252"), media.TEXT),
        (("å" * 3000).encode()[: media.HEAD_BYTES - 1], media.TEXT),
        (b"The <p> tag is not at the start", media.TEXT),
        (archive(("word/document.xml", b"")), media.ZIP),
    ],
)
def test_head_tells_the_type(content: bytes, expected: str | None) -> None:
    """Every type is known by its first bytes, whatever stands around them; nothing and garbage are None."""
    assert expected == media.media_type(content)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (archive(("word/document.xml", b"<w/>")), media.DOCX),
        (archive(("xl/workbook.xml", b"<w/>")), media.XLSX),
        (archive(("ppt/presentation.xml", b"<w/>")), media.PPTX),
        (archive(("mimetype", media.ODT.encode()), ("content.xml", b"")), media.ODT),
        (archive(("mimetype", media.ODS.encode()), ("content.xml", b"")), media.ODS),
        (archive(("mimetype", b"text/html"), ("content.xml", b"")), media.ZIP),
        (archive(("mimetype", b"x" * 10_000)), media.ZIP),
        (archive(("bilde.jpg", b"")), media.ZIP),
        (archive(("word/document.xml", b"<w/>"))[:40], media.ZIP),
        (ole("1Table", "WordDocument"), media.DOC),
        (ole("Workbook"), media.XLS),
        (ole("EncryptedPackage"), media.OLE),
        (ole("WordDocument")[:100], media.OLE),
        (b"", None),
        (b"%PDF-1.4", media.PDF),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else str(value),  # the archives hold the time
)
def test_containers_are_opened(tmp_path: Path, content: bytes, expected: str | None) -> None:
    """Office formats are told apart by what their container holds, and the name of the file plays no part."""
    path = tmp_path / "vedtak.pdf"
    path.write_bytes(content)

    assert expected == media.file_media_type(path)

    with path.open("rb") as file:
        file.seek(2)
        assert expected == media.file_media_type(file)
        assert file.tell() == 0


def test_html_is_no_document_unless_asked_for() -> None:
    """An error page that came where a PDF was promised is turned away; a portal that publishes HTML can ask for it."""
    assert not media.is_document(media.HTML)
    assert media.is_document(media.HTML, html=True)
    assert media.is_document(media.PDF)
    assert media.is_document(media.TIFF)
    assert not media.is_document(media.ZIP)
    assert not media.is_document(media.XML, html=True)
    assert not media.is_document(None)


def test_real_html_answer_is_told_from_the_pdfs() -> None:
    """The one HTML page among real files named .pdf is found, and every other file is a PDF."""
    folder = Path(__file__).parents[2] / "../shared/real/pdf"
    if not folder.is_dir():
        pytest.skip("the real files are not here")

    types = {path.name: media.file_media_type(path) for path in folder.glob("*.pdf")}

    assert [name for name, found in types.items() if found != media.PDF] == ["not_a_pdf_html_answer.pdf"]
    assert types["not_a_pdf_html_answer.pdf"] == media.HTML
