"""OpenGov's adapter over the pages that were saved from a county's portal in 2018."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from harvester.config import Source
from harvester.model import OSLO, AgendaItem, Body, Document, DocumentKind, Meeting, MeetingStatus, Window
from harvester.portals import portal
from harvester.portals.contract import FetchedPage, PageKind, Parsed

REAL = Path(__file__).parents[4] / "shared" / "real" / "opengov"
TENANT = "https://opengov.360online.com/Meetings/tfk"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the pages of real portals are not here")


def read(name: str, kind: PageKind, path: str) -> Parsed:
    """What the adapter reads in a saved page."""
    organization = {"key": "telemark", "name": "Telemark fylkeskommune"}
    source = {"key": "tfk", "name": "Telemark", "platform": "opengov", "base_url": TENANT, "organization": organization}
    page = FetchedPage(
        url=f"{TENANT}/{path}",
        kind=kind,
        status=200,
        content_type="text/html; charset=utf-8",
        body=(REAL / f"get-{name}-page.html").read_bytes(),
        retrieved_at=dt.datetime(2018, 5, 1, 3, 30, tzinfo=OSLO),
        window=Window(first=dt.date(2018, 1, 1), last=dt.date(2018, 12, 31)),
    )
    return portal("opengov").parse(Source.model_validate(source), page)


def test_all_boards_are_read() -> None:
    """The page says that it has 48 boards; those of the period before are not asked for."""
    parsed = read("boards", PageKind.BODIES, "Boards")

    names = {record.id: record.name for record in parsed.records if isinstance(record, Body)}
    assert len(names) == 48
    assert names["tfk/216162"] == "Fylkestinget"
    assert f"{TENANT}/Boards/Details/216162" in {request.url for request in parsed.requests}
    assert len(parsed.requests) + len(parsed.skipped) == 48


def test_meetings_of_a_board_are_asked_for() -> None:
    """Three meetings are published, of which one has no time; two are under preparation and have no number."""
    parsed = read("meetings", PageKind.BODY, "Boards/Details/216162")

    assert {request.url.rpartition("/")[2]: dict(request.context) for request in parsed.requests} == {
        "644324": {},
        "627172": {"time": "13:00"},
        "627173": {"time": "13:00"},
    }
    assert [
        (record.id, f"{record.start:%d.%m.%Y %H:%M}") for record in parsed.records if isinstance(record, Meeting)
    ] == [
        ("tfk/644324", "05.03.2018 00:00"),
        ("tfk/627172", "24.04.2018 13:00"),
        ("tfk/627173", "05.06.2018 13:00"),
    ]
    assert [skip.what.rpartition(") ")[2] for skip in parsed.skipped] == [
        "24.10.2018 Ikke publisert",
        "05.12.2018 Ikke publisert",
    ]


def test_members_page_is_a_board_page() -> None:
    """A board that only met in 2015 is asked for nothing in 2018."""
    parsed = read("members", PageKind.BODY, "Boards/Details/217642")

    assert [record.name for record in parsed.records if isinstance(record, Body)] == ["Administrasjonsutvalet"]
    assert [request.kind for request in parsed.requests] == []


def test_meeting_is_read() -> None:
    """Board, day, status, both documents, and nine items under three headings."""
    parsed = read("agenda", PageKind.MEETING, "Meetings/Details/644324")

    (meeting,) = [record for record in parsed.records if isinstance(record, Meeting)]
    assert (meeting.bodies, meeting.start, meeting.time_known, meeting.place, meeting.status) == (
        ("tfk/216162",),
        dt.datetime(2018, 3, 5, tzinfo=OSLO),
        False,
        None,
        MeetingStatus.HELD,
    )
    assert {record.id: record.kind for record in parsed.records if isinstance(record, Document)} == {
        "tfk/845680": DocumentKind.NOTICE,
        "tfk/849355": DocumentKind.MINUTES,
    }
    listed = [(request.context["section"], request.context["number"]) for request in parsed.requests]
    assert listed[:3] == [("Møteinnkalling", "1/18"), ("Møteprotokoll", "1/18"), ("Saker til behandling", "1/18")]
    assert len(listed) == 9
    items = [record for record in parsed.records if isinstance(record, AgendaItem)]
    assert [item.position for item in items] == list(range(1, 10))
    assert all(item.title and item.listed for item in items)
    assert parsed.skipped == ()


def test_fragment_of_an_item_is_read() -> None:
    """Three documents, told apart by title and category; the name of an official is left out."""
    parsed = read("details", PageKind.ITEM, "Meetings/LoadAgendaItemDetail/211236")

    assert {record.id: record.kind for record in parsed.records if isinstance(record, Document)} == {
        "tfk/851214": DocumentKind.RESOLUTION,
        "tfk/851213": DocumentKind.MINUTES_EXTRACT,
        "tfk/842415": DocumentKind.CASE_PAPER,
    }
    assert [record.id for record in parsed.records if not isinstance(record, Document)] == ["tfk/18-03563"]
    assert parsed.skipped == ()
