"""The demo as a tenant of OpenGov 360online, in the markup of its pages of 2018.

Letters are numeric entities, the tenant's name may be in any case, and whatever is unknown is answered with status 500.
A meeting of which nothing but the day is known is under preparation: it stands in the list, without a number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote

import jinja2

from harvester.demo.blocks import FileFormat
from harvester.demo.dataset import DemoBody, Published, PublishedItem, PublishedMeeting, PublishedPaper, Section
from harvester.demo.exchange import RequestLine, Response, download, page
from harvester.demo.opengov_templates import BOARD, BOARDS, ITEM, MEETING
from harvester.demo.words import words
from harvester.model import DocumentKind, MeetingStatus

TENANT = "FJELLVIK"

_SECTIONS = MappingProxyType(
    {
        Section.APPROVAL: "Møteprotokoll",
        Section.POLITICAL: "Saker til behandling",
        Section.SUPPLEMENTARY: "Tilleggssaker",
        Section.INTERPELLATION: "Interpellasjoner",
        Section.DELEGATED: "Delegerte vedtak",
        Section.BRIEFING: "Orientering",
        Section.REPORT: "Referatsaker",
    }
)
_STATUSES = MappingProxyType({MeetingStatus.CANCELLED: "Avlyst", MeetingStatus.POSTPONED: "Utsatt"})
_CATEGORIES = MappingProxyType(
    {
        DocumentKind.CASE_PAPER: "Saksfremlegg/innstilling",
        DocumentKind.RESOLUTION: "Vedtak",
        DocumentKind.MINUTES: "Møteprotokoll",
    }
)
_OTHER_CATEGORY = "Internt notat / e-post MED oppfølging (N)"
_UNKNOWN = Response(status=500, body=b"<h1>Server Error in '/' Application.</h1>")
_ROBOTS = Response(content_type="text/plain; charset=utf-8", body=b"User-agent: *\nDisallow:\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """A board in the list."""

    key: int
    name: str
    period: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A meeting in the list of a board; without ``href`` while it is under preparation."""

    title: str
    day: str
    time: str
    href: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """A document, with its size in kilobytes."""

    title: str
    category: str
    href: str
    size: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """An item of an agenda; without a key when it is exempt."""

    key: int | None
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenGovRendering:
    """One tenant; ``spelling`` is how its pages write the tenant's name."""

    spelling: str = TENANT

    def __call__(self, line: RequestLine, published: Published) -> Response:
        """The page or the document at an address; status 500 for anything unknown."""
        if line.path == "/robots.txt":
            return _ROBOTS
        match line.path.split("/")[1:]:
            case ["Meetings", tenant, *path] if tenant.casefold() == TENANT.casefold():
                return self._tenant(path, line, published)
        return _UNKNOWN

    @property
    def _root(self) -> str:
        return f"/Meetings/{self.spelling}"

    def _tenant(self, path: list[str], line: RequestLine, published: Published) -> Response:
        match path:
            case ["Boards"]:
                return self._page(BOARDS, published, boards=list(_boards(published)))
            case ["Boards", "Details", key]:
                return self._board(key, line, published)
            case ["Meetings", "Details", key] if meeting := _find(key, published):
                return self._meeting(meeting, published)
            case ["Meetings", "LoadAgendaItemDetail", key]:
                return self._item(key, published)
            case ["File", "Details", name]:
                number = name.partition(".")[0]
                paper = published.paper(int(number)) if _is_number(number) else None
                return download(paper) if paper else _UNKNOWN
        return _UNKNOWN

    def _page(self, template: jinja2.Template, published: Published, **content: object) -> Response:
        text = template.render(root=self._root, organization=published.organization.name, **content)
        return page(text.encode("ascii", errors="xmlcharrefreplace").decode("ascii"))

    def _board(self, key: str, line: RequestLine, published: Published) -> Response:
        board = next((one for one in _boards(published) if str(one.key) == key), None)
        if board is None:
            return _UNKNOWN
        meetings = [one for one in published.meetings if _board_of(one.bodies[0]).key == board.key]
        years = sorted({meeting.day.year for meeting in published.meetings}, reverse=True)
        asked = line.parameter("Year") or ""
        year = int(asked) if _is_number(asked) and int(asked) in years else years[0]
        rows = [self._row(meeting) for meeting in meetings if meeting.day.year == year]
        return self._page(BOARD, published, board=board, years=years, year=year, rows=rows)

    def _row(self, meeting: PublishedMeeting) -> Row:
        published = bool(meeting.papers or meeting.items or meeting.status)
        time = f"{meeting.time:%H:%M}" if meeting.time else "00:00"
        return Row(
            title=_title(meeting),
            day=f"{meeting.day:%d.%m.%Y}",
            time=time if published else "Ikke publisert",
            href=f"{self._root}/Meetings/Details/{meeting.key}" if published else None,
        )

    def _meeting(self, meeting: PublishedMeeting, published: Published) -> Response:
        exempt = words(published.organization.language).exempt_title
        return self._page(
            MEETING,
            published,
            title=_title(meeting),
            board=_board_of(meeting.bodies[0]),
            sections=[
                (name, [_line(item, exempt) for item in meeting.items if item.section is section])
                for section, name in _SECTIONS.items()
                if any(item.section is section for item in meeting.items)
            ],
            files=list(self._files(meeting.papers)),
            details=[
                ("Utvalg", meeting.bodies[0].name),
                ("Sted", meeting.place or ""),
                ("Dato", f"{meeting.day:%d.%m.%Y}"),
                ("Status", _STATUSES.get(meeting.status, "") if meeting.status else ""),
            ],
        )

    def _item(self, key: str, published: Published) -> Response:
        items = (item for meeting in published.meetings for item in meeting.items if not item.closed)
        item = next((item for item in items if str(item.key) == key), None)
        if item is None:
            return _UNKNOWN
        details = [("Saksnr.", item.case.number)] if item.case else []
        return self._page(ITEM, published, files=list(self._files(item.papers)), details=details)

    def _files(self, papers: tuple[PublishedPaper, ...]) -> Iterator[File]:
        """What may be fetched: the product does not list what is exempt."""
        for paper in papers:
            if paper.restriction is None:
                ending = "DOCX" if paper.content.file_format is FileFormat.WORD else "PDF"
                size = _number(f"{paper.key} {paper.modified}")
                query = f"fileName={quote(paper.title, safe='')}&fileSize={size}"
                yield File(
                    title=paper.title,
                    category=_CATEGORIES.get(paper.kind, _OTHER_CATEGORY),
                    href=f"{self._root}/File/Details/{paper.key}.{ending}?{query}",
                    size=size // 1000,
                )


def _boards(published: Published) -> Iterator[Board]:
    """The board under which each meeting stands: of a joint meeting, that of its first body."""
    bodies = {meeting.bodies[0].key: meeting.bodies[0] for meeting in published.meetings}
    return (_board_of(body) for body in bodies.values())


def _board_of(body: DemoBody) -> Board:
    return Board(key=_number(body.key), name=body.name, period="2023 - 2027")


def _find(key: str, published: Published) -> PublishedMeeting | None:
    return published.meeting(int(key)) if _is_number(key) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20


def _number(text: str) -> int:
    """A number of six digits that is always the same for ``text``."""
    return 100_000 + int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) % 900_000


def _title(meeting: PublishedMeeting) -> str:
    return f"{meeting.bodies[0].name} ({meeting.day:%d.%m.%Y})"


def _line(item: PublishedItem, exempt: str) -> Line:
    return Line(key=None if item.closed else item.key, label=f"{item.number} - {item.title or exempt}")
