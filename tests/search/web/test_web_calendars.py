"""Calendars: RFC 5545, in Oslo's zone, with what is cancelled, moved and not known."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Timezone

from harvester.model import OSLO
from tests.search.server import ask, served
from tests.search.web import council

ADDRESS = "/utvalg/austmark/body.ft.ics"


def events(content: bytes) -> dict[str, Any]:
    """The events of a calendar by their uid; the library's types do not tell which property has which value."""
    return {str(event["UID"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


def one(site: str, key: str) -> Any:
    """One meeting's event."""
    return events(ask(site + ADDRESS).content)[f"austmark/meeting.{key}@127.0.0.1"]


def test_a_meeting_is_an_event_in_oslo(county_site: str) -> None:
    """At its local time, in a zone that the calendar explains, and with what a guest must know."""
    event = one(county_site, "2")

    assert event["DTSTART"].dt == dt.datetime(2026, 11, 10, 10, tzinfo=OSLO)
    assert event["DTSTART"].params["TZID"] == "Europe/Oslo"
    assert (event["SUMMARY"], event["STATUS"]) == ("Fylkestinget (Austmark fylkeskommune)", "CONFIRMED")
    assert event["LOCATION"] == "Fylkeshuset, møterom «Ål»; 2. etasje"
    assert event["URL"] == f"{county_site}/mote/austmark/meeting.2"
    assert "DTEND" not in event


def test_a_cancelled_meeting_says_so(county_site: str) -> None:
    """In its status, and in its name for programs that do not show that."""
    event = one(county_site, "3")

    assert event["STATUS"] == "CANCELLED"
    assert event["SUMMARY"].startswith("Avlyst: ")


def test_a_day_without_a_time_is_a_whole_day(county_site: str) -> None:
    """No time is made up."""
    event = one(county_site, "4")

    assert event["DTSTART"].dt == dt.date(2027, 1, 19)
    assert event["DTSTART"].params["VALUE"] == "DATE"


def test_the_zone_is_that_of_oslo(county_site: str) -> None:
    """Summer and winter time by the rule of the European Union agree with the zone database."""
    (described,) = Calendar.from_ical(ask(county_site + ADDRESS).content).walk("VTIMEZONE")
    assert isinstance(described, Timezone)
    zone = described.to_tz()
    real = ZoneInfo("Europe/Oslo")

    for day in (dt.datetime(2026, month, 15, 12) for month in range(1, 13)):  # noqa: DTZ001  compared in two zones
        assert day.replace(tzinfo=zone).utcoffset() == day.replace(tzinfo=real).utcoffset()


def test_lines_are_folded_by_bytes(county_site: str) -> None:
    """No line is longer than 75 octets, every one ends as RFC 5545 wants, and each piece is whole UTF-8."""
    content = ask(county_site + ADDRESS).content
    lines = content.split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    assert all(line.decode() for line in lines if line)


def test_a_moved_meeting_keeps_its_uid_and_raises_its_sequence(county: Path) -> None:
    """A calendar program moves the event; nothing else changes."""
    with served(county, clock=lambda: council.NIGHT) as site:
        before = events(ask(site + ADDRESS).content)
        moved = council.meeting("4", council.COUNCIL, dt.datetime(2027, 1, 20, 9, tzinfo=OSLO))
        council.night(county, [moved], {}, council.NIGHT + dt.timedelta(days=1))
        after = events(ask(site + ADDRESS).content)

    assert before.keys() == after.keys()
    sequences = {uid: (before[uid]["SEQUENCE"], after[uid]["SEQUENCE"]) for uid in before}
    assert {uid for uid, (first, second) in sequences.items() if first != second} == {"austmark/meeting.4@127.0.0.1"}
    assert after["austmark/meeting.4@127.0.0.1"]["DTSTART"].dt == moved.start


def test_an_organization_has_the_meetings_of_all_its_bodies(county_site: str) -> None:
    """And the same answer is not sent twice."""
    response = ask(county_site + "/organisasjon/austmark.ics")

    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert len(events(response.content)) == 4
    assert ask(county_site + "/organisasjon/austmark.ics").headers["etag"] == response.headers["etag"]


@pytest.mark.parametrize("address", ["/utvalg/none.ics", "/organisasjon/none.ics"])
def test_nobody_has_no_calendar(county_site: str, address: str) -> None:
    """404, as for the page."""
    assert ask(county_site + address).status_code == 404
