"""A hash that stays the same when only the bytes of a document change.

Many portals make a PDF anew at each download, with another date and identifier inside; that is no new version.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from harvester.extract.reader import Caution
from harvester.model import ExtractedText

_HYPHENATION = re.compile(r"(?<=\w)[-\u2010\u2011]\s*\n\s*(?=\w)")
_HYPHENS = re.compile(r"[-\u00ad\u2010\u2011]")
_SPACE = re.compile(r"\s+")


def fingerprint(text: ExtractedText, content_sha256: str) -> str:
    """SHA-256 of what a person reads: the words of each page, in order.

    Composition of letters, white space, line breaks, soft hyphens and hyphenation make no difference.

    Args:
        text: what was read.
        content_sha256: hash of the bytes. It is taken in when the text is not all there is: a page is a picture, no page
            has any characters, or the text was cut off. Two different scans are two versions although both
            have no text, so for them a changed byte is a changed document.
    """
    digest = hashlib.sha256()
    pages = [_words(page.text) for page in text.pages]
    pictures = any(page.needs_ocr for page in text.pages)
    if pictures or not any(pages) or Caution.TRUNCATED in text.warnings:
        digest.update(f"bytes {content_sha256}\0".encode())
    for page, words in zip(text.pages, pages, strict=True):
        digest.update(f"page {page.number}\0{words}\0".encode("utf-8", "replace"))
    return digest.hexdigest()


def _words(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    text = _HYPHENATION.sub("", text)
    text = _HYPHENS.sub("", text)
    return _SPACE.sub(" ", text).strip()
