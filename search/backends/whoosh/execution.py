"""Evaluates a tree, with the arithmetic that the contract gives."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce

import numpy as np

from search.backends.base import (
    K1,
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
    Recency,
    Tree,
    Weighted,
    Within,
)
from search.backends.whoosh.cache import LeafCache
from search.backends.whoosh.columns import NO_DATE
from search.backends.whoosh.filters import Filtering
from search.backends.whoosh.found import Found, both, either, preferred, summed, unscored
from search.backends.whoosh.occurrences import FAR, Candidates, Occurrences
from search.backends.whoosh.postings import NO_NUMBERS, Numbers
from search.backends.whoosh.snapshot import Scores, Snapshot


class Execution:
    """The evaluation of one tree; leaves are kept in a cache for the next."""

    def __init__(
        self, snapshot: Snapshot, filtering: Filtering, cache: LeafCache, recency: Recency | None = None
    ) -> None:
        self._snapshot = snapshot
        self._filtering = filtering
        self._cache = cache
        self._recency = recency
        self._leaves: dict[Leaf, Found] = {}
        self._occurrences = Occurrences(snapshot)

    def run(self, tree: Tree) -> Found:  # noqa: PLR0911  # one for each kind of tree
        """The documents that the tree asks for."""
        size = self._snapshot.size
        match tree:
            case And(clauses):
                return self._all_of(clauses)
            case Or(clauses):
                return either([self.run(clause) for clause in clauses], size)
            case Preferred(first, then):
                return preferred(self.run(first), self.run(then), size)
            case Weighted(clause, weight):
                found = self.run(clause)
                return Found(found.documents, weight * found.scores)
            case Not(clause):
                return unscored(np.flatnonzero(self._snapshot.living & ~self.run(clause).flags(size)))
            case Within(filters):
                everything = self._filtering.everything
                return unscored(everything[self._filtering.passing(filters, everything)])
            case Among(ids):
                numbers = self._snapshot.numbers
                return unscored(np.array(sorted(numbers[key] for key in ids if key in numbers), np.int64))
            case Everything():
                return unscored(self._filtering.everything)
            case leaf:
                found = self._leaf(leaf)
                return Found(found.documents, found.scores * self._gains(found.documents)) if self._recency else found

    def rarity(self, leaf: Leaf) -> float:
        """The inverse document frequency of a leaf."""
        return self._rarity(len(self._leaf(leaf)))

    def keys(self, leaf: Leaf, documents: Numbers) -> Numbers:
        """Where a leaf stands in the text of documents, in no particular order; see :mod:`.occurrences`."""
        return self._occurrences.keys(leaf, Field.TEXT, Candidates(documents, self._snapshot.size))

    def _all_of(self, clauses: Sequence[Tree]) -> Found:
        """What only takes away is done last, on the few that are left."""
        sieves = [clause for clause in clauses if isinstance(clause, Not | Within | Everything)]
        others = sorted((self.run(clause) for clause in clauses if clause not in sieves), key=len)
        found = reduce(self._both, others) if others else unscored(self._filtering.everything)
        for sieve in sieves:
            if isinstance(sieve, Within):
                found = found.only(self._filtering.passing(sieve.filters, found.documents))
            elif isinstance(sieve, Not):
                found = found.only(~self.run(sieve.clause).flags(self._snapshot.size)[found.documents])
        return found

    def _both(self, left: Found, right: Found) -> Found:
        return both(left, right, self._snapshot.size)

    def _gains(self, documents: Numbers) -> Scores:
        """What the scores of documents are multiplied with for being new."""
        assert self._recency is not None
        days = self._snapshot.dates[documents]
        ages = np.maximum(self._recency.day.toordinal() - days, 0)
        return np.where(days == NO_DATE, 1.0, 1 + self._recency.weight * 0.5 ** (ages / self._recency.half_life))

    def _rarity(self, holders: int) -> float:
        return math.log(1 + (self._snapshot.count - holders + 0.5) / (holders + 0.5))

    def _leaf(self, leaf: Leaf) -> Found:
        found = self._leaves[leaf] if leaf in self._leaves else self._cache.get(leaf)
        if found is None:
            found = self._scored(leaf)
            self._cache.keep(leaf, found)
        self._leaves[leaf] = found
        return found

    def _scored(self, leaf: Leaf) -> Found:
        documents: list[Numbers] = [NO_NUMBERS]
        frequencies: list[Scores] = [np.empty(0)]
        for field in leaf.fields:
            for where, counts in self._counts(leaf, field):
                documents.append(where)
                norms = self._snapshot.norms.get(field)
                frequencies.append(
                    np.asarray(WEIGHTS[field] * counts / (1.0 if norms is None else norms[where]), np.float64)
                )
        found = summed(np.concatenate(documents), np.concatenate(frequencies), self._snapshot.size)
        if not self._snapshot.is_whole:
            found = found.only(self._snapshot.living[found.documents])
        frequency = found.scores
        relevance = self._rarity(len(found)) * frequency * (K1 + 1) / (frequency + K1)
        return Found(found.documents, relevance * self._snapshot.priors[found.documents])

    def _counts(self, leaf: Leaf, field: Field) -> list[tuple[Numbers, Numbers]]:
        """Documents with the number of occurrences in a field; a document may stand several times."""
        if isinstance(leaf, AnyOf):
            return [counts for one in leaf.leaves for counts in self._counts(one, field)]
        if isinstance(leaf, Phrase | Near):
            return [np.unique(self._occurrences.keys(leaf, field) // FAR, return_counts=True)]
        return [
            (postings.documents.astype(np.int64) + first, postings.counts())
            for first, postings in self._occurrences.lists(leaf, field)
        ]
