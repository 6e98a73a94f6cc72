"""The demo as a classic ACOS portal: everything behind ``wfinnsyn.ashx``, in the markup of its pages of 2018.

Whatever is unknown is answered with status 200 and a page that says so. The page of a meeting follows what other
programs read; nobody has kept one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

import jinja2

from harvester.demo.acos_classic_templates import BOARD, MEETING, NOT_FOUND, PLAN
from harvester.demo.dataset import DemoBody, Published, PublishedItem, PublishedMeeting, PublishedPaper
from harvester.demo.exchange import RequestLine, Response, download, page
from harvester.demo.words import words
from harvester.model import DocumentKind, MeetingStatus

_HANDLER = "/innsyn/wfinnsyn.ashx"
_FILES = "/innsyn/wfdocument.ashx"
_ROBOTS = Response(content_type="text/plain; charset=utf-8", body=b"User-agent: *\nDisallow:\n")
_YEAR = re.compile(r"(\d{4})-01-01T00:00:00", re.ASCII)
_STATUSES = MappingProxyType({MeetingStatus.CANCELLED: "Avlyst", MeetingStatus.POSTPONED: "Utsatt"})
_COLUMNS = (
    frozenset({DocumentKind.AGENDA, DocumentKind.NOTICE}),
    frozenset({DocumentKind.MINUTES}),
    frozenset({DocumentKind.OTHER}),
)
_GROUPS = MappingProxyType(
    {
        "Saksframlegg": frozenset({DocumentKind.CASE_PAPER, DocumentKind.ATTACHMENT}),
        "Saksprotokoll": frozenset({DocumentKind.RESOLUTION, DocumentKind.MINUTES_EXTRACT}),
        "Dokumenter": frozenset({DocumentKind.MINUTES}),
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """A row of the plan: the meetings of each month."""

    key: int
    name: str
    months: tuple[tuple[PublishedMeeting, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """A document; ``sort`` is what the portal says of its place among others."""

    title: str
    href: str
    sort: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A meeting in the list of a board."""

    key: int
    week: int
    day: str
    time: str
    status: str
    columns: tuple[tuple[File, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An item on the page of a meeting."""

    key: str
    label: str
    is_open: bool
    case: str
    groups: tuple[tuple[str, tuple[File, ...]], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AcosClassicRendering:
    """One installation."""

    def __call__(self, line: RequestLine, published: Published) -> Response:
        """The page or the document at an address; a page without content for anything unknown."""
        match line.path, line.parameter("response"):
            case "/robots.txt", _:
                return _ROBOTS
            case path, _ if path == _FILES:
                return _file(line, published)
            case path, "moteplan" if path == _HANDLER:
                return _plan(_year(line, published), published)
            case path, "moteplan_utvalg" if path == _HANDLER:
                return _board(line.parameter("utvalg") or "", _year(line, published), published)
            case path, "mote" if path == _HANDLER:
                return _meeting(line.parameter("moteid") or "", published)
        return _page(NOT_FOUND, published, title="Feil")


def _page(template: jinja2.Template, published: Published, **content: object) -> Response:
    return page(template.render(organization=published.organization.name, handler=_HANDLER, **content))


def _year(line: RequestLine, published: Published) -> int:
    asked = _YEAR.fullmatch(line.parameter("fradato") or "")
    return int(asked.group(1)) if asked else max(meeting.day.year for meeting in published.meetings)


def _number(text: str) -> int:
    """A small number that is always the same for ``text``."""
    return 1 + int.from_bytes(hashlib.sha256(text.encode()).digest()[:3]) % 100_000


def _boards(published: Published) -> Iterator[DemoBody]:
    """Those under which meetings stand: a joint meeting stands under its first body."""
    return iter({meeting.bodies[0].key: meeting.bodies[0] for meeting in published.meetings}.values())


def _plan(year: int, published: Published) -> Response:
    boards = []
    for body in _boards(published):
        meetings = [one for one in published.meetings if one.bodies[0] == body and one.day.year == year]
        months = tuple(tuple(one for one in meetings if one.day.month == month) for month in range(1, 13))
        boards.append(Board(key=_number(body.key), name=body.name, months=months))
    return _page(PLAN, published, title=f"Møteplan    {year}", year=year, boards=boards)


def _board(key: str, year: int, published: Published) -> Response:
    body = next((body for body in _boards(published) if str(_number(body.key)) == key), None)
    if body is None:
        return _page(NOT_FOUND, published, title="Feil")
    meetings = [one for one in published.meetings if one.bodies[0] == body and one.day.year == year]
    rows = [_row(meeting) for meeting in meetings]
    return _page(BOARD, published, title=f"{body.name}    {year}", name=body.name, year=year, rows=rows)


def _row(meeting: PublishedMeeting) -> Row:
    minutes = any(paper.kind is DocumentKind.MINUTES for paper in meeting.papers)
    paperwork = "Vedtak påført" if minutes else "Innkalling sendt"
    return Row(
        key=meeting.key,
        week=meeting.day.isocalendar().week,
        day=f"{meeting.day:%d.%m.%Y}",
        time=f"{meeting.time:%H:%M}" if meeting.time else "",
        status=_STATUSES.get(meeting.status, paperwork) if meeting.status else paperwork,
        columns=tuple(tuple(_files(meeting.papers, kinds)) for kinds in _COLUMNS),
    )


def _files(papers: tuple[PublishedPaper, ...], kinds: frozenset[DocumentKind]) -> Iterator[File]:
    """What may be fetched: the product does not list what is exempt."""
    attachments = 0
    for paper in papers:
        if paper.kind in kinds and paper.restriction is None:
            attachments += paper.kind is DocumentKind.ATTACHMENT
            sort = f"Vedlegg {attachments}" if paper.kind is DocumentKind.ATTACHMENT else "Hoveddokument"
            yield File(title=paper.title, href=_href(paper), sort=sort)


def _href(paper: PublishedPaper) -> str:
    """A relative address whose version grows when the paper is replaced."""
    version = 1 if paper.modified == paper.published else 1 + (paper.modified - paper.published) // dt.timedelta(days=1)
    return f"wfdocument.ashx?journalpostid={paper.key}&dokid={paper.key}&versjon={version}&variant=P&ct=RA-PDF"


def _meeting(key: str, published: Published) -> Response:
    meeting = published.meeting(int(key)) if key.isascii() and key.isdigit() and len(key) < 20 else None
    if meeting is None:
        return _page(NOT_FOUND, published, title="Feil")
    exempt = words(published.organization.language).exempt_title
    items = [_entry(item, exempt) for item in meeting.items]
    return _page(MEETING, published, title=f"{meeting.bodies[0].name} {meeting.day:%d.%m.%Y}", items=items)


def _entry(item: PublishedItem, exempt: str) -> Entry:
    groups = ((heading, tuple(_files(item.papers, kinds))) for heading, kinds in _GROUPS.items())
    return Entry(
        key=f"sak{item.key}",
        label=f"{item.number} {item.title or exempt}",
        is_open=not item.closed,
        case=item.case.number if item.case else "",
        groups=tuple((heading, files) for heading, files in groups if files),
    )


def _file(line: RequestLine, published: Published) -> Response:
    """The present version, whichever is asked for."""
    key = line.parameter("dokid") or ""
    paper = published.paper(int(key)) if key.isascii() and key.isdigit() and len(key) < 20 else None
    if paper is None:
        return _page(NOT_FOUND, published, title="Feil")
    return download(paper)
