"""A recommendation beside the resolution, point by point, with what was removed and what is new."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from search.highlight import flowing

MOST_WORDS = 4_000
"""Longer texts are paired point by point, and the words within a point are not compared."""
_MOST_POINTS = 150
_ALIKE = 0.4
_POINT = re.compile(r"^[ \t]*(\d{1,3}(?:\.\d{1,3})*|[a-zæøå])[.)][ \t]+(?=\S)", re.MULTILINE)
_WORD = re.compile(r"\S+")
_LINE_WITHIN = re.compile(r"(?<![.:;!?\s])[ \t]*\n[ \t]*(?![-–•*▪]|\s)")
"""A line's end that the page made: no sentence ends before it, and no sign of a list stands behind it."""


class Change(StrEnum):
    """What happened to a run of words."""

    SAME = "same"
    REMOVED = "removed"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand together and share a fate."""

    text: str
    change: Change


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a text; ``label`` is its number as printed, None for a paragraph without one."""

    label: str | None
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedPoint:
    """A point before and after; None on the side that does not have it."""

    label: str | None
    before: tuple[Run, ...] | None
    after: tuple[Run, ...] | None


def points(text: str) -> tuple[Point, ...]:
    """The numbered points of a text, or its paragraphs; lines within a sentence are joined, others stay."""
    starts = list(_POINT.finditer(text))
    parts = [Point(None, text[: starts[0].start()] if starts else text)]
    for number, start in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        parts.append(Point(start[1], text[start.end() : end]))
    return tuple(
        Point(part.label if first else None, _joined_lines(paragraph))
        for part in parts
        for first, paragraph in _paragraphs(part.text)
    )


def compare(before: str, after: str) -> tuple[ComparedPoint, ...]:
    """The points of two texts beside each other, in the order of the second."""
    old, new = points(before), points(after)
    within = sum(len(point.text.split()) for point in (*old, *new)) <= MOST_WORDS
    return tuple(_compared(earlier, later, within=within) for earlier, later in _paired(old, new))


def is_same(before: str, after: str) -> bool:
    """Whether two texts have the same words in the same order, however their lines are broken."""
    return " ".join(flowing(before).split()) == " ".join(flowing(after).split())


def _joined_lines(paragraph: str) -> str:
    text = _LINE_WITHIN.sub(" ", flowing(paragraph).strip())
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


def _paragraphs(text: str) -> list[tuple[bool, str]]:
    """Each paragraph that is not empty, and whether it is the first one."""
    found = [paragraph for paragraph in re.split(r"\n[ \t]*\n", text) if paragraph.strip()]
    return [(number == 0, paragraph) for number, paragraph in enumerate(found)]


def _paired(old: Sequence[Point], new: Sequence[Point]) -> list[tuple[Point | None, Point | None]]:
    """The pairing that keeps both orders and has the most in common; a point without its like stands alone."""
    old, new = old[:_MOST_POINTS], new[:_MOST_POINTS]
    likeness = [[_likeness(earlier, later) for later in new] for earlier in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            together = best[i + 1][j + 1] + likeness[i][j] if likeness[i][j] >= _ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    pairs: list[tuple[Point | None, Point | None]] = []
    i = j = 0
    while i < len(old) or j < len(new):
        if (
            i < len(old)
            and j < len(new)
            and likeness[i][j] >= _ALIKE
            and _is(best[i][j], best[i + 1][j + 1] + likeness[i][j])
        ):
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif i < len(old) and (j == len(new) or _is(best[i][j], best[i + 1][j])):
            pairs.append((old[i], None))
            i += 1
        else:
            pairs.append((None, new[j]))
            j += 1
    return pairs


def _is(one: float, other: float) -> bool:
    return abs(one - other) < 1e-9


def _likeness(one: Point, other: Point) -> float:
    """From 0 to 1: the share of words that both have."""
    words = difflib.SequenceMatcher(None, one.text.casefold().split(), other.text.casefold().split(), autojunk=False)
    return words.quick_ratio()


def _compared(before: Point | None, after: Point | None, *, within: bool) -> ComparedPoint:
    label = after.label if after else before.label if before else None
    if before is None or after is None or not within:
        same = before is not None and after is not None and _flat(before) == _flat(after)
        return ComparedPoint(
            label=label,
            before=(Run(_flat(before), Change.SAME if same else Change.REMOVED),) if before else None,
            after=(Run(_flat(after), Change.SAME if same else Change.NEW),) if after else None,
        )
    removed, added = _word_runs(before.text, after.text)
    return ComparedPoint(label=label, before=removed, after=added)


def _flat(point: Point) -> str:
    return " ".join(point.text.split())


def _word_runs(before: str, after: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    earlier: list[Run] = []
    later: list[Run] = []
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        # A lone short word between two changes is read as part of them.
        lonely = tag == "equal" and earlier and i_end < len(old) and len(" ".join(old[i:i_end])) <= 3
        same = tag == "equal" and not lonely
        _append(earlier, old[i:i_end], Change.SAME if same else Change.REMOVED)
        _append(later, new[j:j_end], Change.SAME if same else Change.NEW)
    return tuple(earlier), tuple(later)


def _append(runs: list[Run], words: Sequence[str], change: Change) -> None:
    if not words:
        return
    if runs and runs[-1].change is change:
        runs[-1] = Run(f"{runs[-1].text} {' '.join(words)}", change)
    else:
        runs.append(Run(" ".join(words), change))
