"""Evaluates a tree over whole posting lists, with the arithmetic that the contract gives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import reduce

import numpy as np

from search.backends.base import (
    K1,
    MOST_EXPANSIONS,
    WEIGHTS,
    Among,
    And,
    AnyOf,
    Everything,
    Field,
    Leaf,
    Near,
    Not,
    Or,
    Phrase,
    Preferred,
    Prefix,
    Recency,
    Term,
    Tree,
    Within,
)
from search.backends.whoosh.facets import passing
from search.backends.whoosh.postings import NO_NUMBERS, Flags, Numbers
from search.backends.whoosh.schema import NO_DATE
from search.backends.whoosh.snapshot import Lists, Scores, Snapshot

_FAR = 1 << 32
"""Document and position are kept in one number; no document has so many positions."""


@dataclass(frozen=True, slots=True)
class Found:
    """The documents of a tree: which, and with what score, both by document number."""

    flags: Flags
    scores: Scores


class Execution:
    """The evaluation of one tree; each leaf is evaluated once."""

    def __init__(self, snapshot: Snapshot, recency: Recency | None = None) -> None:
        self._snapshot = snapshot
        self._boosts = snapshot.priors if recency is None else snapshot.priors * _gains(snapshot.dates, recency)
        self._leaves: dict[Leaf, Found] = {}
        self._expansions: dict[Prefix, tuple[str, ...]] = {}

    def run(self, tree: Tree) -> Found:  # noqa: PLR0911  # one for each kind of tree
        """The documents that the tree asks for."""
        match tree:
            case And(clauses):
                parts = [self.run(clause) for clause in clauses]
                flags = reduce(np.logical_and, [part.flags for part in parts])
                return Found(flags, np.where(flags, _added(parts), 0.0))
            case Or(clauses):
                parts = [self.run(clause) for clause in clauses]
                return Found(reduce(np.logical_or, [part.flags for part in parts]), _added(parts))
            case Preferred(first, then):
                return _preferred(self.run(first), self.run(then))
            case Not(clause):
                return Found(self._snapshot.living & ~self.run(clause).flags, self._zeros())
            case Within(filters):
                return Found(passing(self._snapshot, filters), self._zeros())
            case Among(ids):
                return Found(self._among(ids), self._zeros())
            case Everything():
                return Found(self._snapshot.living, self._zeros())
            case leaf:
                if leaf not in self._leaves:
                    self._leaves[leaf] = self._leaf(leaf)
                return self._leaves[leaf]

    def rarity(self, leaf: Leaf) -> float:
        """The inverse document frequency of a leaf."""
        return self._rarity(self.run(leaf).flags)

    def positions(self, leaf: Leaf, document: int) -> Numbers:
        """Where a leaf stands in the text of a document, in no particular order."""
        if isinstance(leaf, AnyOf):
            return np.concatenate([NO_NUMBERS, *(self.positions(one, document) for one in leaf.leaves)])
        if isinstance(leaf, Phrase | Near):
            only = np.zeros(self._snapshot.size, np.bool_)
            only[document] = True
            return self._keys_of(leaf, Field.TEXT, only) % _FAR
        parts = [_positions_in(self._snapshot.lists(Field.TEXT, term), document) for term in self._terms(leaf)]
        return np.concatenate([NO_NUMBERS, *parts])

    def _zeros(self) -> Scores:
        return np.zeros(self._snapshot.size)

    def _rarity(self, flags: Flags) -> float:
        holders = int(flags.sum())
        return math.log(1 + (self._snapshot.count - holders + 0.5) / (holders + 0.5))

    def _leaf(self, leaf: Leaf) -> Found:
        frequencies = self._zeros()
        for field in leaf.fields:
            occurrences = self._occurrences(leaf, field)
            norm = self._snapshot.norms.get(field, 1.0)
            frequencies += WEIGHTS[field] * occurrences / norm
        frequencies[~self._snapshot.living] = 0.0
        flags = frequencies > 0
        return Found(flags, self._rarity(flags) * frequencies * (K1 + 1) / (frequencies + K1) * self._boosts)

    def _occurrences(self, leaf: Leaf, field: Field) -> Scores:
        """How often a leaf stands in the field of each document."""
        counts = self._zeros()
        if isinstance(leaf, AnyOf):
            return reduce(np.add, [self._occurrences(one, field) for one in leaf.leaves], counts)
        if isinstance(leaf, Phrase | Near):
            np.add.at(counts, self._keys_of(leaf, field, self._snapshot.living) // _FAR, 1.0)
            return counts
        for term in self._terms(leaf):
            for first, found in self._snapshot.lists(field, term):
                counts[first + found.documents] += found.counts
        return counts

    def _terms(self, leaf: Term | Prefix) -> tuple[str, ...]:
        if isinstance(leaf, Term):
            return tuple(dict.fromkeys(leaf.alternatives))
        if leaf not in self._expansions:
            every = {term for field in leaf.fields for term in self._snapshot.expand(field, leaf.prefix)}
            expanded = sorted(every)[:MOST_EXPANSIONS]
            self._expansions[leaf] = tuple(dict.fromkeys((*leaf.alternatives, *expanded)))
        return self._expansions[leaf]

    def _among(self, ids: frozenset[str]) -> Flags:
        flags = np.zeros(self._snapshot.size, np.bool_)
        flags[[self._snapshot.numbers[key] for key in ids if key in self._snapshot.numbers]] = True
        return flags

    def _keys_of(self, leaf: Phrase | Near, field: Field, among: Flags) -> Numbers:
        """The document and the first position of each occurrence, as one number."""
        return self._phrase(leaf, field, among) if isinstance(leaf, Phrase) else self._near(leaf, field, among)

    def _near(self, leaf: Near, field: Field, among: Flags) -> Numbers:
        right = self._places(leaf.right, field, among)
        found = []
        for lefts, longer in self._places(leaf.left, field, among):
            near = np.zeros(len(lefts), np.bool_)
            for rights, right_longer in right:
                near |= _any_between(rights, lefts + longer + 1, lefts + longer + leaf.within)
                near |= _any_between(rights, lefts - leaf.within - right_longer, lefts - 1 - right_longer)
            found.append(np.stack((lefts[near], np.full(int(near.sum()), longer, np.int64))))
        # Names of different length may begin at one place; each is an occurrence, but the same one is not two.
        keys: Numbers = np.unique(np.concatenate(found, axis=1), axis=1)[0]
        return keys

    def _places(self, leaf: Leaf, field: Field, among: Flags) -> list[tuple[Numbers, int]]:
        """The first positions, in order and with their documents, by how many more words an occurrence has."""
        if isinstance(leaf, AnyOf):
            return [places for one in leaf.leaves for places in self._places(one, field, among)]
        if isinstance(leaf, Phrase):
            return [(np.sort(self._phrase(leaf, field, among)), len(leaf.places) - 1)]
        if isinstance(leaf, Near):
            return [(self._near(leaf, field, among), 0)]
        lists = [found for term in self._terms(leaf) for found in self._snapshot.lists(field, term)]
        return [(_keys(lists, among), 0)]

    def _phrase(self, leaf: Phrase, field: Field, among: Flags) -> Numbers:
        places = [
            [found for term in dict.fromkeys(terms) for found in self._snapshot.lists(field, term)]
            for terms in leaf.places
        ]
        candidates = among.copy()
        for lists in places:
            candidates &= _flags(lists, self._snapshot.size)
        if not candidates.any():
            return NO_NUMBERS
        keys = [_keys(lists, candidates) - place for place, lists in enumerate(places)]
        return reduce(_common, sorted(keys, key=len))


def _gains(days: Numbers, recency: Recency) -> Scores:
    """What the scores of documents of these days are multiplied with."""
    ages = np.maximum(recency.day.toordinal() - days.astype(np.float64), 0)
    return np.where(days == NO_DATE, 1.0, 1 + recency.weight * 0.5 ** (ages / recency.half_life))


def _added(parts: list[Found]) -> Scores:
    """The scores of the parts, each counted where it was found."""
    return reduce(np.add, [part.scores for part in parts])


def _preferred(first: Found, then: Found) -> Found:
    """What fits the first raised above all that only fits the other."""
    highest = then.scores.max(initial=0.0)
    scores = np.where(first.flags, first.scores + highest, then.scores)
    return Found(first.flags | then.flags, scores)


def _flags(lists: Lists, size: int) -> Flags:
    flags = np.zeros(size, np.bool_)
    for first, found in lists:
        flags[first + found.documents] = True
    return flags


def _keys(lists: Lists, candidates: Flags) -> Numbers:
    """Document and position of each occurrence in the candidates as one number, in order, each once."""
    keys = [NO_NUMBERS]
    for first, found in lists:
        documents = first + found.documents
        wanted = candidates[documents]
        if wanted.any():
            keys.append(np.repeat(documents[wanted], found.counts[wanted]) * _FAR + found.positions(wanted))
    joined = np.concatenate(keys)
    # One term's lists are in order already; those of alternatives are not, and may share positions.
    return joined if np.all(joined[1:] > joined[:-1]) else np.unique(joined)


def _any_between(numbers: Numbers, firsts: Numbers, lasts: Numbers) -> Flags:
    """For each range whether one of the numbers, which are in order, is in it."""
    return np.asarray(np.searchsorted(numbers, lasts, "right") > np.searchsorted(numbers, firsts), np.bool_)


def _common(few: Numbers, many: Numbers) -> Numbers:
    """The numbers that stand in both, which are in order."""
    places = np.searchsorted(many, few)
    places[places == len(many)] = 0
    return few[many[places] == few] if len(many) else few[:0]


def _positions_in(lists: Lists, document: int) -> Numbers:
    for first, found in lists:
        place = int(np.searchsorted(found.documents, document - first))
        if place < len(found.documents) and found.documents[place] == document - first:
            start = int(found.counts[:place].sum())
            return found.positions()[start : start + int(found.counts[place])]
    return NO_NUMBERS
