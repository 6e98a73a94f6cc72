"""FirstAgenda Publication (*politisk agenda*): the JSON answers of a Danish product that Norwegian municipalities use.

One answer lists every board with every meeting, another holds a meeting whole. Names of fields are those that public
programs read at Danish and Norwegian portals in 2026; no saved answer of a Norwegian one is public.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal
from urllib.parse import urljoin, urlsplit

from pydantic import ConfigDict, TypeAdapter
from pydantic.alias_generators import to_pascal

from harvester.config import Source
from harvester.errors import EmptyPage, PageError
from harvester.model import AgendaItem, Document, DocumentKind, ItemKind, Meeting, Record, Window
from harvester.portals import terms
from harvester.portals.answers import Answer, Instant, Key, Text, read_answer
from harvester.portals.bodies import read_bodies
from harvester.portals.contract import FetchedPage, PageKind, Parsed, Request, Skip
from harvester.portals.declaration import EVERY_FACT, Basis, Declaration, Fact
from harvester.portals.items import PrintedItem, case_of, read_item
from harvester.portals.markup import shorten
from harvester.portals.papers import Sitting, once_each, request_for

_AGENDA = re.compile(r"/api/agenda/dagsorden/([\w-]{1,64})/?$", re.ASCII | re.IGNORECASE)
_NO_KEY = "00000000-0000-0000-0000-000000000000"

_PUBLICATIONS: Mapping[str, DocumentKind] = MappingProxyType(
    {
        "dagsorden": DocumentKind.AGENDA,
        "tillægsdagsorden": DocumentKind.AGENDA,
        "referat": DocumentKind.MINUTES,
    }
)
"""What has been published of a meeting, in the product's own Danish words."""


class _Object(Answer):
    model_config = ConfigDict(alias_generator=to_pascal)


class _ListedMeeting(_Object):
    id: Key
    dato: Instant


class _ListedBoard(_Object):
    navn: Text
    moeder: tuple[_ListedMeeting, ...]


class _Boards(_Object):
    udvalg: Mapping[str, tuple[_ListedBoard, ...]]


class _Board(_Object):
    id: Key
    navn: Text


class _Meeting(_Object):
    dato: Instant
    sted: Text | None = None
    navn: Text | None = None
    released_date: str | None = None


class _Field(_Object):
    navn: Text | None = None
    document_id: Key | None = None


class _Attachment(_Object):
    id: Key
    navn: Text | None
    har_pdf_version: bool | Literal["true", "false"] | None = None


class _Item(_Object):
    id: Key
    number: Text | None = None
    punktnummer: Text | None = None
    navn: Text | None = None
    caption: Text | None = None
    sags_nummer: Text | None = None
    is_open: bool
    felter: tuple[_Field, ...] | None = None
    bilag: tuple[_Attachment, ...] | None = None


class _Agenda(_Object):
    id: Key
    udvalg: _Board
    moede: _Meeting
    dagsordenpunkter: tuple[_Item, ...]


_BOARDS_ANSWER = TypeAdapter(_Boards)
_AGENDA_ANSWER = TypeAdapter(_Agenda)


class FirstAgenda:
    """The adapter of FirstAgenda Publication."""

    name = "firstagenda"
    declaration = Declaration(
        product="FirstAgenda Publication",
        basis=Basis.DESCRIPTIONS,
        publishes=EVERY_FACT
        - {
            Fact.MEETING_ENDS,
            Fact.MEETING_STATUSES,
            Fact.MEETING_DOCUMENTS,
            Fact.JOINT_MEETINGS,
            Fact.BODY_CODES,
            Fact.ITEM_SECTIONS,
            Fact.EXEMPT_DOCUMENTS,
            Fact.CASE_HISTORY,
        },
        quirks=(
            "Whoever has no cookie is led to a page that sets one, and back.",
            "All boards and meetings come in one answer, the oldest too.",
            "A supplementary agenda is a meeting of its own, at the same time as the one that it adds to.",
            "Of a meeting there is one file, its agenda and later its minutes, which the portal puts together.",
            "A file's address shows it in a viewer, and leads to the file itself only with redirectDirectlyToPdf=true.",
            "A document without a key has the key of zeros.",
        ),
    )

    def start(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  what every portal is given
        """The list of all boards and meetings; there is no way to ask for a part of it."""
        yield Request(url=urljoin(source.base_url, "/api/agenda/udvalgsliste"), kind=PageKind.CALENDAR)

    def parse(self, source: Source, page: FetchedPage) -> Parsed:
        """The list yields requests for the meetings of the window; a meeting yields everything else.

        Raises:
            PageError: the answer is not the one that its address promises.
        """
        match page.kind:
            case PageKind.CALENDAR:
                return Parsed.of(_read_boards(page, read_answer(page, _BOARDS_ANSWER)))
            case PageKind.MEETING:
                return Parsed.of(_read_agenda(source, page, read_answer(page, _AGENDA_ANSWER)))
            case other:
                raise PageError(page.url, expected="the boards or a meeting of FirstAgenda", found=f"kind {other}")

    def download(self, source: Source, document: Document) -> Request:  # noqa: ARG002  what every portal is given
        """The request for the file itself.

        Raises:
            PortalError: the document has no address.
        """
        return request_for(document)


def _read_boards(page: FetchedPage, answer: _Boards) -> Iterator[Request | Skip]:
    boards = [board for period in answer.udvalg.values() for board in period]
    if not boards:
        raise EmptyPage(page.url, expected="boards", found="none")
    meetings = {meeting.id: (board, meeting) for board in boards for meeting in board.moeder}
    for board, meeting in meetings.values():
        if page.window.holds(meeting.dato.date()):
            yield Request(url=urljoin(page.url, f"/api/agenda/dagsorden/{meeting.id}"), kind=PageKind.MEETING)
        else:
            what = shorten(f"{board.navn}, {meeting.dato:%Y-%m-%d}, {meeting.id}")
            yield Skip(reason="the meeting is outside the window", what=what)


def _read_agenda(source: Source, page: FetchedPage, agenda: _Agenda) -> Iterator[Record | Skip]:
    asked = _AGENDA.search(urlsplit(page.url).path)
    if not asked or asked.group(1).casefold() != agenda.id.casefold():
        raise PageError(page.url, expected="the meeting that the address names", found="another one")
    name, start = agenda.udvalg.navn, agenda.moede.dato
    if not name:
        raise PageError(page.url, expected="the name of the meeting's board", found="none")
    provenance = page.provenance(source)
    bodies = read_bodies(source, provenance, heading=name, codes=[agenda.udvalg.id])
    yield from bodies
    names = frozenset(each.casefold() for each in (name, *(body.name for body in bodies)))
    sitting = Sitting(source=source, provenance=provenance, key=agenda.id, day=start.date(), names=names)
    yield Meeting(
        id=sitting.id,
        bodies=tuple(body.id for body in bodies),
        title=name,
        start=start,
        time_known=start.time() != dt.time.min,
        place=agenda.moede.sted or None,
        url=urljoin(page.url, f"/vis?id={agenda.id}"),
        provenance=provenance,
    )
    yield from _read_publication(sitting, agenda.moede)
    yield from once_each(_read_items(sitting, agenda.dagsordenpunkter))


def _read_publication(sitting: Sitting, meeting: _Meeting) -> Iterator[Document | Skip]:
    """The one file of the meeting, once it is released."""
    if not meeting.released_date or not meeting.navn:
        return
    kind = _PUBLICATIONS.get(meeting.navn.casefold(), terms.meeting_document(meeting.navn))
    if kind is DocumentKind.OTHER:
        yield Skip(reason="a publication that no table explains", what=shorten(meeting.navn))
        return
    url = urljoin(sitting.provenance.page_url, f"/vis/pdf/dagsorden/{sitting.key}/?redirectDirectlyToPdf=true")
    document = sitting.paper(key=f"{sitting.key}.pdf", url=url, title=meeting.navn)
    yield dataclasses.replace(document, kind=kind)


def _read_items(sitting: Sitting, items: tuple[_Item, ...]) -> Iterator[Record | Skip]:
    taken: dict[str, PrintedItem] = {}
    for position, each in enumerate(items, start=1):
        title = each.caption or each.navn or ""
        printed = PrintedItem(
            section="",
            kind=ItemKind.APPROVAL if terms.approves_minutes(title) else ItemKind.OTHER,
            position=position,
            number=each.punktnummer or each.number or "",
            case=each.sags_nummer or "",
            title=title,
            papers=(),
            key=each.id,
            closed=not each.is_open,
        )
        item, remarks = read_item(sitting, printed, taken)
        yield item
        yield from remarks
        if case := case_of(sitting, item):
            yield case
        yield from _read_fields(sitting, each, item)
        yield from _read_attachments(sitting, each, item)


def _read_fields(sitting: Sitting, listed: _Item, item: AgendaItem) -> Iterator[Document | Skip]:
    """The parts of the case paper that are files; other parts are text, and stand in the meeting's file."""
    for field in listed.felter or ():
        if field.document_id is None or field.document_id == _NO_KEY:
            continue
        title = field.navn or item.title
        if not title:
            yield Skip(reason="a document without a title", what=field.document_id)
            continue
        document = _file(sitting, field.document_id, title, item)
        if document.kind is DocumentKind.ATTACHMENT and not document.history:
            document = dataclasses.replace(document, kind=DocumentKind.CASE_PAPER)
        yield document


def _read_attachments(sitting: Sitting, listed: _Item, item: AgendaItem) -> Iterator[Document | Skip]:
    for attachment in listed.bilag or ():
        if not attachment.navn:
            yield Skip(reason="a document without a title", what=attachment.id)
        elif attachment.har_pdf_version in {True, "true"}:
            yield _file(sitting, attachment.id, attachment.navn, item)
        else:
            yield Skip(reason="a document that has no file", what=shorten(attachment.navn))


def _file(sitting: Sitting, key: str, title: str, item: AgendaItem) -> Document:
    url = urljoin(sitting.provenance.page_url, f"/vis/pdf/bilag/{key}/?redirectDirectlyToPdf=true")
    return sitting.item_paper(key=key, url=url, title=title, item=item)
