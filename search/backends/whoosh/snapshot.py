"""An opened index at one moment: posting lists and columns of all its segments under one numbering."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice, takewhile
from threading import RLock
from typing import Any

import numpy as np

from search.backends.analysis import Section
from search.backends.base import MOST_EXPANSIONS, B, Field
from search.backends.whoosh.codec import ListSegmentReader
from search.backends.whoosh.postings import NO_NUMBERS, Flags, Numbers, PostingList
from search.backends.whoosh.schema import NO_DATE, Column

CACHED_NUMBERS = 8_000_000
"""How many numbers of decoded posting lists are kept; eight bytes each."""

_LENGTHS = {Field.TEXT: Column.TEXT_LENGTH, Field.DECISION: Column.DECISION_LENGTH}

Scores = np.ndarray[Any, np.dtype[np.float64]]
Lists = list[tuple[int, PostingList]]


class Snapshot:
    """Reads segments.

    Whoosh's files are read by seeking, so one thread reads at a time; what has been decoded is shared.
    """

    def __init__(self, readers: list[ListSegmentReader]) -> None:
        self._readers = readers
        # Opened now, because a writer may remove the files at any time; read when they are needed.
        self._columns = {column: [reader.open_column(column) for reader in readers] for column in Column}
        self._lock = RLock()
        sizes = [reader.doc_count_all() for reader in readers]
        self._firsts = (np.cumsum(sizes) - sizes).tolist() if sizes else []
        self.size = sum(sizes)
        self._cache: OrderedDict[tuple[Field, str], Lists] = OrderedDict()
        self._cached = 0
        self._read: dict[Column, tuple[list[str], Numbers]] = {}

    def close(self) -> None:
        """Close the files."""
        with self._lock:
            for reader in self._readers:
                reader.close()

    @cached_property
    def living(self) -> Flags:
        """Which documents have not been removed."""
        flags = np.ones(self.size, np.bool_)
        for reader, first in zip(self._readers, self._firsts, strict=True):
            flags[[first + document for document in reader.segment().deleted_docs()]] = False
        return flags

    @cached_property
    def count(self) -> int:
        """How many documents have not been removed."""
        return int(self.living.sum())

    def lists(self, field: Field, term: str) -> Lists:
        """The posting lists of a term, each with the number of its segment's first document."""
        key = (field, term)
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
            found = [(first, reader.terms.posting_list(field, term.encode())) for reader, first in self._segments()]
            lists = [(first, one) for first, one in found if one is not None]
            if lists:  # the words that nobody wrote are without end
                self._remember(key, lists)
            return lists

    def frequency(self, field: Field, term: str) -> int:
        """How many documents that count have a term in a field."""
        return sum(int(self.living[first + found.documents].sum()) for first, found in self.lists(field, term))

    def folded(self, documents: Numbers) -> tuple[Numbers, Numbers]:
        """The first document of each case in the order given, and how many of the documents its case has."""
        names, places = self.names(Column.CASE)
        alone = names.index("") if "" in names else -1
        groups = np.where(places == alone, len(names) + np.arange(self.size), places)[documents]
        _, firsts, sizes = np.unique(groups, return_index=True, return_counts=True)
        order = np.argsort(firsts)
        return documents[firsts[order]], sizes[order]

    def expand(self, field: Field, prefix: str) -> list[str]:
        """The first terms of a field, in alphabetical order, that begin so."""
        start = prefix.encode()
        found: set[bytes] = set()
        with self._lock:
            for reader, _ in self._segments():
                terms = islice(reader.terms.terms_from(field.value, start), MOST_EXPANSIONS)
                found.update(takewhile(lambda term: term.startswith(start), _of_field(terms, field)))
        return sorted(term.decode() for term in found)[:MOST_EXPANSIONS]

    @cached_property
    def ids(self) -> list[str]:
        """The id of each document, removed ones too."""
        return self._names(Column.ID)

    @cached_property
    def states(self) -> list[str]:
        """The state of each document."""
        return self._names(Column.STATE)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each document that counts, by id."""
        living = np.flatnonzero(self.living).tolist()
        return {self.ids[number]: number for number in living}

    @cached_property
    def order_by_date(self) -> Numbers:
        """The place of each document when they are sorted by date, newest first, and then by id."""
        by_id = np.array(sorted(range(self.size), key=self.ids.__getitem__), np.int64)
        newest = by_id[np.argsort(-self.dates[by_id], kind="stable")]
        places = np.empty(self.size, np.int64)
        places[newest] = np.arange(self.size)
        return places

    @cached_property
    def dates(self) -> Numbers:
        """The day number of each document's meeting."""
        return self._numbers(Column.DATE)

    @cached_property
    def years(self) -> tuple[list[str], Numbers]:
        """The years there are, and the place of each document's year among them."""
        days = np.where(self.dates == NO_DATE, 0, self.dates)
        # Day 719163 of the ordinal calendar is the first of 1970.
        years = (days - 719163).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
        years[self.dates == NO_DATE] = 0
        distinct, places = np.unique(years, return_inverse=True)
        return [str(year) if year else "" for year in distinct.tolist()], places

    @cached_property
    def norms(self) -> dict[Field, Scores]:
        """How much longer the field of each document is than others, by which occurrences in it are divided."""
        return {field: self._norms(column) for field, column in _LENGTHS.items()}

    @cached_property
    def priors(self) -> Scores:
        """What each document's score is multiplied with."""
        with self._lock:
            parts = [reader.reals() for reader in self._columns[Column.PRIOR]]
        return np.concatenate([np.empty(0), *parts])

    def names(self, column: Column) -> tuple[list[str], Numbers]:
        """The distinct values of a column, and the place of each document's value among them."""
        return self._whole(column)

    def sections(self, document: int) -> list[Section]:
        """Where the parts of a document's text begin."""
        place = int(np.searchsorted(self._firsts, document, "right")) - 1
        with self._lock:
            content = self._columns[Column.SECTIONS][place][document - self._firsts[place]]
        return [Section(*row) for row in np.frombuffer(content, "<u4").reshape(-1, 3).tolist()]

    def _whole(self, column: Column) -> tuple[list[str], Numbers]:
        with self._lock:
            if column not in self._read:
                self._read[column] = self._read_names(column)
            return self._read[column]

    def _read_names(self, column: Column) -> tuple[list[str], Numbers]:
        places: dict[str, int] = {}
        parts = [NO_NUMBERS]
        for reader in self._columns[column]:
            names, local = reader.names()
            parts.append(np.array([places.setdefault(name, len(places)) for name in names], np.int64)[local])
        return list(places), np.concatenate(parts)

    def _names(self, column: Column) -> list[str]:
        names, places = self._whole(column)
        return [names[place] for place in places.tolist()]

    def _numbers(self, column: Column) -> Numbers:
        with self._lock:
            parts = [reader.numbers() for reader in self._columns[column]]
        return np.concatenate([NO_NUMBERS, *parts])

    def _norms(self, column: Column) -> Scores:
        lengths = self._numbers(column)
        present = lengths[self.living & (lengths > 0)]
        average = int(present.sum()) / len(present) if len(present) else 1.0
        return np.asarray(1 - B + B * lengths / average, np.float64)

    def _segments(self) -> list[tuple[ListSegmentReader, int]]:
        return list(zip(self._readers, self._firsts, strict=True))

    def _remember(self, key: tuple[Field, str], lists: Lists) -> None:
        self._cache[key] = lists
        self._cached += sum(one.size for _, one in lists)
        while self._cached > CACHED_NUMBERS and len(self._cache) > 1:
            _, dropped = self._cache.popitem(last=False)
            self._cached -= sum(one.size for _, one in dropped)


def _of_field(terms: Iterable[tuple[str, bytes]], field: Field) -> Iterator[bytes]:
    return (term for _, term in takewhile(lambda item: item[0] == field, terms))
