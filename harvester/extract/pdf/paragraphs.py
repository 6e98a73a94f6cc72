"""Rows of a page written out as text: words put together that a line end has broken, or that are spaced by the letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from harvester.extract.pdf.runs import Run

_BROKEN_WORD = re.compile(
    r"(?<=[^\W\d_]{2})[-\u2010][ \t]*\n[ \t]*"
    r"(?!(?:og|eller|samt|men|til|og/eller|and|or)\b)"  # "barne- og ungdom", with the line end between
    r"(?=[a-zß-ÿ])"
)
_BROKEN_AT_ITS_HYPHEN = re.compile(r"(?<![^\W_])([^\W\d_][-\u2010])[ \t]*\n[ \t]*(?=[a-zß-ÿ])")  # "e-post"

_SPACED = re.compile(r"\w \w \w \w \w")  # quickly says that there are none, which is nearly always so
_SPACED_LETTERS = re.compile(r"(?<!\S)[^\W\d_](?: {1,3}[^\W\d_]){4,}(?!\S)")
_BETWEEN_WORDS = re.compile(r" {2,}")


def page_text(rows: Sequence[Run]) -> str:
    """The text of a page, one line a row, less those that end in a broken word."""
    text = "\n".join([row.text.strip() for row in rows])
    if _SPACED.search(text):
        text = _SPACED_LETTERS.sub(_joined, text)
    if "-\n" in text or "\u2010\n" in text:
        text = _BROKEN_WORD.sub("", text)
        text = _BROKEN_AT_ITS_HYPHEN.sub(r"\1", text)
    return text


def _joined(match: re.Match[str]) -> str:
    """``S A K  N R`` as ``SAK NR``, a heading spaced by the letter; ``A B C D E``, a list of alternatives, is left alone."""
    words = [word.replace(" ", "") for word in _BETWEEN_WORDS.split(match[0])]
    letters = "".join(words)
    in_order = all(ord(after) - ord(before) == 1 for before, after in pairwise(letters))
    is_heading = letters.isupper() or letters[1:].islower()
    return " ".join(words) if is_heading and not in_order else match[0]
