"""Digdem, ``{tenant}.digdem.no``: Jupiter's successor, a calendar and meetings behind GraphQL.

The two questions are those of a public program that asks the portal of Stavanger (2026), to the letter: the portal
answers no other words, and grants no look at its schema. No saved answer is public.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from urllib.parse import urljoin

from pydantic import TypeAdapter

from harvester.config import Source
from harvester.errors import PageError
from harvester.model import AgendaItem, Document, DocumentKind, ItemKind, Meeting, Record, Window, oslo_time
from harvester.portals import terms
from harvester.portals.answers import Key, Text, WallClock
from harvester.portals.bodies import read_bodies
from harvester.portals.contract import FetchedPage, PageKind, Parsed, Request, Skip
from harvester.portals.declaration import EVERY_FACT, Basis, Declaration, Fact
from harvester.portals.digdem_questions import MODAL_MEETING, YEAR_MEETINGS
from harvester.portals.graphql import Node, ask, read_data
from harvester.portals.items import PrintedItem, read_item
from harvester.portals.markup import shorten
from harvester.portals.numbers import read_treatment, read_wall_clock
from harvester.portals.papers import Sitting, once_each, request_for

_ITEM_TYPES: Mapping[str, ItemKind] = MappingProxyType(
    {
        "ps": ItemKind.POLITICAL,
        "ds": ItemKind.DELEGATED,
        "rs": ItemKind.REPORT,
        "os": ItemKind.BRIEFING,
        "fo": ItemKind.INTERPELLATION,
    }
)
"""The types of the archive system underneath, Elements; Digdem's own words for them are not known."""

_REGULAR = "regulært"
_CLASSIFIED = "classified"
"""All that the portal says of what is exempt: a flag of this name."""


class _Body(Node):
    id: Key
    name: Text = ""


class _ListedMeeting(Node):
    id: Key
    date: WallClock
    end_date_time: str | None = None
    status: Text | None = None
    meeting_name: Text | None = None
    published: bool


class _Calendar(Node):
    meetings: tuple[_ListedMeeting, ...]


class _Paper(Node):
    id: Key
    title: Text | None
    type: Text | None = None
    classified: bool


class _Protocol(Node):
    id: Key


class _RelatedMeeting(Node):
    date: WallClock
    commission: _Body | None = None


class _Related(Node):
    sequence_number: Text | None
    meeting: _RelatedMeeting | None = None
    protocol: _Protocol | None = None


class _Proceeding(Node):
    id: Key
    title: Text | None
    sequence_number: Text | None
    classified: bool
    type: Text | None = None
    documents: tuple[_Paper, ...]
    related_proceedings: tuple[_Related, ...] = ()


class _Meeting(Node):
    id: Key
    date: WallClock
    location: Text | None = None
    commission: _Body
    documents: tuple[_Paper, ...]
    proceedings: tuple[_Proceeding, ...]


class _MeetingData(Node):
    meeting: _Meeting


class _CalendarReply(Node):
    data: _Calendar


class _MeetingReply(Node):
    data: _MeetingData


_CALENDAR_REPLY = TypeAdapter(_CalendarReply)
_MEETING_REPLY = TypeAdapter(_MeetingReply)


class Digdem:
    """The adapter of Digdem's meeting portal."""

    name = "digdem"
    declaration = Declaration(
        product="Digdem",
        basis=Basis.DESCRIPTIONS,
        publishes=EVERY_FACT - {Fact.JOINT_MEETINGS, Fact.BODY_CODES, Fact.ITEM_SECTIONS, Fact.CASE_NUMBERS},
        quirks=(
            "Questions in other words than the portal's own program uses are answered with 'Digdem har oppdatert'.",
            "Times end in Z and are those of the clocks in Oslo.",
            "Status and end of a meeting are told by the calendar alone.",
            "What is exempt has a flag, and no words that say why.",
            "Meetings of before its time stand in innsynsportal.no, which answers no question whose words are known.",
            "All papers of a meeting can be had in one file, which the portal puts together; it is not fetched.",
        ),
    )

    def start(self, source: Source, window: Window) -> Iterable[Request]:
        """The calendar of the window; its bounds are exclusive, so they lie just outside."""
        day_before, day_after = (
            window.first - dt.timedelta(days=1),
            window.last + dt.timedelta(days=1),
        )
        where = {
            "searchTerm": "",
            "date_gt": f"{day_before}T23:59:59.000Z",
            "date_lt": f"{day_after}T00:00:00.000Z",
        }
        yield ask(
            source,
            PageKind.CALENDAR,
            operation="GetYearMeetings",
            query=YEAR_MEETINGS,
            variables={"where": where},
            context={"first": str(window.first), "last": str(window.last)},
        )

    def parse(self, source: Source, page: FetchedPage) -> Parsed:
        """A calendar yields requests for its published meetings; a meeting yields everything else.

        Raises:
            PageError: the portal complains, or the answer is not the one to the question.
        """
        match page.kind:
            case PageKind.CALENDAR:
                return Parsed.of(_read_calendar(source, page, read_data(page, _CALENDAR_REPLY).data))
            case PageKind.MEETING:
                return Parsed.of(_read_meeting(source, page, read_data(page, _MEETING_REPLY).data.meeting))
            case other:
                raise PageError(page.url, expected="the calendar or a meeting of Digdem", found=f"kind {other}")

    def download(self, source: Source, document: Document) -> Request:  # noqa: ARG002  what every portal is given
        """The request for the file itself.

        Raises:
            PortalError: the document is exempt, so it has no address.
        """
        return request_for(document)


def _read_calendar(source: Source, page: FetchedPage, calendar: _Calendar) -> Iterator[Request | Skip]:
    asked = _asked(page)
    for meeting in {each.id: each for each in calendar.meetings}.values():
        day = meeting.date.day
        if asked and not asked.holds(day):
            raise PageError(
                page.url, expected=f"meetings of {asked.first} to {asked.last}, as was asked", found=str(day)
            )
        if not page.window.holds(day):
            yield Skip(reason="the meeting is outside the window", what=f"{day}, {meeting.id}")
        elif not meeting.published:
            yield Skip(reason="a meeting that is not published", what=f"{day}, {meeting.id}")
        else:
            told = {
                "status": meeting.status or "",
                "end": meeting.end_date_time or "",
                "name": meeting.meeting_name or "",
            }
            yield ask(
                source,
                PageKind.MEETING,
                operation="ModalMeeting",
                query=MODAL_MEETING,
                variables={"id": meeting.id},
                context={name: value for name, value in told.items() if value},
            )


def _asked(page: FetchedPage) -> Window | None:
    """The days that were asked for; not known of a page that is read without its request."""
    if not {"first", "last"} <= page.context.keys():
        return None
    return Window(
        first=dt.date.fromisoformat(page.context["first"]),
        last=dt.date.fromisoformat(page.context["last"]),
    )


def _read_meeting(source: Source, page: FetchedPage, meeting: _Meeting) -> Iterator[Record | Skip]:
    provenance = page.provenance(source)
    name = meeting.commission.name
    if not name:
        raise PageError(page.url, expected="the name of the meeting's body", found="none")
    bodies = read_bodies(source, provenance, heading=name)
    yield from bodies
    status = page.context.get("status", "")
    if status and status.casefold() != _REGULAR and status.casefold() not in terms.STATUSES:
        yield Skip(reason="a status that no table explains", what=shorten(status))
    names = frozenset(each.casefold() for each in (name, *(body.name for body in bodies)))
    sitting = Sitting(source=source, provenance=provenance, key=meeting.id, day=meeting.date.day, names=names)
    end = read_wall_clock(page.context.get("end", ""))
    yield Meeting(
        id=sitting.id,
        bodies=tuple(body.id for body in bodies),
        title=page.context.get("name") or name,
        start=oslo_time(meeting.date.day, meeting.date.time),
        time_known=meeting.date.time is not None,
        end=oslo_time(end.day, end.time) if end and end.time else None,
        place=meeting.location or None,
        status=terms.STATUSES.get(status.casefold()),
        url=urljoin(source.base_url, f"/motekalender/{meeting.id}"),
        provenance=provenance,
    )
    yield from once_each(_read_papers(sitting, meeting.documents))
    yield from once_each(_read_proceedings(sitting, meeting.proceedings))


def _read_proceedings(sitting: Sitting, proceedings: Iterable[_Proceeding]) -> Iterator[Record | Skip]:
    taken: dict[str, PrintedItem] = {}
    unknown: dict[str, None] = {}
    for position, proceeding in enumerate(proceedings, start=1):
        kind = _ITEM_TYPES.get((proceeding.type or "").casefold())
        if proceeding.type and kind is None:
            unknown[proceeding.type] = None
        printed = PrintedItem(
            section="",
            kind=ItemKind.APPROVAL if terms.approves_minutes(proceeding.title or "") else kind or ItemKind.OTHER,
            position=position,
            number=proceeding.sequence_number or "",
            case="",
            title=proceeding.title or "",
            papers=tuple(paper.id for paper in proceeding.documents),
            key=proceeding.id,
            closed=proceeding.classified,
        )
        item, remarks = read_item(sitting, printed, taken)
        yield item
        yield from remarks
        yield from _read_papers(sitting, proceeding.documents, item)
        yield from _read_history(sitting, proceeding.related_proceedings, item)
    for word in unknown:
        yield Skip(reason="a type of item that no table explains", what=shorten(word))


def _read_papers(
    sitting: Sitting, papers: Iterable[_Paper], item: AgendaItem | None = None
) -> Iterator[Document | Skip]:
    for paper in papers:
        if not paper.title:
            yield Skip(reason="a document without a title", what=paper.id)
            continue
        url = _file_address(sitting, paper.id)
        if item is None:
            document = sitting.paper(key=paper.id, url=url, title=paper.title)
        else:
            document = sitting.item_paper(key=paper.id, url=url, title=paper.title, item=item)
        by_type = terms.item_document(paper.type or "", item_title=None)
        if document.kind is DocumentKind.ATTACHMENT:
            document = dataclasses.replace(document, kind=by_type)
        if paper.classified:
            restriction = terms.restriction(paper.title) or _CLASSIFIED
            document = dataclasses.replace(document, url=None, restriction=restriction)
        yield document


def _read_history(sitting: Sitting, related: Iterable[_Related], item: AgendaItem) -> Iterator[Document | Skip]:
    """What other meetings said in the case, under the names that such lines have in these portals."""
    for each in related:
        if each.protocol is None:
            continue
        name = each.meeting.commission.name if each.meeting and each.meeting.commission else ""
        day = f"{each.meeting.date.day:%d.%m.%Y}" if each.meeting else ""
        title = f"{each.sequence_number or ''}, {name}, {day}"
        if read_treatment(title):
            url = _file_address(sitting, each.protocol.id)
            yield sitting.item_paper(key=each.protocol.id, url=url, title=title, item=item)
        else:
            yield Skip(reason="a line of a case's history that lacks a part", what=shorten(title))


def _file_address(sitting: Sitting, key: str) -> str:
    return urljoin(sitting.source.base_url, f"/api/doc/{key}")
