"""Sikri Elements Publikum: the JSON answers behind ``elementscloud.no/publikum/<tenant>``.

A year's meetings lead to the meetings, a meeting to the list of its items (*handlings*), and the list to the items one by
one, since only an item's own answer has the journal entry with the documents. Read from raw answers of one municipality
of 2026; addresses of documents and the header ``Tenant`` as two other public programs use them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from harvester.config import Source
from harvester.errors import PageError, PortalError
from harvester.ids import record_id
from harvester.model import AgendaItem, Case, Document, DocumentKind, ItemKind, Meeting, Record, Window
from harvester.portals import terms
from harvester.portals.answers import read_answer
from harvester.portals.bodies import read_bodies
from harvester.portals.contract import FetchedPage, PageKind, Parsed, Request, Skip
from harvester.portals.declaration import EVERY_FACT, Basis, Declaration, Fact
from harvester.portals.elements_answers import (
    HANDLING,
    HANDLINGS,
    MEETING,
    ROWS,
    Handling,
    MeetingDocument,
    RegistryEntry,
)
from harvester.portals.markup import shorten
from harvester.portals.numbers import Moment, read_case_number
from harvester.portals.papers import once_each, request_for
from harvester.portals.planned import listed_meeting

_BASE = re.compile(r"(.*?/publikum)/([\w-]+)", re.ASCII | re.IGNORECASE)
_NUMBERED = re.compile(r"/api/(Meetings|DmbHandlings|DmbHandlings/GetByMeetingId)/(\d{1,18})", re.ASCII)

_ITEM_TYPES: Mapping[str, ItemKind] = {
    "PS": ItemKind.POLITICAL,
    "RS": ItemKind.REPORT,
    "OS": ItemKind.BRIEFING,
    "DS": ItemKind.DELEGATED,
    "FO": ItemKind.INTERPELLATION,
}
_MEETING_DOCUMENTS: Mapping[str, DocumentKind] = {"MI": DocumentKind.NOTICE, "MP": DocumentKind.MINUTES}


class Elements:
    """The adapter of Elements Publikum; ``base_url`` is a tenant's address, as in a browser."""

    name = "elements"
    declaration = Declaration(
        product="Elements Publikum, by Sikri",
        basis=Basis.REAL_PAGES,
        publishes=EVERY_FACT
        - {Fact.MEETING_STATUSES, Fact.ITEM_SECTIONS, Fact.EXEMPT_DOCUMENTS}
        - {Fact.RESOLUTION_TITLES, Fact.APPROVED_MINUTES},
        quirks=(
            "Every request needs the header Tenant; without it, and at a wrong address, a web page comes with status 200.",
            "Journal entries come with an item's own answer only, so each item costs a request.",
            "A meeting at midnight is one without a time; an end in the year 1 is none.",
            "Titles of exempt items and documents are null; a document is named when its journal entry is.",
            "The paper that says what a body resolved has no title, so it bears the item's.",
            "Documents are shown for some 365 days after their date: keep look_back_days below that.",
            "robots.txt of the vendor's hosts asks programs to stay away, and the crawler does.",
        ),
    )

    def start(self, source: Source, window: Window) -> Iterable[Request]:
        """The meetings of each year of the window."""
        for year in range(window.first.year, window.last.year + 1):
            yield _ask(source, f"api/PredefinedQuery/DmbMeetings?year={year}", PageKind.CALENDAR)

    def parse(self, source: Source, page: FetchedPage) -> Parsed:
        """A calendar yields requests for meetings, a meeting itself and one for its items, items the rest.

        Raises:
            PageError: the answer is not the one that its address promises.
        """
        found: Iterable[Record | Request | Skip]
        match page.kind:
            case PageKind.CALENDAR:
                found = _read_calendar(source, page)
            case PageKind.MEETING | PageKind.ITEM:
                # The address says what an answer is about.
                found = _read_meeting(source, page) if _key(page)[0] == "Meetings" else _read_items(source, page)
            case other:
                raise PageError(page.url, expected="a calendar, meeting or item of Elements", found=f"kind {other}")
        return Parsed.of(found)

    def download(self, source: Source, document: Document) -> Request:
        """The request for the file itself, which needs the tenant as all do.

        Raises:
            PortalError: the document is exempt, so it has no address.
        """
        return replace(request_for(document), headers={"Tenant": _tenant(source)[1]})


def _tenant(source: Source) -> tuple[str, str]:
    """``https://prod01.elementscloud.no/publikum``, under which all tenants' answers are, and the tenant."""
    parts = _BASE.match(source.base_url)
    if not parts:
        raise PortalError(f"{source.base_url} is no address of a tenant such as https://…/publikum/123456789")
    return parts.group(1), parts.group(2)


def _ask(source: Source, path: str, kind: PageKind) -> Request:
    root, tenant = _tenant(source)
    return Request(url=f"{root}/{path}", kind=kind, headers={"Tenant": tenant})


def _key(page: FetchedPage) -> tuple[str, int]:
    """What an address asks for, and the number of it."""
    path = urlsplit(page.url).path
    parts = _NUMBERED.fullmatch(path, max(path.find("/api/"), 0))
    if not parts:
        raise PageError(page.url, expected="the number of a meeting or an item in the address", found="none")
    return parts.group(1), int(parts.group(2))


def _must_be(page: FetchedPage, what: str, found: int, asked: int) -> None:
    """Answers are believed only when they are about what was asked for."""
    if found != asked:
        raise PageError(page.url, expected=f"{what} {asked}", found=f"{what} {found}")


def _read_calendar(source: Source, page: FetchedPage) -> Iterator[Record | Request | Skip]:
    rows = {row.id: row for row in read_answer(page, ROWS)}
    years = parse_qs(urlsplit(page.url).query).get("year", [])
    for row in rows.values():
        day = row.start.date()
        if years and str(day.year) not in years:
            raise PageError(page.url, expected=f"meetings of {' '.join(years)}", found=f"one on {day}")
        if page.window.holds(day):
            if row.body:
                time = row.start.time()
                moment = Moment(day=day, time=None if time == dt.time.min else time)
                # The row lacks the short code by which the body is known.
                meeting = listed_meeting(
                    source,
                    page,
                    key=str(row.id),
                    bodies=(),
                    title=row.body,
                    moment=moment,
                    url=_shown_at(source, row.id),
                )
                yield replace(meeting, place=_place(row.place, row.room))
            yield _ask(source, f"api/Meetings/{row.id}", PageKind.MEETING)
        else:
            yield Skip(reason="the meeting is outside the window", what=f"{row.body} {day}, meeting {row.id}")


def _place(location: str | None, room: str | None) -> str | None:
    return ", ".join(dict.fromkeys(filter(None, (location, room)))) or None


def _shown_at(source: Source, meeting: int) -> str:
    return f"{'/'.join(_tenant(source))}/DmbMeeting/{meeting}"


def _read_meeting(source: Source, page: FetchedPage) -> Iterator[Record | Request | Skip]:
    found = read_answer(page, MEETING)
    _must_be(page, "meeting", found.id, _key(page)[1])
    provenance = page.provenance(source)
    codes = [found.body.short_code] if found.body.short_code else []
    bodies = read_bodies(source, provenance, heading=found.body.name, codes=codes)
    yield from bodies
    meeting = Meeting(
        id=record_id(source.key, found.id),
        bodies=tuple(body.id for body in bodies),
        title=found.body.name,
        start=found.start_date,
        time_known=found.start_date.time() != dt.time.min,
        end=found.end_date if found.end_date and found.end_date.year > 1 else None,
        place=_place(found.meeting_location, found.meeting_room),
        url=_shown_at(source, found.id),
        provenance=provenance,
    )
    yield meeting
    for paper in {each.id: each for each in found.meeting_documents}.values():
        _must_be(page, "meeting", paper.meeting_id, found.id)
        yield from _read_meeting_document(source, meeting, found.database, paper)
    yield _ask(source, f"api/DmbHandlings/GetByMeetingId/{found.id}", PageKind.ITEM)


def _read_meeting_document(
    source: Source, meeting: Meeting, database: str, paper: MeetingDocument
) -> Iterator[Document | Skip]:
    kind = _MEETING_DOCUMENTS.get(paper.dmb_document_type_id)
    if kind is None:
        yield Skip(reason="a type of meeting document that no table explains", what=shorten(paper.dmb_document_type_id))
    if paper.is_restricted or paper.id < 1 or not paper.title:
        yield Skip(reason="an exempt document of a meeting", what=shorten(paper.title_restricted or str(paper.id)))
        return
    by_title = terms.meeting_document(paper.title)
    yield _document(
        source,
        meeting,
        key=("meeting-document", paper.id),
        kind=by_title if by_title is not DocumentKind.OTHER else kind or DocumentKind.OTHER,
        title=paper.title,
        path=f"ShowMeetingDocument/{database}/{paper.meeting_id}/{paper.dmb_document_type_id}/{paper.id}",
    )


def _read_items(source: Source, page: FetchedPage) -> Iterator[Record | Request | Skip]:
    """One item, or a meeting's list of them, where journal entries are null whatever the items have."""
    what, key = _key(page)
    if what == "DmbHandlings":
        handling = read_answer(page, HANDLING)
        _must_be(page, "item", handling.id, key)
        yield from once_each(_read_handling(source, page, handling))
        return
    for handling in {each.id: each for each in read_answer(page, HANDLINGS)}.values():
        _must_be(page, "meeting", handling.meeting_id, key)
        # What is left out is told when the item's own answer comes.
        yield from (each for each in once_each(_read_handling(source, page, handling)) if not isinstance(each, Skip))
        yield _ask(source, f"api/DmbHandlings/{handling.id}", PageKind.ITEM)


def _read_handling(source: Source, page: FetchedPage, handling: Handling) -> Iterator[Record | Skip]:
    kind = _ITEM_TYPES.get(handling.meeting_case_type_id)
    if kind is None:
        yield Skip(reason="a type of item that no table explains", what=shorten(handling.meeting_case_type_id))
    case_number = read_case_number(handling.case.case_number) if handling.case else None
    if handling.case and case_number is None:
        yield Skip(reason="no case number where one should stand", what=shorten(handling.case.case_number))
    item = AgendaItem(
        id=record_id(source.key, handling.id),
        meeting=record_id(source.key, handling.meeting_id),
        number=handling.number,
        sequence=handling.sequence_number if handling.number else None,
        year=handling.year if handling.number else None,
        position=handling.sort_order,
        section=None,
        kind=kind or ItemKind.OTHER,
        title=handling.title or None,
        case_number=case_number,
        closed=handling.title is None or handling.access_code is not None,
        provenance=page.provenance(source),
    )
    yield item
    if case_number:
        yield Case(
            id=record_id(source.key, case_number),
            organization=source.organization.key,
            case_number=case_number,
            title=None,
            provenance=item.provenance,
        )
    for treatment in (handling, *handling.additional_dmb_handlings):
        yield from _read_minutes_extract(source, item, handling, treatment)
    if handling.registry_entry:
        yield from _read_entry(source, item, handling, handling.registry_entry)


def _read_minutes_extract(
    source: Source, item: AgendaItem, handling: Handling, treatment: Handling
) -> Iterator[Document | Skip]:
    """What one body said in the case; that of another meeting is history here."""
    if not treatment.protocol_published:
        return
    exempt = treatment.protocol_restricted
    if exempt and not treatment.pursuant:
        yield Skip(reason="an exempt extract of minutes", what=shorten(treatment.label))
        return
    yield _document(
        source,
        item,
        key=("minutes-extract", treatment.id),
        kind=DocumentKind.MINUTES_EXTRACT,
        title=treatment.label,
        path=None if exempt else f"ShowDmbHandlingDocument/{treatment.database}/{treatment.id}/Protokoll",
        restriction=treatment.pursuant if exempt else None,
        history=treatment.meeting_id != handling.meeting_id,
    )


def _read_entry(
    source: Source, item: AgendaItem, handling: Handling, entry: RegistryEntry
) -> Iterator[Document | Skip]:
    """The main document and what is attached to it."""
    for document in entry.documents:
        found, main = document.document_description, document.is_main_document
        title = found.document_title or entry.title or handling.label
        kind = DocumentKind.CASE_PAPER if main else terms.item_document(title, item_title=None)
        if found.is_published and found.id > 0:
            yield _document(
                source,
                item,
                key=("document", found.id),
                kind=kind,
                title=title,
                path=f"ShowDocument/{handling.database}/{entry.id}/{found.id}",
                # Minutes attached to a proposal are those of a treatment before it.
                history=kind is DocumentKind.MINUTES_EXTRACT,
            )
        elif main and entry.title and entry.pursuant:
            key = ("registry-entry", entry.id)
            yield _document(source, item, key=key, kind=kind, title=entry.title, restriction=entry.pursuant)
        else:
            yield Skip(reason="an exempt document without a title", what=shorten(handling.label))


def _document(
    source: Source,
    owner: Meeting | AgendaItem,
    *,
    key: tuple[str, int],
    kind: DocumentKind,
    title: str,
    path: str | None = None,
    restriction: str | None = None,
    history: bool = False,
) -> Document:
    """A document of a meeting or of an item; the numbers of each sort of document are its own."""
    return Document(
        id=record_id(source.key, *key),
        meeting=owner.meeting if isinstance(owner, AgendaItem) else owner.id,
        item=owner.id if isinstance(owner, AgendaItem) else None,
        kind=kind,
        title=title,
        url=f"{_tenant(source)[0]}/Documents/{path}" if path else None,
        restriction=restriction,
        history=history,
        provenance=owner.provenance,
    )
