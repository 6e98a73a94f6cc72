"""ACOS, the classic generation: ``wfinnsyn.ashx`` in front of the archive system WebSak.

A plan of the year names boards and days, a board's page its meetings with status and documents, and a meeting's page
the items. Real pages of the first two have been seen; the page of a meeting is known from programs that read it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit, urlunsplit

from bs4 import Tag

from harvester.config import Source
from harvester.errors import PageError
from harvester.ids import clean_key, record_id
from harvester.model import AgendaItem, Document, DocumentKind, Meeting, Record, Window, oslo_time
from harvester.portals import terms
from harvester.portals.bodies import read_bodies
from harvester.portals.contract import FetchedPage, PageKind, Parsed, Request, Skip
from harvester.portals.declaration import EVERY_FACT, Basis, Declaration, Fact
from harvester.portals.items import PrintedItem, case_of, read_item
from harvester.portals.markup import (
    absolute_address,
    at_least,
    at_most_one,
    attribute,
    one,
    read_html,
    shorten,
    text_of,
    wrong_page,
)
from harvester.portals.numbers import Moment, days_in, read_moment, split_numbered
from harvester.portals.papers import Sitting, once_each, request_for
from harvester.portals.planned import listed_meeting

_HANDLER = re.compile(r"wfinnsyn\.as[hp]x$", re.IGNORECASE)
_PLAN, _BOARD, _MEETING = "moteplan", "moteplan_utvalg", "mote"
_KEY = re.compile(r"\d{1,20}", re.ASCII)
_YEAR = re.compile(r"\b\d{4}\b", re.ASCII)
_DAY_OF_MONTH = re.compile(r"\d{1,2}", re.ASCII)
_HOURS = re.compile(r"(?P<start>\S+(?: \d{1,2}:\d{2})?)(?: ?[-–] ?(?P<end>\d{1,2}:\d{2})?)?", re.ASCII)
_FILE_REMARK = re.compile(r"\s*\((?:Hoveddokument|Vedlegg)[^()]*\)$", re.IGNORECASE)
_COLUMNS = {
    "sakskart": DocumentKind.AGENDA,
    "protokoll": DocumentKind.MINUTES,
    "møtebok": DocumentKind.MINUTES,
}
"""Where a document stands in the list of meetings, which tells what it is when its title does not."""

_MAIN, _ATTACHMENT = "hoveddokument", DocumentKind.ATTACHMENT
_PAPERWORK = frozenset({"vedtak påført", "innkalling sendt"})
"""Statuses of the papers, which say nothing of the meeting."""


class AcosClassic:
    """The adapter of the classic ACOS pages."""

    name = "acos_classic"
    declaration = Declaration(
        product="ACOS, wfinnsyn.ashx",
        basis=Basis.REAL_PAGES,
        publishes=EVERY_FACT
        - {Fact.MEETING_PLACES, Fact.JOINT_MEETINGS, Fact.BODY_CODES, Fact.ITEM_SECTIONS}
        - {Fact.EXEMPT_DOCUMENTS, Fact.CASE_HISTORY},
        quirks=(
            "The page of a meeting has been seen by others only; the plan and the list of a board are real pages.",
            "A paper that is replaced keeps its dokid and gets a higher versjon in its address.",
            "Addresses end in a stray '&'; dates are spread over five lines.",
            "A meeting without items and an unknown one look alike: without items a meeting must have no agenda either.",
        ),
    )

    def start(self, source: Source, window: Window) -> Iterable[Request]:
        """The plan of each year of the window, with all boards."""
        for year in range(window.first.year, window.last.year + 1):
            query = f"response={_PLAN}&fradato={year}-01-01T00:00:00&visalle=true"
            yield Request(url=_address(source.base_url, query), kind=PageKind.CALENDAR)

    def parse(self, source: Source, page: FetchedPage) -> Parsed:
        """The plan leads to boards, a board's list to its meetings.

        Raises:
            PageError: the page is not what its kind says, or shows another year than was asked for.
        """
        match page.kind:
            case PageKind.CALENDAR:
                return Parsed.of(_read_plan(source, page, read_html(page)))
            case PageKind.BODY | PageKind.MEMBERS:
                return Parsed.of(_read_board(source, page, read_html(page)))
            case PageKind.MEETING:
                return Parsed.of(_read_meeting_page(source, page, read_html(page)))
            case other:
                raise PageError(page.url, expected="the plan, a board or a meeting of ACOS", found=f"kind {other}")

    def download(self, source: Source, document: Document) -> Request:  # noqa: ARG002  what every portal is given
        """The request for the file itself, in the version that was listed."""
        return request_for(document)


# Addresses


def _address(base_url: str, query: str) -> str:
    parts = urlsplit(base_url)
    path = parts.path if _HANDLER.search(parts.path) else f"{parts.path.rstrip('/')}/wfinnsyn.ashx"
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def _parameter(url: str | None, name: str, response: str | None = None) -> str | None:
    """The number that an address gives under ``name``, if it asks for ``response``."""
    fields = parse_qs(urlsplit(url or "").query)
    values = set(fields.get(name, []))
    if len(values) != 1 or (response is not None and fields.get("response") != [response]):
        return None
    value = values.pop()
    return value if _KEY.fullmatch(value) else None


def _own_key(page: FetchedPage, name: str, response: str) -> str:
    if key := _parameter(page.url, name, response):
        return key
    raise PageError(page.url, expected=f"an address with response={response} and {name}", found="none")


def _link(page_url: str, link: Tag) -> str | None:
    return absolute_address(page_url, attribute(link, "href"))


def _read_year(page: FetchedPage, table: Tag) -> int:
    """The year in the caption, which must be the one that was asked for."""
    caption = text_of(one(table, "caption", url=page.url))
    years = _YEAR.findall(caption)
    asked = parse_qs(urlsplit(page.url).query).get("fradato", [])
    if len(years) != 1 or (asked and not asked[0].startswith(years[0])):
        raise PageError(page.url, expected=f"the plan of {shorten(''.join(asked)[:4] or 'a year')}", found=caption)
    return int(years[0])


# The plan of a year


def _read_plan(source: Source, page: FetchedPage, root: Tag) -> Iterator[Record | Request | Skip]:
    table = one(root, "#moteplan_content table", url=page.url)
    year = _read_year(page, table)
    seen: set[str] = set()
    for row in at_least(table, "tr:has(a.header-link)", 1, url=page.url):
        header = one(row, "a.header-link", url=page.url)
        name, key = text_of(header), _parameter(_link(page.url, header), "utvalg", _BOARD)
        if key is None or not name:
            yield Skip(reason="a board without its name or number", what=shorten(text_of(row)))
            continue
        bodies = read_bodies(source, page.provenance(source), heading=name, codes=[key])
        yield from (body for body in bodies if body.id not in seen)
        seen.update(body.id for body in bodies)
        days = dict(_planned_days(page, row, year))
        wanted = [meeting for meeting, day in days.items() if page.window.holds(day)]
        if len(wanted) < len(days):
            what = f"{shorten(name)}, {len(days) - len(wanted)} of {len(days)} in {year}"
            yield Skip(reason="meetings are outside the window", what=what)
        ids = tuple(body.id for body in bodies)
        for meeting in wanted:
            moment, url = Moment(day=days[meeting], time=None), _meeting_address(page.url, meeting)
            yield listed_meeting(source, page, key=meeting, bodies=ids, title=name, moment=moment, url=url)
        if wanted:
            query = f"response={_BOARD}&utvalg={key}&fradato={year}-01-01T00:00:00"
            url = _address(page.url, query)
            yield Request(url=url, kind=PageKind.BODY, context={"meetings": ",".join(wanted)})


def _planned_days(page: FetchedPage, row: Tag, year: int) -> Iterator[tuple[str, dt.date]]:
    """The meetings of a board with their days: the column is the month, the text the day."""
    for month, cell in enumerate(row.find_all("td", recursive=False), start=1):
        for link in cell.select("a[href]"):
            key, printed = _parameter(_link(page.url, link), "moteid", _MEETING), text_of(link)
            day = _day(year, month, printed)
            if key is None or day is None or day not in (days_in(attribute(link, "title")) or (day,)):
                raise PageError(page.url, expected=f"a meeting in month {month} of {year}", found=shorten(str(link)))
            yield key, day


def _day(year: int, month: int, printed: str) -> dt.date | None:
    try:
        return dt.date(year, month, int(printed)) if _DAY_OF_MONTH.fullmatch(printed) else None
    except ValueError:
        return None


# The list of a board's meetings


@dataclass(frozen=True, kw_only=True, slots=True)
class _Listed:
    """A meeting as the list of its board shows it; what its own page shows of this is not known."""

    key: str
    board: str
    body: str
    hours: str
    status: str
    papers: str

    def to_context(self) -> Mapping[str, str]:
        """For the page of the meeting."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "key"}

    def moments(self, url: str) -> tuple[Moment, dt.time | None]:
        """Day and beginning, and the end, in ``09.01.2018 14:00 - 15:30``."""
        parts = _HOURS.fullmatch(self.hours)
        start = read_moment(parts["start"]) if parts else None
        if parts is None or start is None:
            raise PageError(url, expected="day and hours of a meeting", found=shorten(self.hours))
        end = read_moment(f"{start.day:%d.%m.%Y} {parts['end']}") if start.time and parts["end"] else None
        return start, end.time if end and end.time and start.time and start.time <= end.time else None

    def sitting(self, source: Source, page: FetchedPage) -> Sitting:
        """The meeting, as far as its documents depend on it."""
        day, names = self.moments(page.url)[0].day, frozenset({self.body.casefold()})
        return Sitting(source=source, provenance=page.provenance(source), key=self.key, day=day, names=names)

    def records(self, source: Source, page: FetchedPage) -> Iterator[Record]:
        """The board and the meeting, the same on both pages."""
        provenance = page.provenance(source)
        bodies = read_bodies(source, provenance, heading=self.body, codes=[self.board] if self.board else [])
        yield from bodies
        start, end = self.moments(page.url)
        yield Meeting(
            id=record_id(source.key, self.key),
            bodies=tuple(body.id for body in bodies),
            title=self.body,
            start=oslo_time(start.day, start.time),
            time_known=start.time is not None,
            end=oslo_time(start.day, end) if end else None,
            status=terms.STATUSES.get(self.status.casefold()),
            url=_meeting_address(page.url, self.key),
            provenance=provenance,
        )


def _meeting_address(url: str, key: str) -> str:
    return _address(url, f"response={_MEETING}&moteid={key}")


def _read_board(source: Source, page: FetchedPage, root: Tag) -> Iterator[Record | Request | Skip]:
    board = _own_key(page, "utvalg", _BOARD)
    table = one(root, "table#moteliste", url=page.url)
    year = _read_year(page, table)
    name = text_of(one(root, "h2:has(+ table#moteliste)", url=page.url))
    columns = [text_of(cell).casefold() for cell in table.select("th")]
    if not name or not {"dato", "status", *_COLUMNS} <= set(columns):
        raise PageError(page.url, expected="the name of a board and the columns of its list", found=shorten(name))
    yield from read_bodies(source, page.provenance(source), heading=name, codes=[board])
    planned = set(page.context.get("meetings", "").split(",")) - {""}
    for row in table.select("tr:has(> td.content-cell)"):
        cells = dict(zip(columns, row.find_all("td", recursive=False), strict=False))
        if len(cells) < len(columns):
            raise PageError(page.url, expected=f"{len(columns)} cells in a row", found=shorten(text_of(row)))
        listed = _read_row(page, cells, board, name)
        planned.discard(listed.key)
        day = listed.moments(page.url)[0].day
        if day.year != year:
            raise PageError(page.url, expected=f"meetings of {year}", found=shorten(text_of(row)))
        if page.window.holds(day):
            yield from (record for record in listed.records(source, page) if isinstance(record, Meeting))
            yield from _unexplained(listed.status)
            yield from once_each(_read_columns(listed.sitting(source, page), cells))
            url = _meeting_address(page.url, listed.key)
            yield Request(url=url, kind=PageKind.MEETING, context=listed.to_context())
        else:
            yield Skip(reason="the meeting is outside the window", what=shorten(text_of(row)))
    if planned:
        raise PageError(page.url, expected="every meeting of the plan", found=f"no {', '.join(sorted(planned))}")


def _read_row(page: FetchedPage, cells: Mapping[str, Tag], board: str, body: str) -> _Listed:
    link = one(cells["dato"], "a[href]", url=page.url)
    key = _parameter(_link(page.url, link), "moteid", _MEETING)
    if key is None:
        raise PageError(page.url, expected="the number of a meeting", found=shorten(text_of(link)))
    papers = "some" if cells["sakskart"].select("a[href]") else ""
    return _Listed(key=key, board=board, body=body, hours=text_of(link), status=text_of(cells["status"]), papers=papers)


def _unexplained(status: str) -> Iterator[Skip]:
    if status.casefold() not in {*terms.STATUSES, *_PAPERWORK, ""}:
        yield Skip(reason="a status that no table explains", what=shorten(status))


def _read_columns(sitting: Sitting, cells: Mapping[str, Tag]) -> Iterator[Record | Skip]:
    """The documents of a meeting, each an image with the title in words."""
    for column, kind in _COLUMNS.items():
        for link in cells[column].select("a"):
            title = _FILE_REMARK.sub("", attribute(link, "title") or text_of(link))
            file = _read_file(sitting.provenance.page_url, link)
            if file is None or not title:
                yield Skip(reason="a link that leads to no document", what=shorten(title))
                continue
            paper = sitting.paper(key=file.key, url=file.url, title=title)
            yield replace(paper, kind=kind if paper.kind is DocumentKind.OTHER else paper.kind)


@dataclass(frozen=True, kw_only=True, slots=True)
class _File:
    """Where a document is; its key is that of all its versions."""

    key: str
    url: str


def _read_file(page_url: str, link: Tag) -> _File | None:
    url = _link(page_url, link)
    key = _parameter(url, "dokid")
    return _File(key=key, url=url) if url and key else None


# The page of a meeting


def _read_meeting_page(source: Source, page: FetchedPage, root: Tag) -> Iterator[Record | Skip]:
    key = _own_key(page, "moteid", _MEETING)
    content = one(root, "#innsyn-content", url=page.url)
    listed = _Listed(key=key, **page.context) if page.context else _read_heading(page, content, key)
    entries = content.select("#div_sok_resultstable > ul > li")
    if listed.papers and not entries:
        raise wrong_page(content, url=page.url, expected="items of a meeting that has an agenda")
    yield from listed.records(source, page)
    sitting = listed.sitting(source, page)
    taken: dict[str, PrintedItem] = {}
    found = (_read_entry(sitting, entry, position, taken) for position, entry in enumerate(entries, start=1))
    yield from once_each(itertools.chain.from_iterable(found))


def _read_heading(page: FetchedPage, content: Tag, key: str) -> _Listed:
    """Without the list, the page must say whose meeting it is, and when."""
    heading = " ".join(text_of(tag) for tag in content.select("h1, h2"))
    match days_in(heading):
        case [day]:
            body, _, _ = heading.partition(f"{day:%d.%m.%Y}")
        case _:
            raise wrong_page(content, url=page.url, expected="a heading with the day of the meeting")
    if not body.strip(" -,"):
        raise PageError(page.url, expected="the name of a board before the day", found=shorten(heading))
    hours = f"{day:%d.%m.%Y}"
    return _Listed(key=key, board="", body=body.strip(" -,"), hours=hours, status="", papers="")


def _read_entry(sitting: Sitting, entry: Tag, position: int, taken: dict[str, PrintedItem]) -> Iterator[Record | Skip]:
    url = sitting.provenance.page_url
    heading = one(entry, "div.det > h3", url=url)
    key = next((attribute(anchor, "id") for anchor in heading.select("a[id]")), "")
    number, title = split_numbered(text_of(heading))
    case = at_most_one(entry, "div.met > div > a[href*=arkivsakid]", url=url)
    papers = tuple(file.key for link in entry.select("ul a[href]") if (file := _read_file(url, link)))
    remark = " ".join(text_of(part) for part in entry.select("div.det > div"))
    printed = PrintedItem(
        section="",
        kind=terms.item_of_number(number, title),
        position=position,
        number=number,
        case=text_of(case).partition(" ")[0] if case else "",
        title=title,
        papers=papers,
        key=f"{sitting.key}.{key}" if clean_key(key) else "",
        closed=not papers and terms.restriction(remark) is not None,
    )
    item, remarks = read_item(sitting, printed, taken)
    yield item
    yield from remarks
    if found := case_of(sitting, item):
        yield found
    for listing in entry.select("h3 + ul"):
        yield from _read_papers(sitting, listing, item)


def _read_papers(sitting: Sitting, listing: Tag, item: AgendaItem) -> Iterator[Record | Skip]:
    url = sitting.provenance.page_url
    heading = listing.find_previous_sibling("h3")
    by_heading = terms.item_document(text_of(heading), item_title=None) if isinstance(heading, Tag) else _ATTACHMENT
    for link in listing.select("a"):
        title, file = _FILE_REMARK.sub("", text_of(link)), _read_file(url, link)
        if file is None or not title:
            exempt = sitting.exempt_paper(title=title, item=item.id)
            yield exempt or Skip(reason="a link that leads to no document", what=shorten(title))
            continue
        paper = sitting.item_paper(key=file.key, url=file.url, title=title, item=item)
        is_main = attribute(link, "title").casefold().startswith(_MAIN)
        yield replace(paper, kind=by_heading if is_main and by_heading is not _ATTACHMENT else paper.kind)
