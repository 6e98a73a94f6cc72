"""Posting lists that are read whole: documents, occurrences and positions each in one array.

Whoosh walks through postings one Python call at a time; the cost of a common word is those calls, not the disk. Here a
term's list is one record: documents and counts first, positions after them, so that only phrases and the choice of a
page ever look at positions.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[np.int64]]

Flags = np.ndarray[Any, np.dtype[np.bool_]]

NO_NUMBERS: Numbers = np.empty(0, np.int64)

_HEADER = struct.Struct("<IIBBB")
_SIZES = (np.dtype("<u1"), np.dtype("<u2"), np.dtype("<u4"), np.dtype("<u4"))
_PLAIN = 3
_SHORT = 12
"""Lists with fewer positions are written plain: packing them costs more than it saves."""


class PostingList:
    """The documents of a term in one segment, in order, with the occurrences in each; positions when asked for."""

    __slots__ = ("_deltas", "_plain", "counts", "documents")

    def __init__(self, record: bytes) -> None:
        documents, occurrences, *sizes = _HEADER.unpack_from(record)
        kinds = [_SIZES[size] for size in sizes]
        counts_at = _HEADER.size + documents * kinds[0].itemsize
        positions_at = counts_at + documents * kinds[1].itemsize
        self._plain = sizes[2] == _PLAIN
        first = np.frombuffer(record, kinds[0], documents, _HEADER.size).astype(np.int64)
        self.documents: Numbers = first if self._plain else np.cumsum(first)
        self.counts: Numbers = np.frombuffer(record, kinds[1], documents, counts_at).astype(np.int64)
        self._deltas = np.frombuffer(record, kinds[2], occurrences, positions_at)

    @property
    def size(self) -> int:
        """How many numbers it holds in memory."""
        return 2 * len(self.documents) + len(self._deltas)

    def positions(self, wanted: Flags | None = None) -> Numbers:
        """The positions in the first document, then those in the second, and so on; only in the wanted documents."""
        counts, deltas = self.counts, self._deltas
        if wanted is not None:
            counts, deltas = counts[wanted], deltas[np.repeat(wanted, counts)]
        numbers = deltas.astype(np.int64)
        if self._plain or not len(numbers):
            return numbers
        starts = _starts(counts)
        running = np.cumsum(numbers)
        return running - np.repeat(running[starts] - numbers[starts], counts)


class GrowingList:
    """A posting list while documents are added."""

    __slots__ = ("counts", "documents", "positions")

    def __init__(self) -> None:
        self.documents = array("I")
        self.counts = array("I")
        self.positions = array("I")

    def add(self, document: int, positions: Sequence[int]) -> None:
        """Add the next document, which must have a higher number than the last."""
        self.documents.append(document)
        self.counts.append(len(positions))
        self.positions.extend(positions)

    def record(self) -> bytes:
        """The list as :class:`PostingList` reads it."""
        if len(self.positions) < _SHORT:
            header = _HEADER.pack(len(self.documents), len(self.positions), _PLAIN, _PLAIN, _PLAIN)
            return header + self.documents.tobytes() + self.counts.tobytes() + self.positions.tobytes()
        lists = (self.documents, self.counts, self.positions)
        return pack(*(np.frombuffer(numbers, "<u4").astype(np.int64) for numbers in lists))


def pack(documents: Numbers, counts: Numbers, positions: Numbers) -> bytes:
    """The record of a list that has at least one document."""
    starts = _starts(counts)
    deltas = np.diff(positions, prepend=0)
    deltas[starts] = positions[starts]
    parts = [_shrink(numbers) for numbers in (np.diff(documents, prepend=0), counts, deltas)]
    header = _HEADER.pack(len(documents), len(positions), *(size for size, _ in parts))
    return header + b"".join(content for _, content in parts)


def _starts(counts: Numbers) -> Numbers:
    return np.cumsum(counts) - counts


def _shrink(numbers: Numbers) -> tuple[int, bytes]:
    """The numbers in the fewest bytes that hold the greatest."""
    greatest = int(numbers.max())
    size = int(greatest >= 1 << 8) + int(greatest >= 1 << 16)
    return size, numbers.astype(_SIZES[size]).tobytes()
