"""An opened index at one moment: the terms and columns of all its segments under one numbering."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from search.backends.base import B, Field
from search.backends.whoosh.columns import LENGTHS, NO_DATE, Name, Number
from search.backends.whoosh.postings import NO_NUMBERS, Flags, Numbers, Postings, decoded, encoded, ranges
from search.backends.whoosh.segment import OpenSegment

Scores = np.ndarray[Any, np.dtype[np.float64]]
Lists = list[tuple[int, Postings]]
"""Postings, each with the number of its segment's first document."""

_MOST_LISTS = 2_000
"""Terms whose place in the files is remembered: to look one up in every segment costs more than to score it."""

_EPOCH = 719163
"""The first day of 1970 in the ordinal calendar."""


class Snapshot:
    """Reads segments. May be used by several threads: whatever is kept is the same whoever makes it."""

    def __init__(self, segments: Sequence[OpenSegment]) -> None:
        self._segments = segments
        sizes = [segment.size for segment in segments]
        self._firsts: list[int] = (np.cumsum(sizes) - sizes).tolist() if sizes else []
        self.size = sum(sizes)
        self._lists: dict[tuple[Field, str], Lists] = {}

    @cached_property
    def living(self) -> Flags:
        """Which documents have not been removed."""
        return np.concatenate([np.empty(0, np.bool_), *(segment.living for segment in self._segments)])

    @cached_property
    def count(self) -> int:
        """How many documents have not been removed."""
        return self.size - sum(len(segment.removed) for segment in self._segments)

    @property
    def is_whole(self) -> bool:
        """Whether none has been removed."""
        return self.count == self.size

    def lists(self, field: Field, term: str) -> Lists:
        """The postings of a term."""
        found = self._lists.get((field, term))
        if found is None:
            if len(self._lists) >= _MOST_LISTS:
                self._lists.clear()
            found = self._lists[field, term] = self._find(field, term)
        return found

    def _find(self, field: Field, term: str) -> Lists:
        found = []
        for segment, first in zip(self._segments, self._firsts, strict=True):
            postings = segment.fields[field]
            place = postings.find(encoded(term))
            if place is not None:
                found.append((first, postings.postings(place, place + 1)))
        return found

    def frequency(self, field: Field, term: str) -> int:
        """How many documents that count have a term in a field."""
        return sum(
            len(postings) if self.is_whole else int(self.living[postings.documents.astype(np.int64) + first].sum())
            for first, postings in self.lists(field, term)
        )

    def last_of(self, prefix: str, fields: Sequence[Field], most: int) -> str | None:
        """The last of the first so many terms of these fields that begin so; None when there are none."""
        spans = [
            (postings, *postings.beginning_with(encoded(prefix), most))
            for segment in self._segments
            for postings in (segment.fields[field] for field in fields)
        ]
        if sum(last - first for _, first, last in spans) <= most:
            ends = {postings.term(last - 1) for postings, first, last in spans if first < last}
            return decoded(max(ends)) if ends else None
        terms = {postings.term(place) for postings, first, last in spans for place in range(first, last)}
        return decoded(sorted(terms)[:most][-1])

    def lists_between(self, field: Field, prefix: str, last: str) -> Lists:
        """The postings of the terms that begin so, up to the last."""
        found = []
        for segment, first in zip(self._segments, self._firsts, strict=True):
            postings = segment.fields[field]
            low, high = postings.between(encoded(prefix), encoded(last))
            if low < high:
                found.append((first, postings.postings(low, high)))
        return found

    @cached_property
    def ids(self) -> list[str]:
        """The id of each document, removed ones too."""
        return self._each(Name.ID)

    @cached_property
    def states(self) -> list[str]:
        """The state of each document."""
        return self._each(Name.STATE)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each document that counts, by id."""
        living = np.flatnonzero(self.living).tolist()
        return {self.ids[number]: number for number in living}

    @cached_property
    def by_date(self) -> Numbers:
        """The documents by date, newest first and undated last, and then by id."""
        by_id = np.array(sorted(range(self.size), key=self.ids.__getitem__), np.int64)
        return by_id[np.argsort(-self.dates[by_id], kind="stable")]

    @cached_property
    def order_by_date(self) -> Numbers:
        """The place of each document among those by date."""
        places = np.empty(self.size, np.int64)
        places[self.by_date] = np.arange(self.size)
        return places

    @cached_property
    def dates(self) -> Numbers:
        """The day number of each document's meeting."""
        dates: Numbers = self._numbers(Number.DATE).astype(np.int64)
        return dates

    @cached_property
    def years(self) -> tuple[list[str], Numbers]:
        """The years there are, and the place of each document's year among them."""
        days = np.where(self.dates == NO_DATE, 0, self.dates)
        years = (days - _EPOCH).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
        years[self.dates == NO_DATE] = 0
        distinct, places = np.unique(years, return_inverse=True)
        return [str(year) if year else "" for year in distinct.tolist()], places

    @cached_property
    def norms(self) -> dict[Field, Scores]:
        """How much longer the field of each document is than others, by which occurrences in it are divided."""
        return {field: self._norms(column) for field, column in LENGTHS.items()}

    @cached_property
    def priors(self) -> Scores:
        """What each document's score is multiplied with."""
        priors: Scores = self._numbers(Number.PRIOR)
        return priors

    @cached_property
    def _names(self) -> dict[Name, tuple[list[str], Numbers]]:
        return {}

    def names(self, column: Name) -> tuple[list[str], Numbers]:
        """The distinct values of a column, and the place of each document's value among them."""
        if column not in self._names:
            places: dict[str, int] = {}
            parts = [NO_NUMBERS]
            for segment in self._segments:
                names, local = segment.columns.names(column)
                parts.append(np.array([places.setdefault(name, len(places)) for name in names], np.int64)[local])
            self._names[column] = list(places), np.concatenate(parts)
        return self._names[column]

    def sections(self, documents: Numbers) -> tuple[Numbers, Numbers]:
        """How many sections documents have; position, page and offset of each of them, as rows."""
        firsts, rows = self._sections
        each = firsts[documents + 1] - firsts[documents]
        return each, rows[ranges(firsts[documents], each)].astype(np.int64)

    @cached_property
    def _sections(self) -> tuple[Numbers, Numbers]:
        """The number of each document's first section, and all sections."""
        parts = [segment.columns.sections() for segment in self._segments]
        each = np.concatenate([NO_NUMBERS, *(part for part, _ in parts)])
        rows = np.concatenate([np.empty((0, 3), np.uint32), *(part for _, part in parts)])
        return np.concatenate((np.zeros(1, np.int64), np.cumsum(each))), rows

    def _each(self, column: Name) -> list[str]:
        return [
            names[place]
            for names, places in (segment.columns.names(column) for segment in self._segments)
            for place in places.tolist()
        ]

    def _numbers(self, column: Number) -> Any:
        return np.concatenate([NO_NUMBERS, *(segment.columns.numbers(column) for segment in self._segments)])

    def _norms(self, column: Number) -> Scores:
        lengths = self._numbers(column)
        present = lengths[self.living & (lengths > 0)]
        average = int(present.sum()) / len(present) if len(present) else 1.0
        return np.asarray(1 - B + B * lengths / average, np.float64)
