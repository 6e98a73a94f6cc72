"""Runs: the pieces that text consists of on a page, and how they are gathered."""

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
    left: float
    right: float
    baseline: float
    size: float


def place(matrix: Matrix, advance: float, size: float, rise: float) -> Placement:
    """Where a string stands that begins at the origin of ``matrix`` and is ``advance`` long in text space."""
    a, b, c, d, e, f = matrix
    if size < 0:
        a, b, c, d, advance, size = -a, -b, -c, -d, -advance, -size
    e, f = e + rise * c, f + rise * d
    if b == 0.0 and a > 0:
        return Placement(0, e, e + advance * a, f, size * abs(d))
    length = hypot(a, b) or 1.0
    height = size * (abs(a * d - b * c) / length)
    if b == 0.0 and d > 0:  # mirrored: the order of showing is the order of reading
        return Placement(0, e, e + advance * length, f, height)
    along, across = a / length, b / length
    left = e * along + f * across
    direction = round(degrees(atan2(b, a)))
    return Placement(direction, left, left + advance * length, f * along - e * across, height)


class RunCollector:
    """Joins what is shown one after the other on one baseline into runs, by direction."""

    def __init__(self) -> None:
        self.runs: dict[int, list[Run]] = {}
        self._count = 0
        self._direction = 0
        self._open: Run | None = None

    def add(self, placed: Placement, text: str, *, bold: bool) -> None:
        """Take text in, in the order of the page's content stream.

        Raises:
            LimitExceeded: a page with more than :data:`MAX_RUNS`.
        """
        direction, left, right, baseline, size = placed
        last = self._open
        if last is not None and direction == self._direction and last.bold == bold:
            gap = left - last.right
            if last.baseline == baseline and last.size == size and -0.3 * size < gap < size:
                space = gap > SPACE_GAP * size and not text[0].isspace() and not last.text[-1].isspace()
                joined = last.text + (" " if space else "") + text
                self._open = Run(baseline, last.left, max(right, last.right), size, bold, joined)
                return
        self.close()
        self._direction = direction
        self._open = Run(baseline, left, right, size, bold, text)

    def close(self) -> dict[int, list[Run]]:
        """End the run that is still open; gives all runs."""
        if self._open is not None:
            self._count += 1
            if self._count > MAX_RUNS:
                raise LimitExceeded(f"a page with more than {MAX_RUNS} pieces of text")
            self.runs.setdefault(self._direction, []).append(self._open)
            self._open = None
        return self.runs
