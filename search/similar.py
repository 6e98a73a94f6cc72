"""What was decided before in cases like one: a title or a whole draft in, earlier decisions out.

What is looked for is what distinguishes the text in this collection (:mod:`search.distinguishing`). What shares too
little with it is left out; then come the decisions of the same body, and then the others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from harvester.model import DocumentKind
from harvester.store import Store
from search.backends.base import (
    Among,
    And,
    Filters,
    IndexReader,
    Match,
    Not,
    Or,
    Request,
    Tree,
    Weighted,
    Within,
)
from search.distinguishing import Telling, distinguishing
from search.entries import by_type, entry_key, read_key
from search.hits import Hits
from search.language import Analyzer
from search.ranking import recency
from search.results import Hit, hit_to_json
from search.vocabulary import RecordType

LONGEST_DRAFT = 2_000_000
"""Characters of a draft that are read: some five hundred pages."""

LEAST_SHARED = 0.03
"""What is found counts when it has at least so much of what distinguishes the text; a draft has many words."""

MOST_FOUND = 100

_DECIDING = ("resolution", "item", "minutes_extract", "case_paper")
"""Where a matter is told by itself; a meeting's papers tell of all its matters."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """What earlier decisions are looked for.

    Attributes:
        text: a title, or a whole draft whose first line is the title.
        body: the name of the body that will decide; its decisions come first.
        organization: key or name, when only decisions of this one count.
        before: only decisions of meetings before this day.
        case: the id of the case itself, which is left out.
    """

    text: str
    body: str | None = None
    organization: str | None = None
    before: dt.date | None = None
    case: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """An earlier decision; ``shared`` are the words that it shares with the text, the most distinguishing first."""

    hit: Hit
    shared: tuple[str, ...]
    same_body: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SimilarResult:
    """Earlier decisions, the same body's first; ``words`` are what was looked for, ``total`` how many were found."""

    words: tuple[str, ...]
    total: int
    decisions: tuple[Earlier, ...]


def similar_to_json(result: SimilarResult) -> dict[str, object]:
    """The answer as the command line and the API print it."""
    return {
        "words": list(result.words),
        "total": result.total,
        "decisions": [
            {**hit_to_json(one.hit), "shared": list(one.shared), "same_body": one.same_body} for one in result.decisions
        ],
    }


def find_similar(reader: IndexReader, store: Store, analyzer: Analyzer, draft: Draft, most: int = 10) -> SimilarResult:
    """The best earlier decisions, at most so many of them."""
    tellings = distinguishing(draft.text[:LONGEST_DRAFT], reader, analyzer)
    found: dict[str, Match] = {}
    own: dict[str, Match] = {}
    for kinds in (_DECIDING, ()):
        own = _found(reader, tellings, draft, (draft.body,), kinds) if draft.body else {}
        found = _decided(store, own | _found(reader, tellings, draft, (), kinds), kinds)
        if found:
            break
    shared = _shared(reader, tellings, list(found))
    least = LEAST_SHARED * _worth(tellings)
    kept = [key for key in found if _worth(shared[key]) >= least]
    kept.sort(key=lambda key: (key not in own, -found[key].score, key))
    shown = kept[: min(most, MOST_FOUND)]
    hits = {
        hit.key: hit
        for hit in Hits(store, analyzer, tuple(telling.leaf for telling in tellings)).of([found[key] for key in shown])
    }
    return SimilarResult(
        words=_words(tellings),
        total=len(kept),
        decisions=tuple(
            Earlier(hit=hits[found[key].id], shared=_words(shared[key]), same_body=key in own)
            for key in shown
            if found[key].id in hits
        ),
    )


def _found(
    reader: IndexReader, tellings: Sequence[Telling], draft: Draft, bodies: tuple[str, ...], kinds: tuple[str, ...]
) -> dict[str, Match]:
    """The best of each case."""
    if not tellings:
        return {}
    tree: Tree = Or(tuple(Weighted(telling.leaf, telling.weight) for telling in tellings))
    if draft.case:
        tree = And((tree, Not(Within(Filters(cases=(draft.case,))))))
    filters = Filters(
        organizations=(draft.organization,) if draft.organization else (),
        bodies=bodies,
        kinds=kinds,
        date_to=draft.before - dt.timedelta(days=1) if draft.before else None,
    )
    request = Request(tree=tree, filters=filters, recency=recency(reader), fold=True, limit=MOST_FOUND, facets=())
    return {match.id: match for match in reader.search(request).matches}


def _shared(reader: IndexReader, tellings: Sequence[Telling], keys: Sequence[str]) -> Mapping[str, tuple[Telling, ...]]:
    """What each of the entries has of what was looked for."""
    among = Among(frozenset(keys))
    shared: dict[str, tuple[Telling, ...]] = dict.fromkeys(keys, ())
    for telling in tellings:
        for match in reader.search(Request(tree=And((telling.leaf, among)), limit=len(keys), facets=())).matches:
            shared[match.id] = (*shared[match.id], telling)
    return shared


def _words(tellings: Iterable[Telling]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(telling.leaf.word for telling in tellings))


def _worth(tellings: Iterable[Telling]) -> float:
    return sum(telling.worth for telling in tellings)


def _decided(store: Store, found: Mapping[str, Match], kinds: tuple[str, ...]) -> dict[str, Match]:
    """The matches by their ids, with the resolution in place of the item, or of the paper of an item, that was found.

    A case paper without a resolution is no decision; it is left out where kinds are asked for.
    """
    ids = by_type(found)
    papers = {paper.id: paper for paper in store.reading.documents(ids[RecordType.DOCUMENT])}
    items = dict.fromkeys([*ids[RecordType.ITEM], *(paper.item for paper in papers.values() if paper.item)])
    resolutions = {item.id: item.resolution for item in store.decisions.items(items) if item.resolution}
    decided = {}
    for key, match in found.items():
        record, record_id = read_key(key)
        paper = papers.get(record_id) if record is RecordType.DOCUMENT else None
        resolution = resolutions.get((paper.item or "") if paper else record_id)
        if resolution:
            decided[key] = replace(match, id=entry_key(RecordType.RESOLUTION, resolution), page=None, offset=0)
        elif paper is None or paper.kind is not DocumentKind.CASE_PAPER or not kinds:
            decided[key] = match
    return decided
