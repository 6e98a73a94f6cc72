"""Answers questions from the index as it is at one moment: read, widened, checked, run, and told about."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from harvester.store import Store
from search.backends.base import (
    FACETS,
    Among,
    And,
    Everything,
    Filters,
    IndexReader,
    Leaf,
    Match,
    Order,
    Request,
    Tree,
    leaves,
)
from search.hits import Hits
from search.language import Analyzer
from search.literal import Verifier
from search.notes import Note, NoteKind
from search.query import ParsedQuery, parse
from search.question import Question
from search.ranking import exact_first, recency
from search.results import Hit, SearchResult
from search.suggesting import suggest
from search.widening import Widener

_READ_AT_ONCE = 200
_OF_WIDENING = frozenset({NoteKind.WIDENED, NoteKind.OTHER_NAMES})
_SILENT = frozenset({NoteKind.EMPTY, NoteKind.ONLY_EXCLUDES})


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A request that can be run, what may be marked in the texts that it finds, and what to tell about it."""

    request: Request
    wanted: tuple[Leaf, ...]
    notes: tuple[Note, ...]


class Answering:
    """Answers from one state of the index.

    Args:
        among: the keys of the entries that may be found; None for all.
    """

    def __init__(
        self, reader: IndexReader, store: Store, analyzer: Analyzer, among: frozenset[str] | None = None
    ) -> None:
        self._reader = reader
        self._store = store
        self._analyzer = analyzer
        self._among = among

    def answer(self, question: Question) -> SearchResult:
        """One page of the answer, with facets and notes."""
        parsed = parse(question.query, self._analyzer)
        prepared = self._prepared(parsed, question)
        if prepared is None:
            return _nothing(parsed, question)
        found = self._reader.search(prepared.request)
        hits = Hits(self._store, self._analyzer, prepared.wanted).of(found.matches)
        notes = [*(note for note in parsed.notes if note.kind not in _SILENT or not question.filters), *prepared.notes]
        alone: tuple[tuple[str, int], ...] = ()
        if not found.total:
            notes += self._unknown_names(question.filters)
            alone = self._counts_alone(prepared.wanted)
        if len(found.matches) > len(hits):
            notes.append(Note(NoteKind.WITHDRAWN, str(len(found.matches) - len(hits))))
        return SearchResult(
            query=parsed.text,
            total=found.total,
            page=question.page,
            per_page=question.per_page,
            hits=hits,
            facets=found.facets,
            notes=tuple(notes),
            leaves=prepared.wanted,
            alone=alone,
            widened=any(note.kind in _OF_WIDENING for note in prepared.notes),
            suggestions=suggest(
                parsed.text,
                prepared.request.tree,
                self._reader,
                lambda query: self.total(replace(question, query=query)),
            ),
            understood=parsed.tree,
            folded=question.fold,
        )

    def every(self, question: Question) -> Iterator[Hit]:
        """All hits, whatever page is asked for."""
        prepared = self._prepared(parse(question.query, self._analyzer), question)
        if prepared is None:
            return
        hits, offset = Hits(self._store, self._analyzer, prepared.wanted), 0
        request = replace(prepared.request, limit=_READ_AT_ONCE, facets=())
        while matches := self._reader.search(replace(request, offset=offset)).matches:
            yield from hits.of(matches)
            offset += len(matches)

    def matches(self, question: Question) -> tuple[Match, ...]:
        """What one page of the answer has, as the index knows it: for those who show no texts."""
        prepared = self._prepared(parse(question.query, self._analyzer), question)
        return self._reader.search(replace(prepared.request, facets=())).matches if prepared else ()

    def total(self, question: Question) -> int:
        """How many things a question finds."""
        prepared = self._prepared(parse(question.query, self._analyzer), question)
        return self._reader.search(replace(prepared.request, limit=0, facets=())).total if prepared else 0

    def _prepared(self, parsed: ParsedQuery, question: Question) -> _Prepared | None:
        """The request of a question; None when it would find everything by accident, or nothing."""
        typed = _runnable(parsed, question.filters)
        if typed is None:
            return None
        if self._among is not None:
            typed = And((typed, Among(self._among)))
        widener = Widener(self._reader, self._analyzer)
        verifier = Verifier(self._reader, self._store, question.filters)
        tree = verifier.verify(widener.widen(typed) if question.widen else typed)
        by_relevance = question.order is Order.RELEVANCE
        request = Request(
            tree=exact_first(tree, typed, self._reader, self._analyzer) if by_relevance else tree,
            filters=question.filters,
            order=question.order,
            recency=recency(self._reader) if by_relevance else None,
            fold=question.fold,
            offset=(question.page - 1) * question.per_page,
            limit=question.per_page,
        )
        return _Prepared(request, leaves(tree), (*widener.notes, *verifier.notes))

    def _counts_alone(self, wanted: tuple[Leaf, ...]) -> tuple[tuple[str, int], ...]:
        """How many entries have each leaf; nothing for a single one."""
        verifier = Verifier(self._reader, self._store, Filters())
        if len(wanted) < 2:
            return ()
        return tuple((leaf.word, self._reader.count(verifier.verify(leaf))) for leaf in wanted)

    def _unknown_names(self, filters: Filters) -> tuple[Note, ...]:
        """Filters that nothing in the index has, each with what comes nearest."""
        notes = []
        for kind, facet, names in (
            (NoteKind.UNKNOWN_ORGANIZATION, "organization", filters.organizations),
            (NoteKind.UNKNOWN_BODY, "body", filters.bodies),
        ):
            known = {value.casefold(): value for value in self._reader.known(facet)} if names else {}
            for name in names:
                if not self._reader.search(Request(tree=Everything(), filters=_only(facet, name), limit=0)).total:
                    near = difflib.get_close_matches(name.casefold(), known, n=3, cutoff=0.4)
                    notes.append(Note(kind, name, ", ".join(known[other] for other in near) or "–"))
        return tuple(notes)


def _runnable(parsed: ParsedQuery, filters: Filters) -> Tree | None:
    """The tree that may be run: filters make up for words that must be there."""
    if not filters:
        return parsed.tree if parsed.bounded else None
    return And((Everything(), parsed.tree)) if parsed.tree else Everything()


def _nothing(parsed: ParsedQuery, question: Question) -> SearchResult:
    return SearchResult(
        query=parsed.text,
        total=0,
        page=question.page,
        per_page=question.per_page,
        hits=(),
        facets=dict.fromkeys(FACETS, ()),
        notes=parsed.notes,
        understood=parsed.tree,
        folded=question.fold,
    )


def _only(facet: str, name: str) -> Filters:
    return Filters(organizations=(name,)) if facet == "organization" else Filters(bodies=(name,))
