"""The classic ACOS adapter over two pages that were saved from a municipality's portal in 2018."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from harvester.config import Source
from harvester.model import OSLO, Body, Document, DocumentKind, Meeting, MeetingStatus, Window
from harvester.portals import portal
from harvester.portals.contract import FetchedPage, PageKind, Parsed

REAL = Path(__file__).parents[4] / "shared" / "real" / "acos_classic"
HANDLER = "https://www.baerum.kommune.no/innsyn/politikk/wfinnsyn.ashx"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the pages of real portals are not here")


def read(name: str, kind: PageKind, query: str) -> Parsed:
    """What the adapter reads in a saved page."""
    organization = {"key": "baerum-kommune", "name": "Bærum kommune"}
    about = {"key": "baerum", "name": "Bærum", "platform": "acos_classic", "base_url": HANDLER}
    page = FetchedPage(
        url=f"{HANDLER}?{query}",
        kind=kind,
        status=200,
        content_type="text/html; charset=utf-8",
        body=(REAL / f"{name}-page.html").read_bytes(),
        retrieved_at=dt.datetime(2018, 5, 1, 3, 30, tzinfo=OSLO),
        window=Window(first=dt.date(2018, 1, 1), last=dt.date(2018, 12, 31)),
    )
    return portal("acos_classic").parse(Source.model_validate({**about, "organization": organization}), page)


def test_plan_of_the_year_is_read() -> None:
    """Fourteen boards and their 159 meetings, each board asked for once."""
    parsed = read("utvalg", PageKind.CALENDAR, "response=moteplan")

    names = {record.id: record.name for record in parsed.records if isinstance(record, Body)}
    assert len(names) == len(parsed.requests) == 14
    assert names["baerum/8"] == "Formannskapet"
    meetings = [key for request in parsed.requests for key in request.context["meetings"].split(",")]
    assert len(meetings) == len(set(meetings)) == 159
    listed = [record for record in parsed.records if isinstance(record, Meeting)]
    assert {record.id for record in listed} == {f"baerum/{key}" for key in meetings}
    assert all(record.start.year == 2018 and not record.time_known for record in listed)


def test_list_of_a_board_is_read() -> None:
    """Twenty meetings with hours and status, and the papers of those that have some."""
    parsed = read("medlemmer", PageKind.BODY, "response=moteplan_utvalg&fradato=2018-01-01T00:00:00&utvalg=8&")

    meetings = [record for record in parsed.records if isinstance(record, Meeting)]
    assert len(meetings) == len(parsed.requests) == 20
    first, *_, last = meetings
    assert (first.id, first.start, first.end, first.status) == (
        "baerum/2822",
        dt.datetime(2018, 1, 9, 14, tzinfo=OSLO),
        dt.datetime(2018, 1, 9, 15, 30, tzinfo=OSLO),
        None,
    )
    assert (last.start.date(), last.status) == (dt.date(2018, 12, 18), MeetingStatus.SCHEDULED)
    kinds = [record.kind for record in parsed.records if isinstance(record, Document)]
    assert (kinds.count(DocumentKind.NOTICE), kinds.count(DocumentKind.MINUTES), len(kinds)) == (16, 13, 29)
    assert parsed.skipped == ()
