"""Text as it is stored: composed letters, no control characters, white space that means something."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_AROUND_LINE_ENDS = re.compile(r" ?\n ?")
_EMPTY_LINES = re.compile(r"\n{3,}")
_DROPPED = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]"
)
_SOFT_HYPHEN = re.compile(r"\xad[ \t]*\n[ \t]*|\xad")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_UNUSUAL = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u2064\u3000"
    r"\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def clean(text: str) -> str:
    """``text`` in normalisation form C, without control characters, soft hyphens and needless blanks.

    Tabs, which stand between the cells of tables, become blanks; at most one empty line in a row is kept.
    """
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if _UNUSUAL.search(text):
        text = _SURROGATE.sub("\ufffd", text)
        text = _LINE_ENDS.sub("\n", text)
        text = _SOFT_HYPHEN.sub("", text)
        text = _DROPPED.sub("", text)
        text = _BLANKS.sub(" ", text)
    elif "  " in text:
        text = _BLANKS.sub(" ", text)
    if " \n" in text or "\n " in text:
        text = _AROUND_LINE_ENDS.sub("\n", text)
    if "\n\n\n" in text:
        text = _EMPTY_LINES.sub("\n\n", text)
    return text.strip()
