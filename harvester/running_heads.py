"""Running heads and page numbers: what stands on every page and says nothing about this one.

The stored text keeps them; the index leaves them out, because a search for the name of the municipality would else find every
page of every document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from harvester.model import Span

_EDGE = 3  # lines at the top and at the bottom of a page that may be running
_FEWEST_PAGES = 3
_SHARE = 0.4  # of the pages: left and right pages often have heads of their own
_DIGITS = re.compile(r"\d+")


def running_spans(texts: Sequence[str]) -> tuple[tuple[Span, ...], ...]:
    """Where the running heads, running feet and page numbers stand in the text of each page.

    A line at the top or the bottom is running when it stands in the same place, with any number for a number, on at least
    three pages and on two fifths of all. Documents of one or two pages have none that can be told.
    """
    if len(texts) < _FEWEST_PAGES:
        return ((),) * len(texts)
    pages = [text.split("\n") for text in texts]
    counts = Counter(key for page in pages for key in {key for _, key in _edges(page)})
    needed = max(_FEWEST_PAGES, _SHARE * len(pages))
    return tuple(_spans(page, counts, needed) for page in pages)


def without(text: str, spans: Sequence[Span]) -> str:
    """The text with blanks in place of what is running: every other character stays where it is."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _edges(lines: Sequence[str]) -> Iterator[tuple[int, tuple[str, str]]]:
    """The lines at the edges, from the outside in: their index, and what they have in common with those of other pages."""
    half = min(_EDGE, (len(lines) + 1) // 2)
    for index in range(half):
        yield index, ("top", _common(lines[index]))
    for index in range(len(lines) - 1, max(half - 1, len(lines) - 1 - _EDGE), -1):
        yield index, ("bottom", _common(lines[index]))


def _common(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split())).casefold()


def _spans(lines: Sequence[str], counts: Counter[tuple[str, str]], needed: float) -> tuple[Span, ...]:
    running = {index for index, key in _edges(lines) if key[1] and counts[key] >= needed}
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return tuple((start, end - 1) for index, (start, end) in enumerate(pairwise(starts)) if index in running)
