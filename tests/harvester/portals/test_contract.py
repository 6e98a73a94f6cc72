"""What every portal adapter must keep, tried on every saved page of every product.

A product joins by a folder of saved pages: ``golden/<product>/pages.yaml`` says how each page was asked for, beside
each ``<page>.html`` stands what it must yield. ``REWRITE_GOLDEN=1`` writes the expected files anew, and fails.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from harvester.config import Source
from harvester.errors import ChallengePage, EmptyPage, LoginPage, PageError, SaksgangError
from harvester.model import OSLO, AgendaItem, Body, Case, Document, Meeting, Record, Window
from harvester.portals import PORTALS
from harvester.portals.contract import FetchedPage, PageKind, Parsed
from harvester.portals.markup import clean_text
from harvester.portals.plain import to_plain

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


def outcome(saved: SavedPage) -> str:
    """What the page yields, or the error that it raises, as text."""
    try:
        plain: object = to_plain(saved.parse())
    except SaksgangError as error:
        plain = {"error": type(error).__name__, "message": str(error)}
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


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
    on_disk = {(path.parent.name, path.stem) for path in GOLDEN.glob("*/*") if path.suffix in {".html", ".json"}}

    assert on_disk == {(saved.portal, saved.name) for saved in PAGES}


@each(GOOD_PAGES)
def test_same_page_gives_the_same(saved: SavedPage) -> None:
    """Parsing depends on the page alone."""
    assert saved.parse() == saved.parse()


@each(GOOD_PAGES)
def test_good_pages_never_yield_nothing(saved: SavedPage) -> None:
    """A meeting page has its meeting; a calendar asks for pages, unless its table is empty."""
    parsed = saved.parse()

    if saved.page.kind is PageKind.MEETING:
        assert [type(record) for record in parsed.records].count(Meeting) == 1
    elif saved.page.kind is PageKind.CALENDAR:
        assert bool(parsed.requests) != ("empty" in saved.name)
        assert parsed.records == ()


@each(GOOD_PAGES)
def test_ids_are_unique(saved: SavedPage) -> None:
    """No two records of a type share an id, except the places of a document."""
    keys = [
        (type(record), record.id, record.item, record.history)
        if isinstance(record, Document)
        else (type(record), record.id)
        for record in saved.parse().records
    ]

    assert len(keys) == len(set(keys))
    assert all(key[1].startswith(f"{saved.source.key}/") for key in keys)


@each(MEETING_PAGES)
def test_references_resolve(saved: SavedPage) -> None:
    """Bodies, meeting and items that a record of a meeting page names are on the same page."""
    records = saved.parse().records
    ids = {kind: {record.id for record in records if isinstance(record, kind)} for kind in (Body, Meeting, AgendaItem)}

    for record in records:
        match record:
            case Meeting():
                assert record.bodies
                assert set(record.bodies) <= ids[Body]
            case AgendaItem():
                assert record.meeting in ids[Meeting]
            case Document():
                assert record.meeting in ids[Meeting]
                assert record.item is None or record.item in ids[AgendaItem]
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
    """Titles, numbers, places and days are printed on the page."""
    assert_nothing_invented(saved.parse(), saved.page.body)


@each(MEETING_PAGES)
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


@each(GOOD_PAGES)
@pytest.mark.parametrize(
    ("body", "error"),
    [
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
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else value.__name__,
)
def test_another_page_is_named_for_what_it_is(saved: SavedPage, body: bytes, error: type[PageError]) -> None:
    """Nothing, a login, a challenge, another page and no page at all raise; none is an empty result."""
    with pytest.raises(error) as raised:
        saved.parse(body)

    assert type(raised.value) is error
    assert raised.value.url == saved.page.url


@each(GOOD_PAGES)
@pytest.mark.parametrize(
    ("status", "body", "error"),
    [(404, OTHER, PageError), (503, b"", PageError), (403, CHALLENGE, ChallengePage), (401, LOGIN, LoginPage)],
)
def test_error_status_is_no_page(saved: SavedPage, status: int, body: bytes, error: type[PageError]) -> None:
    """An answer with an error status raises, whatever stands in it, even the right page."""
    with pytest.raises(error, match=str(status)):
        saved.parse(body, status=status)
    with pytest.raises(PageError, match=str(status)):
        saved.parse(status=status)


def is_part(parsed: Parsed, whole: Parsed) -> bool:
    """Whether all that ``parsed`` found is in ``whole``, too; provenance is not compared."""
    return set(parsed.records) <= set(whole.records) and {request.url for request in parsed.requests} <= {
        request.url for request in whole.requests
    }


@each(GOOD_PAGES)
@pytest.mark.parametrize("wrapped", [True, False], ids=["page", "fragment"])
def test_half_a_page_is_an_error_or_a_part(saved: SavedPage, wrapped: bool) -> None:
    """A page that breaks off anywhere never yields a record that the whole page does not have."""
    body = saved.page.body
    if not wrapped:
        content = BeautifulSoup(body, "lxml").select_one("#content")
        assert content is not None
        body = content.encode("utf-8")
    whole = saved.parse(body)

    for length in range(0, len(body), max(1, len(body) // 60)):
        try:
            parsed = saved.parse(body[:length])
        except PageError:
            continue
        assert is_part(parsed, whole), length
        assert parsed.records or saved.page.kind is not PageKind.MEETING


def drop(node: Tag, other: Tag) -> None:
    """Remove a node."""
    node.decompose()


def repeat(node: Tag, other: Tag) -> None:
    """Print a node twice."""
    node.insert_after(BeautifulSoup(str(node), "html.parser"))


def move(node: Tag, other: Tag) -> None:
    """Put a node before another one."""
    assume(node not in [*other.parents])
    other.insert_before(node.extract())


def rename(node: Tag, other: Tag) -> None:
    """Call a node what the other one is called."""
    node.name = other.name


def strip(node: Tag, other: Tag) -> None:
    """Take all attributes away."""
    node.attrs.clear()


CHANGES: list[Callable[[Tag, Tag], None]] = [drop, repeat, move, rename, strip]
ROBUST = settings(
    max_examples=30, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


@each(GOOD_PAGES)
@ROBUST
@given(data=st.data())
def test_changed_pages_raise_or_tell_the_truth(saved: SavedPage, data: st.DataObject) -> None:
    """Nodes dropped, repeated, moved, renamed or bared: an error of ours, or nothing but what is printed."""
    root = BeautifulSoup(saved.page.body, "lxml")
    for _ in range(data.draw(st.integers(1, 4))):
        nodes = root.select("body *")
        assume(len(nodes) > 2)
        node, other = (nodes[data.draw(st.integers(0, len(nodes) - 1))] for _ in range(2))
        if node is not other:
            data.draw(st.sampled_from(CHANGES))(node, other)
    body = root.encode("utf-8")

    try:
        parsed = saved.parse(body)
    except SaksgangError:
        return
    assert_nothing_invented(parsed, body)
    assert parsed.records or saved.page.kind is not PageKind.MEETING


@each(GOOD_PAGES)
@ROBUST
@given(noise=st.binary(max_size=40), place=st.floats(0, 1), length=st.integers(0, 200))
def test_damaged_bytes_never_crash(saved: SavedPage, noise: bytes, place: float, length: int) -> None:
    """Bytes overwritten at any place lead to records or to an error of ours."""
    start = int(place * len(saved.page.body))
    body = saved.page.body[:start] + noise + saved.page.body[start + length :]

    try:
        parsed = saved.parse(body)
    except SaksgangError:
        return
    json.dumps(to_plain(parsed), ensure_ascii=False).encode("utf-8")


@ROBUST
@given(body=st.binary(max_size=300), kind=st.sampled_from(PageKind), content_type=st.text(max_size=30))
@pytest.mark.parametrize("name", PORTALS)
def test_any_bytes_are_an_error_of_ours(name: str, body: bytes, kind: PageKind, content_type: str) -> None:
    """Bytes at random are no page of any kind."""
    saved = next(saved for saved in PAGES if saved.portal == name)

    with pytest.raises(SaksgangError):
        saved.parse(body, kind=kind, content_type=content_type)


def record_ids(records: tuple[Record, ...]) -> set[tuple[type, str]]:
    """The ids of all records, with their types."""
    return {(type(record), record.id) for record in records}


@each([saved for saved in MEETING_PAGES if "hostile" not in saved.name])
def test_ids_outlive_titles_times_and_order(saved: SavedPage) -> None:
    """A meeting moved to another hour, items in another order and titles reworded keep their ids."""
    root = BeautifulSoup(saved.page.body, "lxml")
    shuffled = random.Random(3)
    for table in root.select("table"):
        rows = [row.extract() for row in table.select("tr")]
        shuffled.shuffle(rows)
        for row in rows:
            table.append(row)
    before = saved.parse()
    reworded = root.encode("utf-8").replace(b" 10:00", b" 17:30").replace(b" for ", b" angaaende ")
    after = saved.parse(reworded.replace("Komité angaaende".encode(), "Komité for".encode()))

    assert record_ids(after.records) == record_ids(before.records)
    assert saved.parse(retrieved_at=saved.page.retrieved_at + dt.timedelta(days=1)) == before
