"""Runs of a page put into rows, and rows into reading order.

Runs whose baselines lie closer than a third of their size are one row, read from left to right. That is right for running
text and for tables. It is wrong for columns of running text, which are told from tables by the order in which the page
draws them: a table row by row, a column at a time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, islice, pairwise
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from harvester.extract.pdf.cells import one_after_the_other, with_wrapped_cells
from harvester.extract.pdf.runs import SPACE_GAP, WORD_GAP, Run
from harvester.extract.pdf.table_rows import without_table_rows

_SAME_ROW = 0.35  # of the font size: the next line is further away
_RAISED = 0.5  # of the larger size: how far a smaller index is raised
_JUMPS = 40  # most places of a page that are tried for columns of its part
_BINS = 60  # the width of a page is looked at in so many strips
_MIDDLE = range(15, 46)  # a gutter lies in the middle half
_MAX_SPLITS = 3  # columns inside columns inside columns


_UNIT = re.compile(r"(?<![^\W_])[kcdm]?m\Z")  # of which the square is a unit, too: "120 m2"


def lines(runs: Mapping[int, Sequence[Run]]) -> list[Run]:
    """All rows of a page: upright text first, then the other directions, those with the most text first."""
    directions = sorted(runs, key=lambda direction: (direction != 0, -len(runs[direction])))
    return [row for direction in directions for row in _ordered(runs[direction], _MAX_SPLITS)]


def _ordered(runs: Sequence[Run], splits: int) -> list[Run]:
    if not splits or len(runs) < 4:
        return _rows(runs)
    gutter = _gutter(runs, least=5) if len(runs) >= 16 else None
    if gutter is None:
        return _with_partial_columns(runs, splits)
    bands = _bands(runs, gutter)
    return [row for band in sorted(bands) for row in _ordered(bands[band], splits - 1)]


def _with_partial_columns(runs: Sequence[Run], splits: int) -> list[Run]:
    """Rows of a page of which parts are set in columns: a paragraph in two, or a row of a table whose cells are long."""
    rows: list[Run] = []
    while part := _part_in_columns(runs):
        rows += _rows([run for run in runs if run.baseline >= part.top])
        bands = _bands([run for run in runs if part.bottom < run.baseline < part.top], part.gutter)
        rows += [row for band in sorted(bands) for row in _ordered(bands[band], splits - 1)]
        runs = [run for run in runs if run.baseline <= part.bottom]
    return rows + _rows(runs)


class _Part(NamedTuple):
    top: float
    bottom: float
    gutter: float


def _part_in_columns(runs: Sequence[Run]) -> _Part | None:
    """The first part of a page that is set in columns.

    It is seen where the page draws on higher up and further right: from there to the bottom of what was drawn last.
    """
    jumps = (
        (run.baseline + 0.5 * run.size, last.baseline - 0.5 * last.size)
        for last, run in pairwise(runs)
        if run.baseline - last.baseline >= 0.8 * run.size and run.left >= last.left
    )
    for top, bottom in islice(jumps, _JUMPS):
        inside = [run for run in runs if bottom < run.baseline < top]
        gutter = _gutter(inside, least=2) if 4 <= len(inside) < len(runs) else None
        if gutter is not None:
            return _Part(top, bottom, gutter)
    return None


def _bands(runs: Sequence[Run], gutter: float) -> dict[tuple[int, int], list[Run]]:
    """Runs by (band, column): what lies across the gutter ends the columns above it and begins new ones below."""
    across = sorted({run.baseline for run in runs if run.left < gutter - 2 and run.right > gutter + 2}, reverse=True)
    bands: dict[tuple[int, int], list[Run]] = {}
    for run in runs:
        above = sum(1 for baseline in across if baseline > run.baseline + 0.1)
        is_across = above < len(across) and abs(across[above] - run.baseline) <= 0.1
        column = 0 if is_across or run.right <= gutter + 2 else 1
        bands.setdefault((2 * above + is_across, column), []).append(run)
    return bands


def _gutter(runs: Sequence[Run], least: int) -> float | None:
    """Where the space between two columns lies that have at least so many long lines, None when there is none."""
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    width = right - left
    if width <= 0:
        return None
    cover = _cover(runs, left, _BINS / width)
    best = min(_MIDDLE, key=lambda strip: (cover[strip], abs(strip - _BINS / 2)))
    if cover[best] > 0.12 * len(runs):
        return None
    first = last = best
    while first > _MIDDLE.start and cover[first - 1] == cover[best]:
        first -= 1
    while last < _MIDDLE.stop - 1 and cover[last + 1] == cover[best]:
        last += 1
    gutter = left + ((first + last) / 2) * width / _BINS
    return gutter if _is_drawn_by_column(runs, gutter, width, least) else None


def _cover(runs: Sequence[Run], left: float, scale: float) -> list[int]:
    """How many runs lie over each strip of the width."""
    edges = [0] * (_BINS + 2)
    for run in runs:
        first, last = int((run.left - left) * scale) + 1, int((run.right - left) * scale)
        if last >= first:
            edges[min(max(first, 0), _BINS)] += 1
            edges[min(last, _BINS) + 1] -= 1
    return list(accumulate(edges))


def _is_drawn_by_column(runs: Sequence[Run], gutter: float, width: float, least: int) -> bool:
    sides = [
        (run.left >= gutter, run.right - run.left, len(run.text) > 18)
        for run in runs
        if run.right <= gutter or run.left >= gutter
    ]
    long = [[length for on_right, length, is_long in sides if is_long and on_right == side] for side in (False, True)]
    counts = [len(column) for column in long]
    if min(counts) < least or min(sum(column) / len(column) for column in long) < 0.2 * width:
        return False
    changes = sum(before[0] != after[0] for before, after in pairwise(sides))
    return changes <= max(1.0, 0.2 * sum(counts))


def _rows(runs: Sequence[Run]) -> list[Run]:
    initials = _drop_caps(runs)
    if initials:
        runs = [run for run in runs if run not in initials]
    tables, runs = without_table_rows(runs)
    rows = [_joined(row) for row in with_wrapped_cells(_by_baseline(runs), runs)]
    joined = [row for row in rows if row is not None]
    if tables:
        joined += [row for row in map(_joined, map(one_after_the_other, tables)) if row is not None]
        joined.sort(key=_baseline, reverse=True)
    for initial in initials:
        _set_before_its_line(initial, joined)
    return joined


def _by_baseline(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs of one baseline, from top to bottom, each from left to right."""
    rows: list[list[Run]] = []
    base: Run | None = None  # the largest of the row: the others are beside it, raised or lowered
    for run in sorted(runs, key=_baseline, reverse=True):
        if base is None or base.baseline - run.baseline > _reach(base.size, run.size):
            rows.append([run])
            base = run
            continue
        rows[-1].append(run)
        if run.size > base.size:
            base = run
    for row in rows:
        if len(row) > 1:
            row.sort(key=_from_left)
    return rows


def _reach(above: float, below: float) -> float:
    """How far apart the baselines of a row may be, by the sizes of the higher and the lower run."""
    if above == below:
        return _SAME_ROW * above
    large = min(max(above, below), 2 * min(above, below))  # a heading does not reach over small print
    return (_RAISED if above < 0.95 * below else _SAME_ROW) * large


_baseline = itemgetter(Run._fields.index("baseline"))
_from_left = itemgetter(Run._fields.index("left"))


def _joined(row: Sequence[Run]) -> Run | None:
    """One row as one run, with a space at every gap; None for a row of blanks."""
    text, right = "", 0.0
    last: Run | None = None
    kept: list[Run] = []
    for run in row:
        if run.text.isspace():
            text += ("\n" if run.text == "\n" else " ") if text and text[-1] != " " else ""
            right = max(right, run.right)
            continue
        if last is not None:
            if _is_shadow(run, last):
                continue
            gap = (run.left - right) / (min(run.size, last.size) or 1.0)
            if gap > SPACE_GAP:
                text += " " if gap < WORD_GAP else "  "
            elif _is_note_mark(last, run) or (_is_note_mark(run, last) and not _UNIT.search(text)):
                text += " "
        text += run.text
        right = max(right, run.right) if last is not None else run.right
        last = run
        kept.append(run)
    if not kept:
        return None
    bold = all(run.bold for run in kept)
    return Run(kept[0].baseline, kept[0].left, right, max(run.size for run in kept), bold, text)


def _is_shadow(run: Run, other: Run) -> bool:
    """Whether a run repeats the one before it almost in place, which is how some programs make bold text."""
    near = 0.12 * run.size
    return run.text == other.text and abs(run.left - other.left) < near and abs(run.baseline - other.baseline) < near


def _is_note_mark(run: Run, other: Run) -> bool:
    """Whether it is the number of a footnote, raised beside a word that is to be found without it."""
    raised, small = run.baseline - other.baseline > 0.2 * other.size, run.size < 0.85 * other.size
    return raised and small and run.text.strip().isdigit()


def _drop_caps(runs: Sequence[Run]) -> list[Run]:
    """Large single letters at the beginning of a paragraph."""
    letters = [run for run in runs if len(run.text) <= 2 and len(run.text.strip()) == 1 and run.text.strip().isalpha()]
    if not letters or len(runs) < 4:
        return []
    body = median(run.size for run in runs)
    return [run for run in letters if run.size > 1.8 * body]


def _set_before_its_line(initial: Run, rows: list[Run]) -> None:
    for place, row in enumerate(rows):
        beside = -0.2 * initial.size < row.left - initial.right < initial.size
        if beside and initial.baseline - 0.1 * initial.size <= row.baseline <= initial.baseline + initial.size:
            rows[place] = row._replace(left=initial.left, text=initial.text.strip() + row.text.lstrip())
            return
    rows.append(initial)
    rows.sort(key=_baseline, reverse=True)
