"""Cells of a table whose text is wrapped: read to their end, before the next cell of the row is.

The lines of such a cell are drawn one right after the other, which tells them from a new row; a row of which only the last cell goes
on is left as it is, since reading line by line gives the same order.
"""

from __future__ import annotations

from collections.abc import Sequence

from harvester.extract.pdf.runs import WORD_GAP, Run

_LEADING = 1.7  # of the font size, from a line to the next of the same cell
_ALIGNED = 0.5  # of the font size

Row = list[Run]


def with_wrapped_cells(rows: Sequence[Row], runs: Sequence[Run]) -> list[Row]:
    """Rows in which the lines of wrapped cells stand one after the other.

    Args:
        rows: from top to bottom, each from left to right.
        runs: the same runs, in the order in which the page draws them.
    """
    if not any(len(row) > 1 for row in rows):
        return list(rows)
    drawn = {id(run): place for place, run in enumerate(run for run in runs if not run.text.isspace())}
    result: list[Row] = []
    waiting = list(reversed(rows))
    while waiting:
        row = waiting.pop()
        cells = _cells(row)
        if len(cells) > 1:
            lines = [[cell] for cell in cells]
            taken = False
            while waiting and _continue(lines, _cells(waiting[-1]), drawn):
                waiting.pop()
                taken = True
            row = one_after_the_other(lines) if taken else row
        result.append(row)
    return result


def _cells(row: Row) -> list[Row]:
    cells: list[Row] = []
    right = 0.0
    for run in row:
        if run.text.isspace():
            continue
        if cells and run.left - right <= WORD_GAP * run.size:
            cells[-1].append(run)
        else:
            cells.append([run])
        right = max(right, run.right) if len(cells[-1]) > 1 else run.right
    return cells


def _continue(lines: list[list[Row]], cells: Sequence[Row], drawn: dict[int, int]) -> bool:
    """Add the cells of the next row to the lines of those that they continue, if all do and it makes a difference."""
    targets = [_continued(lines, cell[0], drawn) for cell in cells]
    if None in targets or not targets or targets == [len(lines) - 1]:
        return False
    for target, cell in zip(targets, cells, strict=True):
        lines[target or 0].append(cell)
    return True


def _continued(lines: Sequence[Sequence[Row]], run: Run, drawn: dict[int, int]) -> int | None:
    """Which cell goes on with ``run``."""
    for number, cell in enumerate(lines):
        last = cell[-1][-1]
        if (
            abs(cell[0][0].left - run.left) < _ALIGNED * run.size
            and 0 < last.baseline - run.baseline < _LEADING * run.size
            and drawn[id(run)] == drawn[id(last)] + 1
        ):
            return number
    return None


def one_after_the_other(lines: Sequence[Sequence[Row]]) -> Row:
    """One row, with a blank between the lines of a cell, or a line end where a hyphen may break a word."""
    row: Row = []
    for cell in lines:
        for number, line in enumerate(cell):
            if number:
                end = row[-1]
                row.append(end._replace(left=end.right, text="\n" if end.text.rstrip()[-1:] in "-\u2010" else " "))
            row += line
    return row
