"""Several segments as one: which to merge, and their posting lists joined without analysing any text again."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from search.backends.whoosh.codec import ListFieldWriter, ListSegmentReader
from search.backends.whoosh.postings import Numbers, PostingList, pack

TIER = 4
"""So many segments of a like size become one, whose size is of the next tier; each page is rewritten once a tier."""


def segments_to_merge(sizes: Sequence[tuple[int, int]]) -> list[int]:
    """The places of the segments that should become one; sizes are documents in all, and those that still count.

    A segment that is mostly removed documents is rewritten by itself.
    """
    tiers: dict[int, list[int]] = {}
    for place, (documents, living) in enumerate(sizes):
        if living * 2 < documents:
            return [place]
        tiers.setdefault(living.bit_length() // 2, []).append(place)
    full = [places for _, places in sorted(tiers.items()) if len(places) >= TIER]
    return full[0] if full else []


def renumbered(reader: ListSegmentReader, first: int) -> Numbers:
    """The new number of each document of a segment, -1 for those that were removed."""
    living = np.ones(reader.doc_count_all(), np.int64)
    living[list(reader.segment().deleted_docs())] = 0
    return np.where(living == 1, first + np.cumsum(living) - 1, -1)


def merge_terms(
    readers: Sequence[ListSegmentReader], numbers: Sequence[Numbers], schema: Any, writer: ListFieldWriter
) -> None:
    """Write every term of the segments once, term by term, so that memory holds one list at a time."""
    streams = [_terms(reader, place) for place, reader in enumerate(readers)]
    ordered = heapq.merge(*streams, key=lambda item: item[:3])
    for field, terms in groupby(ordered, key=lambda item: item[0]):
        writer.start_field(field, schema[field])
        for term, parts in groupby(terms, key=lambda item: item[1]):
            lists = [_kept(found, numbers[place]) for _, _, place, found in parts]
            documents, counts, positions = (np.concatenate(part) for part in zip(*lists, strict=True))
            if len(documents):
                writer.add_list(term, pack(documents, counts, positions))
        writer.finish_field()


def _terms(reader: ListSegmentReader, place: int) -> Iterator[tuple[str, bytes, int, PostingList]]:
    # Fields were written in alphabetical order, so this is in order too.
    for field, term, found in reader.terms.posting_lists():
        yield field, term, place, found


def _kept(found: PostingList, numbers: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    renamed = numbers[found.documents]
    kept = renamed >= 0
    if kept.all():
        return renamed, found.counts, found.positions()
    return renamed[kept], found.counts[kept], found.positions()[np.repeat(kept, found.counts)]
