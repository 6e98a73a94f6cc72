"""Filters and facets over whole columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from search.backends.base import FacetCount, Filters
from search.backends.whoosh.postings import Flags
from search.backends.whoosh.schema import BETWEEN_NAMES, NO_DATE, Column
from search.backends.whoosh.snapshot import Snapshot


def passing(snapshot: Snapshot, filters: Filters) -> Flags:
    """The documents that the filters let through."""
    flags = snapshot.living.copy()
    for column, wanted in (
        (Column.ORGANIZATION, filters.organizations),
        (Column.BODIES, filters.bodies),
        (Column.PARTIES, filters.parties),
    ):
        if wanted:
            folded = {value.casefold() for value in wanted} - {""}
            names, places = snapshot.names(column)
            fits = [not folded.isdisjoint(name.casefold().split(BETWEEN_NAMES)) for name in names]
            flags &= np.array(fits, np.bool_)[places]
    for column, exact in (
        (Column.KIND, filters.kinds),
        (Column.OUTCOME, filters.outcomes),
        (Column.LANGUAGE, filters.languages),
        (Column.CASE, tuple(BETWEEN_NAMES + case for case in filters.cases)),
    ):
        if exact:
            names, places = snapshot.names(column)
            flags &= np.array([name != "" and name in exact for name in names], np.bool_)[places]
    if filters.years:
        names, places = snapshot.years
        years = {str(year) for year in filters.years}
        flags &= np.array([name in years for name in names], np.bool_)[places]
    if filters.date_from is not None:
        flags &= snapshot.dates >= filters.date_from.toordinal()
    if filters.date_to is not None:
        flags &= (snapshot.dates <= filters.date_to.toordinal()) & (snapshot.dates != NO_DATE)
    return flags


def count_facet(snapshot: Snapshot, flags: Flags, facet: str) -> tuple[FacetCount, ...]:
    """How many of the documents have each value."""
    names, places = snapshot.years if facet == "year" else snapshot.names(_COLUMNS[facet])
    occurrences = np.bincount(places[flags], minlength=len(names)).tolist()
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for name, count in zip(names, occurrences, strict=True):
        for value, label in facet_values(facet, name) if count else ():
            counts[value] += count
            labels[value] = min(labels.get(value, label), label)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value=value, label=labels[value], count=count) for value, count in ordered)


def facet_values(facet: str, name: str) -> Iterable[tuple[str, str]]:
    """The values in a column's entry, each with its label; none in an empty one."""
    parts = name.split(BETWEEN_NAMES)
    if facet == "organization":
        key, label = parts if len(parts) > 1 else ("", "")
        return [(key, label or key)] if key else []
    return [(part, part) for part in parts if part]


_COLUMNS = {
    "organization": Column.ORGANIZATION,
    "body": Column.BODIES,
    "party": Column.PARTIES,
    "kind": Column.KIND,
    "outcome": Column.OUTCOME,
    "language": Column.LANGUAGE,
}
