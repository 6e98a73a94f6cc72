"""ACOS Innsyn Pluss, also called *nye innsyn*: JSON answers behind the page of a municipality.

The page itself is an empty shell, of which two real ones have been seen; it gives the cookie without which the answers
are refused. Names of fields are those that others printed who asked the answers in 2026; no whole answer has been seen,
so whatever differs raises instead of yielding less.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from pydantic import Field, TypeAdapter

from harvester.config import Source
from harvester.errors import PageError
from harvester.ids import record_id
from harvester.model import AgendaItem, Document, Meeting, Record, Window, oslo_time
from harvester.portals.answers import Answer, Text, read_answer
from harvester.portals.bodies import read_bodies
from harvester.portals.contract import NO_CONTEXT, FetchedPage, PageKind, Parsed, Request, Skip
from harvester.portals.declaration import EVERY_FACT, Basis, Declaration, Fact
from harvester.portals.items import PrintedItem, read_item
from harvester.portals.listed import ListedItem
from harvester.portals.markup import absolute_address, attribute, one, read_html, shorten
from harvester.portals.numbers import read_day, read_moment, split_numbered
from harvester.portals.papers import Sitting, loose_paper, once_each, request_for

_API = "/api/presentation/v2/nye-innsyn"
_MEETINGS = "1"
_NOTHING: Mapping[str, object] = {}
_LISTS = ("ComingMeetings", "HeldMeetings")
_IDENTIFIER = re.compile(r"[\w!.~-]{1,200}", re.ASCII)
_MEETING = re.compile(rf"{_API}/mote/(?P<key>[\w!.~-]{{1,200}})/?", re.ASCII)
_ITEM = re.compile(rf"{_API}/mote/saksfremlegg/(?P<key>[\w!.~-]{{1,200}})/?", re.ASCII)
_FILE = re.compile(rf"{_API}/filer/(?P<key>[\w!.~-]{{1,200}})/?", re.ASCII)


class _Properties(Answer):
    dato: Text
    tid: Text | None = None
    tidspunkt: Text | None = None
    sted: Text | None = None


class _ListedMeeting(Answer):
    title: Text
    identifier: str
    properties: _Properties


class _SearchItems(Answer):
    items: tuple[_ListedMeeting, ...]
    page_count: int = Field(alias="pageCount")
    total: int = Field(alias="totalItemCount")
    page_number: int = Field(alias="pageNumber")


class _List(Answer):
    search_items: _SearchItems = Field(alias="searchItems")


class _ListAnswer(Answer):
    content: _List


class _File(Answer):
    title: Text
    file_url: str | None = Field(alias="fileUrl")


class _ListedCase(Answer):
    title: Text
    identifier: str | None


class _Link(Answer):
    title: Text


class _Meeting(Answer):
    title: Text
    body: _Link = Field(alias="UtvalgLenke")
    properties: _Properties = Field(alias="props")
    files: tuple[_File, ...] = Field(alias="MEETING_FILES")
    cases: tuple[_ListedCase, ...] = Field(alias="MEETING_CASES")


class _MeetingContent(Answer):
    model: _Meeting


class _MeetingAnswer(Answer):
    content: _MeetingContent


class _Group(Answer):
    files: tuple[_File, ...] = Field(alias="vedlegg")


class _Case(Answer):
    groups: tuple[_Group, ...] = Field(alias="vedleggGruppe")


class _CaseContent(Answer):
    model: _Case


class _CaseAnswer(Answer):
    content: _CaseContent


_LIST_SHAPE = TypeAdapter(_ListAnswer)
_MEETING_SHAPE = TypeAdapter(_MeetingAnswer)
_CASE_SHAPE = TypeAdapter(_CaseAnswer)


class AcosInnsyn:
    """The adapter of ACOS Innsyn Pluss."""

    name = "acos_innsyn"
    declaration = Declaration(
        product="ACOS Innsyn Pluss (nye innsyn)",
        basis=Basis.DESCRIPTIONS,
        publishes=EVERY_FACT
        - {
            Fact.MEETING_STATUSES,
            Fact.MEETING_ENDS,
            Fact.JOINT_MEETINGS,
            Fact.BODY_CODES,
            Fact.ITEM_SECTIONS,
            Fact.CASE_NUMBERS,
        }
        - {Fact.EXEMPT_DOCUMENTS, Fact.CASE_HISTORY},
        quirks=(
            "The shell of the page is read first: it gives the cookie without which the answers are refused.",
            "On the shared host the header Referer chooses the municipality, so every request carries it.",
            "Questions are posted as JSON; a GET on such an address is answered with 405.",
            "Identifiers hold a '!' that must be sent as it is; what follows it is left out of ids.",
            "Ten meetings a page; coming and held meetings are two lists.",
            "Some sites refuse programs that say what they are; this one says it all the same.",
        ),
    )

    def start(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  what every portal is given
        """The shell of the page with the meetings, for its cookie."""
        yield Request(url=source.base_url, kind=PageKind.CALENDAR)

    def parse(self, source: Source, page: FetchedPage) -> Parsed:
        """The shell leads to two lists, page by page, a list to meetings, a meeting to the papers of its items.

        Raises:
            PageError: the page is not what its kind says, or another page of the list than was asked for.
        """
        match page.kind:
            case PageKind.CALENDAR:
                return Parsed.of(_read_shell(source, page))
            case PageKind.SEARCH:
                return Parsed.of(_read_list(source, page, read_answer(page, _LIST_SHAPE).content.search_items))
            case PageKind.MEETING:
                return Parsed.of(_read_meeting(source, page, read_answer(page, _MEETING_SHAPE).content.model))
            case PageKind.ITEM:
                return Parsed.of(_read_case(source, page, read_answer(page, _CASE_SHAPE).content.model))
            case other:
                raise PageError(page.url, expected="a shell, a list, a meeting or an item", found=f"kind {other}")

    def download(self, source: Source, document: Document) -> Request:
        """The request for the file, with the cookie and the header that choose the municipality."""
        plain = request_for(document)
        return Request(url=plain.url, kind=plain.kind, headers={"Referer": source.base_url})


def _ask(
    source: Source,
    page: FetchedPage,
    path: str,
    *,
    kind: PageKind,
    question: Mapping[str, object] = _NOTHING,
    context: Mapping[str, str] = NO_CONTEXT,
) -> Request:
    """A question as JSON. The ``!`` of an identifier stands in the address as it is."""
    parts = urlsplit(page.url)
    return Request(
        url=f"{parts.scheme}://{parts.netloc}{_API}/{path}",
        kind=kind,
        method="POST",
        headers={"Content-Type": "application/json", "Accept": "application/json", "Referer": source.base_url},
        body=json.dumps(dict(question), separators=(",", ":")).encode(),
        context=context,
    )


def _ask_for_list(source: Source, page: FetchedPage, which: str, number: int) -> Request:
    values = ({"key": "Dato", "value": which}, {"key": "page", "value": str(number)})
    question = {"type": int(_MEETINGS), "keyValues": values}
    context = {"list": which, "page": str(number)}
    return _ask(source, page, "overview", kind=PageKind.SEARCH, question=question, context=context)


def _key(page: FetchedPage, pattern: re.Pattern[str]) -> str:
    found = pattern.fullmatch(urlsplit(page.url).path)
    if not found:
        raise PageError(page.url, expected="an identifier in the address", found="none")
    return found["key"]


def _stable(identifier: str) -> str:
    """The part of an identifier that names the thing, without the check sign after it."""
    return identifier.partition("!")[0]


# The lists of meetings


def _read_shell(source: Source, page: FetchedPage) -> Iterator[Request]:
    overview = one(read_html(page), "div.innsyn-overview[data-mode]", url=page.url)
    if attribute(overview, "data-mode") != _MEETINGS:
        raise PageError(page.url, expected="an overview of meetings", found=f"mode {attribute(overview, 'data-mode')}")
    question = {"type": int(_MEETINGS), "keyValues": ()}
    yield _ask(source, page, "overviewInit", kind=PageKind.SEARCH, question=question)


def _read_list(source: Source, page: FetchedPage, found: _SearchItems) -> Iterator[Request | Skip]:
    number, which = int(page.context.get("page", found.page_number)), page.context.get("list", "")
    if found.page_number != number:
        raise PageError(page.url, expected=f"page {number} of the list", found=f"page {found.page_number}")
    if (found.page_count > 1 and not found.items) or (found.page_count <= 1 and len(found.items) != found.total):
        raise PageError(page.url, expected=f"meetings of {found.total}", found=str(len(found.items)))
    days = []
    for meeting in found.items:
        day = read_day(meeting.properties.dato)
        if day is None or not _IDENTIFIER.fullmatch(meeting.identifier):
            raise PageError(page.url, expected="the day and identifier of a meeting", found=shorten(meeting.title))
        days.append(day)
        if page.window.holds(day):
            yield _ask(source, page, f"mote/{meeting.identifier}", kind=PageKind.MEETING)
        else:
            yield Skip(reason="the meeting is outside the window", what=shorten(f"{meeting.title}, {day}"))
    if not which:
        yield from (_ask_for_list(source, page, each, 1) for each in _LISTS)
    elif number < found.page_count:
        if _is_past(days, page.window):
            yield Skip(reason="older meetings are outside the window", what=f"pages after {number} of {which}")
        else:
            yield _ask_for_list(source, page, which, number + 1)


def _is_past(days: Sequence[dt.date], window: Window) -> bool:
    """Whether a page whose days go back in time has left the window behind."""
    return list(days) == sorted(days, reverse=True) and max(days) < window.first


# A meeting


def _read_meeting(source: Source, page: FetchedPage, found: _Meeting) -> Iterator[Record | Request | Skip]:
    key = _stable(_key(page, _MEETING))
    told = found.properties
    moment = read_moment(f"{told.dato} {told.tidspunkt or told.tid or ''}".strip())
    if moment is None or not found.body.title:
        raise PageError(page.url, expected="a board, and a day and time", found=shorten(f"{told.dato}"))
    provenance = page.provenance(source)
    bodies = read_bodies(source, provenance, heading=found.body.title)
    yield from bodies
    names = frozenset({found.body.title.casefold()})
    sitting = Sitting(source=source, provenance=provenance, key=key, day=moment.day, names=names)
    yield Meeting(
        id=sitting.id,
        bodies=tuple(body.id for body in bodies),
        title=found.title or found.body.title,
        start=oslo_time(moment.day, moment.time),
        time_known=moment.time is not None,
        place=told.sted or None,
        url=page.url,
        provenance=provenance,
    )
    yield from once_each(_read_files(sitting, found.files, item=None))
    listed = [_read_listed(page, key, found, moment.day, position) for position in range(len(found.cases))]
    taken: dict[str, PrintedItem] = {}
    read = (_read_item(sitting, each, case.identifier, taken) for each, case in zip(listed, found.cases, strict=True))
    yield from once_each(itertools.chain.from_iterable(read))
    for each, case in zip(listed, found.cases, strict=True):
        if case.identifier is not None:
            path, context = f"mote/saksfremlegg/{case.identifier}", each.to_context()
            yield _ask(source, page, path, kind=PageKind.ITEM, context=context)


def _read_listed(page: FetchedPage, meeting: str, found: _Meeting, day: dt.date, position: int) -> ListedItem:
    case = found.cases[position]
    if case.identifier is not None and not _IDENTIFIER.fullmatch(case.identifier):
        raise PageError(page.url, expected="the identifier of an item", found=shorten(case.identifier))
    number, title = split_numbered(case.title)
    return ListedItem(
        meeting=meeting,
        body=found.body.title,
        day=day,
        section="",
        position=position + 1,
        number=number,
        title=title,
    )


def _read_item(
    sitting: Sitting, listed: ListedItem, identifier: str | None, taken: dict[str, PrintedItem]
) -> Iterator[Record | Skip]:
    """An item; one without an identifier has nothing to open, because it is exempt."""
    printed = listed.printed(key=_stable(identifier or ""), closed=identifier is None)
    item, remarks = read_item(sitting, printed, taken)
    yield item
    yield from remarks


# The papers of an item


def _read_case(source: Source, page: FetchedPage, found: _Case) -> Iterator[Record | Skip]:
    key = _stable(_key(page, _ITEM))
    files = [file for group in found.groups for file in group.files]
    listed = ListedItem.from_context(page.context)
    provenance = page.provenance(source)
    if listed:
        sitting = listed.sitting(source, provenance)
        item, _ = read_item(sitting, listed.printed(key=key), {})
        yield from once_each(_read_files(sitting, files, item=item))
        return
    for file in files:
        address = _file_address(page.url, file)
        if address is None:
            yield Skip(reason="a document without an address", what=shorten(file.title))
        else:
            item_id = record_id(source.key, key)
            yield loose_paper(source, provenance, key=address[0], url=address[1], title=file.title, item=item_id)


def _read_files(sitting: Sitting, files: Iterable[_File], *, item: AgendaItem | None) -> Iterator[Record | Skip]:
    for file in files:
        address = _file_address(sitting.provenance.page_url, file)
        if address is None:
            exempt = sitting.exempt_paper(title=file.title, item=item.id if item else None)
            yield exempt or Skip(reason="a document without an address", what=shorten(file.title))
        elif item is None:
            yield sitting.paper(key=address[0], url=address[1], title=file.title)
        else:
            yield sitting.item_paper(key=address[0], url=address[1], title=file.title, item=item)


def _file_address(page_url: str, file: _File) -> tuple[str, str] | None:
    """The key and the address of a file."""
    url = absolute_address(page_url, file.file_url) if file.file_url else None
    found = _FILE.fullmatch(urlsplit(url).path) if url else None
    return (_stable(found["key"]), url) if found and url else None
