"""How an item and a case stand, rule by rule."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from harvester.cases.status import MINUTES_PATIENCE, ItemFacts, Status, case_status, item_status
from harvester.model import OSLO, BodyKind, MeetingStatus, Outcome

HELD = dt.datetime(2026, 3, 12, 10, tzinfo=OSLO)
DAY = dt.timedelta(days=1)
FACTS = ItemFacts(
    start=HELD,
    time_known=True,
    meeting_status=None,
    body_kinds=(BodyKind.COMMITTEE,),
    outcome=None,
    treated=False,
    sentence="",
    exempt=False,
    has_minutes=False,
)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (replace(FACTS, start=HELD + 9 * DAY), Status.TO_BE_TREATED),
        (replace(FACTS, start=None), Status.TO_BE_TREATED),
        (replace(FACTS, meeting_status=MeetingStatus.CANCELLED), Status.POSTPONED),
        (replace(FACTS, outcome=Outcome.POSTPONED), Status.POSTPONED),
        (replace(FACTS, outcome=Outcome.SENT_BACK), Status.POSTPONED),
        (replace(FACTS, outcome=Outcome.ADOPTED), Status.TREATED),
        (replace(FACTS, outcome=Outcome.ADOPTED, body_kinds=(BodyKind.COUNCIL,)), Status.ADOPTED),
        (replace(FACTS, outcome=Outcome.REJECTED, body_kinds=(BodyKind.COUNCIL,)), Status.TREATED),
        (replace(FACTS, exempt=True), Status.EXEMPT),
        (replace(FACTS, treated=True, sentence="Orienteringen ble gitt."), Status.TREATED),
        (replace(FACTS, has_minutes=True), Status.NOT_FOUND_IN_MINUTES),
        (FACTS, Status.WAITING_FOR_MINUTES),
    ],
)
def test_the_rules(facts: ItemFacts, status: Status) -> None:
    """A day after the meeting, each rule gives its status, and every status says on what it rests."""
    found = item_status(facts, HELD + DAY)

    assert found.status is status
    assert found.evidence or facts.outcome


def test_minutes_are_waited_for_thirty_days() -> None:
    """On the thirty-first they are said not to be published (incident 33)."""
    patient = item_status(FACTS, HELD + MINUTES_PATIENCE)
    late = item_status(FACTS, HELD + MINUTES_PATIENCE + DAY)

    assert patient.status is Status.WAITING_FOR_MINUTES
    assert late.status is Status.MINUTES_NOT_PUBLISHED
    assert late.evidence == "the meeting was held 2026-03-12, 31 days ago, and has no minutes"


def test_a_paper_weighs_more_than_the_calendar() -> None:
    """A meeting marked as cancelled whose minutes tell an outcome was held after all."""
    facts = replace(FACTS, meeting_status=MeetingStatus.CANCELLED, outcome=Outcome.REJECTED, sentence="Forslaget falt.")

    assert item_status(facts, HELD + DAY).status is Status.TREATED
    assert item_status(facts, HELD + DAY).evidence == "Forslaget falt."


def test_a_meeting_without_a_time_is_ahead_until_its_day_is_over() -> None:
    """Midnight stands for a time that is not known."""
    facts = replace(FACTS, start=HELD.replace(hour=0), time_known=False)

    assert item_status(facts, HELD).status is Status.TO_BE_TREATED
    assert item_status(facts, HELD + DAY).status is Status.WAITING_FOR_MINUTES


def test_a_case_stands_as_its_last_item() -> None:
    """What an earlier body did is history."""
    treated = item_status(replace(FACTS, outcome=Outcome.ADOPTED), HELD)
    ahead = item_status(replace(FACTS, start=HELD + 9 * DAY), HELD)

    assert case_status([treated, ahead]) == ahead
    assert case_status([]).status is Status.TO_BE_TREATED
