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

from search.backends.analysis import Section, Tokenizer, field_slots, short_fields, text_tokens
from search.backends.base import (
    K1,
    MOST_EXPANSIONS,
    NORMED,
    WEIGHTS,
    Among,
    And,
    AnyOf,
    B,
    Everything,
    Field,
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
    Recency,
    Request,
    Tree,
    Weighted,
    Within,
    leaves,
    no_listener,
)
from search.backends.memory_values import count_facet, facet_values, passes

Slots = dict[int, tuple[str, ...]]
"""The terms at each position of a field."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kept:
    entry: IndexEntry
    fields: dict[Field, Slots]
    sections: tuple[Section, ...]

    def length(self, field: Field) -> int:
        return len(self.fields[field])


class MemoryBackend:
    """Keeps entries as long as the process lives."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
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
        parts = list(text_tokens(entry.pages, self._tokenizer))
        text = {part.position + token.position: token.terms for part, tokens in parts for token in tokens}
        short = {
            field: dict(field_slots(field, values, self._tokenizer)) for field, values in short_fields(entry).items()
        }
        return _Kept(
            entry=entry,
            fields={**short, Field.TEXT: text},
            sections=tuple(part for part, _ in parts),
        )


class MemoryReader:
    """Entries at one moment."""

    def __init__(self, kept: dict[str, _Kept]) -> None:
        self._kept = kept
        self._expansions: dict[tuple[str, tuple[Field, ...]], list[str]] = {}
        self._averages = {field: _average(one.length(field) for one in kept.values()) for field in NORMED}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is held open."""

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self._kept)

    def states(self) -> dict[str, str]:
        """The state of every entry by id."""
        return {key: kept.entry.state for key, kept in self._kept.items()}

    def known(self, facet: str) -> tuple[str, ...]:
        """Every value of a facet."""
        return tuple(sorted({value for kept in self._kept.values() for value, _ in facet_values(kept.entry, facet)}))

    def count(self, tree: Tree) -> int:
        """How many entries fit."""
        return sum(self.fits(tree, kept) for kept in self._kept.values())

    def frequency(self, terms: Iterable[str], field: Field = Field.TEXT) -> dict[str, int]:
        """How many entries have each of the terms in a field."""
        every = Counter(
            term
            for kept in self._kept.values()
            for term in {term for here in kept.fields[field].values() for term in here}
        )
        return {term: every[term] for term in terms}

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
            for place in self.occurrences(leaf, kept, Field.TEXT)
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
            if self.fits(request.tree, kept) and passes(kept.entry, request.filters)
        ]
        scoring = _Scoring(self, request)
        scores = {kept.entry.id: round(scoring.score(request.tree, kept), 6) for kept in found}
        found.sort(key=lambda kept: _sort_key(kept.entry, scores[kept.entry.id], request.order))
        groups = _cases(found) if request.fold else [[kept] for kept in found]
        shown = groups[request.offset : request.offset + request.limit]
        return Matches(
            total=len(groups),
            matches=tuple(
                self._match(group[0], scores[group[0].entry.id], scoring.weights, len(group) - 1) for group in shown
            ),
            facets={facet: count_facet([kept.entry for kept in found], facet) for facet in request.facets},
        )

    def fits(self, tree: Tree, kept: _Kept) -> bool:  # noqa: PLR0911  # one for each kind of tree
        """Whether an entry has what the tree asks for."""
        match tree:
            case And(clauses):
                return all(self.fits(clause, kept) for clause in clauses)
            case Or(clauses):
                return any(self.fits(clause, kept) for clause in clauses)
            case Preferred(first, then):
                return self.fits(first, kept) or self.fits(then, kept)
            case Weighted(clause):
                return self.fits(clause, kept)
            case Not(clause):
                return not self.fits(clause, kept)
            case Within(filters):
                return passes(kept.entry, filters)
            case Among(ids):
                return kept.entry.id in ids
            case Everything():
                return True
            case leaf:
                return any(self.occurrences(leaf, kept, field) for field in leaf.fields)

    def occurrences(self, leaf: Leaf, kept: _Kept, field: Field) -> list[int]:
        """The position of every occurrence in a field, twice where two alternatives stand."""
        if isinstance(leaf, AnyOf):
            return [place for one in leaf.leaves for place in self.occurrences(one, kept, field)]
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
        return {(first, first + longer) for first in self.occurrences(leaf, kept, field)}

    def _expand(self, leaf: Prefix) -> dict[str, None]:
        key = leaf.prefix, leaf.fields
        if key not in self._expansions:
            every = {
                term
                for kept in self._kept.values()
                for field in leaf.fields
                for terms in kept.fields[field].values()
                for term in terms
            }
            self._expansions[key] = sorted(term for term in every if term.startswith(leaf.prefix))[:MOST_EXPANSIONS]
        return dict.fromkeys((*leaf.alternatives, *self._expansions[key]))

    def norm(self, field: Field, kept: _Kept) -> float:
        """What occurrences in a field are divided by."""
        return 1 - B + B * kept.length(field) / self._averages[field] if field in NORMED else 1.0

    def every(self) -> Iterable[_Kept]:
        """All entries."""
        return self._kept.values()

    def _match(self, kept: _Kept, score: float, weights: dict[Leaf, float], folded: int) -> Match:
        best: tuple[int, float] = (-1, 0.0)
        page, offset = None, 0
        found = {leaf: self.occurrences(leaf, kept, Field.TEXT) for leaf in weights if Field.TEXT in leaf.fields}
        for section, end in _spans(kept.sections):
            counts = {leaf: sum(section.position <= at < end for at in places) for leaf, places in found.items()}
            value = sum(weights[leaf] * count * (K1 + 1) / (count + K1) for leaf, count in counts.items())
            quality = sum(count > 0 for count in counts.values()), round(value, 6)
            if quality > best:
                best, page, offset = quality, section.page, section.offset
        return Match(id=kept.entry.id, score=score, page=page, offset=offset, folded=folded)


class _Scoring:
    """The scores of one request."""

    def __init__(self, reader: MemoryReader, request: Request) -> None:
        self._reader = reader
        self._recency = request.recency
        self.weights = {leaf: self._rarity(leaf) for leaf in leaves(request.tree)}
        self._heights: dict[Tree, float] = {}

    def _rarity(self, leaf: Leaf) -> float:
        holders = self._reader.count(leaf)
        return math.log(1 + (self._reader.size - holders + 0.5) / (holders + 0.5))

    def score(self, tree: Tree, kept: _Kept) -> float:
        """The score of an entry that fits."""
        match tree:
            case And(clauses) | Or(clauses):
                return sum(self.score(clause, kept) for clause in clauses if self._reader.fits(clause, kept))
            case Preferred(first, then):
                if not self._reader.fits(first, kept):
                    return self.score(then, kept)
                return self.score(first, kept) + self._highest(then)
            case Weighted(clause, weight):
                return weight * self.score(clause, kept)
            case Not() | Within() | Among() | Everything():
                return 0.0
            case leaf:
                frequency = 0.0
                for field in leaf.fields:
                    occurrences = len(self._reader.occurrences(leaf, kept, field))
                    frequency += WEIGHTS[field] * occurrences / self._reader.norm(field, kept)
                relevance = self.weights[leaf] * frequency * (K1 + 1) / (frequency + K1)
                return relevance * kept.entry.prior * _gain(kept.entry, self._recency)

    def _highest(self, tree: Tree) -> float:
        if tree not in self._heights:
            fitting = (kept for kept in self._reader.every() if self._reader.fits(tree, kept))
            self._heights[tree] = max((self.score(tree, kept) for kept in fitting), default=0.0)
        return self._heights[tree]


def _average(lengths: Iterable[int]) -> float:
    present = [length for length in lengths if length]
    return sum(present) / len(present) if present else 1.0


def _gain(entry: IndexEntry, recency: Recency | None) -> float:
    """What the score of a new entry is multiplied with."""
    if recency is None or entry.date is None:
        return 1.0
    age = max(0, (recency.day - entry.date).days)
    return float(1 + recency.weight * 0.5 ** (age / recency.half_life))


def _cases(found: list[_Kept]) -> list[list[_Kept]]:
    """Entries by case, each where its first one stood; one without a case is by itself."""
    groups: dict[tuple[str, str], list[_Kept]] = {}
    for kept in found:
        key = ("case", kept.entry.case) if kept.entry.case is not None else ("id", kept.entry.id)
        groups.setdefault(key, []).append(kept)
    return list(groups.values())


def _spans(sections: tuple[Section, ...]) -> Iterator[tuple[Section, float]]:
    yield from ((section, after.position) for section, after in pairwise(sections))
    if sections:
        yield sections[-1], math.inf


def _sort_key(entry: IndexEntry, score: float, order: Order) -> tuple[float, int, str]:
    newest_first = -entry.date.toordinal() if entry.date else 0
    return (-score if order is Order.RELEVANCE else 0.0, newest_first, entry.id)
