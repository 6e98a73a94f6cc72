"""The saved pages of every product, how each was asked for, and what a page prints."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from harvester.config import Source
from harvester.model import OSLO, AgendaItem, Case, Document, Meeting, Window
from harvester.portals import PORTALS
from harvester.portals.contract import FetchedPage, PageKind, Parsed
from harvester.portals.markup import clean_text

GOLDEN = Path(__file__).parent / "golden"


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

    def parse(self, body: bytes | None = None, **changes: object) -> Parsed:
        """What the adapter reads in the page, or in ``body`` in its place."""
        page = dataclasses.replace(self.page, body=self.page.body if body is None else body, **changes)  # type: ignore[arg-type]  # fields by name
        return PORTALS[self.portal].parse(self.source, page)


def saved_pages() -> Iterator[SavedPage]:
    """Every page that a ``pages.yaml`` names."""
    for listing in sorted(GOLDEN.glob("*/pages.yaml")):
        content = yaml.safe_load(listing.read_text(encoding="utf-8"))
        for name, asked in content["pages"].items():
            page = FetchedPage(
                url=asked["url"],
                kind=PageKind(asked["kind"]),
                status=200,
                content_type="text/html; charset=utf-8",
                body=(listing.parent / f"{name}.html").read_bytes(),
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


def visible(body: bytes) -> str:
    """All text and titles of a page, without blanks: where every value must come from."""
    root = BeautifulSoup(body.decode("utf-8", errors="replace"), "lxml")
    titles = [str(tag["title"]) for tag in root.select("[title]")]
    return squeeze(root.get_text() + " ".join(titles))


def squeeze(text: str) -> str:
    """``text`` as the adapters clean it, without any blank."""
    return clean_text(text).replace(" ", "")


def printed_values(parsed: Parsed) -> Iterator[str]:
    """Every value of the records that can only have been printed on the page."""
    for record in parsed.records:
        match record:
            case Meeting():
                yield from (record.title, record.place or "", f"{record.start.astimezone(OSLO):%d.%m.}")
            case AgendaItem():
                yield from (record.number or "", record.title or "", record.case_number or "", record.section or "")
            case Case():
                yield from (record.case_number, record.title or "")
            case Document():
                yield from (record.title, record.restriction or "")
            case _:
                pass


def assert_nothing_invented(parsed: Parsed, body: bytes) -> None:
    """Every printed value of ``parsed`` stands in ``body``."""
    page = visible(body)
    assert [value for value in printed_values(parsed) if squeeze(value) not in page] == []
