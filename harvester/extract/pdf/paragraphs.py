"""Rows of a page written out as text: words put together that a line end has broken, or that are spaced by the letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from harvester.extract.cleaning import clean
from harvester.extract.pdf.runs import Run
from harvester.model import Line

_HYPHENS = ("-", "\u2010")
_SOFT_HYPHEN = "\xad"
_BROKEN_WORD = re.compile(r"[^\W\d_]{2}[-\u2010]\Z")
_BROKEN_AT_ITS_HYPHEN = re.compile(r"(?<![^\W_])[^\W\d_][-\u2010]\Z")  # "e-post"
_GOES_ON = re.compile(
    r"(?!(?:og|eller|samt|men|til|og/eller|and|or)\b)"  # "barne- og ungdom", with the line end between
    r"[a-zß-ÿ]"
)

_SPACED = re.compile(r"\w \w \w \w \w")  # quickly says that there are none, which is nearly always so
_SPACED_LETTERS = re.compile(r"(?<!\S)[^\W_](?: {1,3}[^\W_]){4,}(?!\S)")
_BETWEEN_WORDS = re.compile(r" {2,}")


def written_out(rows: Sequence[Run]) -> tuple[str, tuple[Line, ...]]:
    """The text of a page, one line a row, less those that end in a broken word, and where each line of it stands."""
    texts: list[str] = []
    lines: list[Line] = []
    has_spaced = any(_SPACED.search(row.text) for row in rows)
    after_soft_hyphen = False
    for row in rows:
        text = _SPACED_LETTERS.sub(_joined, row.text) if has_spaced else row.text
        for part in clean(text).split("\n"):
            start = _start_of_word(texts[-1], part, after_soft_hyphen=after_soft_hyphen) if texts else None
            if start is not None:
                texts[-1] = start + part
            elif part:
                texts.append(part)
                lines.append(_line(row))
            after_soft_hyphen = False
        after_soft_hyphen = text.rstrip().endswith(_SOFT_HYPHEN)
    return "\n".join(texts), tuple(lines)


def _start_of_word(before: str, after: str, *, after_soft_hyphen: bool) -> str | None:
    """The line before without the hyphen that breaks its last word, None when that word is whole."""
    if after_soft_hyphen:
        return before
    if not before.endswith(_HYPHENS) or not _GOES_ON.match(after):
        return None
    if _BROKEN_WORD.search(before, len(before) - 3):
        return before[:-1]
    return before if _BROKEN_AT_ITS_HYPHEN.search(before, len(before) - 3) else None


def _line(row: Run) -> Line:
    return Line(baseline=row.baseline, left=row.left, size=row.size, bold=row.bold)


def _joined(match: re.Match[str]) -> str:
    """``S A K  1 2`` as ``SAK 12``, a heading spaced by the letter; ``A B C D E``, a list of alternatives, is left alone."""
    words = [word.replace(" ", "") for word in _BETWEEN_WORDS.split(match[0])]
    letters = "".join(words)
    few_letters = 2 * sum(map(str.isalpha, letters)) < len(letters)  # the cells of a table
    in_order = all(ord(after) - ord(before) == 1 for before, after in pairwise(letters))
    is_heading = letters.isupper() or letters[1:].islower()
    return " ".join(words) if is_heading and not in_order and not few_letters else match[0]
