"""Jupiter, by Jupiter System Partner: ``motekalender`` and ``motedag`` pages.

Two generations of the calendar lead to the same meeting page. The older one is a table of links; the newer one is a
year view in which the ``id`` of an event is the meeting's. No saved page of the product is public: the markup is the
one that other public programs read between 2018 and 2023, so whatever differs raises instead of yielding less.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit, urlunsplit

from bs4 import Tag

from harvester.config import Source
from harvester.errors import PageError, UnknownTerm
from harvester.ids import clean_key
from harvester.model import AgendaItem, Document, ItemKind, Meeting, MeetingStatus, Record, Window, oslo_time
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
    lines_of,
    own_text,
    read_html,
    shorten,
    text_of,
    wrong_page,
)
from harvester.portals.numbers import Moment, names_a_document, read_moment, read_treatment
from harvester.portals.papers import Sitting, once_each, request_for
from harvester.portals.planned import BODY_CODES, PlannedMeeting, ask_for_meetings

_CALENDAR_PATH = "/motekalender"
_MEETING_PATH = re.compile(r"/motedag(?:/(\d{1,20}))?/?", re.ASCII)
_NATIVE_ID = re.compile(r"\d{1,20}(?:\.0+)?", re.ASCII)
_TITLE_STYLE = re.compile(r"text-align:\s*left", re.IGNORECASE)
_COUNT = re.compile(r"(?:\s*[(:]?\s*[0-9]{1,4}\)?|:)$")
_LONGEST_NAME = 300
"""Characters of the heading; the longest names of bodies have some eighty, joint meetings twice that."""


class Jupiter:
    """The adapter of the meeting pages of Jupiter."""

    name = "jupiter"
    declaration = Declaration(
        product="Jupiter, by Jupiter System Partner",
        basis=Basis.DESCRIPTIONS,
        publishes=EVERY_FACT - {Fact.MEETING_ENDS},
        quirks=("An unknown address leads back to the calendar.",),
    )

    def start(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  what every portal is given
        """The calendar; it has no documented way to ask for a window, so its meetings are chosen on the page."""
        yield Request(url=_calendar_address(source.base_url), kind=PageKind.CALENDAR)

    def parse(self, source: Source, page: FetchedPage) -> Parsed:
        """A calendar yields requests for the meetings of the window; a meeting page yields everything else.

        Raises:
            PageError: the page is not the calendar or meeting page that it should be.
            UnknownTerm: a part of the agenda has a heading that no table explains.
        """
        found: Iterable[Record | Request | Skip]
        match page.kind:
            case PageKind.CALENDAR:
                found = tuple(_read_calendar(page, read_html(page)))
            case PageKind.MEETING:
                found = tuple(_read_meeting_page(source, page, read_html(page)))
            case other:
                raise PageError(page.url, expected="the calendar or a meeting page of Jupiter", found=f"kind {other}")
        return Parsed(
            records=tuple(each for each in found if not isinstance(each, Request | Skip)),
            requests=tuple(each for each in found if isinstance(each, Request)),
            skipped=tuple(each for each in found if isinstance(each, Skip)),
        )

    def download(self, source: Source, document: Document) -> Request:  # noqa: ARG002  what every portal is given
        """The request for the file itself; its address carries no extension, and no session is needed.

        Raises:
            PortalError: the document is exempt, so it has no address.
        """
        return request_for(document)


def _calendar_address(base_url: str) -> str:
    parts = urlsplit(base_url)
    path = parts.path.rstrip("/")
    if path.casefold().endswith(_CALENDAR_PATH):
        return base_url
    return urlunsplit(parts._replace(path=path + _CALENDAR_PATH))


# Keys in addresses


def _meeting_key(url: str) -> str | None:
    """The meeting's number in ``…/motedag?offmoteid=21258`` or ``…/motedag/200706990``."""
    parts = urlsplit(url)
    path = _MEETING_PATH.fullmatch(parts.path, max(parts.path.rfind("/motedag"), 0))
    if not path:
        return None
    return path.group(1) or _native_id(parts.query, "offmoteid")


def _native_id(query: str, *names: str) -> str | None:
    """The one number that a query gives under ``names``; floats of the database are printed as ``2027025.0``."""
    fields = parse_qs(query)
    values = {clean_key(value) for name in names for value in fields.get(name, []) if _NATIVE_ID.fullmatch(value)}
    return values.pop() if len(values) == 1 else None


@dataclass(frozen=True, kw_only=True, slots=True)
class _PaperLink:
    """A link to a document, by ``getDocument?filid=`` or ``getMoteDokument?dokid=``."""

    key: str
    url: str
    text: str


def _paper_link(page_url: str, link: Tag) -> _PaperLink | None:
    url = absolute_address(page_url, attribute(link, "href"))
    key = _native_id(urlsplit(url).query, "dokid", "filid") if url else None
    return _PaperLink(key=key, url=url, text=text_of(link) or attribute(link, "title")) if url and key else None


def _paper_links(page_url: str, part: Tag) -> tuple[_PaperLink, ...]:
    return tuple(paper for link in part.select("a[href]") if (paper := _paper_link(page_url, link)))


# The calendar


def _read_calendar(page: FetchedPage, root: Tag) -> Iterator[Request | Skip]:
    table = at_most_one(root, "div#motekalender_table", url=page.url)
    year = at_most_one(root, "div#year-calendar", url=page.url)
    if table is not None:
        return ask_for_meetings(_linked_meetings(page, table), page.window)
    if year is not None:
        return ask_for_meetings(_year_meetings(page, year), page.window)
    raise wrong_page(root, url=page.url, expected="a calendar, div#motekalender_table or div#year-calendar")


def _linked_meetings(page: FetchedPage, calendar: Tag) -> Iterator[PlannedMeeting | Skip]:
    at_least(calendar, "table", 1, url=page.url)
    for link in calendar.select("table a"):
        url = absolute_address(page.url, attribute(link, "href"))
        key = _meeting_key(url) if url else None
        label = f"{attribute(link, 'title')} {text_of(link)}".strip()
        if url and key:
            yield PlannedMeeting(key=key, url=url, label=label)
        else:
            yield Skip(reason="a link in the calendar that leads to no meeting", what=shorten(label))


def _year_meetings(page: FetchedPage, calendar: Tag) -> Iterator[PlannedMeeting | Skip]:
    at_least(calendar, "table", 1, url=page.url)
    address = urlsplit(page.url)
    for event in calendar.select(".fc-content"):
        key = attribute(event, "id")
        label = f"{attribute(event, 'title')} {text_of(event)}".strip()
        if not _NATIVE_ID.fullmatch(key):
            yield Skip(reason="an event in the calendar without the number of a meeting", what=shorten(label))
            continue
        key = clean_key(key)
        url = urlunsplit((address.scheme, address.netloc, f"{address.path.rstrip('/')}/motedag/{key}", "", ""))
        cell = event.find_parent("td", attrs={"data-utvalg": True})
        code = attribute(cell, "data-utvalg") if cell else ""
        yield PlannedMeeting(key=key, url=url, label=label, code=code or None)


# The meeting page


def _read_meeting_page(source: Source, page: FetchedPage, root: Tag) -> Iterator[Record | Skip]:
    key = _meeting_key(page.url)
    if key is None:
        raise PageError(page.url, expected="the number of a meeting in the address", found="none")
    heading, *_ = at_least(root, "h3", 1, url=page.url)
    title, moment = _read_heading(page, root, heading)
    provenance = page.provenance(source)
    codes = [code for code in page.context.get(BODY_CODES, "").split(",") if code]
    bodies = read_bodies(source, provenance, heading=title, codes=codes)
    yield from bodies
    status, remarks = _read_status(heading)
    yield from remarks
    names = frozenset(name.casefold() for name in (title, *(body.name for body in bodies)))
    sitting = Sitting(source=source, provenance=provenance, key=key, day=moment.day, names=names)
    yield Meeting(
        id=sitting.id,
        bodies=tuple(body.id for body in bodies),
        title=title,
        start=oslo_time(moment.day, moment.time),
        time_known=moment.time is not None,
        place=_read_place(heading),
        status=status,
        url=page.url,
        provenance=provenance,
    )
    found = tuple(once_each(_read_sections(sitting, root)))
    yield from found
    yield from _unread_papers(page.url, root, found)


def _read_heading(page: FetchedPage, root: Tag, heading: Tag) -> tuple[str, Moment]:
    """Body and time in ``Komité for samferdsel, miljø og plan, 23.04.2018 10:00``: names hold commas, times do not."""
    name, _, printed = own_text(heading).rpartition(",")
    moment = read_moment(printed.strip())
    if not name.strip() or len(name) > _LONGEST_NAME or moment is None:
        expected = "a first h3 such as 'Kommunestyret, 23.04.2018 10:00'"
        raise wrong_page(root, url=page.url, expected=expected, found=f"{own_text(heading)!r}")
    return name.strip(), moment


def _read_status(heading: Tag) -> tuple[MeetingStatus | None, list[Skip]]:
    labels = [text for child in heading.find_all(True, recursive=False) if (text := text_of(child))]
    statuses = [terms.STATUSES.get(label.casefold()) for label in labels]
    known = {status for status in statuses if status}
    remarks = [
        Skip(reason="a label of the meeting that no table explains", what=shorten(label))
        for label, status in zip(labels, statuses, strict=True)
        if status is None
    ]
    if len(known) > 1:
        remarks.append(Skip(reason="labels of the meeting that contradict each other", what=shorten(", ".join(labels))))
    return (known.pop() if len(known) == 1 else None), remarks


def _read_place(heading: Tag) -> str | None:
    paragraphs = (sibling for sibling in heading.next_siblings if isinstance(sibling, Tag) and sibling.name == "p")
    for line in itertools.chain.from_iterable(map(lines_of, paragraphs)):
        label = next((label for label in terms.PLACE_LABELS if line.casefold().startswith(label)), None)
        if label:
            return line[len(label) :].strip() or None
    return None


def _unread_papers(page_url: str, root: Tag, found: Iterable[Record | Skip]) -> Iterator[Skip]:
    """Every document of the page is in a record, or named here."""
    read = {each.url for each in found if isinstance(each, Document)}
    for paper in _paper_links(page_url, root):
        if paper.url not in read:
            read.add(paper.url)
            yield Skip(
                reason="a document outside the rows of the known sections", what=shorten(paper.text or paper.url)
            )


# The sections of a meeting page


@dataclass(frozen=True, kw_only=True, slots=True)
class _Section:
    """A part of the page: its heading as printed, without the count that may follow, and its rows."""

    heading: str
    rows: tuple[Tag, ...]


def _read_sections(sitting: Sitting, root: Tag) -> Iterator[Record | Skip]:
    url = sitting.provenance.page_url
    sections = [_read_section(url, heading) for heading in root.select("h4")]
    if not any(section.rows for section in sections) and _paper_links(url, root):
        raise wrong_page(root, url=url, expected="h4 headings, each with a table beside it")
    positions = itertools.count(1)
    taken: dict[str, PrintedItem] = {}
    for section in sections:
        kind = terms.item_section(section.heading)
        if terms.is_document_section(section.heading):
            for row in section.rows:
                yield from _read_papers(sitting, row.find_all("td", recursive=False), item=None)
        elif kind is not None:
            yield from _read_items(sitting, section, kind, positions, taken)
        elif section.rows:
            raise UnknownTerm(f"{url}: no table explains the section {shorten(section.heading)!r}")
        else:
            yield Skip(reason="an empty section that no table explains", what=shorten(section.heading))


def _read_section(url: str, heading: Tag) -> _Section:
    name = _COUNT.sub("", text_of(heading))
    for sibling in heading.next_siblings:
        if not isinstance(sibling, Tag):
            continue
        if sibling.name in {"h3", "h4"}:
            break
        if sibling.name == "table":
            rows = tuple(row for row in sibling.select("tr:has(> td)") if row.find_parent("table") is sibling)
            return _Section(heading=name, rows=rows)
        if sibling.select_one("table") or _paper_links(url, sibling):
            raise PageError(url, expected=f"a table beside the heading {shorten(name)!r}", found=f"<{sibling.name}>")
    return _Section(heading=name, rows=())


# Items and their documents


def _read_items(
    sitting: Sitting, section: _Section, kind: ItemKind, positions: Iterator[int], taken: dict[str, PrintedItem]
) -> Iterator[Record | Skip]:
    unread = []
    for row in section.rows:
        cells = _split(row)
        if cells is None:
            unread.append(text_of(row))
            continue
        printed = PrintedItem(
            section=section.heading,
            kind=kind,
            position=next(positions),
            number=cells.number,
            case=cells.case,
            title=text_of(cells.title),
            papers=tuple(paper.key for paper in _paper_links(sitting.provenance.page_url, row)),
        )
        item, remarks = read_item(sitting, printed, taken)
        yield item
        yield from remarks
        case = case_of(sitting, item)
        if case:
            yield case
        yield from _read_papers(sitting, [cells.title, *cells.papers], item=item)
    # One odd row is set aside; a section of nothing but odd rows is another layout.
    odd = [text for text in unread if not text.casefold().startswith(terms.NOTHING_HERE)]
    if odd and len(unread) == len(section.rows):
        expected = f"a cell with the style 'text-align: left' in the rows of {section.heading!r}"
        raise PageError(sitting.provenance.page_url, expected=expected, found=shorten(odd[0]))
    for text in unread:
        yield Skip(reason=f"a row of {section.heading!r} without the cell of a title", what=shorten(text))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cells:
    """The row of an item: two numbers, either perhaps empty, the title, and the cells that name documents."""

    number: str
    case: str
    title: Tag
    papers: tuple[Tag, ...]


def _split(row: Tag) -> _Cells | None:
    cells = row.find_all("td", recursive=False)
    place = next((place for place, cell in enumerate(cells) if _TITLE_STYLE.search(attribute(cell, "style"))), None)
    if place is None:
        return None
    number, case, *_ = [*map(text_of, cells[:place]), "", ""]
    if not case and names_a_document(number):
        number, case = "", number
    return _Cells(number=number, case=case, title=cells[place], papers=tuple(cells[place + 1 :]))


def _read_papers(sitting: Sitting, cells: Sequence[Tag], *, item: AgendaItem | None) -> Iterator[Document | Skip]:
    page_url = sitting.provenance.page_url
    links = [link for cell in cells for link in cell.select("a[href]")]
    for link in sorted(links, key=_says_little):
        paper = _paper_link(page_url, link)
        if paper is None:
            yield Skip(reason="a link that leads to no document", what=shorten(text_of(link)))
        elif item is None:
            yield sitting.paper(key=paper.key, url=paper.url, title=paper.text)
        else:
            yield sitting.item_paper(key=paper.key, url=paper.url, title=paper.text, item=item)
    # The first cell of an item holds its own title, which names no document without a link.
    for text in _texts_without_link(cells[1:] if item else cells):
        exempt = sitting.exempt_paper(title=text, item=item.id if item else None)
        yield exempt or Skip(reason="a document without a link", what=shorten(text))


def _says_little(link: Tag) -> int:
    """The rank of a link among those to one document: its name, then its line in the history, then an icon."""
    text = text_of(link)
    if not text:
        return 2
    return 1 if read_treatment(text) else 0


def _texts_without_link(cells: Iterable[Tag]) -> Iterator[str]:
    """What names a document and leads to none: an entry of a list, or a cell that has neither a list nor a link."""
    for cell in cells:
        for entry in cell.select("li") or [cell]:
            text = text_of(entry)
            if text and not entry.select_one("a[href], li"):
                yield text
