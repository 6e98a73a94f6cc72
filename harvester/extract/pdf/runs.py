"""Runs: the pieces that text consists of on a page, and how they are gathered.

Runs and not glyphs: a page has a few hundred of them, so that rows and columns cost some 5 % of the time.
"""

from __future__ import annotations

from math import atan2, degrees, hypot
from typing import NamedTuple

from harvester.errors import LimitExceeded

SPACE_GAP = 0.18
"""A gap that is wider than this part of the font size is a space; kerning stays below, the narrowest spaces above."""

WORD_GAP = 0.75
"""A gap that is wider than this part of the font size is a space even in a line that is spaced by the letter."""

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


Baseline = tuple[int, float, float, bool]
"""What pieces of one run share: direction in degrees, position across it, size, whether bold."""


class Placement(NamedTuple):
    """Where text stands: its baseline, and where it begins and ends along it."""

    baseline: Baseline
    left: float
    right: float


def place(matrix: Matrix, start: float, stop: float, size: float, bold: bool) -> Placement:
    """Where text stands that goes from ``start`` to ``stop`` on the x axis of ``matrix``, with a size in its units."""
    a, b, c, d, e, f = matrix
    if size < 0:
        a, b, c, d, start, stop, size = -a, -b, -c, -d, -start, -stop, -size
    if b == 0.0 and a > 0:
        return Placement((0, f, size * abs(d), bold), start * a + e, stop * a + e)
    length = hypot(a, b) or 1.0
    height = size * (abs(a * d - b * c) / length or hypot(c, d))
    if b == 0.0 and d > 0:  # mirrored: the order of showing is the order of reading
        return Placement((0, f, height, bold), e + start * length, e + stop * length)
    along, across = a / length, b / length
    direction = round(degrees(atan2(b, a)))
    if abs(direction) <= 1:  # a page that was scanned or typeset not quite straight
        direction = 0
    origin = e * along + f * across
    across_origin = f * along - e * across
    return Placement((direction, across_origin, height, bold), start * length + origin, stop * length + origin)


class RunCollector:
    """Joins what is shown one after the other on one baseline into runs, by direction."""

    __slots__ = ("_baseline", "_left", "_right", "_room", "_text", "runs")

    def __init__(self) -> None:
        self.runs: dict[int, list[Run]] = {}
        self._room = MAX_RUNS
        self._baseline: Baseline = (0, 0.0, 0.0, False)
        self._left = self._right = 0.0
        self._text = ""

    def add(self, baseline: Baseline, left: float, right: float, text: str) -> None:
        """Take text in, in the order of the page's content stream.

        Raises:
            LimitExceeded: a page with more than :data:`MAX_RUNS`.
        """
        if baseline == self._baseline and self._text:
            gap, size = left - self._right, baseline[2]
            if -0.3 * size < gap < WORD_GAP * size:  # a wider one may lead to another cell of a table
                if gap > SPACE_GAP * size:  # beside a blank too: two blanks part words in a line spaced by the letter
                    self._text += " "
                self._text += text
                self._right = max(self._right, right)
                return
        if self._text:
            self.close()
        self._baseline, self._left, self._right, self._text = baseline, left, right, text

    def close(self) -> dict[int, list[Run]]:
        """End the run that is still open; gives all runs."""
        if self._text:
            self._room -= 1
            if self._room < 0:
                raise LimitExceeded(f"a page with more than {MAX_RUNS} pieces of text")
            direction, baseline, size, bold = self._baseline
            run = Run(baseline, self._left, self._right, size, bold, self._text)
            if direction in self.runs:
                self.runs[direction].append(run)
            else:
                self.runs[direction] = [run]
            self._text = ""
        return self.runs
