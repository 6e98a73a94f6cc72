"""What the store answers about items, resolutions, meetings and cases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from harvester.cases.status import Status
from harvester.cases.ties import Difference, TieKind
from harvester.minutes.records import Sum
from harvester.model import BodyKind, Case, DocumentKind, MeetingStatus, Outcome, Resolution
from harvester.store import Store
from harvester.store.decisions import StoredCase
from tests.harvester.store.decision_samples import (
    CASE,
    COMMITTEE,
    COUNCIL,
    EXECUTIVE,
    NOW,
    TITLE,
    Treated,
    body,
    extract_of,
    item,
    keep,
    meeting,
    minutes_of,
    paper,
    save,
    take_all_apart,
    three_bodies,
)
from tests.harvester.store.store_samples import NIGHT, WINDOW, moment, provenance

DAY = dt.date(2026, 3, 24)


@pytest.fixture
def school(store: Store) -> Store:
    """The school plan through three bodies."""
    three_bodies(store)
    take_all_apart(store)
    return store


def only_case(store: Store, number: str = CASE) -> StoredCase:
    """The case of a number that stands for one."""
    (found,) = store.decisions.cases("austmark", number, NOW)
    return found


def said_by_portal(key: str, of: str, words: str) -> Resolution:
    """What a portal itself states."""
    return Resolution(
        id=f"austmark/{of}.{key}",
        item=f"austmark/{of}",
        recommendation=None,
        resolution=words,
        outcome=None,
        votes_for=30,
        votes_against=4,
        unanimous=False,
        page_from=0,
        page_to=0,
        sentence=words,
        provenance=provenance(),
    )


def test_a_case_is_followed_through_three_bodies(school: Store) -> None:
    """Each treatment with its outcome and how it stands; put off, recommended, carried on, adopted."""
    case = only_case(school)

    assert [(step.item.bodies, step.item.number) for step in case.steps] == [
        (("Utvalg for skole",), "PS 4/26"),
        (("Utvalg for skole",), "PS 9/26"),
        (("Formannskapet",), "PS 11/26"),
        (("Kommunestyret",), "PS 12/26"),
    ]
    assert [step.status.status for step in case.steps] == [
        Status.POSTPONED,
        Status.TREATED,
        Status.TREATED,
        Status.ADOPTED,
    ]
    assert [step.item.outcome for step in case.steps] == [Outcome.POSTPONED, *[Outcome.ADOPTED] * 3]
    assert {step.joined_by for step in case.steps} == {f"case number {CASE} on the agenda"}
    assert (case.title, case.case_number, case.status) == (TITLE, CASE, case.steps[-1].status)


def test_recommendation_stands_beside_resolution(school: Store) -> None:
    """With the page and the sentence that it was read from, and where it can be opened."""
    found = school.decisions.resolution("austmark/m4-minutes.ps-12-2026")
    assert found is not None

    assert found.recommendation == "Planen vedtas."
    assert found.resolution == "Planen vedtas. Rammen økes til 40 millioner kroner."
    assert (found.document, found.page_from, found.page_to) == ("austmark/m4-minutes", 1, 1)
    assert found.sentence == "Planen vedtas. Rammen økes til 40 millioner kroner."
    assert found.sha256 == school.reading.document("austmark/m4-minutes").sha256  # type: ignore[union-attr]  # is there
    assert (found.tie, found.tie_evidence) == (
        TieKind.NUMBER,
        "number PS 12/26 in Kommunestyret's meeting 2026-03-24",
    )


def test_a_vote_that_does_not_add_up_is_marked(school: Store) -> None:
    """Five votes with two names tell neither who voted nor whether all agreed (incident 34)."""
    wrong = school.decisions.resolution("austmark/m4-minutes.ps-12-2026")
    right = school.decisions.resolution("austmark/m2-minutes.ps-9-2026")
    assert wrong is not None
    assert right is not None

    assert [vote.total for vote in wrong.votes] == [Sum.DOES_NOT_ADD_UP]
    assert (wrong.adds_up, wrong.unanimous) == (False, None)
    assert (right.adds_up, right.unanimous) == (True, False)
    against = right.votes[0].votes_against
    assert against is not None
    assert against.votes == 2


def test_states_are_those_of_what_is_read(school: Store) -> None:
    """The half of the index's set difference agrees with the other half, and names exactly what can be found."""
    decisions = school.decisions
    items, resolutions, meetings = decisions.item_states(), decisions.resolution_states(), decisions.meeting_states()

    assert {each.id: each.state for each in decisions.items(items)} == items
    assert {each.id: each.state for each in decisions.resolutions(resolutions)} == resolutions
    assert {each.id: each.state for each in decisions.meetings(meetings)} == meetings
    assert (len(items), len(resolutions), len(meetings)) == (4, 4, 4)
    assert list(decisions.items(["austmark/nothing"])) == []


def test_a_state_changes_with_what_is_shown(school: Store) -> None:
    """Another title of an item makes its item and its resolution new to the index, and nothing else."""
    before = (school.decisions.item_states(), school.decisions.resolution_states(), school.decisions.meeting_states())
    save(school, replace(item("m4", "PS 12/26"), title="Skolebruksplan 2026 for Lyngvær, ny behandling"), run=2)
    school.linking.link()
    after = (school.decisions.item_states(), school.decisions.resolution_states(), school.decisions.meeting_states())
    changed = [{key for key in new if new[key] != old.get(key)} for old, new in zip(before, after, strict=True)]

    assert changed == [{"austmark/m4.12"}, {"austmark/m4-minutes.ps-12-2026"}, set()]


def test_several_papers_tell_of_one_item(store: Store) -> None:
    """Minutes are preferred; extract and portal are named beside them, with what they tell otherwise."""
    treated = Treated(number="PS 12/26", voting="Innstillingen ble vedtatt mot 4 stemmer (FrP).")
    save(store, COUNCIL, meeting("m", COUNCIL, DAY), item("m", "PS 12/26"))
    save(
        store, paper("minutes", "m", DocumentKind.MINUTES), paper("extract", "m", DocumentKind.RESOLUTION, at_item="12")
    )
    save(store, said_by_portal("v1", "m.12", "Planen sendes tilbake til kommunedirektøren for ny utredning."))
    keep(store, "minutes", minutes_of(COUNCIL, DAY, treated))
    keep(store, "extract", extract_of(COUNCIL, DAY, replace(treated, resolution="Planen vedtas ikke.")))
    take_all_apart(store)
    (state,) = store.decisions.resolution_states()
    found = store.decisions.resolution(state)
    assert found is not None
    others = {other.resolution: other for other in found.also_said_in}
    portal = store.decisions.resolution("austmark/m.12.v1")
    assert portal is not None

    assert found.document_kind is DocumentKind.MINUTES
    assert set(others) == {"austmark/extract.12-2026", "austmark/m.12.v1"}
    assert Difference.RESOLUTION in others["austmark/extract.12-2026"].differs
    assert others["austmark/m.12.v1"].differs == (Difference.RESOLUTION,)
    assert (portal.preferred, portal.tie, portal.document) == (False, TieKind.PORTAL, None)
    assert [(vote.votes_for.votes, vote.votes_against.votes) for vote in portal.votes] == [(30, 4)]  # type: ignore[union-attr]  # both are stated
    assert {other.resolution for other in portal.also_said_in} == {found.id, "austmark/extract.12-2026"}


def test_what_a_portal_states_is_missed_and_removed_like_other_records(store: Store) -> None:
    """A resolution that two healthy readings a day apart do not show is removed; shown again it returns."""
    page = (meeting("m", COUNCIL, DAY), item("m", "PS 12/26"))
    said = said_by_portal("v1", "m.12", "Planen vedtas.")
    save(store, COUNCIL, *page, said)
    states = []
    for run, hours in ((2, 24), (3, 49)):
        store.records.save(moment(run, hours=hours), page)
        store.presence.sweep(moment(run, hours=hours), WINDOW, whole=True)
        store.linking.link()
        states.append(set(store.decisions.resolution_states()))
    store.records.save(moment(4, hours=73), [*page, said])
    store.linking.link()
    what = [change.what.value for run in (2, 3, 4) for change in store.runs.changes(run) if change.record == said.id]

    assert states == [{said.id}, set()]
    assert what == ["missing", "removed", "returned"]
    assert set(store.decisions.resolution_states()) == {said.id}


def test_what_cannot_be_tied_stays_visible(store: Store) -> None:
    """Minutes of a meeting whose agenda lacks the item tell it themselves, and why it is not tied."""
    save(store, COUNCIL, meeting("m", COUNCIL, DAY), item("m", "PS 12/26"), paper("minutes", "m", DocumentKind.MINUTES))
    added = Treated(number="PS 13/26", title="Ny gangvei i sentrum", case_number="26/00002")
    keep(store, "minutes", minutes_of(COUNCIL, DAY, Treated(number="PS 12/26"), added))
    counts = take_all_apart(store)
    (untied,) = store.decisions.untied("austmark")

    assert (counts.tied, counts.untied) == (1, 1)
    assert (untied.item, untied.tie) == (None, None)
    assert untied.tie_evidence == "the portal lists no item PS 13/26 in Kommunestyret's meeting 2026-03-24"
    assert (untied.bodies, untied.meeting_date, untied.title) == (("Kommunestyret",), DAY, "Ny gangvei i sentrum")
    assert untied.id in store.decisions.resolution_states()
    assert store.decisions.untied("elsewhere") == []


@pytest.mark.parametrize("history", [True, False])
def test_a_paper_of_an_earlier_meeting_does_not_take_the_day_of_a_later(store: Store, history: bool) -> None:
    """An extract of a meeting that is not known is told with its own body and day, wherever it lies."""
    save(store, COUNCIL, meeting("m", COUNCIL, DAY), item("m", "PS 12/26"))
    save(store, paper("extract", "m", DocumentKind.MINUTES_EXTRACT, at_item="12", history=history))
    day = dt.date(2026, 3, 10)
    keep(store, "extract", extract_of(EXECUTIVE, day, Treated(number="PS 11/26")))
    take_all_apart(store)
    (found,) = store.decisions.untied()

    assert (found.bodies, found.meeting, found.meeting_date) == (("Formannskap",), None, day)


def test_the_portals_history_joins_what_has_other_numbers(store: Store) -> None:
    """Each body files the case anew; the extract in the council's history is the executive's item."""
    save(store, COUNCIL, EXECUTIVE, meeting("m3", EXECUTIVE, dt.date(2026, 3, 10)), meeting("m4", COUNCIL, DAY))
    save(store, item("m3", "PS 11/26", case_number="25/00500"), item("m4", "PS 12/26", case_number=CASE))
    save(store, paper("extract", "m3", DocumentKind.MINUTES_EXTRACT, at_item="11"))
    save(store, paper("extract", "m4", DocumentKind.MINUTES_EXTRACT, at_item="12", history=True))
    store.linking.link()
    case = only_case(store)

    assert [step.item.id for step in case.steps] == ["austmark/m3.11", "austmark/m4.12"]
    assert "the portal shows “minutes_extract extract” in the item's history" in case.steps[1].joined_by
    assert only_case(store, "2025/500").id == case.id


def test_two_cases_of_one_number_are_told_apart(store: Store) -> None:
    """Titles without a word in common are two cases, each of which knows the other (incident 29)."""
    save(store, COUNCIL, EXECUTIVE, meeting("m3", EXECUTIVE, dt.date(2026, 3, 10)), meeting("m4", COUNCIL, DAY))
    save(store, item("m3", "PS 11/26"), item("m4", "PS 12/26", title="Ferjetilbud i Havsøy"))
    store.linking.link()
    first, second = store.decisions.cases("austmark", CASE, NOW)

    assert (first.same_number, second.same_number) == ((second.id,), (first.id,))
    assert [len(case.steps) for case in (first, second)] == [1, 1]
    save(
        store,
        Case(
            id="austmark/c",
            organization="austmark",
            case_number=CASE,
            title="Skoler og ferjer",
            provenance=provenance(),
        ),
    )
    store.linking.link()
    assert len(only_case(store).steps) == 2


def test_the_same_title_on_a_neighbouring_day_is_only_probably_the_same(school: Store) -> None:
    """It is named beside the case with the reason, and never merged; half a year apart it is not even that."""
    save(school, meeting("near", COUNCIL, dt.date(2026, 4, 7)), item("near", "PS 20/26", case_number="26/00300"))
    save(school, meeting("far", COUNCIL, dt.date(2026, 12, 8)), item("far", "PS 90/26", case_number="26/00900"))
    school.linking.link()
    case = only_case(school)

    assert len(case.steps) == 4
    assert [(one.item.id, one.reason) for one in case.relatives] == [
        ("austmark/near.20", "the same title, 14 days apart")
    ]


def test_the_case_number_of_the_minutes_counts_where_the_portal_has_none(store: Store) -> None:
    """And the case says that it stands in the minutes."""
    save(store, COUNCIL, meeting("m", COUNCIL, DAY), item("m", "PS 12/26", case_number=None))
    save(store, paper("minutes", "m", DocumentKind.MINUTES), paper("paper", "m", DocumentKind.CASE_PAPER, at_item="12"))
    keep(store, "minutes", minutes_of(COUNCIL, DAY, Treated(number="PS 12/26")))
    take_all_apart(store)
    case, case_paper = only_case(store), store.reading.document("austmark/paper")
    assert case_paper is not None

    assert case.steps[0].item.case_number == CASE
    assert case.steps[0].joined_by == f"case number {CASE} in its minutes"
    assert (case_paper.case_number, case_paper.case) == (CASE, case.id)


def test_a_meeting_has_its_items_papers_and_neighbours(school: Store) -> None:
    """Previous and next are those of the same body."""
    page = school.decisions.meeting("austmark/m2")
    assert page is not None

    assert [each.id for each in page.items] == ["austmark/m2.9"]
    assert [each.id for each in page.documents] == ["austmark/m2-minutes"]
    assert (page.previous and page.previous.id, page.next) == ("austmark/m1", None)
    assert (page.meeting.minutes, page.meeting.items, page.meeting.documents) == ("austmark/m2-minutes", 1, 1)
    assert school.decisions.meeting("austmark/nothing") is None


def test_a_calendar_knows_body_and_organization(school: Store) -> None:
    """Both ends of the days are included."""
    between = school.decisions.meetings_between
    first, last = dt.date(2026, 2, 3), dt.date(2026, 3, 10)

    assert [each.id for each in between(first, last)] == ["austmark/m1", "austmark/m2", "austmark/m3"]
    assert [each.id for each in between(first, last, body=EXECUTIVE.id)] == ["austmark/m3"]
    assert between(first, last, organization="elsewhere") == ()


def test_bodies_tell_how_much_is_known_of_them(school: Store) -> None:
    """By name, with their first and last meeting."""
    found = {each.id: each for each in school.decisions.bodies("austmark")}
    committee = found[COMMITTEE.id]

    assert [each.name for each in found.values()] == ["Formannskapet", "Kommunestyret", "Utvalg for skole"]
    assert (committee.meetings, committee.first_meeting, committee.last_meeting) == (
        2,
        dt.date(2026, 2, 3),
        dt.date(2026, 3, 3),
    )
    assert school.decisions.body(COUNCIL.id) == found[COUNCIL.id]
    assert school.decisions.body("austmark/nothing") is None


def test_numbers_that_are_missing_are_told_by_body_and_series(store: Store) -> None:
    """PS 12 and 15 lack 13 and 14; RS has a row of its own."""
    save(store, COUNCIL, meeting("m", COUNCIL, DAY))
    save(store, *(item("m", number) for number in ("PS 12/26", "PS 15/26", "RS 16/26", "RS 17/26")))
    (gap,) = store.decisions.number_gaps("austmark")

    assert (gap.body_name, gap.year, gap.series, gap.first, gap.last, gap.missing) == (
        "Kommunestyret",
        2026,
        "PS",
        12,
        15,
        (13, 14),
    )
    assert store.decisions.number_gaps("elsewhere") == ()


def test_held_meetings_without_minutes_are_named_after_thirty_days(store: Store) -> None:
    """Not one that was cancelled, has minutes, or of which the portal itself tells a resolution (incident 33)."""
    held = dt.date(2026, 3, 2)
    save(store, COUNCIL, *(meeting(key, COUNCIL, held) for key in ("bare", "minuted", "told")))
    save(store, meeting("off", COUNCIL, held, status=MeetingStatus.CANCELLED), meeting("late", COUNCIL, DAY))
    save(store, paper("p", "minuted", DocumentKind.MINUTES), item("told", "PS 5/26"))
    save(store, said_by_portal("v", "told.5", "Planen vedtas."))
    store.linking.link()
    missing = store.decisions.meetings_without_minutes

    assert [each.id for each in missing(NOW)] == ["austmark/bare"]
    assert missing(NOW, organization="elsewhere") == ()
    assert [each.id for each in missing(NOW + dt.timedelta(days=60))] == ["austmark/late", "austmark/bare"]


def test_two_councils_that_meet_together_do_not_disagree(store: Store) -> None:
    """Each resolves for itself; the other's extract stands beside it with its body."""
    other = body("ks2", "Kommunestyret i Tinden", BodyKind.COUNCIL)
    joint = replace(meeting("m", COUNCIL, DAY), bodies=(COUNCIL.id, other.id))
    save(store, COUNCIL, other, joint, item("m", "PS 12/26"))
    for key, of, words in (("a", COUNCIL, "Planen vedtas."), ("b", other, "Planen avvises og legges bort for godt.")):
        save(store, paper(key, "m", DocumentKind.RESOLUTION, at_item="12"))
        keep(store, key, extract_of(of, DAY, Treated(number="PS 12/26", resolution=words)))
    take_all_apart(store)
    found = store.decisions.resolution("austmark/a.12-2026")
    assert found is not None

    assert [(one.resolution, one.body, one.differs) for one in found.also_said_in] == [
        ("austmark/b.12-2026", "Kommunestyret i Tinden", ())
    ]


def test_removed_items_and_meetings_are_not_told(school: Store) -> None:
    """What is removed is in no state, and the papers of its meeting are untied."""
    with school._database.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE agenda_item SET removed_at = ? WHERE id = 'austmark/m4.12'", (NIGHT.isoformat(sep=" ")[:19],)
        )
    counts = school.linking.link()

    assert counts.untied == 1
    assert "austmark/m4.12" not in school.decisions.item_states()
    assert len(only_case(school).steps) == 3


def test_nothing_is_written_when_nothing_has_changed(school: Store) -> None:
    """Tying again leaves the database as it is."""
    with school._database.reading() as connection:
        before = connection.exec_driver_sql("SELECT rowid, * FROM tie ORDER BY resolution").all()
    school.linking.link()
    with school._database.reading() as connection:
        after = connection.exec_driver_sql("SELECT rowid, * FROM tie ORDER BY resolution").all()

    assert after == before
