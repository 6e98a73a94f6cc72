"""The terms of a field in a segment, and where they stand.

A field is nine arrays, all in the order of the terms' bytes; N terms have P postings (a term in a document) with O
occurrences in all::

    text          u1      the terms, one after the other, in UTF-8
    ends          u4 N+1  where each term begins in the text, and at last where all end
    firsts        u4 N+1  number of each term's first posting
    starts        u4 N+1  number of each term's first occurrence
    documents     u2 P    documents of the postings; u4 in segments with more than 65,536
    counts        u1 P    occurrences of the postings; 255 for 255 and more, which stand in many
    many          u4 2,M  posting and its occurrences, for those with 255 and more
    positions     u2 O    the lower 16 bits of each occurrence's position
    far           u4 2,F  occurrence and the upper bits of its position, for those from 65,536 on

Nothing is delta-coded or packed: a list is a view of the file, and so are the lists of all terms that begin alike, as
they stand beside each other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from search.backends.whoosh.arrays import Array, ArrayFile, ArrayFileWriter, Spool

Numbers = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

NO_NUMBERS: Numbers = np.empty(0, np.int64)

_MANY = 255
_FAR = 1 << 16
_NARROW = 1 << 16
"""Segments with at most so many documents number them with 16 bits."""


def encoded(term: str) -> bytes:
    """A term as it stands in the file; half a surrogate pair, which hostile text may have, is a term like others."""
    return term.encode("utf-8", "surrogatepass")


def decoded(term: bytes) -> str:
    """A term as the analyzer has it."""
    return term.decode("utf-8", "surrogatepass")


class Postings:
    """The postings of a term, or of several terms beside each other, in one segment.

    Attributes:
        documents: in rising order for one term; for several, those of one after those of the other.
    """

    __slots__ = ("_field", "_first", "_start", "_stop", "documents", "is_one_term")

    def __init__(self, field: FieldPostings, term: int, stop: int) -> None:
        self._field = field
        self._first = first = field.firsts[term]
        self._start = field.starts[term]
        self._stop = field.starts[stop]
        self.is_one_term = stop - term == 1
        self.documents = field.array("documents", first, field.firsts[stop])

    def __len__(self) -> int:
        return len(self.documents)

    def counts(self) -> Array:
        """The number of occurrences in each document."""
        last = self._first + len(self.documents)
        counts = self._field.array("counts", self._first, last)
        return _raised(counts, self._field.many, self._first, last, lambda _, count: count)

    def positions(self, places: Numbers | None = None) -> Numbers:
        """The positions in the first document, then those in the second, and so on; or only in those at these places."""
        positions = self._field.array("positions", self._start, self._stop)
        if places is None:
            raised = _raised(positions, self._field.far, self._start, self._stop, _join_bits)
            return raised.astype(np.int64, copy=False)
        counts = self.counts().astype(np.int64)
        chosen = ranges((np.cumsum(counts) - counts)[places], counts[places])
        far, upper = self._field.far
        lower = positions[chosen].astype(np.int64)
        if len(far):
            chosen += self._start
            at = np.minimum(np.searchsorted(far, chosen), len(far) - 1)
            lower += (far[at] == chosen) * (upper[at].astype(np.int64) << 16)
        return lower


def _join_bits(lower: Numbers, upper: Numbers) -> Numbers:
    return lower + (upper << 16)


def ranges(firsts: Numbers, lengths: Numbers) -> Numbers:
    """The numbers from each first on, so many of each, one range after the other."""
    ends = np.cumsum(lengths)
    return np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(firsts - ends + lengths, lengths)


def _raised(numbers: Array, exceptions: tuple[Array, Array], first: int, last: int, change: Any) -> Array:
    """The numbers with the exceptions among them put right."""
    places, values = exceptions
    if not len(places):
        return numbers
    low, high = np.searchsorted(places, (first, last))
    if low == high:
        return numbers
    wide = numbers.astype(np.int64)
    at = places[low:high].astype(np.int64) - first
    wide[at] = change(wide[at], values[low:high].astype(np.int64))
    return wide


class FieldPostings:
    """Reads a field of a segment. May be used by several threads."""

    def __init__(self, file: ArrayFile, field: str) -> None:
        self._file = file
        self._prefix = f"{field}."

    def array(self, name: str, first: int, last: int) -> Array:
        """A part of one of the field's arrays."""
        return self._file.part(self._prefix + name, first, last)

    @cached_property
    def firsts(self) -> memoryview:
        """The number of each term's first posting."""
        return self._file.whole(self._prefix + "firsts").data

    @cached_property
    def starts(self) -> memoryview:
        """The number of each term's first occurrence."""
        return self._file.whole(self._prefix + "starts").data

    @cached_property
    def many(self) -> tuple[Array, Array]:
        """The postings with many occurrences, and how many."""
        return _halves(self._file.whole(self._prefix + "many"))

    @cached_property
    def far(self) -> tuple[Array, Array]:
        """The occurrences far into a document, and the upper bits of their positions."""
        return _halves(self._file.whole(self._prefix + "far"))

    @cached_property
    def size(self) -> int:
        """How many terms there are."""
        return len(self._ends) - 1

    @cached_property
    def _ends(self) -> memoryview:
        return self._file.whole(self._prefix + "ends").data

    @cached_property
    def _text(self) -> memoryview:
        return self._file.whole(self._prefix + "text").data

    def term(self, number: int) -> bytes:
        """A term by its number."""
        return self._text[self._ends[number] : self._ends[number + 1]].tobytes()

    def terms(self) -> list[bytes]:
        """All terms."""
        text, ends = self._text.tobytes(), self._ends.tolist()
        return [text[start:end] for start, end in pairwise(ends)]

    def find(self, term: bytes) -> int | None:
        """The number of a term; None when the segment does not have it."""
        place = bisect_left(range(self.size), term, key=self.term)
        return place if place < self.size and self.term(place) == term else None

    def beginning_with(self, prefix: bytes, most: int) -> tuple[int, int]:
        """The numbers from the first to before the last of the first terms that begin so, at most so many."""
        first = bisect_left(range(self.size), prefix, key=self.term)
        last = min(first + most, self.size)
        return first, bisect_right(range(last), prefix, first, key=lambda place: self.term(place)[: len(prefix)])

    def between(self, first: bytes, last: bytes) -> tuple[int, int]:
        """The numbers from the first to before the last of the terms from one to another."""
        return bisect_left(range(self.size), first, key=self.term), bisect_right(range(self.size), last, key=self.term)

    def postings(self, first: int, last: int) -> Postings:
        """The postings of the terms from the first to before the last."""
        return Postings(self, first, last)


def _halves(pairs: Array) -> tuple[Array, Array]:
    middle = len(pairs) // 2
    return pairs[:middle], pairs[middle:]


class FieldPostingsWriter:
    """Writes a field of a segment, terms in the order of their bytes, as many at a time as one likes."""

    def __init__(self, file: ArrayFileWriter, field: str, documents: int) -> None:
        self._file = file
        self._prefix = f"{field}."
        kind = "<u2" if documents <= _NARROW else "<u4"
        kinds = {"text": "u1", "documents": kind, "counts": "u1", "positions": "<u2"}
        self._spools = {name: Spool(file.folder, kind) for name, kind in kinds.items()}
        self._ends, self._firsts, self._starts = ([np.zeros(1, np.int64)] for _ in range(3))
        self._many: list[Array] = []
        self._far: list[Array] = []

    def add(
        self, terms: Sequence[bytes], postings: Numbers, documents: Array, counts: Numbers, positions: Array
    ) -> None:
        """Add the next terms.

        Args:
            terms: in the order of their bytes.
            postings: how many each term has.
            documents: of each posting.
            counts: occurrences of each posting.
            positions: of each occurrence.
        """
        if not terms:
            return
        self._note_exceptions(counts, positions)
        totals = np.add.reduceat(counts, np.cumsum(postings) - postings)
        for lists, steps in (
            (self._ends, np.fromiter(map(len, terms), np.int64, len(terms))),
            (self._firsts, postings),
            (self._starts, totals),
        ):
            lists.append(lists[-1][-1] + np.cumsum(steps))
        self._spools["text"].extend(np.frombuffer(b"".join(terms), "u1"))
        self._spools["documents"].extend(documents)
        self._spools["counts"].extend(np.minimum(counts, _MANY))
        self._spools["positions"].extend(positions & (_FAR - 1))

    def close(self) -> None:
        """Write the arrays to the file."""
        for name, spool in self._spools.items():
            self._file.add_spooled(self._prefix + name, spool)
        for name, lists in (("ends", self._ends), ("firsts", self._firsts), ("starts", self._starts)):
            self._file.add(self._prefix + name, np.concatenate(lists).astype("<u4"))
        for name, pairs in (("many", self._many), ("far", self._far)):
            joined = np.concatenate([np.empty((2, 0), np.int64), *pairs], axis=1)
            self._file.add(self._prefix + name, joined.astype("<u4").ravel())

    def _note_exceptions(self, counts: Numbers, positions: Array) -> None:
        many = np.flatnonzero(counts >= _MANY)
        self._many.append(np.stack((many + self._spools["counts"].items, counts[many])))
        far = np.flatnonzero(positions >= _FAR)
        self._far.append(np.stack((far + self._spools["positions"].items, positions[far] >> 16)))
