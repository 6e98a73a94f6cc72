"""Plain text, HTML and e-mail: formats without pages, read as one page."""

from __future__ import annotations

import codecs
import email.policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from bs4 import BeautifulSoup

from harvester.config import Limits
from harvester.errors import LimitExceeded
from harvester.extract.reader import MAX_CHARACTERS, Extractor, Reader, Reading, collect
from harvester.model import Page

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_SILENT = ("script", "style", "noscript", "template", "svg", "head")
_BLOCKS = ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "article", "dt", "dd")
_CELLS = ("td", "th")


def _read_text(path: Path, limits: Limits) -> Reading:
    return _one_page(_decode(_content(path)), limits)


def _read_html(path: Path, limits: Limits) -> Reading:
    return _one_page(_html_text(_content(path)), limits)


def _read_email(path: Path, limits: Limits) -> Reading:
    message = BytesParser(EmailMessage, policy=email.policy.default).parsebytes(_content(path))
    headers = [f"{name}: {message[name]}" for name in _HEADERS if message[name]]
    body = message.get_body(("plain", "html"))
    text = ""
    if body is not None:
        content = body.get_content()
        text = _html_text(content) if body.get_content_subtype() == "html" else content
    attached = [name for part in message.iter_attachments() if (name := part.get_filename())]
    return _one_page("\n".join([*headers, "", text, *attached]), limits)


def _content(path: Path) -> bytes:
    if path.stat().st_size > 4 * MAX_CHARACTERS:
        raise LimitExceeded(f"a text of more than {4 * MAX_CHARACTERS:,} bytes")
    return path.read_bytes()


def _decode(content: bytes) -> str:
    """Text by its byte order mark, as UTF-8 when it is valid, else as western European."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _html_text(content: bytes | str) -> str:
    soup = BeautifulSoup(content, "lxml")
    for element in soup.find_all(_SILENT):
        element.decompose()
    for element in soup.find_all(_BLOCKS):
        element.append("\n")
    for element in soup.find_all(_CELLS):
        element.append("\t")
    return soup.get_text()


def _one_page(text: str, limits: Limits) -> Reading:
    return collect([Page(number=1, text=text)], limits)


TEXT_READER = Reader(extractor=Extractor(name="text", version="1"), read=_read_text)
HTML_READER = Reader(extractor=Extractor(name="html", version="1"), read=_read_html)
EMAIL_READER = Reader(extractor=Extractor(name="email", version="1"), read=_read_email)
