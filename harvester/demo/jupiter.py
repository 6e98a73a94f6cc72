"""The demo as a Jupiter portal: ``motekalender``, ``motedag`` and the two sorts of document addresses.

Markup and addresses follow what third-party scrapers read at the real installations: a server-rendered calendar
(*table*) or the year view of FullCalendar (*year*), over the same meeting page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from harvester.demo.dataset import DemoBody, Published, PublishedItem, PublishedMeeting, PublishedPaper, Section
from harvester.demo.exchange import RequestLine, Response, download, page, redirect
from harvester.demo.jupiter_templates import MEETING, NOTHING_FOUND, ROBOTS, TABLE_CALENDAR, YEAR_CALENDAR
from harvester.demo.words import words
from harvester.model import Language, MeetingStatus

_SECTIONS = {
    Section.APPROVAL: ("Godkjenning av innkalling og protokoll", "Godkjenning av innkalling og protokoll"),
    Section.POLITICAL: ("Saker til behandling", "Saker til handsaming"),
    Section.SUPPLEMENTARY: ("Tilleggssaker", "Tilleggssaker"),
    Section.INTERPELLATION: ("Interpellasjoner og spørsmål", "Interpellasjonar og spørsmål"),
    Section.DELEGATED: ("Delegerte saker", "Delegerte saker"),
    Section.BRIEFING: ("Orienteringer", "Orienteringar"),
    Section.REPORT: ("Referatsaker", "Meldingar"),
}
_STATUSES = {
    MeetingStatus.CANCELLED: ("Avlyst", "Avlyst"),
    MeetingStatus.POSTPONED: ("Utsatt", "Utsett"),
}
_CALENDAR = "/motekalender"


class CalendarStyle(StrEnum):
    """The two calendars that Jupiter installations have had."""

    TABLE = "table"
    YEAR = "year"


class DocumentAddress(StrEnum):
    """The two forms of a document's address."""

    FILID = "filid"
    DOKID = "dokid"


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A paper in a row of the page; without ``href`` when it is exempt."""

    text: str
    href: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """An item in a section's table."""

    number: str
    case_number: str
    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class JupiterRendering:
    """One installation of Jupiter."""

    calendar: CalendarStyle = CalendarStyle.TABLE
    address: DocumentAddress = DocumentAddress.FILID

    def __call__(self, line: RequestLine, published: Published) -> Response:
        """The page or the document at an address; a redirect to the calendar for anything unknown."""
        response = redirect(_CALENDAR)
        match line.path.rstrip("/").split("/")[1:]:
            case ["robots.txt"]:
                response = Response(content_type="text/plain; charset=utf-8", body=ROBOTS.encode())
            case ["motekalender"]:
                response = self._calendar(published)
            case ["motedag"] | ["motekalender", "motedag"]:
                response = self._meeting(line.parameter("offmoteid"), published)
            case ["motekalender", "motedag", key]:
                response = self._meeting(key, published)
            case ["application", "getMoteDokument"]:
                response = _document(line.parameter("dokid"), published)
            case ["application", "getDocument"]:
                response = _document(line.parameter("filid"), published)
        return response

    def _calendar(self, published: Published) -> Response:
        if self.calendar is CalendarStyle.YEAR:
            return page(
                YEAR_CALENDAR.render(published=published, cells=_year_cells(published), months=_months(published))
            )
        return page(
            TABLE_CALENDAR.render(published=published, cells=_table_cells(published), months=_months(published))
        )

    def _meeting(self, key: str | None, published: Published) -> Response:
        meeting = published.meeting(int(key)) if key and key.isascii() and key.isdigit() else None
        if meeting is None:
            return redirect(_CALENDAR)
        tables = [
            (_term(_SECTIONS[section], published), [self._row(item, published) for item in items])
            for section, items in _by_section(meeting)
        ]
        text = MEETING.render(
            published=published,
            heading=heading(meeting),
            label=_term(_STATUSES[meeting.status], published) if meeting.status in _STATUSES else "",
            place=meeting.place,
            documents_heading=_term(("Møtedokumenter", "Møtedokument"), published),
            documents=[self._link(paper, paper.title) for paper in meeting.papers],
            tables=tables,
            nothing=NOTHING_FOUND[published.organization.language],
        )
        return page(text)

    def _row(self, item: PublishedItem, published: Published) -> Row:
        vocabulary = words(published.organization.language)
        links = [self._link(paper, paper.title) for paper in item.papers]
        if item.case:
            links += [
                Link(text=_history_line(one.number, one.body, one.day), href=self._href(one.paper))
                for one in published.treatments(item.case)
            ]
        return Row(
            number=item.number,
            case_number=_printed_case_number(item),
            title=item.title or vocabulary.exempt_title,
            links=tuple(links),
        )

    def _link(self, paper: PublishedPaper, text: str) -> Link:
        if paper.restriction is not None:
            return Link(text=f"{text} - {paper.restriction}", href=None)
        return Link(text=text, href=self._href(paper))

    def _href(self, paper: PublishedPaper) -> str:
        if self.address is DocumentAddress.FILID:
            return f"/application/getDocument?filid={paper.key}.0"
        return f"/application/getMoteDokument?dokid={paper.key}"


def heading(meeting: PublishedMeeting) -> str:
    """``Fylkestinget, 23.04.2018 10:00``; the time is missing when nobody has set one."""
    names = " og ".join(body.name for body in meeting.bodies)
    time = f" {meeting.time:%H:%M}" if meeting.time else ""
    return f"{names}, {meeting.day:%d.%m.%Y}{time}"


def _term(pair: tuple[str, str], published: Published) -> str:
    return pair[published.organization.language is Language.NYNORSK]


def _document(key: str | None, published: Published) -> Response:
    number = (key or "").removesuffix(".0")
    paper = published.paper(int(number)) if number.isascii() and number.isdigit() else None
    if paper is None:
        return redirect(_CALENDAR)
    return download(paper)


def _by_section(meeting: PublishedMeeting) -> Iterator[tuple[Section, list[PublishedItem]]]:
    for section in Section:
        items = [item for item in meeting.items if item.section is section]
        if items:
            yield section, items


def _printed_case_number(item: PublishedItem) -> str:
    if item.case is None:
        return ""
    return f"{item.case.number}-{1 + item.key % 9}"


def _history_line(number: str, body: DemoBody, day: dt.date) -> str:
    sequence, year = number.rsplit(maxsplit=1)[-1].split("/")
    return f"{sequence.zfill(4)}/{year}, {body.name}, {day:%d.%m.%Y}"


def _months(published: Published) -> list[tuple[int, int]]:
    return sorted({(meeting.day.year, meeting.day.month) for meeting in published.meetings})


def _table_cells(published: Published) -> dict[tuple[str, int, int], list[PublishedMeeting]]:
    """Meetings by the body in whose row they stand: the first one, when several meet."""
    cells: dict[tuple[str, int, int], list[PublishedMeeting]] = {}
    for meeting in published.meetings:
        cells.setdefault((meeting.bodies[0].key, meeting.day.year, meeting.day.month), []).append(meeting)
    return cells


def _year_cells(published: Published) -> dict[tuple[str, int, int], list[PublishedMeeting]]:
    """Meetings by each body that takes part: a joint meeting stands in two rows."""
    cells: dict[tuple[str, int, int], list[PublishedMeeting]] = {}
    for meeting in published.meetings:
        for body in meeting.bodies:
            cells.setdefault((body.key, meeting.day.year, meeting.day.month), []).append(meeting)
    return cells
