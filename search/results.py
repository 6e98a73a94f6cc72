"""What a search gives: hits, facets, and the notes that go with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from search.backends.base import FacetCount, Leaf, Tree
from search.entries import entry_key
from search.highlight import Piece, to_html
from search.notes import Note
from search.suggesting import Suggestion
from search.understanding import as_data, in_words
from search.vocabulary import KINDS, RecordType


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """Something that was found: a document, an item of an agenda, a resolution or a meeting.

    Attributes:
        id: its id in the store.
        type: which of these it is. A resolution and a paper that holds nothing else are both of the kind
            ``resolution``; this tells them apart.
        document_id: the id of the document that it opens; its own for a document, None when it opens none.
        title: its title as the source has it; the number of an item that has none.
        kind: a document's kind, or ``item``, ``resolution`` or ``meeting``.
        pieces: the part of the text that shows the searched words best.
        page: the page of the document that it opens at; None when there is no text.
        score: comparable within one answer only.
        folded: how many more hits of its case are behind it, when the question folds them.
        meeting_date: the local day of the meeting.
        body: the meeting's body; several with a comma between them when they met together.
        organization: the key of the organization, its name where it has no key.
        organization_name: what people call it.
        url: the original, at the page where it is a PDF.
        meeting: the id of the meeting that it belongs to.
        item: the id of the agenda item that it is or belongs to.
        item_title: the title of that item.
        case: the id of the case that it belongs to.
        outcome: what became of the item, as far as its papers tell.
        restriction: why there is no original, in the source's words.
    """

    id: str
    type: RecordType
    document_id: str | None
    title: str
    kind: str
    pieces: tuple[Piece, ...] = ()
    page: int | None = None
    score: float = 0.0
    folded: int = 0
    meeting_date: dt.date | None
    body: str | None
    organization: str | None
    organization_name: str | None
    language: str
    url: str | None
    meeting: str | None = None
    item: str | None = None
    item_number: str | None = None
    item_title: str | None = None
    case_number: str | None = None
    case: str | None = None
    outcome: str | None = None
    restriction: str | None = None

    @property
    def key(self) -> str:
        """What the index knows it by."""
        return entry_key(self.type, self.id)

    @property
    def heading(self) -> str:
        """What to call it in a list: a paper that is only called "Vedtak" goes by the name of its item."""
        return self.item_title if self.item_title and self.title.casefold() in KINDS else self.title

    @property
    def snippet(self) -> str:
        """The pieces as HTML: hits within ``<mark>``, everything else escaped."""
        return to_html(self.pieces)


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchResult:
    """One page of the answer to a query; ``total`` and ``facets`` are of the whole answer.

    ``leaves`` are the words that a hit may have; ``alone`` says, when nothing was found, how many documents have each;
    ``widened`` whether more was looked for than what was typed;
    ``suggestions`` what may have been meant by words that no document has; ``understood`` how the query was read, None
    when there was nothing to look for.
    """

    query: str
    total: int
    page: int
    per_page: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    notes: tuple[Note, ...]
    leaves: tuple[Leaf, ...] = ()
    alone: tuple[tuple[str, int], ...] = ()
    widened: bool = False
    suggestions: tuple[Suggestion, ...] = ()
    understood: Tree | None = None
    folded: bool = False


def to_json(result: SearchResult, *, expected_weekly: float | None) -> dict[str, object]:
    """The answer as the command line and the API print it; see :func:`search.batch.expected_weekly`."""
    return {
        "query": result.query,
        "total": result.total,
        "expected_weekly": expected_weekly,
        "page": result.page,
        "per_page": result.per_page,
        "hits": [hit_to_json(hit) for hit in result.hits],
        "facets": {
            facet: [{"value": count.value, "label": count.label, "count": count.count} for count in counts]
            for facet, counts in result.facets.items()
        },
        "notes": [note.text() for note in result.notes],
        "suggestions": [{"query": other.query, "total": other.total} for other in result.suggestions],
        "understood": as_data(result.understood) if result.understood else None,
        "understood_in_words": in_words(result.understood) if result.understood else "",
    }


def hit_to_json(hit: Hit) -> dict[str, object]:
    """A hit as the command line, the API and exports give it."""
    return {
        "id": hit.id,
        "type": hit.type.value,
        "document_id": hit.document_id,
        "title": hit.title,
        "snippet": hit.snippet,
        "page": hit.page,
        "score": hit.score,
        "folded": hit.folded,
        "meeting_date": hit.meeting_date.isoformat() if hit.meeting_date else None,
        "body": hit.body,
        "organization": hit.organization,
        "organization_name": hit.organization_name,
        "meeting": hit.meeting,
        "item": hit.item,
        "item_number": hit.item_number,
        "item_title": hit.item_title,
        "case_number": hit.case_number,
        "case": hit.case,
        "outcome": hit.outcome,
        "kind": hit.kind,
        "language": hit.language,
        "url": hit.url,
        "restriction": hit.restriction,
    }
