"""What the columns say about documents that were found: which pass filters, and how many have each value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

import numpy as np

from search.backends.base import FacetCount, Filters
from search.backends.whoosh.columns import BETWEEN_NAMES, NO_DATE, Name
from search.backends.whoosh.facets import Facet
from search.backends.whoosh.postings import Flags, Numbers
from search.backends.whoosh.snapshot import Snapshot

_COLUMNS = {
    "organization": Name.ORGANIZATION,
    "body": Name.BODIES,
    "party": Name.PARTIES,
    "kind": Name.KIND,
    "outcome": Name.OUTCOME,
    "language": Name.LANGUAGE,
}


class Filtering:
    """What the columns of a snapshot say about documents. May be used by several threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._parts: dict[Name, dict[str, list[int]]] = {}
        self._facets: dict[str, Facet] = {}

    @cached_property
    def everything(self) -> Numbers:
        """The documents that have not been removed."""
        return np.flatnonzero(self._snapshot.living)

    def passing(self, filters: Filters, documents: Numbers) -> Flags:
        """Which of the documents the filters let through."""
        flags = np.ones(len(documents), np.bool_)
        for column, loose in (
            (Name.ORGANIZATION, filters.organizations),
            (Name.BODIES, filters.bodies),
            (Name.PARTIES, filters.parties),
        ):
            if loose:
                flags &= self._has_part(column, loose)[self._snapshot.names(column)[1][documents]]
        for column, exact in (
            (Name.KIND, filters.kinds),
            (Name.OUTCOME, filters.outcomes),
            (Name.LANGUAGE, filters.languages),
            (Name.CASE, tuple(f"={case}" for case in filters.cases)),
        ):
            if exact:
                names, places = self._snapshot.names(column)
                flags &= np.array([name != "" and name in exact for name in names], np.bool_)[places[documents]]
        if filters.years or filters.date_from is not None or filters.date_to is not None:
            flags &= self._in_period(filters, documents)
        return flags

    def count(self, facet: str, documents: Numbers) -> tuple[FacetCount, ...]:
        """How many of the documents have each value."""
        if facet not in self._facets:
            self._facets[facet] = Facet(facet, self._column(facet)[0])
        return self._facets[facet].count(self._column(facet)[1][documents])

    def _column(self, facet: str) -> tuple[list[str], Numbers]:
        return self._snapshot.years if facet == "year" else self._snapshot.names(_COLUMNS[facet])

    def _has_part(self, column: Name, wanted: Iterable[str]) -> Flags:
        """For each distinct name of a column, whether one of the wanted is a part of it."""
        names, _ = self._snapshot.names(column)
        if column not in self._parts:
            parts: defaultdict[str, list[int]] = defaultdict(list)
            for place, name in enumerate(names):
                for part in filter(None, name.casefold().split(BETWEEN_NAMES)):
                    parts[part].append(place)
            self._parts[column] = parts
        flags = np.zeros(len(names), np.bool_)
        for name in wanted:
            flags[self._parts[column].get(name.casefold(), [])] = True
        return flags

    def _in_period(self, filters: Filters, documents: Numbers) -> Flags:
        days = self._snapshot.dates[documents]
        flags: Flags = days != NO_DATE
        if filters.date_from is not None:
            flags &= days >= filters.date_from.toordinal()
        if filters.date_to is not None:
            flags &= days <= filters.date_to.toordinal()
        if filters.years:
            names, places = self._snapshot.years
            years = {str(year) for year in filters.years}
            flags &= np.array([name in years for name in names], np.bool_)[places[documents]]
        return np.asarray(flags, np.bool_)
