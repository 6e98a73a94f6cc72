"""Rows of a table whose cells stand in the middle or at the bottom: their lines stand beside no lines of the other cells.

Browsers set cells so unless they are told otherwise. Such a row is told by the order in which the page draws it: cell after
cell from left to right, the lines of each right below each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from harvester.extract.pdf.runs import Run

_LEADING = 1.7  # of the font size, from a line to the next of the same cell
_ALIGNED = 0.35  # of the font size


class _Cell(NamedTuple):
    """Lines that are drawn one after the other, each below the one before."""

    lines: list[list[Run]]

    @property
    def first(self) -> Run:
        return self.lines[0][0]

    @property
    def last(self) -> Run:
        return self.lines[-1][-1]

    def takes(self, run: Run) -> bool:
        """Add the run that is drawn next, if it goes on in the last line or in one below it."""
        step = self.last.baseline - run.baseline
        if abs(step) < 0.1 and 0 <= run.left - self.last.right < run.size:
            self.lines[-1].append(run)
            return True
        if 0 < step < _LEADING * run.size and abs(self.first.left - run.left) < _ALIGNED * run.size:
            self.lines.append([run])
            return True
        return False

    def is_beside(self, other: _Cell) -> bool:
        """Whether it stands to the right of ``other``, and their middles or their last lines in one row."""
        if self.first.left < max(line[-1].right for line in other.lines):
            return False
        near = _ALIGNED * min(self.first.size, other.first.size)
        top, bottom = self.first.baseline - other.first.baseline, self.last.baseline - other.last.baseline
        return abs(top + bottom) / 2 < near or abs(bottom) < near


def without_table_rows(runs: Sequence[Run]) -> tuple[list[list[list[list[Run]]]], Sequence[Run]]:
    """The rows of tables whose cells are not aligned at their first lines, each as its cells; and the other runs.

    Args:
        runs: in the order in which the page draws them.
    """
    if not _goes_up(runs):
        return [], runs
    rows = [row for row in _rows(runs) if len({round(cell.first.baseline) for cell in row}) > 1]
    taken = {id(run) for row in rows for cell in row for line in cell.lines for run in line}
    return [[cell.lines for cell in row] for row in rows], [run for run in runs if id(run) not in taken]


def _goes_up(runs: Sequence[Run]) -> bool:
    """Whether a step leads to the right and up, but not to the top of another column."""
    return any(
        run.left >= last.right and 0.1 * run.size < run.baseline - last.baseline < 40 * run.size
        for last, run in pairwise(runs)
    )


def _rows(runs: Sequence[Run]) -> Iterator[list[_Cell]]:
    row: list[_Cell] = []
    for cell in _cells(runs):
        if row and cell.is_beside(row[-1]):
            row.append(cell)
            continue
        if len(row) > 1:
            yield row
        row = [cell]
    if len(row) > 1:
        yield row


def _cells(runs: Sequence[Run]) -> Iterator[_Cell]:
    cell: _Cell | None = None
    for run in runs:
        if run.text.isspace():
            continue
        if cell is not None and cell.takes(run):
            continue
        if cell is not None:
            yield cell
        cell = _Cell([[run]])
    if cell is not None:
        yield cell
