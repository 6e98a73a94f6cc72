"""What a file is, told by its content.

Names and ``Content-Type`` headers are not looked at: portals serve Word files as ``.pdf``, and error pages as documents.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import BinaryIO

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
RTF = "application/rtf"
HTML = "text/html"
XML = "text/xml"
TEXT = "text/plain"
EMAIL = "message/rfc822"
MSG = "application/vnd.ms-outlook"
JPEG = "image/jpeg"
PNG = "image/png"
TIFF = "image/tiff"
ZIP = "application/zip"
OLE = "application/x-ole-storage"

HEAD_BYTES = 4096
"""How much of a file :func:`media_type` wants to see."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", RTF),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
)
_ZIP_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
_OPEN_DOCUMENTS = frozenset({ODT, ODS, ODP})
_OLE_STREAMS = {
    "WordDocument": DOC,
    "Workbook": XLS,
    "Book": XLS,
    "PowerPoint Document": PPT,
    "__properties_version1.0": MSG,
    "__nameid_version1.0": MSG,
}
_DOCUMENTS = frozenset({PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, DOC, XLS, PPT, RTF, TEXT, EMAIL, MSG, JPEG, PNG, TIFF})

_PDF_HEADER = re.compile(rb"%PDF-\d")
_PDF_JUNK = 1024  # readers accept that much before the header (ISO 32000-1, annex H.3.4.1)
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_BEFORE_HTML = re.compile(r"(?:\s++|<\?xml[^>]*+>|<!--.*?-->)*+", re.DOTALL)
_HTML_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|div|p|table|h[1-6]|iframe|form|span|a|br|center)"
    r"(?=[\s>/])",
    re.IGNORECASE,
)
_EMAIL_FIELD = re.compile(
    r"^(received|return-path|message-id|mime-version|from|date|subject|to):", re.IGNORECASE | re.MULTILINE
)
_EMAIL_ONLY = frozenset({"received", "return-path", "message-id", "mime-version"})
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def media_type(head: bytes) -> str | None:
    """The media type that the first :data:`HEAD_BYTES` of a file tell, None for no bytes or bytes that are nothing known.

    A zip archive and an OLE container are only told apart further in: see :func:`file_media_type`.
    """
    head = head[:HEAD_BYTES]
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    if _PDF_HEADER.search(head, 0, _PDF_JUNK + 8):
        return PDF
    return _text_type(head)


def file_media_type(file: Path | BinaryIO) -> str | None:
    """The media type of a whole file; office formats are told by what their container holds.

    An open file is left at its beginning.

    Raises:
        OSError: the file cannot be read.
    """
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return file_media_type(opened)
    file.seek(0)
    name = media_type(file.read(HEAD_BYTES))
    if name == ZIP:
        name = _zip_type(file)
    elif name == OLE:
        name = _ole_type(file)
    file.seek(0)
    return name


def is_document(name: str | None, *, html: bool = False) -> bool:
    """Whether a media type is one that holds a document.

    HTML that comes where a document was promised is an error page or a login, so it counts only when asked for.
    """
    return name in _DOCUMENTS or (html and name == HTML)


def _text_type(head: bytes) -> str | None:
    text = _decode(head)
    if text is None or not text.strip():
        return None
    start = _BEFORE_HTML.match(text)
    rest = text[start.end() :] if start else text
    if _HTML_TAG.match(rest):
        return HTML
    if text.lstrip().startswith("<?xml"):
        return XML
    fields = {field.lower() for field in _EMAIL_FIELD.findall(text)}
    if "from" in fields and fields & _EMAIL_ONLY and re.match(r"[A-Za-z][\w-]*:|From ", text):
        return EMAIL
    return TEXT


def _decode(head: bytes) -> str | None:
    """The text of a head, None when it is no text."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "ignore")
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        # A head may end inside a character; anything else that is not UTF-8 is read as western European.
        cut = len(head) == HEAD_BYTES and error.start >= len(head) - 3
        text = head[: error.start].decode("utf-8") if cut else head.decode("cp1252", "replace")
    return None if _BINARY.search(text) else text


def _zip_type(file: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            for part, name in _ZIP_PARTS.items():
                if part in archive.NameToInfo:
                    return name
            declared = archive.NameToInfo.get("mimetype")
            if declared is not None and declared.file_size < 200:
                name = archive.read(declared).decode("ascii", "replace").strip()
                return name if name in _OPEN_DOCUMENTS else ZIP
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError):
        return ZIP
    return ZIP


def _ole_type(file: BinaryIO) -> str:
    """The kind of an OLE container by the names of its streams (MS-CFB, section 2.6: directory entries of 128 bytes)."""
    file.seek(0)
    header = file.read(512)
    size = 1 << min(int.from_bytes(header[30:32], "little"), 12)
    file.seek((int.from_bytes(header[48:52], "little") + 1) * size)
    directory = file.read(HEAD_BYTES)
    for start in range(0, len(directory), 128):
        length = int.from_bytes(directory[start + 64 : start + 66], "little")
        stream = directory[start : start + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        if stream in _OLE_STREAMS:
            return _OLE_STREAMS[stream]
    return OLE
