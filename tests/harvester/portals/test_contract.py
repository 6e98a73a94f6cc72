"""What every portal adapter must keep, tried on every saved page of every product.

A product joins by a folder of saved pages: ``golden/<product>/pages.yaml`` says how each page was asked for, beside
each ``<page>.html`` or ``<page>.answer.json`` stands, in ``<page>.json``, what it must yield. ``REWRITE_GOLDEN=1`` writes the expected files anew, and fails.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
from collections.abc import Sequence
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from harvester.errors import ChallengePage, EmptyPage, LoginPage, PageError, SaksgangError
from harvester.model import OSLO, AgendaItem, Body, Document, Meeting, Record, Resolution
from harvester.portals import PORTALS
from harvester.portals.contract import PageKind
from harvester.portals.plain import to_plain
from tests.harvester.portals.saved_pages import (
    GOLDEN,
    GOOD_PAGES,
    PAGES,
    Json,
    SavedPage,
    assert_nothing_invented,
    each,
)


def outcome(saved: SavedPage) -> str:
    """What the page yields, or the error that it raises, as text."""
    try:
        plain: object = to_plain(saved.parse())
    except SaksgangError as error:
        plain = {"error": type(error).__name__, "message": str(error)}
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


@each(PAGES)
def test_saved_page_yields_what_its_expected_file_says(saved: SavedPage) -> None:
    """A page gives exactly what a human has read and kept; a rewritten file fails until it has been read."""
    actual = outcome(saved)

    if os.environ.get("REWRITE_GOLDEN") or not saved.expected.exists():
        saved.expected.write_text(actual, encoding="utf-8", newline="\n")
        pytest.fail(f"{saved.expected.name} was written anew: read it, then run the tests again")
    assert saved.expected.read_text(encoding="utf-8") == actual


def test_every_portal_has_a_saved_page() -> None:
    """Each product has three good pages or more, a hostile one and an error."""
    for name in PORTALS:
        names = [saved.name for saved in PAGES if saved.portal == name]

        assert len([page for page in names if not page.startswith("error_")]) >= 4, name
        assert [page for page in names if "hostile" in page], name
        assert [page for page in names if page.startswith("error_")], name


def test_every_saved_page_is_listed() -> None:
    """No page lies beside the listing, and no expected file without its page."""
    on_disk = {
        (path.parent.name, path.stem.removesuffix(".answer"))
        for path in GOLDEN.glob("*/*")
        if path.suffix in {".html", ".json"}
    }

    assert on_disk == {(saved.portal, saved.name) for saved in PAGES}


@each(GOOD_PAGES)
def test_same_page_gives_the_same(saved: SavedPage) -> None:
    """Parsing depends on the page alone."""
    assert saved.parse() == saved.parse()


@each(GOOD_PAGES)
def test_good_pages_never_yield_nothing(saved: SavedPage) -> None:
    """A meeting page has its meeting; any other gives records or asks for pages, unless it is called empty."""
    parsed = saved.parse()

    if saved.page.kind is PageKind.MEETING:
        assert [type(record) for record in parsed.records].count(Meeting) == 1
    else:
        assert bool(parsed.requests or parsed.records) != ("empty" in saved.name)


@each(GOOD_PAGES)
def test_ids_are_unique(saved: SavedPage) -> None:
    """No two records of a type share an id, except the places of a document."""
    keys = [
        (type(record), record.id, record.item) if isinstance(record, Document) else (type(record), record.id)
        for record in saved.parse().records
    ]

    assert len(keys) == len(set(keys))
    assert all(key[1].startswith(f"{saved.source.key}/") for key in keys)


def known_ids(pages: Sequence[SavedPage]) -> dict[type[Record], set[str]]:
    """What the pages make known, by type."""
    records = [record for saved in pages for record in saved.parse().records]
    return {kind: {each.id for each in records if isinstance(each, kind)} for kind in (Body, Meeting, AgendaItem)}


@each(GOOD_PAGES)
def test_references_resolve(saved: SavedPage) -> None:
    """What a record of a meeting page names is on the same page; other pages may count on those before them."""
    pages = [other for other in GOOD_PAGES if other.portal == saved.portal and other.source.key == saved.source.key]
    ids = known_ids([saved] if saved.page.kind is PageKind.MEETING else pages)

    for record in saved.parse().records:
        match record:
            case Meeting():
                assert record.bodies or record.listed
                assert set(record.bodies) <= ids[Body]
            case AgendaItem():
                assert record.meeting in ids[Meeting]
            case Document():
                assert record.meeting in ids[Meeting] or (record.meeting is None and not saved.page.context)
                assert record.item is None or record.item in ids[AgendaItem]
            case Resolution():
                assert record.item in ids[AgendaItem]
            case _:
                pass


@each(GOOD_PAGES)
def test_times_are_aware_and_addresses_absolute(saved: SavedPage) -> None:
    """No naive time, no relative or other address leaves an adapter; provenance names the page."""
    parsed = saved.parse()

    addresses = [request.url for request in parsed.requests]
    for record in parsed.records:
        assert record.provenance.page_url == saved.page.url
        if isinstance(record, Meeting):
            assert record.start.tzinfo is OSLO
            assert record.end is None or record.end.tzinfo is OSLO
        if isinstance(record, Meeting | Document) and record.url is not None:
            addresses.append(record.url)
        if isinstance(record, Document):
            assert (record.url is None) == (record.restriction is not None)
    assert all(urlsplit(url).scheme in {"http", "https"} and urlsplit(url).hostname for url in addresses)


@each(GOOD_PAGES)
def test_no_value_is_invented(saved: SavedPage) -> None:
    """Titles, numbers, places and days are printed on the page, or on the one that named it."""
    assert_nothing_invented(saved.parse(), saved.page.body, saved.page.context)


@each(GOOD_PAGES)
def test_download_asks_for_the_document_itself(saved: SavedPage) -> None:
    """A document with an address is asked for there; an exempt one has nothing to ask for."""
    adapter = PORTALS[saved.portal]
    for record in saved.parse().records:
        if isinstance(record, Document) and record.url:
            assert adapter.download(saved.source, record).kind is PageKind.DOCUMENT
        elif isinstance(record, Document):
            with pytest.raises(SaksgangError, match="exempt"):
                adapter.download(saved.source, record)


LOGIN = (
    b"<html><title>Logg inn</title><body><form><input type='password'></form>Logg inn for \xc3\xa5 lese</body></html>"
)
CHALLENGE = b"<html><title>Just a moment...</title><body>Er du et menneske?</body></html>"
SHELL = b"<!DOCTYPE html><html><head><script src='/app.js'></script></head><body><div id='root'></div></body></html>"
OTHER = b"<html><title>Velkommen</title><body><h1>Velkommen til kommunen</h1></body></html>"


ANOTHER_PAGE: Sequence[tuple[bytes, type[PageError]]] = (
    (b"", EmptyPage),
    (b" \r\n\t ", EmptyPage),
    (b"<html><body></body></html>", EmptyPage),
    (SHELL, EmptyPage),
    (LOGIN, LoginPage),
    (CHALLENGE, ChallengePage),
    (OTHER, PageError),
    (b"%PDF-1.7\n<</Type/Catalog>>", PageError),
    (b"PK\x03\x04\x00\x00<a ", PageError),
    (b'{"error": "not found"}', PageError),
    (b"\xff\xfe\x00", PageError),
    (b"<div>" * 20000, PageError),
    (b"<table><tr><td>" * 5000 + b"x" + b"</td></tr></table>" * 5000, PageError),
)
ERROR_STATUS: Sequence[tuple[int, bytes, type[PageError]]] = (
    (404, OTHER, PageError),
    (503, b"", PageError),
    (403, CHALLENGE, ChallengePage),
    (401, LOGIN, LoginPage),
)


@each(GOOD_PAGES)
def test_another_page_is_named_for_what_it_is(saved: SavedPage) -> None:
    """Nothing, a login, a challenge, another page and no page at all raise; none is an empty result."""
    for body, error in ANOTHER_PAGE:
        with pytest.raises(error) as raised:
            saved.parse(body)

        assert type(raised.value) is error, body[:20]
        assert raised.value.url == saved.page.url


@each(GOOD_PAGES)
def test_error_status_is_no_page(saved: SavedPage) -> None:
    """An answer with an error status raises, whatever stands in it, even the right page."""
    for status, body, error in ERROR_STATUS:
        with pytest.raises(error, match=str(status)):
            saved.parse(body, status=status)
        with pytest.raises(PageError, match=str(status)):
            saved.parse(status=status)


def record_ids(records: tuple[Record, ...]) -> set[tuple[type, str]]:
    """The ids of all records, with their types."""
    return {(type(record), record.id) for record in records}


def shuffled_page(body: bytes, dice: random.Random) -> bytes:
    """The rows of every table in another order."""
    root = BeautifulSoup(body, "lxml")
    for table in root.select("table"):
        rows = [row.extract() for row in table.select("tr")]
        dice.shuffle(rows)
        for row in rows:
            table.append(row)
    return root.encode("utf-8")


def shuffled_answer(body: bytes, dice: random.Random) -> bytes:
    """The elements of every list in another order."""

    def shuffled(content: Json) -> Json:
        match content:
            case dict():
                return {name: shuffled(value) for name, value in content.items()}
            case list():
                return dice.sample([shuffled(value) for value in content], len(content))
            case _:
                return content

    return json.dumps(shuffled(json.loads(body)), ensure_ascii=False).encode()


@each([saved for saved in GOOD_PAGES if "hostile" not in saved.name])
def test_ids_outlive_titles_times_and_order(saved: SavedPage) -> None:
    """A meeting moved to another hour, items in another order and titles reworded keep their ids."""
    shuffled = (shuffled_answer if saved.is_answer else shuffled_page)(saved.page.body, random.Random(3))
    before = saved.parse()
    reworded = shuffled.replace(b" 10:00", b" 17:30").replace(b"T10:00", b"T17:30").replace(b" for ", b" angaaende ")
    after = saved.parse(reworded.replace("Komité angaaende".encode(), "Komité for".encode()))

    assert record_ids(after.records) == record_ids(before.records)
    assert saved.parse(retrieved_at=saved.page.retrieved_at + dt.timedelta(days=1)) == before
