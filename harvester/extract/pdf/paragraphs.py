"""Rows of a page written out as text, with words put together that a line end has broken."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harvester.extract.pdf.runs import Run

_BROKEN_WORD = re.compile(
    r"(?<=[^\W\d_]{2})[-\u2010][ \t]*\n[ \t]*"
    r"(?!(?:og|eller|samt|men|til|og/eller|and|or)\b)"  # "barne- og ungdom", with the line end between
    r"(?=[a-zß-ÿ])"
)


def page_text(rows: Sequence[Run]) -> str:
    """The text of a page, one line a row, less those that end in a broken word."""
    text = "\n".join([row.text.strip() for row in rows])
    if "-\n" in text or "\u2010\n" in text:
        text = _BROKEN_WORD.sub("", text)
    return text
