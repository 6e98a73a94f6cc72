"""What a search gives: hits, facets, and the notes that go with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from search.backends.base import FacetCount, Leaf
from search.highlight import Piece, to_html
from search.notes import Note
from search.suggesting import Suggestion
from search.vocabulary import KINDS


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A document that was found.

    Attributes:
        document_id: its id in the store.
        title: its title as the source has it.
        pieces: the part of the text that shows the searched words best.
        page: the page that the snippet is from; None when there is no text.
        score: comparable within one answer only.
        meeting_date: the local day of the meeting.
        body: the meeting's body; several with a comma between them when they met together.
        organization: the key of the organization, its name where it has no key.
        organization_name: what people call it.
        url: the original, at the page where it is a PDF.
        item_title: the title of the agenda item that it belongs to.
        restriction: why there is no original, in the source's words.
    """

    document_id: str
    title: str
    pieces: tuple[Piece, ...]
    page: int | None
    score: float
    meeting_date: dt.date | None
    body: str | None
    organization: str | None
    organization_name: str | None
    item_number: str | None
    item_title: str | None
    case_number: str | None
    kind: str
    language: str
    url: str | None
    restriction: str | None

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
    ``suggestions`` what may have been meant by words that no document has.
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


def to_json(result: SearchResult) -> dict[str, object]:
    """The answer as the command line and the API print it."""
    return {
        "query": result.query,
        "total": result.total,
        "page": result.page,
        "per_page": result.per_page,
        "hits": [hit_to_json(hit) for hit in result.hits],
        "facets": {
            facet: [{"value": count.value, "label": count.label, "count": count.count} for count in counts]
            for facet, counts in result.facets.items()
        },
        "notes": [note.text() for note in result.notes],
        "suggestions": [{"query": other.query, "total": other.total} for other in result.suggestions],
    }


def hit_to_json(hit: Hit) -> dict[str, object]:
    """A hit as the command line, the API and exports give it."""
    return {
        "document_id": hit.document_id,
        "title": hit.title,
        "snippet": hit.snippet,
        "page": hit.page,
        "score": hit.score,
        "meeting_date": hit.meeting_date.isoformat() if hit.meeting_date else None,
        "body": hit.body,
        "organization": hit.organization,
        "organization_name": hit.organization_name,
        "item_number": hit.item_number,
        "item_title": hit.item_title,
        "case_number": hit.case_number,
        "kind": hit.kind,
        "language": hit.language,
        "url": hit.url,
        "restriction": hit.restriction,
    }
