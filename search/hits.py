"""Hits from what the index found: the record in the store, the page that it opens at, and the text that shows why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from harvester.media import PDF
from harvester.model import Page
from harvester.store import Store, StoredDocument
from harvester.store.decisions import StoredItem, StoredMeeting, StoredResolution
from search.backends.analysis import SECTION_CHARACTERS
from search.backends.base import Leaf, Match
from search.entries import by_type, entry_key
from search.highlight import snippet
from search.language import Analyzer
from search.literal import literals, stands_in
from search.results import Hit
from search.vocabulary import RecordType

Wanted = tuple[Leaf, ...]


class Hits:
    """Makes the hits of one answer."""

    def __init__(self, store: Store, analyzer: Analyzer, wanted: Wanted) -> None:
        self._store = store
        self._analyzer = analyzer
        self._wanted = wanted

    def of(self, matches: Sequence[Match]) -> tuple[Hit, ...]:
        """The hits in the order of the matches, without those whose record is gone."""
        scored = {match.id: match for match in matches}
        ids, decisions = by_type(scored), self._store.decisions
        items = list(decisions.items(ids[RecordType.ITEM]))
        told = [*ids[RecordType.RESOLUTION], *(item.resolution for item in items if item.resolution)]
        resolutions = {one.id: one for one in decisions.resolutions(dict.fromkeys(told))}
        opening: tuple[StoredItem | StoredResolution, ...] = (*items, *resolutions.values())
        opened = {one.document for one in opening if one.document}
        papers = {one.id: one for one in self._store.reading.documents(opened.union(ids[RecordType.DOCUMENT]))}
        resolved = [resolutions[one] for one in ids[RecordType.RESOLUTION] if one in resolutions]
        hits = [
            *(self._document(scored[one], papers[one]) for one in ids[RecordType.DOCUMENT] if one in papers),
            *(
                self._item(item, resolutions.get(item.resolution or ""), papers.get(item.document or ""))
                for item in items
            ),
            *(self._resolution(one, papers.get(one.document or "")) for one in resolved),
            *map(_meeting, decisions.meetings(ids[RecordType.MEETING])),
        ]
        by_key = {entry_key(hit.type, hit.id): hit for hit in hits}
        return tuple(
            replace(by_key[match.id], score=match.score, folded=match.folded) for match in matches if match.id in by_key
        )

    def _document(self, match: Match, document: StoredDocument) -> Hit:
        page, text = self._best_page(document, match)
        return Hit(
            id=document.id,
            type=RecordType.DOCUMENT,
            document_id=document.id,
            title=document.title,
            pieces=snippet(text, self._wanted, self._analyzer),
            page=page.number if page else None,
            meeting=document.meeting,
            meeting_date=document.meeting_date,
            body=_joined(document.bodies),
            organization=document.organization or document.organization_name,
            organization_name=document.organization_name or document.organization,
            item=document.item,
            item_number=document.item_number,
            item_title=document.item_title,
            case_number=document.case_number,
            case=document.case,
            kind=document.kind.value,
            language=document.language.value,
            url=original(document, page.number if page else None),
            restriction=document.restriction,
        )

    def _item(self, item: StoredItem, resolution: StoredResolution | None, paper: StoredDocument | None) -> Hit:
        text = _decided(resolution) if resolution else self._text_of(paper, item.page)
        return Hit(
            id=item.id,
            type=RecordType.ITEM,
            document_id=paper.id if paper else None,
            title=item.title or item.number or "",
            pieces=snippet(text, self._wanted, self._analyzer),
            page=item.page if paper else None,
            meeting=item.meeting,
            meeting_date=item.meeting_date,
            body=_joined(item.bodies),
            organization=item.organization or item.organization_name,
            organization_name=item.organization_name or item.organization,
            item=item.id,
            item_number=item.number,
            item_title=item.title,
            case_number=item.case_number,
            case=item.case,
            kind=RecordType.ITEM.value,
            outcome=item.outcome.value if item.outcome else None,
            language=item.language.value,
            url=original(paper, item.page) if paper else item.url,
        )

    def _resolution(self, resolution: StoredResolution, paper: StoredDocument | None) -> Hit:
        return Hit(
            id=resolution.id,
            type=RecordType.RESOLUTION,
            document_id=paper.id if paper else None,
            title=resolution.title or resolution.number or "",
            pieces=snippet(_decided(resolution), self._wanted, self._analyzer),
            page=resolution.page if paper else None,
            meeting=resolution.meeting,
            meeting_date=resolution.meeting_date,
            body=_joined(resolution.bodies),
            organization=resolution.organization or resolution.organization_name,
            organization_name=resolution.organization_name or resolution.organization,
            item=resolution.item,
            item_number=resolution.number,
            item_title=resolution.title,
            case_number=resolution.case_number,
            case=resolution.case,
            kind=RecordType.RESOLUTION.value,
            outcome=resolution.outcome.value if resolution.outcome else None,
            language=resolution.language.value,
            url=original(paper, resolution.page) if paper else resolution.url,
        )

    def _best_page(self, document: StoredDocument, match: Match) -> tuple[Page | None, str]:
        """The page that a hit is shown from, and the part of its text; the index does not know what is literal."""
        page = self._page(document, match.page)
        text = page.text[match.offset : match.offset + SECTION_CHARACTERS] if page else ""
        typed = literals(self._wanted)
        if not typed or document.version is None or any(stands_in(phrase, text) for phrase in typed):
            return page, text
        pages = self._store.reading.pages(document.version)
        other = next((one for one in pages if any(stands_in(phrase, one.text) for phrase in typed)), None)
        return (other, other.text) if other else (page, text)

    def _text_of(self, document: StoredDocument | None, number: int | None) -> str:
        page = self._page(document, number) if document else None
        return page.text[:SECTION_CHARACTERS] if page else ""

    def _page(self, document: StoredDocument, number: int | None) -> Page | None:
        if document.version is None or number is None:
            return None
        return self._store.reading.page(document.version, number)


def original(document: StoredDocument, page: int | None) -> str | None:
    """The address of the original, at a page when it is a PDF; None when it has none that a browser may open."""
    if document.url is None:
        return None
    try:
        parts = urlsplit(document.url)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return None
    is_pdf = document.media_type == PDF or parts.path.lower().endswith(".pdf")
    return parts._replace(fragment=f"page={page}").geturl() if is_pdf and page else document.url


def _meeting(meeting: StoredMeeting) -> Hit:
    return Hit(
        id=meeting.id,
        type=RecordType.MEETING,
        document_id=meeting.minutes,
        title=meeting.title,
        meeting=meeting.id,
        meeting_date=meeting.date,
        body=_joined(meeting.bodies),
        organization=meeting.organization or meeting.organization_name,
        organization_name=meeting.organization_name or meeting.organization,
        kind=RecordType.MEETING.value,
        language=meeting.language.value,
        url=meeting.url,
    )


def _decided(resolution: StoredResolution) -> str:
    return resolution.resolution or resolution.recommendation or resolution.sentence


def _joined(bodies: tuple[str, ...]) -> str | None:
    return ", ".join(bodies) or None
