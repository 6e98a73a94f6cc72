"""Filters and facets entry by entry, for the naive back end."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from search.backends.base import FacetCount, Filters, IndexEntry


def passes(entry: IndexEntry, filters: Filters) -> bool:
    """Whether the filters let an entry through."""
    names = {name.casefold() for name in (entry.organization, entry.organization_name) if name}
    wanted = (
        (filters.organizations, names),
        (filters.bodies, {body.casefold() for body in entry.bodies}),
        (filters.parties, {party.casefold() for party in entry.parties}),
    )
    exact = (
        (filters.kinds, entry.kind),
        (filters.outcomes, entry.outcome),
        (filters.languages, entry.language),
        (filters.cases, entry.case),
    )
    return (
        all(not values or any(value.casefold() in present for value in values) for values, present in wanted)
        and all(not values or value in values for values, value in exact)
        and _in_period(entry.date, filters)
    )


def _in_period(date: dt.date | None, filters: Filters) -> bool:
    if date is None:
        return not filters.years and filters.date_from is None and filters.date_to is None
    return (
        (not filters.years or date.year in filters.years)
        and (filters.date_from is None or date >= filters.date_from)
        and (filters.date_to is None or date <= filters.date_to)
    )


def facet_values(entry: IndexEntry, facet: str) -> list[tuple[str, str]]:
    """The values of one entry, each with its label."""
    match facet:
        case "organization":
            key = entry.organization or entry.organization_name
            return [(key, entry.organization_name or key)] if key else []
        case "body":
            values: Iterable[str | None] = entry.bodies
        case "party":
            values = entry.parties
        case "kind":
            values = (entry.kind,)
        case "outcome":
            values = (entry.outcome,)
        case "language":
            values = (entry.language,)
        case _:
            values = (str(entry.date.year),) if entry.date else ()
    return [(value, value) for value in dict.fromkeys(values) if value]


def count_facet(entries: list[IndexEntry], facet: str) -> tuple[FacetCount, ...]:
    """How many of the entries have each value."""
    pairs = Counter(pair for entry in entries for pair in facet_values(entry, facet))
    labels = dict(sorted(pairs, reverse=True))
    counts: Counter[str] = Counter()
    for (value, _), count in pairs.items():
        counts[value] += count
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value=value, label=labels[value], count=count) for value, count in ordered)
