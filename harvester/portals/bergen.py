"""Bergen's own portal: the search for items behind ``bergen.kommune.no/politikere-utvalg``.

The items of a year come in pages, and each names its board and meeting. That one answer is what a public program reads
(2026); the answers that hold a meeting's documents have been seen by name only, so none is asked for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Annotated
from urllib.parse import parse_qs, quote, urlencode, urljoin, urlsplit

from pydantic import AfterValidator, ConfigDict, TypeAdapter
from pydantic.alias_generators import to_camel

from harvester.config import Source
from harvester.errors import PageError, PortalError
from harvester.model import Document, ItemKind, Meeting, Record, Window, oslo_time
from harvester.portals import terms
from harvester.portals.answers import Answer, Text, read_answer
from harvester.portals.bodies import read_bodies
from harvester.portals.contract import FetchedPage, PageKind, Parsed, Request, Skip
from harvester.portals.declaration import Basis, Declaration, Fact
from harvester.portals.items import PrintedItem, case_of, read_item
from harvester.portals.markup import shorten
from harvester.portals.papers import Sitting, once_each

_ROWS = 100
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]{0,99}")


def _checked_key(text: str) -> str:
    if not _KEY.fullmatch(text):
        raise ValueError("a key of letters, figures and colons")
    return text


def _read_day(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError("a day such as 2026-05-06")
    dt.date.fromisoformat(text)
    return text


_Key = Annotated[str, AfterValidator(_checked_key)]
_Day = Annotated[str, AfterValidator(_read_day)]


class _Item(Answer):
    model_config = ConfigDict(alias_generator=to_camel)

    tittel: Text
    utvalg_id: _Key
    utvalgs_navn: Text
    mote_id: _Key
    kilde_id: _Key
    mote_dato: _Day | None
    saksnr: Text | None = None

    @property
    def key(self) -> str:
        """The item in its meeting."""
        return f"{self.mote_id}.{self.kilde_id}"

    @property
    def day(self) -> dt.date | None:
        """The day of the meeting."""
        return dt.date.fromisoformat(self.mote_dato) if self.mote_dato else None


class _Items(Answer):
    items: tuple[_Item, ...]


_ITEMS = TypeAdapter(_Items)


class Bergen:
    """The adapter of Bergen's portal; ``base_url`` ends in ``/politikere-utvalg/api``."""

    name = "bergen"
    declaration = Declaration(
        product="Bergen's own portal",
        basis=Basis.DESCRIPTIONS,
        publishes=frozenset({Fact.ITEMS, Fact.CASE_NUMBERS}),
        quirks=(
            "Meetings are known by their items alone: by day, without time, place and status.",
            "Documents are published, but the form of the answers that list them is not known, so none is harvested.",
            "How many items there are is not told, nor how many a page may hold: pages are asked for until one is empty.",
            "An item's key may come again in another meeting, so it counts together with the meeting's.",
        ),
    )

    def start(self, source: Source, window: Window) -> Iterable[Request]:
        """The first page of each year of the window."""
        for year in range(window.first.year, window.last.year + 1):
            yield _ask(source, year, 0)

    def parse(self, source: Source, page: FetchedPage) -> Parsed:
        """A page of items yields their boards, meetings and cases, too, and a request for the next page.

        Raises:
            PageError: the answer is not the one that its address promises, or holds another year than was asked for.
        """
        if page.kind is not PageKind.SEARCH:
            raise PageError(page.url, expected="items of Bergen's portal", found=f"kind {page.kind}")
        items = read_answer(page, _ITEMS).items
        return Parsed.of((*once_each(_read_items(source, page, items)), *_next_page(source, page, items)))

    def download(self, source: Source, document: Document) -> Request:
        """Never asked for, as no document is harvested.

        Raises:
            PortalError: always.
        """
        raise PortalError(f"{document.id}: no documents of {source.key} can be asked for")


def _ask(source: Source, year: int, start: int, *, after: str = "") -> Request:
    """The page that begins with the item number ``start``; ``after`` is the first item of the page before it."""
    query = urlencode({"tittel": "", "utvalgId": "", "year": year, "start": start, "rows": _ROWS})
    url = f"{source.base_url.rstrip('/')}/agendapunkter?{query}"
    return Request(url=url, kind=PageKind.SEARCH, context={"after": after} if after else {})


def _asked(page: FetchedPage) -> tuple[int, int]:
    """Year and offset of the page, from its address."""
    fields = parse_qs(urlsplit(page.url).query)
    numbers = [fields.get(name, [""])[0] for name in ("year", "start")]
    if not all(number.isascii() and number.isdigit() for number in numbers):
        raise PageError(page.url, expected="a year and an offset in the address", found="none")
    year, start = map(int, numbers)
    return year, start


def _read_items(source: Source, page: FetchedPage, items: tuple[_Item, ...]) -> Iterator[Record | Skip]:
    year, start = _asked(page)
    if len(items) > _ROWS:
        raise PageError(page.url, expected=f"at most {_ROWS} items, as was asked", found=str(len(items)))
    if items and items[0].key == page.context.get("after"):
        raise PageError(page.url, expected=f"the items from {start} on, as was asked", found="those of the page before")
    taken: dict[str, PrintedItem] = {}
    for position, item in enumerate(items, start=start + 1):
        if item.day is None:
            yield Skip(reason="an item without the day of its meeting", what=shorten(item.tittel))
        elif item.day.year != year:
            raise PageError(page.url, expected=f"items of {year}, as was asked", found=str(item.day))
        elif not page.window.holds(item.day):
            yield Skip(reason="the meeting is outside the window", what=shorten(f"{item.day}, {item.tittel}"))
        else:
            yield from _read_item(_sitting(source, page, item, item.day), item, position, taken)


def _next_page(source: Source, page: FetchedPage, items: tuple[_Item, ...]) -> Iterator[Request]:
    year, start = _asked(page)
    if items:
        yield _ask(source, year, start + len(items), after=items[0].key)


def _sitting(source: Source, page: FetchedPage, item: _Item, day: dt.date) -> Sitting:
    names = frozenset({item.utvalgs_navn.casefold()})
    return Sitting(source=source, provenance=page.provenance(source), key=item.mote_id, day=day, names=names)


def _read_item(sitting: Sitting, item: _Item, position: int, taken: dict[str, PrintedItem]) -> Iterator[Record | Skip]:
    source, provenance = sitting.source, sitting.provenance
    if not item.utvalgs_navn:
        yield Skip(reason="an item without the name of its board", what=shorten(item.tittel))
        return
    bodies = read_bodies(source, provenance, heading=item.utvalgs_navn, codes=[item.utvalg_id])
    yield from bodies
    path = f"/politikk/politiskeutvalg/{quote(item.utvalg_id)}/mote/{quote(item.mote_id)}"
    yield Meeting(
        id=sitting.id,
        bodies=tuple(body.id for body in bodies),
        title=item.utvalgs_navn,
        start=oslo_time(sitting.day, None),
        time_known=False,
        url=urljoin(source.base_url, path),
        provenance=provenance,
    )
    printed = PrintedItem(
        section="",
        kind=ItemKind.APPROVAL if terms.approves_minutes(item.tittel) else ItemKind.OTHER,
        position=position,
        number="",
        case=item.saksnr or "",
        title=item.tittel,
        papers=(),
        key=item.key,
    )
    found, remarks = read_item(sitting, printed, taken)
    yield found
    yield from remarks
    if case := case_of(sitting, found):
        yield case
