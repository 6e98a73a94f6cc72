"""Answers requests from a snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Self

import numpy as np

from search.backends.base import (
    Field,
    Leaf,
    Match,
    Matches,
    PageMatch,
    Request,
    Tree,
    leaves,
)
from search.backends.whoosh.cache import LeafCache
from search.backends.whoosh.execution import Execution
from search.backends.whoosh.filters import Filtering
from search.backends.whoosh.passages import best_sections, passages
from search.backends.whoosh.ranking import Ranked, rank
from search.backends.whoosh.snapshot import Snapshot


class WhooshReader:
    """The index at one moment. May be used by several threads."""

    def __init__(self, snapshot: Snapshot, cached_bytes: int) -> None:
        self._snapshot = snapshot
        self._filtering = Filtering(snapshot)
        self._cache = LeafCache(cached_bytes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """The mapped files go with their last user."""

    @property
    def size(self) -> int:
        """How many entries there are."""
        return self._snapshot.count

    def states(self) -> dict[str, str]:
        """The state of every entry by id."""
        states = self._snapshot.states
        return {key: states[number] for key, number in self._snapshot.numbers.items()}

    def known(self, facet: str) -> tuple[str, ...]:
        """Every value of a facet, or of ``party``."""
        return tuple(sorted(count.value for count in self._filtering.count(facet, self._filtering.everything)))

    def count(self, tree: Tree) -> int:
        """How many entries fit."""
        return len(self._execution().run(tree))

    def frequency(self, terms: Iterable[str], field: Field = Field.TEXT) -> dict[str, int]:
        """How many entries have each of the terms in a field."""
        return {term: self._snapshot.frequency(field, term) for term in terms}

    def known_terms(self, terms: Iterable[str]) -> frozenset[str]:
        """Those of the terms that stand anywhere in the index."""
        return frozenset(term for term in terms if any(self._snapshot.frequency(field, term) for field in Field))

    def pages(self, entry: str, tree: Tree) -> tuple[PageMatch, ...]:
        """The pages of an entry where leaves stand."""
        document = self._snapshot.numbers.get(entry)
        if document is None:
            return ()
        found = passages(self._snapshot, self._execution(), leaves(tree), np.array([document]))
        counts: Counter[int] = Counter()
        for page, occurrences in zip(found.pages.tolist(), found.counts.sum(0).tolist(), strict=True):
            counts[page] += occurrences
        return tuple(PageMatch(page=page, occurrences=count) for page, count in sorted(counts.items()) if count)

    def search(self, request: Request) -> Matches:
        """Answer a request."""
        execution = Execution(self._snapshot, self._filtering, self._cache, request.recency)
        found = execution.run(request.tree)
        if request.filters:
            found = found.only(self._filtering.passing(request.filters, found.documents))
        ranked = rank(self._snapshot, found, request)
        return Matches(
            total=ranked.total,
            matches=self._matches(execution, leaves(request.tree), ranked),
            facets={facet: self._filtering.count(facet, found.documents) for facet in request.facets},
        )

    def _matches(self, execution: Execution, wanted: tuple[Leaf, ...], ranked: Ranked) -> tuple[Match, ...]:
        in_text = [leaf for leaf in wanted if Field.TEXT in leaf.fields]
        found = passages(self._snapshot, execution, in_text, ranked.documents)
        best = best_sections(found, [execution.rarity(leaf) for leaf in in_text])
        shown = zip(ranked.documents.tolist(), ranked.scores.tolist(), ranked.folded.tolist(), best, strict=True)
        return tuple(
            Match(id=self._snapshot.ids[document], score=score, page=page, offset=offset, folded=folded)
            for document, score, folded, (page, offset) in shown
        )

    def _execution(self) -> Execution:
        return Execution(self._snapshot, self._filtering, self._cache)
