"""A product that does not exist: a board on which a municipality pins a notice of each meeting.

It is what docs/adding-a-portal.md asks for and nothing more; the test beside it puts it into a copy of the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bs4 import Tag

from harvester.config import Source
from harvester.errors import PageError
from harvester.model import Document, ItemKind, Meeting, Record, Window, oslo_time
from harvester.portals.bodies import read_bodies
from harvester.portals.contract import FetchedPage, PageKind, Parsed, Request, Skip
from harvester.portals.declaration import Basis, Declaration, Fact
from harvester.portals.items import PrintedItem, case_of, read_item
from harvester.portals.markup import absolute_address, attribute, one, read_html, text_of
from harvester.portals.numbers import Moment, read_moment
from harvester.portals.papers import Sitting, request_for
from harvester.portals.planned import PlannedMeeting, ask_for_meetings

_NOTICE = re.compile(r"/notice/(\d{1,9})$", re.ASCII)
_PAPER = re.compile(r"/paper/(\d{1,9})$", re.ASCII)


class NoticeBoard:
    """The adapter; ``base_url`` is the board."""

    name = "notice_board"
    declaration = Declaration(
        product="The notice board",
        basis=Basis.DESCRIPTIONS,
        publishes=frozenset({Fact.MEETING_TIMES, Fact.ITEM_NUMBERS, Fact.CASE_NUMBERS, Fact.ITEM_DOCUMENTS}),
        quirks=("It does not exist.",),
    )

    def start(self, source: Source, window: Window) -> Iterable[Request]:
        """The board."""
        yield Request(url=source.base_url, kind=PageKind.CALENDAR)

    def parse(self, source: Source, page: FetchedPage) -> Parsed:
        """The board leads to its notices, a notice is a meeting with items and documents.

        Raises:
            PageError: the page is neither.
        """
        match page.kind:
            case PageKind.CALENDAR:
                return Parsed.of(_read_board(page, read_html(page)))
            case PageKind.MEETING:
                return Parsed.of(_read_notice(source, page, read_html(page)))
            case other:
                raise PageError(page.url, expected="the board or a notice", found=f"kind {other}")

    def download(self, source: Source, document: Document) -> Request:
        """The request for the file itself.

        Raises:
            PortalError: the document has no address.
        """
        return request_for(document)


def _links(page: FetchedPage, root: Tag, address: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """Key, address and text of each link to an address of that shape."""
    for link in root.select("a[href]"):
        url = absolute_address(page.url, attribute(link, "href"))
        if url and (found := address.search(url)):
            yield found.group(1), url, text_of(link)


def _read_board(page: FetchedPage, root: Tag) -> Iterator[Request | Skip]:
    notices = one(root, "ul.notices", url=page.url)
    planned = [PlannedMeeting(key=key, url=url, label=label) for key, url, label in _links(page, notices, _NOTICE)]
    yield from ask_for_meetings(planned, page.window)


def _read_notice(source: Source, page: FetchedPage, root: Tag) -> Iterator[Record | Skip]:
    notice = one(root, "article.notice", url=page.url)
    key, moment = _read_key(page), _read_moment(page, notice)
    provenance = page.provenance(source)
    bodies = read_bodies(source, provenance, heading=text_of(one(notice, "h1", url=page.url)))
    yield from bodies
    names = frozenset(body.name.casefold() for body in bodies)
    sitting = Sitting(source=source, provenance=provenance, key=key, day=moment.day, names=names)
    yield Meeting(
        id=sitting.id,
        bodies=tuple(body.id for body in bodies),
        title=text_of(one(notice, "h1", url=page.url)),
        start=oslo_time(moment.day, moment.time),
        time_known=moment.time is not None,
        url=page.url,
        provenance=provenance,
    )
    taken: dict[str, PrintedItem] = {}
    for position, row in enumerate(notice.select("ol.items > li"), start=1):
        yield from _read_item(sitting, page, row, position, taken)


def _read_key(page: FetchedPage) -> str:
    found = _NOTICE.search(page.url)
    if found is None:
        raise PageError(page.url, expected="the number of a notice in the address", found="none")
    return found.group(1)


def _read_moment(page: FetchedPage, notice: Tag) -> Moment:
    printed = text_of(one(notice, "p.when", url=page.url))
    moment = read_moment(printed)
    if moment is None:
        raise PageError(page.url, expected="a day, such as 12.05.2026 10:00", found=printed)
    return moment


def _read_item(
    sitting: Sitting, page: FetchedPage, row: Tag, position: int, taken: dict[str, PrintedItem]
) -> Iterator[Record | Skip]:
    papers = list(_links(page, row, _PAPER))
    printed = PrintedItem(
        section="",
        kind=ItemKind.OTHER,
        position=position,
        number=text_of(one(row, ".number", url=page.url)),
        case=text_of(one(row, ".case", url=page.url)),
        title=text_of(one(row, ".title", url=page.url)),
        papers=tuple(key for key, _, _ in papers),
    )
    item, remarks = read_item(sitting, printed, taken)
    yield item
    yield from remarks
    if case := case_of(sitting, item):
        yield case
    for key, url, title in papers:
        yield sitting.item_paper(key=key, url=url, title=title, item=item)
