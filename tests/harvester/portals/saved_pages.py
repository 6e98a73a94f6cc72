"""The saved pages of every product, how each was asked for, and what a page prints."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from harvester.config import Source
from harvester.model import OSLO, AgendaItem, Case, Document, Meeting, Resolution, Window
from harvester.portals import PORTALS
from harvester.portals.contract import FetchedPage, PageKind, Parsed
from harvester.portals.markup import clean_text

GOLDEN = Path(__file__).parent / "golden"
CONTENT_TYPES = {".html": "text/html; charset=utf-8", ".answer.json": "application/json; charset=utf-8"}
"""How a page's file ends, and as what it was served; what it must yield stands beside it in ``<name>.json``."""

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, kw_only=True)
class SavedPage:
    """One saved page, how it was asked for, and what it must yield."""

    portal: str
    name: str
    source: Source
    page: FetchedPage

    @property
    def expected(self) -> Path:
        """The file with what the page must yield."""
        return GOLDEN / self.portal / f"{self.name}.json"

    @property
    def is_answer(self) -> bool:
        """Whether it is a JSON answer."""
        return self.page.content_type.startswith("application/json")

    def parse(self, body: bytes | None = None, **changes: object) -> Parsed:
        """What the adapter reads in the page, or in ``body`` in its place."""
        page = dataclasses.replace(self.page, body=self.page.body if body is None else body, **changes)  # type: ignore[arg-type]  # fields by name
        return PORTALS[self.portal].parse(self.source, page)


def saved_pages() -> Iterator[SavedPage]:
    """Every page that a ``pages.yaml`` names."""
    for listing in sorted(GOLDEN.glob("*/pages.yaml")):
        content = yaml.safe_load(listing.read_text(encoding="utf-8"))
        for name, asked in content["pages"].items():
            ending = next(one for one in CONTENT_TYPES if (listing.parent / f"{name}{one}").exists())
            page = FetchedPage(
                url=asked["url"],
                kind=PageKind(asked["kind"]),
                status=200,
                content_type=CONTENT_TYPES[ending],
                body=(listing.parent / f"{name}{ending}").read_bytes(),
                retrieved_at=content["retrieved_at"],
                window=Window(**content["window"]),
                context=asked.get("context", {}),
            )
            source = Source.model_validate(content["source"])
            yield SavedPage(portal=listing.parent.name, name=name, source=source, page=page)


PAGES = list(saved_pages())
GOOD_PAGES = [saved for saved in PAGES if not saved.name.startswith("error_")]
MEETING_PAGES = [saved for saved in GOOD_PAGES if saved.page.kind is PageKind.MEETING]


def each(pages: list[SavedPage]) -> pytest.MarkDecorator:
    """The test once for each page."""
    return pytest.mark.parametrize("saved", pages, ids=lambda saved: f"{saved.portal}-{saved.name}")


def squeeze(text: str) -> str:
    """``text`` as the adapters clean it, without any blank."""
    return clean_text(text).replace(" ", "")


def scalars(content: Json) -> Iterator[str]:
    """Every value of a JSON answer as text, but no name of a field, save of a flag that is set."""
    match content:
        case dict():
            for name, value in content.items():
                yield from [name] if value is True else scalars(value)
        case list():
            for value in content:
                yield from scalars(value)
        case None | bool():
            return
        case _:
            yield str(content)


def _words(text: str) -> set[str]:
    """Letters and figures apart, as the time of ``2026-06-10T10:00`` hangs on its day."""
    return set(re.findall(r"\d+|[^\W\d]+", clean_text(text)))


class Printed:
    """What a page prints: all text and titles of a web page, or all values of a JSON answer, and what it was told."""

    def __init__(self, body: bytes, context: Mapping[str, str]) -> None:
        try:
            self._values = [*scalars(json.loads(body)), *context.values()]
        except ValueError:
            root = BeautifulSoup(body.decode("utf-8", errors="replace"), "lxml")
            self._values = [root.get_text(), *(str(tag["title"]) for tag in root.select("[title]")), *context.values()]
            self._parts: set[str] | None = None
        else:
            self._parts = {word for value in self._values for word in _words(value)}
        self._text = squeeze(" ".join(self._values))

    def says(self, value: str) -> bool:
        """Whether ``value`` is printed; an answer may hold its parts in several fields."""
        return squeeze(value) in self._text or (self._parts is not None and _words(value) <= self._parts)

    def tells(self, moment: dt.datetime) -> bool:
        """Whether the day and time of ``moment`` are printed."""
        if self._parts is None:
            return squeeze(f"{moment.astimezone(OSLO):%d.%m.}") in self._text
        local = moment.astimezone(OSLO)
        if f"{local:%d.%m.%Y}" in self._values:
            return local.time() == dt.time.min or f"{local:%H:%M}" in self._values
        return any(moment in _readings(value) for value in self._values)


def _readings(value: str) -> Iterator[dt.datetime]:
    """The instants that a value can stand for: as it says, by the clocks of Oslo, or as a day, from its midnight."""
    try:
        read = dt.datetime.fromisoformat(value)
    except ValueError:
        return
    yield read if read.tzinfo else read.replace(tzinfo=OSLO)
    yield read.replace(tzinfo=OSLO)
    yield read.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=OSLO)


def printed_values(parsed: Parsed) -> Iterator[str]:
    """Every text of the records that can only have been printed on the page."""
    for record in parsed.records:
        match record:
            case Meeting():
                yield from (record.title, record.place or "")
            case AgendaItem():
                yield from (record.number or "", record.title or "", record.case_number or "", record.section or "")
            case Case():
                yield from (record.case_number, record.title or "")
            case Document():
                yield from (record.title, record.restriction or "")
            case Resolution():
                yield from (record.recommendation or "", record.resolution, record.sentence)
            case _:
                pass


def printed_times(parsed: Parsed) -> Iterator[dt.datetime]:
    """Every time of the records, likewise."""
    for record in parsed.records:
        if isinstance(record, Meeting):
            yield record.start
            if record.end is not None:
                yield record.end


def assert_nothing_invented(parsed: Parsed, body: bytes, context: Mapping[str, str]) -> None:
    """Every printed value of ``parsed`` stands in ``body``, or stood on the page that handed on ``context``."""
    page = Printed(body, context)
    assert [value for value in printed_values(parsed) if not page.says(value)] == []
    assert [moment for moment in printed_times(parsed) if not page.tells(moment)] == []
