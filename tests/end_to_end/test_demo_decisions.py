"""What the demo's papers tell, against what its councils were made to decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from harvester.cases.status import Status
from harvester.demo.dataset import DemoDecision, PublishedItem, PublishedMeeting
from harvester.demo.drafting import DEMO_START
from harvester.demo.municipality import municipality
from harvester.minutes import READER_VERSION
from harvester.minutes.records import Misfit
from harvester.model import DocumentKind, Outcome
from harvester.store import Store, open_store
from harvester.store.decisions import StoredResolution
from tests.end_to_end.nights import FirstNight


@pytest.fixture(scope="module")
def store(first_night: FirstNight) -> Iterator[Store]:
    """The store of the first night."""
    with open_store(first_night.data) as opened:
        yield opened


def decided() -> Iterator[tuple[PublishedMeeting, PublishedItem, DemoDecision]]:
    """What single bodies decided before the first night, with the item in which they did."""
    data = municipality()
    for organization in data.organizations:
        for meeting in data.as_of(DEMO_START, organization.key).meetings:
            if len(meeting.bodies) == 1:
                for item in meeting.items:
                    yield from ((meeting, item, decision) for decision in item.decisions)


def told(store: Store) -> dict[tuple[dt.date | None, tuple[str, ...], str | None], list[StoredResolution]]:
    """What the papers tell, by day, body and number of the item; the demo prints one number twice."""
    found: dict[tuple[dt.date | None, tuple[str, ...], str | None], list[StoredResolution]] = {}
    for one in store.decisions.resolutions(store.decisions.resolution_states()):
        found.setdefault((one.meeting_date, one.bodies, one.number), []).append(one)
    return found


def words(text: str | None) -> list[str]:
    """Words without the paper's line ends."""
    return (text or "").split()


def test_every_paper_with_resolutions_is_taken_apart_and_tied(store: Store) -> None:
    """Only the councils' notices, which list no items, stay whole."""
    with store._database.reading() as connection:
        whole = connection.exec_driver_sql(
            "SELECT DISTINCT document.kind FROM minutes_reading"
            " JOIN document_version ON document_version.id = version JOIN document ON document.id = document"
            " WHERE NOT split"
        ).scalars()
        assert set(whole) <= {DocumentKind.NOTICE.value}
    assert store.minutes.counts(READER_VERSION).waiting == 0
    assert store.decisions.untied() == []


def test_papers_tell_what_was_decided(store: Store) -> None:
    """Recommendation, resolution, outcome and votes are the data set's own; "noted" is told where adopted is to note."""
    found = told(store)
    compared = 0
    for meeting, item, decision in decided():
        key = (meeting.day, (meeting.bodies[0].name,), item.number)
        resolution = next((one for one in found.get(key, ()) if one.title in {None, item.title}), None)
        if resolution is None:
            continue
        compared += 1
        against = {vote.votes_against.votes for vote in resolution.votes if vote.votes_against}
        assert words(resolution.resolution) == words(decision.resolution), key
        assert words(resolution.recommendation) == words(decision.recommendation), key
        assert resolution.outcome in {decision.outcome, Outcome.NOTED}, key
        assert resolution.unanimous is decision.unanimous, key
        assert decision.votes_against is None or decision.votes_against in against, key

    assert compared > 300


def test_a_case_goes_through_three_bodies(store: Store) -> None:
    """Committee, executive and council, which put it off; each has its own resolution, joined by the number."""
    (case,) = store.decisions.cases("austmark", "25/01342", DEMO_START)

    assert len({step.item.bodies for step in case.steps}) == 3
    assert [step.resolution is not None for step in case.steps] == [True] * 3
    assert [step.status.status for step in case.steps] == [Status.TREATED, Status.TREATED, Status.POSTPONED]
    assert case.status == case.steps[-1].status


def test_two_cases_that_share_a_number_stay_two(store: Store) -> None:
    """The demo's twins are told apart by their titles, and each names the other."""
    one, other = store.decisions.cases("vestmark", "25/01301", DEMO_START)

    assert one.same_number == (other.id,)
    assert {step.item.title for step in one.steps}.isdisjoint({step.item.title for step in other.steps})


def test_the_vote_that_the_secretary_miscounted_is_marked(store: Store) -> None:
    """More votes than members present are shown as such, once in all of the demo."""
    (wrong,) = (one for group in told(store).values() for one in group if not one.adds_up)

    assert [vote.misfits for vote in wrong.votes if vote.misfits] == [(Misfit.MORE_VOTES_THAN_MEMBERS,)]
