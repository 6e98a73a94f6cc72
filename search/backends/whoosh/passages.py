"""Where in the text of documents the leaves stand: how often in each section, and in which one most of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.backends.base import K1, Field, Leaf
from search.backends.whoosh.execution import Execution
from search.backends.whoosh.occurrences import FAR
from search.backends.whoosh.postings import Numbers
from search.backends.whoosh.snapshot import Snapshot

_DECIMALS = 1e6
_ONE_MORE_LEAF = 1 << 45
"""More than any score of a section, in millionths."""


@dataclass(frozen=True, slots=True)
class Passages:
    """The sections of some documents, one after the other.

    Attributes:
        firsts: the number of each document's first section.
        each: how many each document has.
        pages: of each section.
        offsets: of each section's first character in its page.
        counts: occurrences in each section, a row for each leaf.
    """

    firsts: Numbers
    each: Numbers
    pages: Numbers
    offsets: Numbers
    counts: Numbers


def passages(snapshot: Snapshot, execution: Execution, wanted: Sequence[Leaf], documents: Numbers) -> Passages:
    """The sections of these documents, in the order given."""
    order = np.argsort(documents)
    each, rows = snapshot.sections(documents[order])
    starts = np.repeat(documents[order], each) * FAR + rows[:, 0]
    in_text = [leaf for leaf in wanted if Field.TEXT in leaf.fields]
    counts = np.zeros((len(in_text), len(starts)), np.int64)
    for row, leaf in enumerate(in_text if len(starts) else ()):
        places = np.searchsorted(starts, execution.keys(leaf, documents[order]), "right") - 1
        counts[row] = np.bincount(places, minlength=len(starts))
    firsts = np.cumsum(each) - each
    back = np.argsort(order)
    return Passages(firsts[back], each[back], rows[:, 1], rows[:, 2], counts)


def best_sections(found: Passages, rarities: Sequence[float]) -> list[tuple[int | None, int]]:
    """Page and offset of each document's first section with the most leaves, and of those the one with the highest score."""
    distinct = (found.counts > 0).sum(0)
    values = np.zeros(len(distinct))
    for rarity, counts in zip(rarities, found.counts, strict=True):
        values += rarity * counts * (K1 + 1) / (counts + K1)
    qualities = distinct * _ONE_MORE_LEAF + np.rint(values * _DECIMALS).astype(np.int64)
    best: list[tuple[int | None, int]] = []
    for first, size in zip(found.firsts.tolist(), found.each.tolist(), strict=True):
        place = first + int(np.argmax(qualities[first : first + size])) if size else None
        best.append((None, 0) if place is None else (int(found.pages[place]), int(found.offsets[place])))
    return best
