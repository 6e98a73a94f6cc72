"""OpenGov 360online, by Tietoevry: the meeting pages in front of the archive system Public 360.

One page names all boards, a board's page the meetings of a year, a meeting's page its items, and what belongs to an
item is a fragment of its own. Whole pages of 2018 and pieces of 2025 have been seen.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from bs4 import Tag

from harvester.config import Source
from harvester.errors import PageError, PortalError, UnknownTerm
from harvester.ids import record_id
from harvester.model import Document, Meeting, Record, Window, oslo_time
from harvester.portals import terms
from harvester.portals.bodies import read_bodies
from harvester.portals.contract import FetchedPage, PageKind, Parsed, Request, Skip
from harvester.portals.declaration import EVERY_FACT, Basis, Declaration, Fact
from harvester.portals.items import PrintedItem, case_of, case_record, read_item
from harvester.portals.listed import ListedItem
from harvester.portals.markup import (
    absolute_address,
    at_least,
    at_most_one,
    attribute,
    one,
    read_html,
    shorten,
    text_of,
)
from harvester.portals.numbers import Moment, read_case_number, read_moment, split_number
from harvester.portals.opengov_files import File, address_of, read_file, read_papers, without_link
from harvester.portals.papers import Sitting, loose_paper, once_each, request_for
from harvester.portals.planned import listed_meeting

_TENANT = re.compile(r"/meetings/[^/]+", re.IGNORECASE)
_BOARD, _MEETING, _FRAGMENT = "boards/details", "meetings/details", "meetings/loadagendaitemdetail"
_KEY = re.compile(rf"/({_BOARD}|{_MEETING}|{_FRAGMENT})/(\d{{1,20}})/?$", re.ASCII | re.IGNORECASE)
_ITEM_KEY = re.compile(r"agendaItem_(\d{1,20})", re.ASCII)
_COUNT = re.compile(r"\d{1,6}", re.ASCII)
_PERIOD = re.compile(r"(\d{4}) - (\d{4})", re.ASCII)
_ALL_MONTHS = "-1"
_NOT_SET = dt.time.min  # printed where nobody has set a time

_OFFICIALS = frozenset({"saksansvarlig", "saksbehandler"})
"""Labels of names that no record holds."""


class OpenGov:
    """The adapter of OpenGov 360online."""

    name = "opengov"
    declaration = Declaration(
        product="OpenGov 360online, by Tietoevry",
        basis=Basis.REAL_PAGES,
        publishes=EVERY_FACT
        - {Fact.ANNOUNCED_MEETINGS, Fact.MEETING_ENDS, Fact.JOINT_MEETINGS, Fact.BODY_CODES}
        - {Fact.EXEMPT_DOCUMENTS, Fact.CASE_HISTORY},
        quirks=(
            "A meeting under preparation has a day but no number; it is left out until it is published.",
            "The time of the day stands in the list of a board, not on the page of the meeting; 00:00 means none.",
            "Numbers of items start anew under each heading; an item is known by the portal's own number.",
            "An exempt item has nothing to open. An unknown tenant is answered with status 500.",
            "Some tenants are said to ignore the year that is asked for: what is shown is compared with it.",
        ),
    )

    def start(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  what every portal is given
        """The page of all boards.

        Raises:
            PortalError: the source's address names no tenant.
        """
        yield Request(url=f"{_tenant_address(source.base_url)}/Boards", kind=PageKind.BODIES)

    def parse(self, source: Source, page: FetchedPage) -> Parsed:
        """Boards lead to their years, a year to its meetings, a meeting to its items, an item to its documents.

        Raises:
            PageError: the page is not what its kind says, or shows another year than was asked for.
            UnknownTerm: a part of the agenda has a heading that no table explains.
        """
        match page.kind:
            case PageKind.CALENDAR:
                return Parsed.of(_read_front_page(source, page, read_html(page)))
            case PageKind.BODIES:
                return Parsed.of(_read_boards(source, page, read_html(page)))
            case PageKind.BODY | PageKind.MEMBERS:
                return Parsed.of(_read_board(source, page, read_html(page)))
            case PageKind.MEETING:
                return Parsed.of(_read_meeting_page(source, page, read_html(page)))
            case PageKind.ITEM:
                return Parsed.of(_read_fragment(source, page, read_html(page)))
            case other:
                raise PageError(page.url, expected="boards, a board, a meeting or an item", found=f"kind {other}")

    def download(self, source: Source, document: Document) -> Request:  # noqa: ARG002  what every portal is given
        """The request for the file itself; no session is needed."""
        return request_for(document)


# Addresses


def _tenant_address(base_url: str) -> str:
    """``https://opengov.360online.com/Meetings/tfk`` of any page below it."""
    parts = urlsplit(base_url)
    tenant = _TENANT.match(parts.path)
    if not tenant:
        raise PortalError(f"{base_url}: expected the address of a tenant such as …/Meetings/randaberg")
    return f"{parts.scheme}://{parts.netloc}{tenant.group()}"


def _key_in(url: str | None, kind: str) -> str | None:
    """The number at the end of ``…/Meetings/Details/644324``, or in ``…/LoadAgendaItemDetail?id=211242``."""
    parts = urlsplit(url or "")
    if found := _KEY.search(parts.path):
        return found.group(2) if found.group(1).casefold() == kind else None
    values = [value for value in parse_qs(parts.query).get("id", []) if value.isascii() and value.isdigit()]
    return values[0] if parts.path.casefold().endswith(f"/{kind}") and len(values) == 1 else None


def _own_key(page: FetchedPage, kind: str) -> str:
    if key := _key_in(page.url, kind):
        return key
    raise PageError(page.url, expected=f"a number in an address of {kind}", found="none")


# The page of all boards


def _read_boards(source: Source, page: FetchedPage, root: Tag) -> Iterator[Record | Request | Skip]:
    boards = one(root, "div.boardList", url=page.url).select("li.boardLink")
    _check_count(page.url, text_of(one(root, "div.findMeetings > .meetingsHeader", url=page.url)), len(boards))
    seen: set[str] = set()
    for board in boards:
        name, period = (text_of(one(board, f"div.board{part}", url=page.url)) for part in ("Name", "Period"))
        url = address_of(page.url, board)
        key = _key_in(url, _BOARD)
        if url is None or key is None or not name:
            yield Skip(reason="a board without its name or number", what=shorten(f"{name}, {period}"))
            continue
        bodies = read_bodies(source, page.provenance(source), heading=name, codes=[key])
        yield from (body for body in bodies if body.id not in seen)
        seen.update(body.id for body in bodies)
        if _is_over(period, page.window):
            yield Skip(reason="the board's years are outside the window", what=shorten(f"{name}, {period}"))
        else:
            yield Request(url=url, kind=PageKind.BODY)


def _check_count(url: str, told: str, seen: int) -> None:
    """The page says how many entries it lists; without a number it lists none."""
    count, *_ = [*_COUNT.findall(told), "0"]
    if int(count) != seen:
        raise PageError(url, expected=f"as many entries as in {shorten(told)!r}", found=str(seen))


def _is_over(period: str, window: Window) -> bool:
    years = _PERIOD.fullmatch(period)
    return bool(years and (int(years.group(2)) < window.first.year or int(years.group(1)) > window.last.year))


# The page of a board


def _read_board(source: Source, page: FetchedPage, root: Tag) -> Iterator[Record | Request | Skip]:
    key = _own_key(page, _BOARD)
    if not (name := text_of(one(root, "div.meetingTitleHeader > h2", url=page.url))):
        raise PageError(page.url, expected="the name of a board in its heading", found="none")
    bodies = read_bodies(source, page.provenance(source), heading=name, codes=[key])
    yield from bodies
    shown = text_of(one(root, "#boardsYearSelection option[selected]", url=page.url))
    month = at_most_one(root, "#boardsSelectionMonth option[selected]", url=page.url)
    is_whole = month is not None and attribute(month, "value") == _ALL_MONTHS
    asked = parse_qs(urlsplit(page.url).query).get("Year")
    if asked and (asked != [shown] or not is_whole):
        raise PageError(page.url, expected=f"all months of {asked[0]}, as was asked", found=f"{shorten(shown)}")
    for option in () if asked else root.select("#boardsYearSelection option"):
        year = text_of(option)
        in_window = len(year) == 4 and year.isdecimal() and page.window.first.year <= int(year) <= page.window.last.year
        if in_window and not (year == shown and is_whole):
            query = f"Year={year}&Month={_ALL_MONTHS}&focus=true"
            yield Request(url=f"{_tenant_address(page.url)}/Boards/Details/{key}?{query}", kind=PageKind.BODY)
    if is_whole:
        yield from _read_year(source, page, root, shown, tuple(body.id for body in bodies))


def _read_year(
    source: Source, page: FetchedPage, root: Tag, year: str, bodies: tuple[str, ...]
) -> Iterator[Record | Request | Skip]:
    entries = root.select("div.meetingList li.boardLink")
    # "5 møter funnet for 2018", or no number of meetings before the year.
    told = text_of(one(root, "div.displaySearchResult", url=page.url)).removesuffix(year)
    _check_count(page.url, told, len(entries))
    for entry in entries:
        if f".{year}" not in text_of(one(entry, "div.meetingDate", url=page.url)):
            raise PageError(page.url, expected=f"meetings of {shorten(year)}", found=shorten(text_of(entry)))
        yield from _read_entry(source, page, entry, bodies)


def _read_front_page(source: Source, page: FetchedPage, root: Tag) -> Iterator[Record | Request | Skip]:
    """The tenant's first page lists the meetings to come, under titles that need not be the names of boards."""
    for entry in at_least(root, "li.boardLink:has(div.meetingDate)", 1, url=page.url):
        yield from _read_entry(source, page, entry, bodies=())


def _read_entry(
    source: Source, page: FetchedPage, entry: Tag, bodies: tuple[str, ...]
) -> Iterator[Record | Request | Skip]:
    label, url = text_of(entry), address_of(page.url, entry)
    printed = text_of(one(entry, "div.meetingDate", url=page.url))
    moment = read_moment(printed) or read_moment(printed.partition(" ")[0])
    if moment is None:
        raise PageError(page.url, expected="a meeting with its day", found=shorten(label))
    key = _key_in(url, _MEETING)
    if url is None or key is None:
        yield Skip(reason="a meeting that has no number before it is published", what=shorten(label))
    elif not page.window.holds(moment.day):
        yield Skip(reason="the meeting is outside the window", what=f"{shorten(label)}, {url}")
    else:
        title = text_of(one(entry, "div.meetingName", url=page.url))
        moment = replace(moment, time=None) if moment.time == _NOT_SET else moment
        yield listed_meeting(source, page, key=key, bodies=bodies, title=title, moment=moment, url=url)
        context = {"time": f"{moment.time:%H:%M}"} if moment.time else {}
        yield Request(url=url, kind=PageKind.MEETING, context=context)


# The page of a meeting


def _read_meeting_page(source: Source, page: FetchedPage, root: Tag) -> Iterator[Record | Request | Skip]:
    key = _own_key(page, _MEETING)
    title = text_of(one(root, "h2.meetingTitleHeaderText", url=page.url))
    details = _read_details(page.url, one(root, "div.meetingsDetailsDiv", url=page.url))
    name, moment = details.pop("utvalg", ""), _read_moment(page, details.pop("dato", ""))
    if not title or not name:
        raise PageError(page.url, expected="the title of a meeting and the name of its board", found="none")
    provenance = page.provenance(source)
    bodies = read_bodies(source, provenance, heading=name, codes=_codes(page.url, root))
    yield from bodies
    status = details.pop("status", "")
    if status and status.casefold() not in terms.STATUSES:
        yield Skip(reason="a status that no table explains", what=shorten(status))
    names = frozenset(each.casefold() for each in (name, *(body.name for body in bodies)))
    sitting = Sitting(source=source, provenance=provenance, key=key, day=moment.day, names=names)
    yield Meeting(
        id=sitting.id,
        bodies=tuple(body.id for body in bodies),
        title=title,
        start=oslo_time(moment.day, moment.time),
        time_known=moment.time is not None,
        place=details.pop("sted", "") or None,
        status=terms.STATUSES.get(status.casefold()),
        url=page.url,
        provenance=provenance,
    )
    yield from _unexplained(details)
    files = [read_file(page.url, entry) for entry in root.select("div.meetingsDocumentDiv li")]
    yield from once_each(read_papers(sitting, files, item=None))
    yield from _read_agenda(sitting, root, name)


def _read_details(url: str, part: Tag) -> dict[str, str]:
    """What stands under *Detaljer*, by the casefolded label."""
    return {
        text_of(one(entry, ".detailHeader", url=url)).casefold(): text_of(one(entry, ".detailContent", url=url))
        for entry in part.select("div.detailsList")
    }


def _unexplained(details: Mapping[str, str]) -> Iterator[Skip]:
    for label, value in details.items():
        if value and label not in _OFFICIALS:
            yield Skip(reason="a detail that no table explains", what=shorten(f"{label}: {value}"))


def _read_moment(page: FetchedPage, printed: str) -> Moment:
    moment = read_moment(printed)
    if moment is None:
        raise PageError(page.url, expected="the day of the meeting under 'Dato'", found=f"{shorten(printed)!r}")
    if moment.time not in {None, _NOT_SET}:
        return moment
    listed = read_moment(f"{moment.day:%d.%m.%Y} {page.context.get('time', '')}")
    return listed or Moment(day=moment.day, time=None)


def _codes(url: str, root: Tag) -> list[str]:
    """The number of the board, in the link that leads back to it."""
    links = (absolute_address(url, attribute(link, "href")) for link in root.select("div.breadcrumb a[href]"))
    keys = {key for link in links if (key := _key_in(link, _BOARD))}
    return list(keys) if len(keys) == 1 else []


def _read_agenda(sitting: Sitting, root: Tag, body: str) -> Iterator[Record | Request | Skip]:
    url = sitting.provenance.page_url
    agenda = one(root, "div.meetingsAgenda", url=url)
    positions = itertools.count(1)
    taken: dict[str, PrintedItem] = {}
    seen: set[str] = set()
    for header in agenda.select("div.agendaItemHeader"):
        section, listing = text_of(header), header.find_next_sibling(True)
        rows = listing.select("a.accordion") if isinstance(listing, Tag) else []
        if rows and terms.item_section(section) is None:
            raise UnknownTerm(f"{url}: no table explains the section {shorten(section)!r}")
        for row in rows:
            number, title = split_number(text_of(one(row, ".accordionTitleText", url=url)))
            listed = ListedItem(
                meeting=sitting.key,
                body=body,
                day=sitting.day,
                section=section,
                position=next(positions),
                number=number,
                title=title,
            )
            own = attribute(row, "id")
            key = _ITEM_KEY.fullmatch(own)
            if own and not key:
                raise PageError(url, expected="the number of an item", found=shorten(own))
            # Without a number there is nothing to open, because the item is exempt.
            printed = listed.printed(key=key.group(1) if key else "", closed=not key)
            item, remarks = read_item(sitting, printed, taken)
            if key is None:
                yield item
                yield from remarks
            elif item.id not in seen:
                seen.add(item.id)
                yield replace(item, listed=True)
                address = f"{_tenant_address(url)}/Meetings/LoadAgendaItemDetail/{key.group(1)}"
                yield Request(url=address, kind=PageKind.ITEM, context=listed.to_context())
    if next(positions) - 1 != len(agenda.select(".accordionTitleText")):
        raise PageError(url, expected="every item below the heading of its section", found="others")


# The fragment of an item


def _read_fragment(source: Source, page: FetchedPage, root: Tag) -> Iterator[Record | Skip]:
    key = _own_key(page, _FRAGMENT)
    part = one(root, "div.meetingsDetails", url=page.url)
    details = _read_details(page.url, one(part, "div.detailsSection", url=page.url))
    case = details.pop("saksnr.", "")
    files = [read_file(page.url, entry) for entry in part.select("div.filesList li")]
    listed = ListedItem.from_context(page.context)
    if listed:
        yield from once_each(_read_item(listed.sitting(source, page.provenance(source)), listed, key, case, files))
    else:
        if found := case_record(source, page.provenance(source), read_case_number(case)):
            yield found
        yield from once_each(_loose_paper(source, page, key, file) for file in files)
    yield from _unexplained(details)


def _read_item(sitting: Sitting, listed: ListedItem, key: str, case: str, files: list[File]) -> Iterator[Record | Skip]:
    papers = [file.key for file in files if file.key]
    item, remarks = read_item(sitting, listed.printed(key=key, case=case, papers=papers), {})
    yield item
    yield from remarks
    if found := case_of(sitting, item):
        yield found
    yield from read_papers(sitting, files, item=item)


def _loose_paper(source: Source, page: FetchedPage, key: str, file: File) -> Document | Skip:
    """A document of an item of which nothing but its number is known."""
    if not file.key or not file.url:
        return without_link(file)
    item, provenance = record_id(source.key, key), page.provenance(source)
    paper = loose_paper(source, provenance, key=file.key, url=file.url, title=file.title, item=item)
    return replace(paper, kind=file.kind(paper.kind))
