"""Runs: the pieces that text consists of on a page, and how they are gathered.

Runs and not glyphs: a page has a few hundred of them, so that rows and columns cost 4 % of the time instead of 18 %.
"""

from __future__ import annotations

from math import atan2, degrees, hypot
from typing import NamedTuple

from harvester.errors import LimitExceeded

SPACE_GAP = 0.18
"""A gap that is wider than this part of the font size is a space; kerning stays below, the narrowest spaces above."""

MAX_RUNS = 200_000
"""Most runs of one page; a full page of newsprint has 3,000."""

Matrix = tuple[float, float, float, float, float, float]


class Run(NamedTuple):
    """Text on one baseline. Positions and size in points, seen along the direction of the text."""

    baseline: float
    left: float
    right: float
    size: float
    bold: bool
    text: str


class Placement(NamedTuple):
    """Where text stands: ``direction`` in degrees, and positions along it and across it."""

    direction: int
    baseline: float
    left: float
    right: float
    size: float


def place(matrix: Matrix, start: float, stop: float, size: float) -> Placement:
    """Where text stands that goes from ``start`` to ``stop`` on the x axis of ``matrix``, with a size in its units."""
    a, b, c, d, e, f = matrix
    if size < 0:
        a, b, c, d, start, stop, size = -a, -b, -c, -d, -start, -stop, -size
    if b == 0.0 and a > 0:
        return Placement(0, f, start * a + e, stop * a + e, size * abs(d))
    length = hypot(a, b) or 1.0
    height = size * (abs(a * d - b * c) / length or hypot(c, d))
    if b == 0.0 and d > 0:  # mirrored: the order of showing is the order of reading
        return Placement(0, f, e + start * length, e + stop * length, height)
    along, across = a / length, b / length
    direction = round(degrees(atan2(b, a)))
    origin = e * along + f * across
    baseline = f * along - e * across
    slight = abs(direction) <= 1  # a page that was scanned or typeset not quite straight
    return Placement(0 if slight else direction, baseline, start * length + origin, stop * length + origin, height)


class RunCollector:
    """Joins what is shown one after the other on one baseline into runs, by direction."""

    def __init__(self) -> None:
        self.runs: dict[int, list[Run]] = {}
        self._count = 0
        self._direction = 0
        self._baseline = self._left = self._right = self._size = 0.0
        self._bold = False
        self._text = ""

    def add(self, placed: tuple[int, float, float, float, float], text: str, bold: bool) -> None:
        """Take text in, in the order of the page's content stream; ``placed`` as in :class:`Placement`.

        Raises:
            LimitExceeded: a page with more than :data:`MAX_RUNS`.
        """
        direction, baseline, left, right, size = placed
        if (
            self._text
            and baseline == self._baseline
            and size == self._size
            and bold == self._bold
            and direction == self._direction
            and -0.3 * size < left - self._right < size
        ):
            if left - self._right > SPACE_GAP * size and text[0] != " " and self._text[-1] != " ":
                self._text += " "
            self._text += text
            self._right = max(right, self._right)
            return
        self.close()
        self._direction, self._baseline, self._left, self._right, self._size = placed
        self._bold = bold
        self._text = text

    def close(self) -> dict[int, list[Run]]:
        """End the run that is still open; gives all runs."""
        if self._text:
            self._count += 1
            if self._count > MAX_RUNS:
                raise LimitExceeded(f"a page with more than {MAX_RUNS} pieces of text")
            run = Run(self._baseline, self._left, self._right, self._size, self._bold, self._text)
            self.runs.setdefault(self._direction, []).append(run)
            self._text = ""
        return self.runs
