"""ePhorte *eInnsyn*, by EVRY, the predecessor of Elements: pages known by the addresses in them and by nothing else.

Thousands of real addresses of documents are public, no page is. So links are read, wherever they stand: a board's link
bears its name, a meeting's link or the row around it its day, a document's link its title. Items have no address of
their own; their numbers and titles, times and places stand on the pages in markup that nobody has kept.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import parse_qs, urlsplit

from bs4 import Tag

from harvester.config import Source
from harvester.errors import PageError
from harvester.model import Document, DocumentKind, Meeting, Record, Window, oslo_time
from harvester.portals.bodies import read_bodies
from harvester.portals.contract import FetchedPage, PageKind, Parsed, Request, Skip
from harvester.portals.declaration import Basis, Declaration, Fact
from harvester.portals.markup import absolute_address, attribute, read_html, shorten, text_of, wrong_page
from harvester.portals.numbers import days_in, read_day
from harvester.portals.papers import Sitting, once_each, request_for

_BOARDS = re.compile(r"/(?:dmb(?:/alldmb)?|utvalg/allutvalg)/?$", re.ASCII | re.IGNORECASE)
_BOARD = re.compile(r"/(?:dmb|utvalg)/details/(\d{1,12})/?$", re.ASCII | re.IGNORECASE)
_MEETING = re.compile(r"/dmb/dmbmeetingdetail/?$", re.ASCII | re.IGNORECASE)
_PAPER = re.compile(r"/dmb/showdmbdocument/?$", re.ASCII | re.IGNORECASE)
_ITEM_PAPER = re.compile(r"/dmbhandling/showdmbhandlingdocument/?$", re.ASCII | re.IGNORECASE)
_OLD_PAPER = re.compile(
    r"/(utvalg|utvalgsbehandling)/showutvalg(?:behandling)?document/(\d{1,12})/(\w{1,20})/?$", re.ASCII | re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,12}", re.ASCII)

_KINDS: Mapping[str, DocumentKind] = MappingProxyType(
    {
        "mi": DocumentKind.NOTICE,
        "mp": DocumentKind.MINUTES,
        "casesfremlegg": DocumentKind.CASE_PAPER,
        "saksfremlegg": DocumentKind.CASE_PAPER,
        "protokoll": DocumentKind.MINUTES_EXTRACT,
    }
)
"""What a document is, by the word for it in its address."""


class Ephorte:
    """The adapter of ePhorte eInnsyn; ``base_url`` is its application, such as ``https://host/eInnsyn``."""

    name = "ephorte"
    declaration = Declaration(
        product="ePhorte eInnsyn, by EVRY",
        basis=Basis.DESCRIPTIONS,
        publishes=frozenset({Fact.ANNOUNCED_MEETINGS, Fact.DOCUMENTS, Fact.RESOLUTION_TITLES}),
        quirks=(
            "No page is public, so only links are read; numbers and titles of items, times and places are not harvested.",
            "The path may begin with an application of any name; an older build has other addresses for documents.",
            "A document's address is made of the meeting or item and its sort, so it is another one in each meeting.",
            "Of a meeting as a whole only two documents have addresses: what is sent out before it, and its minutes.",
            "Mostly replaced by Elements Publikum since 2020.",
        ),
    )

    def start(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  what every portal is given
        """The page of all boards."""
        is_page = _BOARDS.search(urlsplit(source.base_url).path)
        url = source.base_url if is_page else f"{source.base_url.rstrip('/')}/Dmb/AllDmb"
        yield Request(url=url, kind=PageKind.BODIES)

    def parse(self, source: Source, page: FetchedPage) -> Parsed:
        """Boards yield bodies and requests for their pages, those requests for meetings, those documents.

        Raises:
            PageError: the page has none of the links that it should have.
        """
        match page.kind:
            case PageKind.BODIES:
                return Parsed.of(_read_boards(source, page, read_html(page)))
            case PageKind.BODY:
                return Parsed.of(_read_board(page, read_html(page)))
            case PageKind.MEETING:
                return Parsed.of(_read_meeting(source, page, read_html(page)))
            case other:
                raise PageError(page.url, expected="boards, a board or a meeting of ePhorte", found=f"kind {other}")

    def download(self, source: Source, document: Document) -> Request:  # noqa: ARG002  what every portal is given
        """The request for the file itself.

        Raises:
            PortalError: the document has no address.
        """
        return request_for(document)


# Addresses


def _links(page: FetchedPage, root: Tag) -> Iterator[tuple[str, Tag]]:
    """Every link to the host of the page."""
    host = urlsplit(page.url).netloc
    for link in root.select("a[href]"):
        url = absolute_address(page.url, attribute(link, "href"))
        if url and urlsplit(url).netloc == host:
            yield url, link


def _query(url: str) -> dict[str, str]:
    """The fields of a query that are given once; their names are spelled in any case."""
    fields = parse_qs(urlsplit(url).query)
    return {name.casefold(): values[0] for name, values in fields.items() if len(values) == 1}


def _board_key(url: str) -> str | None:
    found = _BOARD.search(urlsplit(url).path)
    return found.group(1) if found else None


def _meeting_key(url: str) -> str | None:
    number = _query(url).get("meetingid", "")
    return number if _MEETING.search(urlsplit(url).path) and _NUMBER.fullmatch(number) else None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Address:
    """What the address of a document says: its key, and the word for its sort."""

    key: str
    sort: str


def _paper_address(url: str) -> _Address | None:
    path, query = urlsplit(url).path, _query(url)
    if old := _OLD_PAPER.search(path):
        return _Address(key=".".join(old.groups()), sort=old.group(3))
    if _PAPER.search(path):
        parts, sort = ["m", query.get("mid", "")], query.get("documenttypeid", "")
    elif _ITEM_PAPER.search(path):
        parts, sort = ["i", query.get("dmbid", ""), query.get("registryentryid", "")], query.get("casetype", "")
    else:
        return None
    known = all(_NUMBER.fullmatch(part) for part in parts[1:]) and re.fullmatch(r"\w{1,20}", sort, re.ASCII)
    return _Address(key=".".join([*parts, sort]), sort=sort) if known else None


# Pages


def _read_boards(source: Source, page: FetchedPage, root: Tag) -> Iterator[Record | Request | Skip]:
    boards = {key: (url, link) for url, link in _links(page, root) if (key := _board_key(url))}
    if not boards:
        raise wrong_page(root, url=page.url, expected="links to boards such as Dmb/Details/4")
    for key, (url, link) in boards.items():
        name = text_of(link)
        if not name:
            yield Skip(reason="a board without a name", what=key)
            continue
        yield from read_bodies(source, page.provenance(source), heading=name, codes=[key])
        yield Request(url=url, kind=PageKind.BODY, context={"board": key, "body": name})


def _read_board(page: FetchedPage, root: Tag) -> Iterator[Request | Skip]:
    places: dict[str, tuple[str, str]] = {}
    for url, link in _links(page, root):
        if key := _meeting_key(url):
            row = link.find_parent(["tr", "li"])
            label = text_of(link)
            places.setdefault(key, (url, label if days_in(label) or row is None else text_of(row)))
    if not places and not any(_BOARDS.search(urlsplit(url).path) for url, _ in _links(page, root)):
        raise wrong_page(root, url=page.url, expected="links to meetings such as Dmb/DmbMeetingDetail?MeetingId=929")
    for key, (url, label) in places.items():
        days = set(days_in(label))
        if len(days) != 1:
            yield Skip(reason="a meeting whose day the link does not tell", what=shorten(f"{key}: {label}"))
        elif not page.window.holds(day := days.pop()):
            yield Skip(reason="the meeting is outside the window", what=f"{shorten(label)}, {url}")
        else:
            yield Request(url=url, kind=PageKind.MEETING, context={**page.context, "day": f"{day:%d.%m.%Y}"})


def _read_meeting(source: Source, page: FetchedPage, root: Tag) -> Iterator[Record | Skip]:
    key, day = _meeting_key(page.url), read_day(page.context.get("day", ""))
    name, board = page.context.get("body", ""), page.context.get("board", "")
    papers = [(url, link, address) for url, link in _links(page, root) if (address := _paper_address(url))]
    if not papers and not any(_BOARDS.search(urlsplit(url).path) for url, _ in _links(page, root)):
        raise wrong_page(root, url=page.url, expected="links to documents such as Dmb/ShowDmbDocument?mId=1156")
    if key is None or day is None or not name or not board:
        expected = "the number of a meeting in the address, and its board and day from the page of the board"
        raise PageError(page.url, expected=expected, found="none")
    provenance = page.provenance(source)
    bodies = read_bodies(source, provenance, heading=name, codes=[board])
    yield from bodies
    names = frozenset(each.casefold() for each in (name, *(body.name for body in bodies)))
    sitting = Sitting(source=source, provenance=provenance, key=f"m{key}", day=day, names=names)
    yield Meeting(
        id=sitting.id,
        bodies=tuple(body.id for body in bodies),
        title=name,
        start=oslo_time(day, None),
        time_known=False,
        url=page.url,
        provenance=provenance,
    )
    yield from once_each(_read_paper(sitting, url, link, address) for url, link, address in papers)


def _read_paper(sitting: Sitting, url: str, link: Tag, address: _Address) -> Document | Skip:
    title = text_of(link) or attribute(link, "title")
    kind = _KINDS.get(address.sort.casefold())
    if not title or kind is None:
        return Skip(reason="a document without a title, or of an unknown sort", what=shorten(url))
    return dataclasses.replace(sitting.paper(key=address.key, url=url, title=title), kind=kind)
