"""Jupiter's two calendars: what is asked for, and what is left out."""

from __future__ import annotations

import datetime as dt

import pytest

from harvester.errors import PageError
from harvester.model import Window
from harvester.portals import portal
from harvester.portals.contract import PageKind, Parsed
from harvester.portals.planned import BODY_CODES
from tests.harvester.portals.jupiter_pages import BASE, calendar, source, table_calendar, year_calendar


@pytest.mark.parametrize(
    ("base_url", "address"),
    [
        (f"{BASE}/motekalender", f"{BASE}/motekalender"),
        (f"{BASE}/Lokaldemokrati/Motekalender/", f"{BASE}/Lokaldemokrati/Motekalender/"),
        (BASE, f"{BASE}/motekalender"),
        (f"{BASE}:8080/innsyn/", f"{BASE}:8080/innsyn/motekalender"),
    ],
)
def test_harvest_starts_at_the_calendar(base_url: str, address: str) -> None:
    """The source's address is the calendar's, or the calendar is found below it."""
    window = Window(first=dt.date(2018, 1, 1), last=dt.date(2018, 12, 31))

    (request,) = portal("jupiter").start(source(base_url), window)

    assert (request.url, request.kind, request.method) == (address, PageKind.CALENDAR, "GET")


@pytest.mark.parametrize(
    ("href", "page_url", "address"),
    [
        ("/motedag?offmoteid=21258", f"{BASE}/motekalender", f"{BASE}/motedag?offmoteid=21258"),
        ("motedag?offmoteid=21258", f"{BASE}/motekalender", f"{BASE}/motedag?offmoteid=21258"),
        ("motedag?offmoteid=21258", f"{BASE}/motekalender/", f"{BASE}/motekalender/motedag?offmoteid=21258"),
        ("motedag/21258#sak", f"{BASE}/motekalender/", f"{BASE}/motekalender/motedag/21258"),
    ],
)
def test_links_of_the_table_calendar_are_resolved(href: str, page_url: str, address: str) -> None:
    """A meeting's address is relative to the calendar as it was asked for."""
    parsed = calendar(table_calendar(f"<td><a href='{href}'>23.04</a></td>"), page_url)

    assert [(request.url, request.kind) for request in parsed.requests] == [(address, PageKind.MEETING)]


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Fylkestinget 23.04.2018", True),
        ("Fylkestinget 31.12.2018", True),
        ("Fylkestinget 01.01.2019", False),
        ("Fylkestinget 31.12.17", False),
        ("Fylkestinget 31.12.2017 - 02.01.2018", True),
        ("Fylkestinget 31.02.2017", True),
        ("Fylkestinget", True),
    ],
)
def test_calendar_asks_only_for_meetings_of_the_window(title: str, asked: bool) -> None:
    """A printed day outside leaves the meeting out and says so; without a day its page is asked."""
    parsed = calendar(table_calendar(f"<td><a href='/motedag?offmoteid=7' title='{title}'>23.04</a></td>"))

    assert len(parsed.requests) == asked
    assert [skip.reason for skip in parsed.skipped] == ([] if asked else ["the meeting is outside the window"])


def test_year_calendar_gives_addresses_and_codes() -> None:
    """An event's id is the meeting's; a meeting that stands under two bodies is asked for once, with both codes."""
    parsed = calendar(
        year_calendar(
            "<td data-utvalg='FTA'><div class='fc-content' id='200706990'>5</div>"
            "<div class='fc-content' id='200706991'>6</div></td>"
            "<td data-utvalg='FTV'><div class='fc-content' id='200706990'>5</div></td>"
        ),
        f"{BASE}/motekalender/?aar=2018",
    )

    assert {request.url: request.context[BODY_CODES] for request in parsed.requests} == {
        f"{BASE}/motekalender/motedag/200706990": "FTA,FTV",
        f"{BASE}/motekalender/motedag/200706991": "FTA",
    }


@pytest.mark.parametrize("html", [table_calendar("<td></td>"), year_calendar("<td data-utvalg='FT'></td>")])
def test_calendar_without_meetings_is_a_result(html: str) -> None:
    """A quiet summer is no failure of the page."""
    assert calendar(html) == Parsed()


@pytest.mark.parametrize(
    "html", ["<div id='motekalender_table'>Laster …</div>", "<div id='year-calendar'><p>x</p></div>"]
)
def test_calendar_without_its_table_raises(html: str) -> None:
    """A calendar that a script would have filled is not an empty calendar."""
    with pytest.raises(PageError, match="at least 1 table"):
        calendar(html)
