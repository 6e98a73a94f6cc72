"""Prokom SRU (*saker, råd og utvalg*): the JSON answers behind the meeting plugin of Prokom's municipal sites.

Boards lead to their meetings, and a meeting to its items with their documents. What is known was read by two public
programs between 2018 and 2022; no saved answer is public, so only the fields that they used are read.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from pydantic import AliasChoices, ConfigDict, Field, NonNegativeInt, TypeAdapter
from pydantic.alias_generators import to_pascal

from harvester.config import Source
from harvester.errors import EmptyPage, PageError
from harvester.ids import record_id
from harvester.model import Document, DocumentKind, ItemKind, Meeting, Record, Window, oslo_time
from harvester.portals import terms
from harvester.portals.answers import Answer, Key, Text, WallClock, read_answer
from harvester.portals.bodies import read_bodies
from harvester.portals.contract import FetchedPage, PageKind, Parsed, Request, Skip
from harvester.portals.declaration import Basis, Declaration, Fact
from harvester.portals.items import PrintedItem, read_item
from harvester.portals.markup import shorten
from harvester.portals.numbers import read_day, split_number
from harvester.portals.papers import Sitting, once_each, request_for

_BOARDS = "/api/utvalg"
_MEETINGS = re.compile(r"/api/utvalg/([\w-]{1,64})/moter/?$", re.ASCII)
_ITEMS = re.compile(r"/api/utvalg/([\w-]{1,64})/moter/([\w-]{1,64})/behandlinger/?$", re.ASCII)
_SHOWN_BY = "https://prokomresources.prokomcdn.no/plugins/sru-v2/iframe-app/app.html?url=//{host}&v=1.01"

_LINKS: Mapping[str, DocumentKind] = MappingProxyType(
    {
        "hoveddokument": DocumentKind.CASE_PAPER,
        "saksframlegg": DocumentKind.CASE_PAPER,
        "vedtak": DocumentKind.RESOLUTION,
    }
)
"""How a document is linked to its item; the words are those of the archive standard, Noark."""


class _Object(Answer):
    model_config = ConfigDict(alias_generator=to_pascal)

    id: Key | NonNegativeInt


class _Board(_Object):
    name: Text = Field(validation_alias=AliasChoices("Navn", "Name"))


class _ListedItem(_Object):
    pass


class _ListedMeeting(_Object):
    start: WallClock
    behandlinger: tuple[_ListedItem, ...] | None = None


class _Paper(Answer):
    model_config = ConfigDict(alias_generator=to_pascal)

    tittel: Text | None
    dokumenttilknytning: Text | None = None
    rekkefolge: NonNegativeInt | None


class _Item(_Object):
    tittel: Text | None
    dokumenter: tuple[_Paper, ...] | None = None


_BOARD_LIST = TypeAdapter(tuple[_Board, ...])
_MEETING_LIST = TypeAdapter(tuple[_ListedMeeting, ...])
_ITEM_LIST = TypeAdapter(tuple[_Item, ...])


class ProkomSru:
    """The adapter of Prokom's meeting plugin; ``base_url`` is the host that answers at ``/api/utvalg``."""

    name = "prokom_sru"
    declaration = Declaration(
        product="Prokom SRU",
        basis=Basis.DESCRIPTIONS,
        publishes=frozenset(
            {
                Fact.ANNOUNCED_MEETINGS,
                Fact.MEETING_TIMES,
                Fact.ITEMS,
                Fact.DOCUMENTS,
                Fact.ITEM_DOCUMENTS,
                Fact.DOCUMENT_KINDS,
                Fact.RESOLUTION_TITLES,
            }
        ),
        quirks=(
            "A board's name is said to stand under Navn by one program and under Name by another; both are read.",
            "A document has no key but its place among those of the meeting, so it is another one in each meeting.",
            "Only the fields that public programs have read are known; the portal may tell more than is taken.",
            "Not seen in use after 2020.",
        ),
    )

    def start(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  what every portal is given
        """The list of all boards."""
        yield Request(url=f"{_root(source)}/", kind=PageKind.BODIES)

    def parse(self, source: Source, page: FetchedPage) -> Parsed:
        """Boards yield bodies and requests for their meetings, those yield meetings and requests for their items.

        Raises:
            PageError: the answer is not the one that its address promises.
        """
        match page.kind:
            case PageKind.BODIES:
                return Parsed.of(_read_boards(source, page, read_answer(page, _BOARD_LIST)))
            case PageKind.CALENDAR:
                return Parsed.of(_read_meetings(source, page, read_answer(page, _MEETING_LIST)))
            case PageKind.ITEM:
                return Parsed.of(_read_items(source, page, read_answer(page, _ITEM_LIST)))
            case other:
                raise PageError(page.url, expected="boards, meetings or items of Prokom SRU", found=f"kind {other}")

    def download(self, source: Source, document: Document) -> Request:  # noqa: ARG002  what every portal is given
        """The request for the file itself.

        Raises:
            PortalError: the document has no address.
        """
        return request_for(document)


def _root(source: Source) -> str:
    """``https://host/api/utvalg``, below which everything stands."""
    return source.base_url.rstrip("/").removesuffix(_BOARDS) + _BOARDS


def _keys(page: FetchedPage, pattern: re.Pattern[str]) -> tuple[str, ...]:
    found = pattern.search(urlsplit(page.url).path)
    if not found:
        raise PageError(page.url, expected="the keys of a board and a meeting in the address", found="none")
    return found.groups()


def _read_boards(source: Source, page: FetchedPage, boards: tuple[_Board, ...]) -> Iterator[Record | Request | Skip]:
    if not boards:
        raise EmptyPage(page.url, expected="boards", found="an empty list")
    seen: set[str] = set()
    for board in boards:
        if not board.name:
            yield Skip(reason="a board without a name", what=str(board.id))
            continue
        bodies = read_bodies(source, page.provenance(source), heading=board.name, codes=[str(board.id)])
        yield from (body for body in bodies if body.id not in seen)
        seen.update(body.id for body in bodies)
        url = f"{_root(source)}/{board.id}/moter/"
        yield Request(url=url, kind=PageKind.CALENDAR, context={"body": board.name})


def _read_meetings(
    source: Source, page: FetchedPage, meetings: tuple[_ListedMeeting, ...]
) -> Iterator[Record | Request | Skip]:
    (board,) = _keys(page, _MEETINGS)
    name = page.context.get("body", "")
    provenance = page.provenance(source)
    bodies = read_bodies(source, provenance, heading=name, codes=[board]) if name else ()
    yield from bodies
    for meeting in {each.id: each for each in meetings}.values():
        day = meeting.start.day
        if not page.window.holds(day):
            yield Skip(reason="the meeting is outside the window", what=f"{day}, {meeting.id}")
            continue
        if bodies:
            yield Meeting(
                id=record_id(source.key, board, meeting.id),
                bodies=tuple(body.id for body in bodies),
                title=name,
                start=oslo_time(day, meeting.start.time),
                time_known=meeting.start.time is not None,
                url=f"{_SHOWN_BY.format(host=urlsplit(page.url).netloc)}#se:mote/moteid:{meeting.id}/utvalgid:{board}",
                provenance=provenance,
            )
        else:
            yield Skip(reason="a meeting of a board that is not named here", what=f"{day}, {meeting.id}")
        listed = ",".join(str(item.id) for item in meeting.behandlinger or ())
        context = {"body": name, "day": f"{day:%d.%m.%Y}", "items": listed}
        url = f"{_root(source)}/{board}/moter/{meeting.id}/behandlinger/"
        yield Request(url=url, kind=PageKind.ITEM, context=context if name else {})


def _read_items(source: Source, page: FetchedPage, items: tuple[_Item, ...]) -> Iterator[Record | Skip]:
    board, meeting = _keys(page, _ITEMS)
    day = read_day(page.context.get("day", ""))
    if day is None:
        yield from _loose_papers(source, page, items)
        return
    missing = {key for key in page.context.get("items", "").split(",") if key} - {str(item.id) for item in items}
    if missing:
        expected = "every item that the list of meetings names"
        raise PageError(page.url, expected=expected, found=f"{len(missing)} missing, {shorten(', '.join(missing))}")
    sitting = Sitting(
        source=source,
        provenance=page.provenance(source),
        key=f"{board}.{meeting}",
        day=day,
        names=frozenset({page.context.get("body", "").casefold()}),
    )
    yield from once_each(_read_agenda(sitting, items))


def _read_agenda(sitting: Sitting, items: tuple[_Item, ...]) -> Iterator[Record | Skip]:
    taken: dict[str, PrintedItem] = {}
    for position, each in enumerate(items, start=1):
        number, title = split_number(each.tittel or "")
        printed = PrintedItem(
            section="",
            kind=ItemKind.APPROVAL if terms.approves_minutes(title) else ItemKind.OTHER,
            position=position,
            number=number,
            case="",
            title=title,
            papers=(),
            key=f"{sitting.key}.{each.id}",
        )
        item, remarks = read_item(sitting, printed, taken)
        yield item
        yield from remarks
        for paper in each.dokumenter or ():
            if paper.rekkefolge is None or not paper.tittel:
                yield Skip(
                    reason="a document without its number or title", what=shorten(f"{item.id}: {paper.tittel or ''}")
                )
                continue
            key, url = _file(sitting.provenance.page_url, sitting.key, paper.rekkefolge)
            document = sitting.item_paper(key=key, url=url, title=paper.tittel, item=item)
            yield document if document.history else dataclasses.replace(document, kind=_kind(paper, document.kind))


def _loose_papers(source: Source, page: FetchedPage, items: tuple[_Item, ...]) -> Iterator[Document]:
    """The documents of a meeting of which the day is not known."""
    meeting = ".".join(_keys(page, _ITEMS))
    for item in items:
        for paper in item.dokumenter or ():
            if paper.rekkefolge is not None and paper.tittel:
                key, url = _file(page.url, meeting, paper.rekkefolge)
                yield Document(
                    id=record_id(source.key, key),
                    meeting=None,
                    item=record_id(source.key, f"{meeting}.{item.id}"),
                    kind=_kind(paper, terms.item_document(paper.tittel, item_title=item.tittel)),
                    title=paper.tittel,
                    url=url,
                    provenance=page.provenance(source),
                )


def _file(page_url: str, meeting: str, number: int) -> tuple[str, str]:
    """Key and address of the document with that number in the meeting."""
    folder = page_url.rstrip("/").removesuffix("/behandlinger")
    return f"{meeting}.d{number}", f"{folder}/dokumenter/{number}"


def _kind(paper: _Paper, by_title: DocumentKind) -> DocumentKind:
    """What a document is; its title says more than how it is linked, when it says anything."""
    said_nothing = by_title is DocumentKind.ATTACHMENT
    return _LINKS.get((paper.dokumenttilknytning or "").casefold(), by_title) if said_nothing else by_title
