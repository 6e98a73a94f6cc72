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

LEAST_SHARED = 0.3
"""What is found counts when it scores at least so much as a share of the best."""

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
    terms = distinguishing_terms(draft.text, reader, analyzer)
    if not terms:
        return SimilarResult(words=(), total=0, decisions=())
    own = _found(reader, terms, draft, own_body=True) if draft.body else {}
    found = own | _found(reader, terms, draft, own_body=False)
    enough = LEAST_SHARED * max((match.score for match in found.values()), default=0.0)
    kept = [match for match in found.values() if match.score >= enough]
    kept.sort(key=lambda match: (match.id not in own, -match.score, match.id))
    shown = kept[: min(most, MOST_FOUND)]
    shared = _shared(reader, terms, [match.id for match in shown])
    decided = _decided(store, shown)
    hits = {hit.key: hit for hit in Hits(store, analyzer, terms).of(list(decided.values()))}
    return SimilarResult(
        words=tuple(term.word for term in terms),
        total=len(kept),
        decisions=tuple(
            Earlier(hit=hits[match.id], shared=shared[key], same_body=key in own)
            for key, match in decided.items()
            if match.id in hits
        ),
    )


def distinguishing_terms(text: str, reader: IndexReader, analyzer: Analyzer) -> tuple[Term, ...]:
    """The words that tell the text from the others in the index, the most telling first."""
    counts, words = _counted(text[:LONGEST_DRAFT], analyzer)
    holders: Counter[str] = Counter()
    for field in _FIELDS:
        for term, count in reader.frequency(counts, field).items():
            holders[term] = max(holders[term], count)
    weights = {
        term: (1 + math.log(count)) * _rarity(holders[term], reader.size)
        for term, count in counts.items()
        if holders[term]
    }
    best = max((_rarity(holders[term], reader.size) for term in weights), default=0.0)
    telling = [term for term in weights if _rarity(holders[term], reader.size) >= LEAST_DISTINCT * best]
    telling.sort(key=lambda term: (-weights[term], term))
    return tuple(Term((term,), words[term], _FIELDS) for term in telling[:MOST_TERMS])


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


def _found(reader: IndexReader, terms: Sequence[Term], draft: Draft, *, own_body: bool) -> dict[str, Match]:
    """The best of each case, in the body or anywhere; among the papers of meetings when nothing else tells of it."""
    tree: Tree = Or(tuple(terms))
    if draft.case:
        tree = And((tree, Not(Within(Filters(cases=(draft.case,))))))
    filters = Filters(
        organizations=(draft.organization,) if draft.organization else (),
        bodies=(draft.body,) if draft.body and own_body else (),
        kinds=_DECIDING,
        date_to=draft.before - dt.timedelta(days=1) if draft.before else None,
    )
    request = Request(tree=tree, filters=filters, recency=recency(reader), fold=True, limit=MOST_FOUND, facets=())
    matches = (
        reader.search(request).matches or reader.search(replace(request, filters=replace(filters, kinds=()))).matches
    )
    return {match.id: match for match in matches}


def _shared(reader: IndexReader, terms: Sequence[Term], keys: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The words that stand in each of the entries."""
    among = Among(frozenset(keys))
    shared: dict[str, tuple[str, ...]] = dict.fromkeys(keys, ())
    for term in terms:
        for match in reader.search(Request(tree=And((term, among)), limit=len(keys), facets=())).matches:
            shared[match.id] = (*shared[match.id], term.word)
    return shared


def _decided(store: Store, matches: Sequence[Match]) -> dict[str, Match]:
    """Each match by its id, with the resolution in place of the item, or the paper of an item, that it was made for."""
    ids = by_type(match.id for match in matches)
    of_papers = {paper.id: paper.item for paper in store.reading.documents(ids[RecordType.DOCUMENT]) if paper.item}
    wanted = dict.fromkeys([*ids[RecordType.ITEM], *of_papers.values()])
    resolutions = {item.id: item.resolution for item in store.decisions.items(wanted) if item.resolution}
    decided = {}
    for match in matches:
        record, record_id = read_key(match.id)
        resolution = resolutions.get(of_papers.get(record_id, "") if record is RecordType.DOCUMENT else record_id)
        key = entry_key(RecordType.RESOLUTION, resolution) if resolution else match.id
        decided[match.id] = match if key == match.id else replace(match, id=key, page=None, offset=0)
    return decided
