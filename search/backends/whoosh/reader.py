"""Answers requests from a snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Self

import numpy as np

from search.backends.analysis import Section
from search.backends.base import (
    K1,
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
from search.backends.whoosh.postings import Numbers
from search.backends.whoosh.ranking import rank
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
        sections = self._snapshot.sections(document)
        counts: Counter[int] = Counter()
        for here in _counts_by_section(self._execution(), leaves(tree), document, sections).values():
            for section, occurrences in zip(sections, here.tolist(), strict=True):
                counts[section.page] += occurrences
        return tuple(PageMatch(page=page, occurrences=count) for page, count in sorted(counts.items()) if count)

    def search(self, request: Request) -> Matches:
        """Answer a request."""
        execution = Execution(self._snapshot, self._filtering, self._cache, request.recency)
        found = execution.run(request.tree)
        if request.filters:
            found = found.only(self._filtering.passing(request.filters, found.documents))
        ranked = rank(self._snapshot, found, request)
        wanted = leaves(request.tree)
        shown = (numbers.tolist() for numbers in (ranked.documents, ranked.scores, ranked.folded))
        return Matches(
            total=ranked.total,
            matches=tuple(self._match(execution, wanted, *values) for values in zip(*shown, strict=True)),
            facets={facet: self._filtering.count(facet, found.documents) for facet in request.facets},
        )

    def _execution(self) -> Execution:
        return Execution(self._snapshot, self._filtering, self._cache)

    def _match(self, execution: Execution, wanted: tuple[Leaf, ...], document: int, score: float, folded: int) -> Match:
        sections = self._snapshot.sections(document)
        page, offset = None, 0
        if sections:
            counts = _counts_by_section(execution, wanted, document, sections) if len(sections) > 1 else {}
            best = sections[_best_section(execution, counts)]
            page, offset = best.page, best.offset
        return Match(id=self._snapshot.ids[document], score=score, page=page, offset=offset, folded=folded)


def _counts_by_section(
    execution: Execution, wanted: tuple[Leaf, ...], document: int, sections: list[Section]
) -> dict[Leaf, Numbers]:
    """How often each leaf stands in each section of a document."""
    starts = [section.position for section in sections]
    return {
        leaf: np.bincount(
            np.searchsorted(starts, execution.positions(leaf, document), "right") - 1, minlength=len(starts)
        )
        for leaf in wanted
        if Field.TEXT in leaf.fields
    }


def _best_section(execution: Execution, counts: dict[Leaf, Numbers]) -> int:
    """The first of the sections with the most leaves, and of those the one with the highest score."""
    if not counts:
        return 0
    distinct = sum(here > 0 for here in counts.values())
    values = sum(execution.rarity(leaf) * here * (K1 + 1) / (here + K1) for leaf, here in counts.items())
    return int(np.lexsort((-np.round(values, 6), -np.asarray(distinct)))[0])
