"""Records: new, changed and unchanged by content, under ids that never move."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from harvester.model import OSLO, AgendaItem, MeetingStatus, Record
from harvester.store import Store, What
from tests.harvester.store.store_samples import NIGHT, body, document, item, meeting, moment, provenance


def whats(store: Store, run: int) -> list[tuple[str, str]]:
    return [(change.record, change.what.value) for change in store.runs.changes(run)]


def test_a_record_is_new_once(store: Store) -> None:
    """The first night notes it as new; the second sees it unchanged and notes nothing."""
    records: list[Record] = [body(), meeting(), item(), document()]
    store.records.save(moment(1), records)
    store.records.save(moment(2, hours=24), records)

    assert whats(store, 1) == [(record.id, "new") for record in records]
    assert whats(store, 2) == []
    assert store.runs.counts(2, "austmark").meetings.unchanged == 1
    assert store.runs.counts(2, "austmark").items.unchanged == 1
    assert store.runs.counts(2, "austmark").documents.unchanged == 1


def test_a_moved_meeting_keeps_its_id_and_tells_both_times(store: Store) -> None:
    """A meeting moved by a day is the same meeting, changed; before and after are in the journal (incident 35)."""
    store.records.save(moment(1), [meeting()])
    store.records.save(moment(2), [meeting(start=dt.datetime(2026, 6, 11, 10, 0, tzinfo=OSLO))])

    (change,) = store.runs.changes(2)
    assert change.what is What.CHANGED
    assert change.before == {"start": "2026-06-10T08:00:00+00:00"}
    assert change.after == {"start": "2026-06-11T08:00:00+00:00"}


def test_a_cancelled_meeting_is_a_change(store: Store) -> None:
    """Only the status differs, and that is enough (incident 26)."""
    store.records.save(moment(1), [meeting()])
    store.records.save(moment(2), [dataclasses.replace(meeting(), status=MeetingStatus.CANCELLED)])

    (change,) = store.runs.changes(2)
    assert (change.before, change.after) == ({"status": None}, {"status": "cancelled"})


@pytest.mark.parametrize(
    "moved",
    [
        dataclasses.replace(item(), position=9),
        dataclasses.replace(item(), provenance=provenance("http://127.0.0.1:1/other", "1" * 64)),
    ],
    ids=["another place in the list", "another page"],
)
def test_what_is_not_content_is_no_change(store: Store, moved: AgendaItem) -> None:
    """A new position or address is kept without being told as a change."""
    store.records.save(moment(1), [item()])
    store.records.save(moment(2), [moved])

    assert whats(store, 2) == []


def test_a_page_is_written_whole_or_not_at_all(store: Store) -> None:
    """A record that cannot be stored takes the others of its page with it (incident 11)."""
    naive = dataclasses.replace(meeting("2"), start=dt.datetime(2026, 6, 10))  # noqa: DTZ001 - that is the fault
    with pytest.raises(Exception, match="time without a zone"):
        store.records.save(moment(1), [meeting("1"), naive])

    assert whats(store, 1) == []
    assert store.reading.coverage().meetings == 0


def test_a_late_meeting_stays_on_its_day(store: Store) -> None:
    """23:30 in Oslo is another day in UTC; the reader sees the day in Oslo, summer and winter (incident 3)."""
    summer = dt.datetime(2026, 6, 30, 23, 30, tzinfo=OSLO)
    winter = dt.datetime(2026, 1, 31, 23, 30, tzinfo=OSLO)
    store.records.save(
        moment(1),
        [
            meeting("s", start=summer),
            meeting("w", start=winter),
            document("s", of="s", at_item=None),
            document("w", of="w", at_item=None),
        ],
    )

    days = {
        found.id: found.meeting_date
        for found in store.reading.documents(["austmark/document.s", "austmark/document.w"])
    }
    assert days == {
        "austmark/document.s": dt.date(2026, 6, 30),
        "austmark/document.w": dt.date(2026, 1, 31),
    }


def test_two_cases_with_one_number_are_two(store: Store) -> None:
    """The case number is an attribute and keeps nothing apart (incident 29)."""
    store.records.save(moment(1), [meeting(), item("1"), item("2", title="Skuleskyss")])

    assert store.runs.counts(1, "austmark").items.new == 2


def test_a_document_named_in_a_later_meeting_does_not_move(store: Store) -> None:
    """A later meeting lists the paper as history: it stays where it belongs, unchanged and once."""
    store.records.save(moment(1), [meeting(), item(), document()])
    later: list[Record] = [meeting("9"), item(of="9"), document(of="9", title="Fylkestinget 10.06.2026", history=True)]
    store.records.save(moment(2), later)

    found = store.reading.document("austmark/document.1")
    assert found is not None
    assert (found.meeting, found.title) == ("austmark/meeting.1", "Saksframlegg")
    assert whats(store, 2) == [("austmark/meeting.9", "new"), ("austmark/item.9.1", "new")]


def test_a_document_first_met_as_history_moves_to_its_own_meeting(store: Store) -> None:
    """The order in which pages are read does not decide where a paper belongs."""
    store.records.save(moment(1), [document(of="9", title="Fylkestinget 10.06.2026", history=True)])
    store.records.save(moment(1), [document()])

    found = store.reading.document("austmark/document.1")
    assert found is not None
    assert (found.meeting, found.title) == ("austmark/meeting.1", "Saksframlegg")
    assert whats(store, 1) == [("austmark/document.1", "new")]


def test_names_of_changes(store: Store) -> None:
    """A change is told by what people call the thing; an exempt title has no name."""
    store.records.save(moment(1), [body(), meeting(), item("1"), item("2", title=None), document()])

    names = store.names.of(store.runs.changes(1))

    assert names == {
        ("body", "austmark/body.ft"): "Fylkestinget",
        ("meeting", "austmark/meeting.1"): "Fylkestinget, 2026-06-10",
        ("agenda_item", "austmark/item.1.1"): "PS 1/26 Skoleskyss",
        ("agenda_item", "austmark/item.1.2"): "PS 2/26",
        ("document", "austmark/document.1"): "Saksframlegg, PS 1/26, Fylkestinget, 2026-06-10",
    }


def test_times_come_back_as_they_went_in(store: Store) -> None:
    """A run's start is the same instant after a round through the database."""
    run = store.runs.begin(NIGHT)

    row = store.runs.get(run)
    assert row is not None
    assert row.started == NIGHT
    assert row.started.tzinfo is dt.UTC


def test_what_a_list_shows_gives_way_to_its_own_page(store: Store) -> None:
    """A meeting known from a list is stored with what the list says; its page adds the rest, and no list takes it back."""
    listed = dataclasses.replace(meeting(), bodies=(), title="Møte", place=None, listed=True)
    store.records.save(moment(1), [body(), listed])
    store.records.save(moment(1), [meeting()])
    store.records.save(moment(2), [listed])

    assert whats(store, 1) == [("austmark/body.ft", "new"), ("austmark/meeting.1", "new")]
    assert whats(store, 2) == []
    store.records.save(moment(2), [document()])
    found = store.reading.document("austmark/document.1")
    assert found is not None
    assert found.bodies == ("Fylkestinget",)
