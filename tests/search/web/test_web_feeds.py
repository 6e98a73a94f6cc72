"""Atom feeds: RFC 4287 and 6721, stable while nothing changes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest

from harvester.model import OSLO
from harvester.store import open_store
from search.web.machines.atom import Entry, Feed, to_atom
from tests.search.archives import execute
from tests.search.server import ask, served
from tests.search.web import council

ATOM = "{http://www.w3.org/2005/Atom}"
AT = "{http://purl.org/atompub/tombstones/1.0}"
NIGHT = council.NIGHT
LATER = NIGHT + dt.timedelta(days=1)
FEEDS = [
    "/sok.atom?q=skoleskyss",
    "/utvalg/austmark/body.ft.atom",
    "/organisasjon/austmark.atom",
    "/sak/austmark/2025/77.atom",
]


def feed(address: str) -> ET.Element:
    """A feed that an Atom processor accepts."""
    response = ask(address)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("application/atom+xml")
    root = ET.fromstring(response.content)
    check(root)
    return root


def check(root: ET.Element) -> None:
    """What RFC 4287 (4.1) demands of a feed and its entries."""
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert (element.findtext(f"{ATOM}id") or "").startswith("tag:")
        moment = dt.datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "")
        assert moment.tzinfo is not None
        assert [link.get("rel") for link in element.findall(f"{ATOM}link")].count("alternate") == 1
        assert element.findtext(f"{ATOM}author/{ATOM}name")
    ids = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))


def entries(root: ET.Element) -> dict[str, str]:
    """When each entry was updated, by its title."""
    return {
        entry.findtext(f"{ATOM}title") or "": entry.findtext(f"{ATOM}updated") or ""
        for entry in root.iter(f"{ATOM}entry")
    }


@pytest.mark.parametrize("address", FEEDS)
def test_every_feed_is_atom_and_is_not_sent_again_unchanged(county_site: str, address: str) -> None:
    """It says where it stands, has something in it, and answers 304 to who has it."""
    root = feed(county_site + address)
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == county_site + address  # type: ignore[union-attr]  # checked
    assert entries(root)

    tag = ask(county_site + address).headers["etag"]
    again = httpx.get(county_site + address, headers={"If-None-Match": tag}, trust_env=False)

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


def test_a_search_tells_what_it_finds_with_the_words_marked(county_site: str) -> None:
    """The entry leads to the page here and to the original."""
    root = feed(county_site + "/sok.atom?q=drøftet")
    (entry,) = root.iter(f"{ATOM}entry")
    links = {link.get("rel"): link.get("href") for link in entry.findall(f"{ATOM}link")}

    assert "<mark>drøftet</mark>" in (entry.findtext(f"{ATOM}summary") or "")
    assert links["related"] == "https://innsyn.example.org/1.pdf#page=2"
    assert links["alternate"].startswith(f"{county_site}/document/austmark/document.1?")  # type: ignore[union-attr]  # checked
    assert entry.findtext(f"{ATOM}updated") == "2026-11-24T02:30:00Z"


def test_a_body_tells_meetings_papers_and_resolutions(county_site: str) -> None:
    """Everything that a follower of the council wants to see."""
    categories = {
        entry.find(f"{ATOM}category").get("term")  # type: ignore[union-attr]  # each has one
        for entry in feed(county_site + "/utvalg/austmark/body.ft.atom").iter(f"{ATOM}entry")
    }

    assert categories == {"meeting", "minutes", "resolution"}


@pytest.mark.parametrize("address", ["/utvalg/none.atom", "/organisasjon/none.atom", "/sak/austmark/9/9.atom"])
def test_what_is_not_there_has_no_feed(county_site: str, address: str) -> None:
    """404, as for its page."""
    assert ask(county_site + address).status_code == 404


def test_only_a_change_updates_an_entry(county: Path) -> None:
    """Another night with the same papers changes no feed; a moved meeting updates its own entry alone."""
    address = "/utvalg/austmark/body.ft.atom"
    with served(county) as site:
        first = ask(site + address).headers["etag"]
        council.night(county, council.records(), {}, LATER)
        assert ask(site + address).headers["etag"] == first

        moved = council.meeting("4", council.COUNCIL, dt.datetime(2027, 1, 20, 9, tzinfo=OSLO))
        council.night(county, [moved], {}, LATER)

        updated = entries(feed(site + address))
    assert [title for title, moment in updated.items() if moment == "2026-11-25T02:30:00Z"] == [
        "Fylkestinget, 20.\u00a0januar\u00a02027"
    ]


def test_what_is_withdrawn_is_a_deleted_entry(county: Path) -> None:
    """With the id that the entry had, and when it went (RFC 6721)."""
    with served(county) as site:
        tag = next(entry.findtext(f"{ATOM}id") for entry in feed(site + "/sok.atom?q=drøftet").iter(f"{ATOM}entry"))
        with open_store(county) as store:
            execute(store, "UPDATE document SET removed_at = ? WHERE id = ?", (str(LATER), "austmark/document.1"))
            council.tell(store, county, LATER)

        for address in ("/sok.atom?q=drøftet", "/organisasjon/austmark.atom"):
            deleted = [(gone.get("ref"), gone.get("when")) for gone in feed(site + address).iter(f"{AT}deleted-entry")]
            assert deleted == [(tag, "2026-11-25T02:30:00Z")]


def test_text_that_xml_cannot_carry_is_replaced() -> None:
    """A control character in a title breaks no feed, and markup in it is text."""
    entry = Entry(
        id="tag:e",
        title="Sak\x00 <b>1</b>\ud800",
        updated=NIGHT,
        published=NIGHT,
        address="https://s.example.org/1",
        summary="",
        author="A",
    )
    made = to_atom(
        Feed(id="tag:f", title="F", updated=NIGHT, address="https://s.example.org", own_address="https://s.example.org/f", entries=[entry])
    )  # fmt: skip

    check(ET.fromstring(made))
    assert ET.fromstring(made).findtext(f"{ATOM}entry/{ATOM}title") == "Sak\ufffd <b>1</b>\ufffd"
