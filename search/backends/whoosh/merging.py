"""Several segments as one: which to merge, and their postings joined without analysing any text again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from search.backends.base import Field
from search.backends.whoosh.columns import ColumnsWriter, Name, Number
from search.backends.whoosh.inverting import stable_order
from search.backends.whoosh.postings import NO_NUMBERS, FieldPostings, FieldPostingsWriter, Numbers, ranges
from search.backends.whoosh.segment import OpenSegment, SealedSegment, SegmentWriter

TIER = 4
"""So many segments of a like size become one, whose size is of the next tier; each entry is rewritten once a tier."""
SMALLEST = 1 << 20
"""Bytes under which all segments are of one tier."""
LARGEST = 1 << 24
"""Bytes over which segments are left as they are: to rewrite them would cost more than searching one more of them."""


class Weight(NamedTuple):
    """How large a segment is, and how much of it counts."""

    bytes: int
    documents: int
    living: int

    @property
    def needed(self) -> int:
        """The bytes of what counts."""
        return self.bytes * self.living // max(1, self.documents)


def segments_to_merge(weights: Sequence[Weight]) -> list[int]:
    """The places of the segments that should become one.

    A segment that is mostly removed documents is rewritten by itself.
    """
    tiers: dict[int, list[int]] = {}
    for place, weight in enumerate(weights):
        if weight.living * 2 < weight.documents:
            return [place]
        if weight.needed <= LARGEST:
            tiers.setdefault(max(weight.needed, SMALLEST).bit_length() // 2, []).append(place)
    full = [places for _, places in sorted(tiers.items()) if len(places) >= TIER]
    return full[0] if full else []


def merge_segments(
    folder: Path, index_name: str, codec: object, segments: Sequence[OpenSegment], at_a_time: int
) -> SealedSegment:
    """One segment with what counts of several, in their order.

    So many occurrences at most are joined in one go, for each of which 150 bytes of memory are needed; unless a single
    term has more.
    """
    firsts = np.cumsum([0, *(int(segment.living.sum()) for segment in segments)])
    size = int(firsts[-1])
    numbers = [
        np.where(segment.living, first + np.cumsum(segment.living) - 1, -1)
        for segment, first in zip(segments, firsts.tolist(), strict=False)
    ]
    writer = SegmentWriter(folder, index_name)
    try:
        _merge_columns(segments, writer.columns)
        for field in sorted(Field):
            fields = FieldPostingsWriter(writer.file, field, size)
            _merge_field([segment.fields[field] for segment in segments], numbers, fields, at_a_time)
            fields.close()
        return writer.finish(codec, size)
    except BaseException:
        writer.discard()
        raise


def _merge_columns(segments: Sequence[OpenSegment], writer: ColumnsWriter) -> None:
    for column in Name:
        distinct: dict[str, int] = {}
        places = [NO_NUMBERS]
        for segment in segments:
            names, local = segment.columns.names(column)
            kept = local[segment.living]
            renumbered = np.zeros(len(names), np.int64)
            for place in np.unique(kept).tolist():
                renumbered[place] = distinct.setdefault(names[place], len(distinct))
            places.append(renumbered[kept])
        writer.places(column, distinct, np.concatenate(places))
    for number in Number:
        kept_numbers = [segment.columns.numbers(number)[segment.living] for segment in segments]
        writer.numbers(number, np.concatenate([NO_NUMBERS, *kept_numbers]))
    every = [segment.columns.sections() for segment in segments]
    writer.sections(
        np.concatenate([each[segment.living] for segment, (each, _) in zip(segments, every, strict=True)]),
        np.concatenate(
            [rows[np.repeat(segment.living, each)] for segment, (each, rows) in zip(segments, every, strict=True)]
        ),
    )


def _merge_field(
    fields: Sequence[FieldPostings], numbers: Sequence[Numbers], writer: FieldPostingsWriter, at_a_time: int
) -> None:
    lists = [field.terms() for field in fields]
    terms = sorted(set().union(*lists))
    ranks = dict(zip(terms, range(len(terms)), strict=True))
    ranked = [np.fromiter(map(ranks.__getitem__, own), np.int64, len(own)) for own in lists]
    for first, last in _portions(fields, ranked, len(terms), at_a_time):
        parts = [
            _kept(field, own, np.searchsorted(own, (first, last)), renumbered)
            for field, own, renumbered in zip(fields, ranked, numbers, strict=True)
        ]
        postings, positions = (np.concatenate(part, axis=-1) for part in zip(*parts, strict=True))
        _write_joined(terms, postings, positions, writer)


def _portions(
    fields: Sequence[FieldPostings], ranked: Sequence[Numbers], terms: int, at_a_time: int
) -> Iterator[tuple[int, int]]:
    """Terms that follow each other, with so many occurrences together as memory may hold; one term at least."""
    occurrences = np.zeros(terms, np.int64)
    for field, own in zip(fields, ranked, strict=True):
        occurrences[own] += np.diff(_as_numbers(field.starts))
    ends = np.cumsum(occurrences)
    first = 0
    while first < terms:
        before = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + at_a_time, "right")))
        yield first, last
        first = last


def _kept(field: FieldPostings, ranks: Numbers, bounds: Numbers, numbers: Numbers) -> tuple[Numbers, Numbers]:
    """The postings of the terms within bounds, as rows of ranks, documents and counts; their positions."""
    first, last = bounds.tolist()
    postings = field.postings(first, last)
    counts = postings.counts().astype(np.int64)
    each = np.diff(_as_numbers(field.firsts[first : last + 1]))
    documents = numbers[postings.documents]
    rows = np.stack((np.repeat(ranks[first:last], each), documents, counts))
    kept = documents >= 0
    if kept.all():
        return rows, postings.positions()
    return rows[:, kept], postings.positions()[np.repeat(kept, counts)]


def _as_numbers(view: memoryview) -> Numbers:
    return np.frombuffer(view, "u4").astype(np.int64)


def _write_joined(terms: list[bytes], postings: Numbers, positions: Numbers, writer: FieldPostingsWriter) -> None:
    starts = np.cumsum(postings[2]) - postings[2]
    order = stable_order(postings[0])
    ranks, documents, counts = postings[:, order]
    each = np.bincount(ranks) if len(ranks) else NO_NUMBERS
    present = np.flatnonzero(each)
    gathered = positions[ranges(starts[order], counts)]
    writer.add([terms[rank] for rank in present.tolist()], each[present], documents, counts, gathered)
