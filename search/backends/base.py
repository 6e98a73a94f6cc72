"""The contract of an index back end: what is put in, what is asked, what comes back.

A back end keeps one entry for each thing that can be found (a document, an agenda item, a resolution, a meeting), finds
entries by a :data:`Tree` and :class:`Filters`, and orders them. It knows nothing of the store, of what people type, or
of screens. The score of an entry for one leaf of the tree is BM25 over fields::

    f     = sum over fields of WEIGHTS[field] * occurrences / norm
    norm  = 1 - B + B * length / average length     for the fields of NORMED, 1 for the others
    idf   = ln(1 + (N - n + 0.5) / (n + 0.5))       n of N entries have the leaf
    boost = prior * (1 + weight * 0.5 ** (age / half life))     the second factor where the request has a Recency
    score = boost * idf * f * (K1 + 1) / (f + K1)

Lengths are in tokens, and their average is over the entries that have any in the field. The leaves' scores are added.
Equal scores (to six decimals) are ordered by date, newest first and undated last, then by id; so the order is total,
and pages of results neither repeat nor skip.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, Self

from harvester.model import Page


class Field(StrEnum):
    """A part of an entry that words are looked for in."""

    TITLE = "title"
    DECISION = "decision"
    TEXT = "text"
    NUMBER = "number"
    BODY = "body"
    ORGANIZATION = "organization"


WEIGHTS: Mapping[Field, float] = {
    Field.TITLE: 5.0,
    Field.DECISION: 1.5,
    Field.TEXT: 1.0,
    Field.NUMBER: 3.0,
    Field.BODY: 1.0,
    Field.ORGANIZATION: 1.0,
}
EVERYWHERE = tuple(WEIGHTS)
NORMED = (Field.TEXT, Field.DECISION)
"""The fields in which an occurrence counts less the longer they are."""
K1 = 1.2
B = 0.75
MOST_EXPANSIONS = 500
"""How many index terms a word with ``*`` stands for at most: the first ones in alphabetical order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexEntry:
    """Something that can be found, as it is indexed.

    Attributes:
        id: whatever tells it from all others.
        state: whatever tells that it must be indexed anew.
        titles: its own title, and those of what it belongs to.
        decision: the text of what was decided.
        kind: a document's kind, or ``item``, ``resolution`` or ``meeting``.
        date: the local day of the meeting.
        language: ``nb`` or ``nn``.
        outcome: what became of the matter.
        parties: those that are named in votes and proposals.
        case: whatever tells the case that it belongs to from all others.
        prior: what the score is multiplied with for being this sort of thing; greater than 0.
    """

    id: str
    state: str
    titles: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    decision: str = ""
    organization: str | None = None
    organization_name: str | None = None
    bodies: tuple[str, ...] = ()
    kind: str
    date: dt.date | None = None
    language: str | None = None
    outcome: str | None = None
    parties: tuple[str, ...] = ()
    case: str | None = None
    prior: float = 1.0
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What an entry must also be. An empty field asks for nothing; several values mean any of them.

    Organizations are compared with key and name, bodies and parties with the name of each, all without regard to case;
    everything else exactly. Dates are the first and the last day that count; an undated entry is of no day and no year.
    """

    organizations: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    date_from: dt.date | None = None
    date_to: dt.date | None = None

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Term:
    """Any of the alternatives, at one place; ``word`` is what was typed."""

    alternatives: tuple[str, ...]
    word: str = ""
    fields: tuple[Field, ...] = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms at places that follow each other, in one field and on one page; each place with its alternatives.

    A ``literal`` one is meant as it is typed; a back end, which only knows terms, finds it in every form.
    """

    places: tuple[tuple[str, ...], ...]
    word: str = ""
    fields: tuple[Field, ...] = EVERYWHERE
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every index term that begins so, or that is one of the alternatives."""

    prefix: str
    alternatives: tuple[str, ...] = ()
    word: str = ""
    fields: tuple[Field, ...] = EVERYWHERE


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Any of the leaves, counted as if they were one word: other names of the same thing."""

    leaves: tuple[Leaf, ...]
    word: str = ""
    fields: tuple[Field, ...] = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Near:
    """The left leaf with the right one at most so many words away in the same field, before it or after it.

    Each place of the left one that has the right one near is an occurrence.
    """

    left: Term | Phrase | Prefix | AnyOf
    right: Term | Phrase | Prefix | AnyOf
    within: int
    word: str = ""
    fields: tuple[Field, ...] = EVERYWHERE


@dataclass(frozen=True, slots=True)
class And:
    """All of the clauses, wherever in the document each one is."""

    clauses: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the clauses."""

    clauses: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Preferred:
    """What fits the first tree, and then what only fits the other.

    The first keep their order, and each scores above all of the others: its score is raised by the other's highest.
    """

    first: Tree
    then: Tree


@dataclass(frozen=True, slots=True)
class Weighted:
    """What fits the clause, its score multiplied by the weight, which is greater than 0."""

    clause: Tree
    weight: float


@dataclass(frozen=True, slots=True)
class Not:
    """Every entry but those of the clause; never adds to a score."""

    clause: Tree


@dataclass(frozen=True, slots=True)
class Within:
    """Every entry that the filters let through, all equally good."""

    filters: Filters


@dataclass(frozen=True, slots=True)
class Among:
    """The entries with these ids, all equally good."""

    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Everything:
    """Every entry, all equally good: for requests that only filter."""


Leaf = Term | Phrase | Prefix | AnyOf | Near
Tree = Leaf | And | Or | Preferred | Weighted | Not | Within | Among | Everything


class Order(StrEnum):
    """How results are sorted."""

    RELEVANCE = "relevance"
    DATE = "date"


@dataclass(frozen=True, kw_only=True, slots=True)
class Recency:
    """Newer entries score a little higher.

    Attributes:
        day: entries of this day, and of later ones, gain the whole ``weight``; undated ones gain nothing.
        half_life: so many days before it the gain is half of that.
        weight: the share of the score that is gained at most.
    """

    day: dt.date
    half_life: float = 730.0
    weight: float = 0.1


FACETS = ("organization", "body", "kind", "year", "outcome", "language")


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """One question: the entries from ``offset`` on, at most ``limit`` of them.

    Attributes:
        fold: show only the first of the entries of each case.
        facets: those that are counted.
    """

    tree: Tree
    filters: Filters = field(default_factory=Filters)
    order: Order = Order.RELEVANCE
    recency: Recency | None = None
    fold: bool = False
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = FACETS


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A found entry, and the part of its text where most of the leaves stand together.

    ``page`` is the page's number and ``offset`` that of the part's first character in it; None and 0 without text.
    ``folded`` is how many more entries of its case were found, when the request folds them.
    """

    id: str
    score: float
    page: int | None
    offset: int
    folded: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class PageMatch:
    """How often the leaves of a tree stand on a page."""

    page: int
    occurrences: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FacetCount:
    """How many of the found entries have a value; ``label`` is what people call it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Matches:
    """The answer to a request.

    ``total`` counts every found entry, or the cases and what belongs to none when the request folds. Facets always
    count every found entry, each with the most frequent value first and equal ones in alphabetical order.
    """

    total: int
    matches: tuple[Match, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]


def no_listener() -> None:
    """Nobody wants to know."""


class IndexReader(Protocol):
    """The index as it was at one moment, however it is written to meanwhile. May be used by several threads."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exception: object) -> None: ...

    @property
    def size(self) -> int:
        """How many entries there are."""

    def states(self) -> dict[str, str]:
        """The state of every entry by id: the other half of a set difference."""

    def search(self, request: Request) -> Matches:
        """Answer a request."""

    def count(self, tree: Tree) -> int:
        """How many entries have what the tree asks for."""

    def pages(self, entry: str, tree: Tree) -> tuple[PageMatch, ...]:
        """The pages of an entry where leaves stand, in order; none when there is no such entry."""

    def known_terms(self, terms: Iterable[str]) -> frozenset[str]:
        """Those of the terms that stand anywhere in the index."""

    def frequency(self, terms: Iterable[str], field: Field = Field.TEXT) -> Mapping[str, int]:
        """How many entries have each of the terms in a field: what tells a common word from one that distinguishes."""

    def known(self, facet: str) -> tuple[str, ...]:
        """Every value that entries have of a facet, or of ``party``, in alphabetical order."""

    def close(self) -> None:
        """Give back what is held open."""


class IndexBackend(Protocol):
    """An index that is kept somewhere."""

    def reader(self) -> IndexReader:
        """The index as it is now.

        Raises:
            IndexDamaged: it cannot be read.
        """

    def write(
        self, entries: Iterable[IndexEntry], removed: Collection[str] = (), *, added: Callable[[], None] = no_listener
    ) -> None:
        """Add entries, replace those with the same id, and take out the removed ones: all at once or not at all.

        ``added`` is called after each entry, long before the batch is part of the index.

        Raises:
            BusyError: somebody else is writing.
            IndexDamaged: what is there cannot be read; it is left as it is.
        """


def leaves(tree: Tree) -> tuple[Leaf, ...]:
    """The leaves that a found entry may have, without those under :class:`Not`; each once, in order."""
    found: dict[Leaf, None] = {}
    waiting = [tree]
    while waiting:
        match waiting.pop(0):
            case And(clauses) | Or(clauses):
                waiting[:0] = clauses
            case Preferred(first, then):
                waiting[:0] = (first, then)
            case Weighted(clause):
                waiting[:0] = (clause,)
            case Term() | Phrase() | Prefix() | AnyOf() | Near() as leaf:
                found[leaf] = None
    return tuple(found)
