"""A naive back end in memory: every question looks at every token of every entry.

It is what the contract says in the plainest words, and stands beside every other back end in the contract's tests.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from search.backends.analysis import Section, short_fields, text_tokens
from search.backends.base import (
    FACETS,
    K1,
    MOST_EXPANSIONS,
    WEIGHTS,
    Among,
    And,
    AnyOf,
    B,
    Everything,
    FacetCount,
    Field,
    Filters,
    IndexEntry,
    Leaf,
    Match,
    Matches,
    Near,
    Not,
    Or,
    Order,
    PageMatch,
    Phrase,
    Preferred,
    Prefix,
    Request,
    Tree,
    Within,
    leaves,
    no_listener,
)
from search.language import Analyzer

Slots = dict[int, tuple[str, ...]]
"""The terms at each position of a field."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kept:
    entry: IndexEntry
    fields: dict[Field, Slots]
    sections: tuple[Section, ...]
    length: int


class MemoryBackend:
    """Keeps entries as long as the process lives."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._kept: dict[str, _Kept] = {}

    def reader(self) -> MemoryReader:
        """The entries as they are now."""
        return MemoryReader(dict(self._kept))

    def write(
        self, entries: Iterable[IndexEntry], removed: Collection[str] = (), *, added: Callable[[], None] = no_listener
    ) -> None:
        """Add, replace and remove, all at once."""
        batch = {}
        for entry in entries:
            batch[entry.id] = self._keep(entry)
            added()
        self._kept = {key: kept for key, kept in self._kept.items() if key not in removed} | batch

    def _keep(self, entry: IndexEntry) -> _Kept:
        parts = list(text_tokens(entry.pages, self._analyzer))
        text = {part.position + token.position: token.terms for part, tokens in parts for token in tokens}
        short = {field: self._slots(values) for field, values in short_fields(entry).items()}
        return _Kept(
            entry=entry,
            fields={**short, Field.TEXT: text},
            sections=tuple(part for part, _ in parts),
            length=sum(len(tokens) for _, tokens in parts),
        )

    def _slots(self, values: tuple[str, ...]) -> Slots:
        slots: Slots = {}
        for value in values:
            first = max(slots, default=-2) + 2
            slots |= {first + token.position: token.terms for token in self._analyzer.tokens(value)}
        return slots


class MemoryReader:
    """Entries at one moment."""

    def __init__(self, kept: dict[str, _Kept]) -> None:
        self._kept = kept
        total = sum(one.length for one in kept.values())
        self._average = total / len(kept) if total else 1.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is held open."""

    def states(self) -> dict[str, str]:
        """The state of every entry by id."""
        return {key: kept.entry.state for key, kept in self._kept.items()}

    def known(self, facet: str) -> tuple[str, ...]:
        """Every value of a facet."""
        return tuple(sorted({value for kept in self._kept.values() for value, _ in _facet_values(kept.entry, facet)}))

    def count(self, tree: Tree) -> int:
        """How many entries fit."""
        return sum(self._fits(tree, kept) for kept in self._kept.values())

    def known_terms(self, terms: Iterable[str]) -> frozenset[str]:
        """Those of the terms that stand anywhere."""
        every = {
            term
            for kept in self._kept.values()
            for slots in kept.fields.values()
            for here in slots.values()
            for term in here
        }
        return frozenset(every.intersection(terms))

    def pages(self, entry: str, tree: Tree) -> tuple[PageMatch, ...]:
        """The pages of an entry where leaves stand."""
        if entry not in self._kept:
            return ()
        kept = self._kept[entry]
        places = [
            place
            for leaf in leaves(tree)
            if Field.TEXT in leaf.fields
            for place in self._occurrences(leaf, kept, Field.TEXT)
        ]
        counts = Counter(
            section.page
            for section, end in _spans(kept.sections)
            for place in places
            if section.position <= place < end
        )
        return tuple(PageMatch(page=page, occurrences=count) for page, count in sorted(counts.items()))

    def search(self, request: Request) -> Matches:
        """Look at everything."""
        found = [
            kept
            for kept in self._kept.values()
            if self._fits(request.tree, kept) and _passes(kept.entry, request.filters)
        ]
        wanted = leaves(request.tree)
        weights = {leaf: self._rarity(leaf) for leaf in wanted}
        scores = {kept.entry.id: round(self._score(request.tree, kept, weights), 6) for kept in found}
        found.sort(key=lambda kept: _sort_key(kept.entry, scores[kept.entry.id], request.order))
        shown = found[request.offset : request.offset + request.limit]
        return Matches(
            total=len(found),
            matches=tuple(self._match(kept, scores[kept.entry.id], weights) for kept in shown),
            facets={facet: _count_facet([kept.entry for kept in found], facet) for facet in FACETS},
        )

    def _fits(self, tree: Tree, kept: _Kept) -> bool:  # noqa: PLR0911  # one for each kind of tree
        match tree:
            case And(clauses):
                return all(self._fits(clause, kept) for clause in clauses)
            case Or(clauses):
                return any(self._fits(clause, kept) for clause in clauses)
            case Preferred(first, then):
                return self._fits(first, kept) or self._fits(then, kept)
            case Not(clause):
                return not self._fits(clause, kept)
            case Within(filters):
                return _passes(kept.entry, filters)
            case Among(ids):
                return kept.entry.id in ids
            case Everything():
                return True
            case leaf:
                return any(self._occurrences(leaf, kept, field) for field in leaf.fields)

    def _occurrences(self, leaf: Leaf, kept: _Kept, field: Field) -> list[int]:
        """The position of every occurrence in a field, twice where two alternatives stand."""
        if isinstance(leaf, AnyOf):
            return [place for one in leaf.leaves for place in self._occurrences(one, kept, field)]
        if isinstance(leaf, Near):
            right = self._places(leaf.right, kept, field)
            return [
                place
                for place, last in self._places(leaf.left, kept, field)
                if any(1 <= first - last <= leaf.within or 1 <= place - end <= leaf.within for first, end in right)
            ]
        slots = kept.fields[field]
        if isinstance(leaf, Phrase):
            return [
                first
                for first in slots
                if all(set(slots.get(first + place, ())) & set(terms) for place, terms in enumerate(leaf.places))
            ]
        wanted = self._expand(leaf) if isinstance(leaf, Prefix) else dict.fromkeys(leaf.alternatives)
        return [position for term in wanted for position, terms in slots.items() if term in terms]

    def _places(self, leaf: Leaf, kept: _Kept, field: Field) -> set[tuple[int, int]]:
        """The first and the last position of every occurrence."""
        if isinstance(leaf, AnyOf):
            return {place for one in leaf.leaves for place in self._places(one, kept, field)}
        longer = len(leaf.places) - 1 if isinstance(leaf, Phrase) else 0
        return {(first, first + longer) for first in self._occurrences(leaf, kept, field)}

    def _expand(self, leaf: Prefix) -> dict[str, None]:
        every = {
            term
            for kept in self._kept.values()
            for field in leaf.fields
            for terms in kept.fields[field].values()
            for term in terms
        }
        expanded = sorted(term for term in every if term.startswith(leaf.prefix))[:MOST_EXPANSIONS]
        return dict.fromkeys((*leaf.alternatives, *expanded))

    def _rarity(self, leaf: Leaf) -> float:
        holders = self.count(leaf)
        return math.log(1 + (len(self._kept) - holders + 0.5) / (holders + 0.5))

    def _score(self, tree: Tree, kept: _Kept, weights: dict[Leaf, float]) -> float:
        match tree:
            case And(clauses) | Or(clauses):
                return sum(self._score(clause, kept, weights) for clause in clauses if self._fits(clause, kept))
            case Preferred(first, then):
                if not self._fits(first, kept):
                    return self._score(then, kept, weights)
                return self._score(first, kept, weights) + self._highest(then, weights)
            case Not() | Within() | Among() | Everything():
                return 0.0
            case leaf:
                frequency = 0.0
                for field in leaf.fields:
                    norm = 1 - B + B * kept.length / self._average if field is Field.TEXT else 1.0
                    frequency += WEIGHTS[field] * len(self._occurrences(leaf, kept, field)) / norm
                return weights[leaf] * frequency * (K1 + 1) / (frequency + K1)

    def _highest(self, leaf: Leaf, weights: dict[Leaf, float]) -> float:
        return max((self._score(leaf, kept, weights) for kept in self._kept.values()), default=0.0)

    def _match(self, kept: _Kept, score: float, weights: dict[Leaf, float]) -> Match:
        best: tuple[int, float] = (-1, 0.0)
        page, offset = None, 0
        found = {leaf: self._occurrences(leaf, kept, Field.TEXT) for leaf in weights if Field.TEXT in leaf.fields}
        for section, end in _spans(kept.sections):
            counts = {leaf: sum(section.position <= at < end for at in places) for leaf, places in found.items()}
            value = sum(weights[leaf] * count * (K1 + 1) / (count + K1) for leaf, count in counts.items())
            quality = sum(count > 0 for count in counts.values()), round(value, 6)
            if quality > best:
                best, page, offset = quality, section.page, section.offset
        return Match(id=kept.entry.id, score=score, page=page, offset=offset)


def _spans(sections: tuple[Section, ...]) -> Iterator[tuple[Section, float]]:
    yield from ((section, after.position) for section, after in pairwise(sections))
    if sections:
        yield sections[-1], math.inf


def _passes(entry: IndexEntry, filters: Filters) -> bool:
    names = {name.casefold() for name in (entry.organization, entry.organization_name) if name}
    bodies = {body.casefold() for body in entry.bodies}
    first, last = filters.date_from, filters.date_to
    return (
        (not filters.organizations or any(name.casefold() in names for name in filters.organizations))
        and (not filters.bodies or any(body.casefold() in bodies for body in filters.bodies))
        and (not filters.kinds or entry.kind in filters.kinds)
        and (first is None or (entry.date is not None and entry.date >= first))
        and (last is None or (entry.date is not None and entry.date <= last))
    )


def _sort_key(entry: IndexEntry, score: float, order: Order) -> tuple[float, int, str]:
    newest_first = -entry.date.toordinal() if entry.date else 0
    return (-score if order is Order.RELEVANCE else 0.0, newest_first, entry.id)


def _facet_values(entry: IndexEntry, facet: str) -> list[tuple[str, str]]:
    """The values of one entry, each with its label."""
    match facet:
        case "organization":
            key = entry.organization or entry.organization_name
            return [(key, entry.organization_name or key)] if key else []
        case "body":
            return [(body, body) for body in dict.fromkeys(entry.bodies)]
        case "kind":
            return [(entry.kind, entry.kind)]
        case _:
            return [(str(entry.date.year), str(entry.date.year))] if entry.date else []


def _count_facet(entries: list[IndexEntry], facet: str) -> tuple[FacetCount, ...]:
    pairs = Counter(pair for entry in entries for pair in _facet_values(entry, facet))
    labels = dict(sorted(pairs, reverse=True))
    counts: Counter[str] = Counter()
    for (value, _), count in pairs.items():
        counts[value] += count
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value=value, label=labels[value], count=count) for value, count in ordered)
