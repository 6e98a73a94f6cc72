"""What was decided before in cases like one: a title or a whole draft in, earlier decisions out.

What is looked for are the words that distinguish the text in this collection: those that it has often and few other
things have. What shares too little with the text is left out; then come those of the same body, and then the others.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from harvester.model import DocumentKind
from harvester.store import Store
from search.backends.base import (
    Among,
    And,
    Field,
    Filters,
    IndexReader,
    Match,
    Not,
    Or,
    Request,
    Term,
    Tree,
    Within,
)
from search.entries import by_type, entry_key, read_key
from search.hits import Hits
from search.language import Analyzer
from search.ranking import recency
from search.results import Hit, hit_to_json
from search.vocabulary import RecordType

LONGEST_DRAFT = 2_000_000
"""Characters of a draft that are read: some five hundred pages."""

MOST_TERMS = 24
LEAST_DISTINCT = 0.3
"""A word counts when it distinguishes at least so much as a share of the word that distinguishes most."""

LEAST_SHARED = 0.03
"""What is found counts when it has at least so much of what distinguishes the text; a draft has many words."""

TITLE_WEIGHT = 3.0
"""How many times a word of the first line counts."""

MOST_FOUND = 100

_FIELDS = (Field.TITLE, Field.DECISION, Field.TEXT)
_DECIDING = ("resolution", "item", "minutes_extract", "case_paper")
"""Where a matter is told by itself; a meeting's papers tell of all its matters."""

_NUMBERS = re.compile(r"[\W\d_]+")
_TELLING_NUMBER = re.compile(r"\d{4}/\d+(?:-\d+)?")
"""The number of a case; that of an item is another matter's next year."""


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
    weights = distinguishing_terms(draft.text, reader, analyzer)
    terms = tuple(weights)
    found: dict[str, Match] = {}
    own: dict[str, Match] = {}
    for kinds in (_DECIDING, ()):
        own = _found(reader, terms, draft, (draft.body,), kinds) if draft.body else {}
        found = _decided(store, own | _found(reader, terms, draft, (), kinds), kinds)
        if found:
            break
    shared = _shared(reader, terms, list(found))
    parts = {key: sum(weights[term] for term in shared[key]) / sum(weights.values()) for key in found}
    kept = [key for key in found if parts[key] >= LEAST_SHARED]
    kept.sort(key=lambda key: (key not in own, -found[key].score, key))
    shown = kept[: min(most, MOST_FOUND)]
    hits = {hit.key: hit for hit in Hits(store, analyzer, terms).of([found[key] for key in shown])}
    return SimilarResult(
        words=tuple(term.word for term in terms),
        total=len(kept),
        decisions=tuple(
            Earlier(hit=hits[found[key].id], shared=tuple(term.word for term in shared[key]), same_body=key in own)
            for key in shown
            if found[key].id in hits
        ),
    )


def distinguishing_terms(text: str, reader: IndexReader, analyzer: Analyzer) -> Mapping[Term, float]:
    """The words that tell the text from the others in the index, the most telling first, with how rare each is."""
    counts, words = _counted(text[:LONGEST_DRAFT], analyzer)
    holders: Counter[str] = Counter()
    for field in _FIELDS:
        for term, count in reader.frequency(counts, field).items():
            holders[term] = max(holders[term], count)
    rarities = {term: _rarity(holders[term], reader.size) for term in counts if holders[term]}
    least = LEAST_DISTINCT * max(rarities.values(), default=0.0)
    telling = [term for term, rarity in rarities.items() if rarity >= least]
    telling.sort(key=lambda term: (-(1 + math.log(counts[term])) * rarities[term], term))
    return {Term((term,), words[term], _FIELDS): rarities[term] for term in telling[:MOST_TERMS]}


def _counted(text: str, analyzer: Analyzer) -> tuple[Mapping[str, float], Mapping[str, str]]:
    """How often each term stands in a text, and as what word it stands first."""
    title_end = len(text) - len(text.lstrip().partition("\n")[2])
    counts: defaultdict[str, float] = defaultdict(float)
    words: dict[str, str] = {}
    for token in analyzer.tokens(text):
        term, word = token.terms[0], text[token.start : token.end]
        if _NUMBERS.fullmatch(term) and not _TELLING_NUMBER.fullmatch(term):
            continue
        counts[term] += TITLE_WEIGHT if token.start < title_end else 1.0
        words.setdefault(term, word)
    return counts, words


def _rarity(holders: int, size: int) -> float:
    return math.log(1 + (size - holders + 0.5) / (holders + 0.5)) if holders <= size else 0.0


def _found(
    reader: IndexReader, terms: Sequence[Term], draft: Draft, bodies: tuple[str, ...], kinds: tuple[str, ...]
) -> dict[str, Match]:
    """The best of each case."""
    if not terms:
        return {}
    tree: Tree = Or(tuple(terms))
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


def _shared(reader: IndexReader, terms: Sequence[Term], keys: Sequence[str]) -> Mapping[str, tuple[Term, ...]]:
    """The terms that each of the entries has."""
    among = Among(frozenset(keys))
    shared: dict[str, tuple[Term, ...]] = dict.fromkeys(keys, ())
    for term in terms:
        for match in reader.search(Request(tree=And((term, among)), limit=len(keys), facets=())).matches:
            shared[match.id] = (*shared[match.id], term)
    return shared


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
