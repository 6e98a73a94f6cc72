"""Pages of Bergen's search: which are asked for, and that no document is."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from harvester.errors import PortalError
from harvester.model import Document, DocumentKind, Window
from harvester.portals import portal
from tests.harvester.portals.saved_pages import GOOD_PAGES

SAVED = next(saved for saved in GOOD_PAGES if saved.portal == "bergen" and saved.name == "items_full_page")


def test_each_year_of_the_window_is_asked_for() -> None:
    """A window over the turn of a year leads to two searches, each from the beginning."""
    window = Window(first=dt.date(2025, 12, 1), last=dt.date(2026, 2, 1))
    found = [request.url.rpartition("&utvalgId=&")[2] for request in portal("bergen").start(SAVED.source, window)]

    assert found == ["year=2025&start=0&rows=100", "year=2026&start=0&rows=100"]


@pytest.mark.parametrize(("count", "following"), [(100, ["200&rows=100"]), (3, ["103&rows=100"]), (0, [])])
def test_pages_are_asked_for_until_one_is_empty(count: int, following: list[str]) -> None:
    """A page that is not full may be one that the portal cuts, so only an empty one ends the year."""
    items = json.loads(SAVED.page.body)["items"][:count]
    parsed = SAVED.parse(json.dumps({"items": items}).encode())

    assert [request.url.partition("start=")[2] for request in parsed.requests] == following


def test_an_address_without_a_year_is_not_believed() -> None:
    """Which items were asked for is read from the address, so an address without it raises."""
    with pytest.raises(PortalError, match="expected a year and an offset"):
        SAVED.parse(url="https://www.fjellvik.example/politikere-utvalg/api/agendapunkter")


def test_no_document_is_asked_for() -> None:
    """A document, from wherever it comes, has no request."""
    document = Document(
        id="fjellvik/1",
        meeting=None,
        item=None,
        kind=DocumentKind.OTHER,
        title="Notat",
        url="https://www.fjellvik.example/politikere-utvalg/api/fil/bk360/1/Notat",
        provenance=SAVED.page.provenance(SAVED.source),
    )

    with pytest.raises(PortalError, match="no documents of fjellvik"):
        portal("bergen").download(SAVED.source, document)
