"""How Digdem is asked, and what a page means that is read without its request."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

from harvester.errors import PageError
from harvester.model import Meeting, Window
from harvester.portals import portal
from harvester.portals.contract import PageKind, Request
from tests.harvester.portals.saved_pages import PAGES, SavedPage

SAVED = {saved.name: saved for saved in PAGES if saved.portal == "digdem"}
CALENDAR = SAVED["calendar_window"]


def question(request: Request) -> dict[str, object]:
    """What a request asks."""
    content: dict[str, object] = json.loads(request.body)
    return content


def test_the_calendar_is_asked_for_the_window() -> None:
    """Bounds lie just outside, so that a meeting at midnight of the first day and one late on the last are inside."""
    window = Window(first=dt.date(2026, 1, 1), last=dt.date(2026, 1, 31))
    (request,) = portal("digdem").start(CALENDAR.source, window)

    where = {"searchTerm": "", "date_gt": "2025-12-31T23:59:59.000Z", "date_lt": "2026-02-01T00:00:00.000Z"}
    assert question(request)["variables"] == {"where": where}
    assert question(request)["operationName"] == "GetYearMeetings"


def test_a_question_is_posted_as_apollo_demands() -> None:
    """Every request goes to one address, as JSON, with the header that no form of a browser can send."""
    for request in CALENDAR.parse().requests:
        assert (request.method, request.url) == ("POST", "https://fjellvik.digdem.example/graphql")
        assert request.headers["Content-Type"] == "application/json"
        assert request.headers["apollo-require-preflight"] == "true"
        query = str(question(request)["query"])
        assert set(re.findall(r"(\w+)\n *\}", query)) == {"__typename"}
        assert query == query.strip()


def test_a_meeting_is_asked_for_once_with_what_the_calendar_tells() -> None:
    """Its key is the question; status and end go along, since the meeting's own answer lacks them."""
    requests = CALENDAR.parse().requests

    assert [question(request)["variables"] for request in requests] == [
        {"id": "cm9fj0001kst"},
        {"id": "cm9fj0002fsk"},
        {"id": "cm9fj0003kki"},
    ]
    assert [dict(request.context) for request in requests][:2] == [
        {"status": "Regulært", "end": "2026-03-05T15:30:00.000Z"},
        {"status": "Avlyst"},
    ]
    assert {request.kind for request in requests} == {PageKind.MEETING}


def test_without_its_request_a_calendar_is_cut_to_the_window() -> None:
    """What was asked for is not known then, so other days are left out and no fault of the portal."""
    saved: SavedPage = SAVED["error_window_ignored"]
    with pytest.raises(PageError, match="as was asked"):
        saved.parse()

    parsed = saved.parse(context={})
    assert len(parsed.requests) == 1
    assert [skip.reason for skip in parsed.skipped] == ["the meeting is outside the window"]


def test_without_its_request_a_meeting_has_no_status() -> None:
    """A cancelled meeting read alone is one whose status is not known."""
    saved = SAVED["meeting_cancelled"]
    (alone,) = (record for record in saved.parse(context={}).records if isinstance(record, Meeting))
    (told,) = (record for record in saved.parse().records if isinstance(record, Meeting))

    assert (alone.status, told.status) == (None, "cancelled")


@pytest.mark.parametrize("end", ["", "2026-03-05", "later", "0001-01-01T00:00:00Z"])
def test_an_end_that_is_no_time_is_none(end: str) -> None:
    """An end that cannot be read, or has no time of the day, is not made up."""
    records = SAVED["meeting_everything"].parse(context={"end": end}).records

    assert [record.end for record in records if isinstance(record, Meeting)] == [None]
