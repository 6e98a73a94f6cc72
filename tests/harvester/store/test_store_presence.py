"""Missing, removed, returned: nothing goes on one miss, nothing when too much is gone at once."""

from __future__ import annotations

import datetime as dt

from harvester.model import Record
from harvester.store import Store, What
from tests.harvester.store.store_samples import WINDOW, document, item, meeting, moment

PAPER = "austmark/document.2"


def night(store: Store, run: int, hours: float, *records: Record, whole: bool = True) -> bool:
    at = moment(run, hours=hours)
    store.records.save(at, records)
    return store.presence.sweep(at, WINDOW, whole=whole)


def told(store: Store, run: int) -> list[tuple[str, What]]:
    return [(change.record, change.what) for change in store.runs.changes(run) if change.what is not What.NEW]


def test_a_withdrawn_paper_is_missing_then_removed(store: Store) -> None:
    """The first night without it says missing, and search keeps it; the second, a day later, says removed."""
    night(store, 1, 0, meeting(), item(), document("1"), document("2"))
    night(store, 2, 24, meeting(), item(), document("1"))

    assert told(store, 2) == [(PAPER, What.MISSING)]
    assert PAPER in store.reading.states()
    assert store.runs.counts(2, "austmark").documents.missing == 1

    night(store, 3, 48, meeting(), item(), document("1"))

    assert told(store, 3) == [(PAPER, What.REMOVED)]
    assert PAPER not in store.reading.states()
    assert store.reading.document(PAPER) is None
    assert store.runs.counts(3, "austmark").documents.removed == 1


def test_two_misses_on_one_day_remove_nothing(store: Store) -> None:
    """A second run an hour later is no second look; the removal waits for a full day (incident 21)."""
    night(store, 1, 0, meeting(), item(), document("1"), document("2"))
    night(store, 2, 24, meeting(), item(), document("1"))
    night(store, 3, 25, meeting(), item(), document("1"))

    assert told(store, 3) == []
    assert PAPER in store.reading.states()

    night(store, 4, 48, meeting(), item(), document("1"))

    assert told(store, 4) == [(PAPER, What.REMOVED)]


def test_a_miss_between_two_sightings_is_forgotten(store: Store) -> None:
    """Counting begins anew when the thing has been seen again."""
    night(store, 1, 0, meeting(), item(), document("1"), document("2"))
    night(store, 2, 24, meeting(), item(), document("1"))
    night(store, 3, 48, meeting(), item(), document("1"), document("2"))
    night(store, 4, 72, meeting(), item(), document("1"))

    assert told(store, 4) == [(PAPER, What.MISSING)]
    assert PAPER in store.reading.states()


def test_a_removed_paper_that_comes_back_is_returned(store: Store) -> None:
    """It is told as returned, not as new, and can be found again."""
    night(store, 1, 0, meeting(), item(), document("1"), document("2"))
    night(store, 2, 24, meeting(), item(), document("1"))
    night(store, 3, 48, meeting(), item(), document("1"))
    night(store, 4, 72, meeting(), item(), document("1"), document("2"))

    assert told(store, 4) == [(PAPER, What.RETURNED)]
    assert PAPER in store.reading.states()


def test_a_meeting_whose_page_was_not_read_loses_nothing(store: Store) -> None:
    """Papers are missed only where the page that would name them was read."""
    night(store, 1, 0, meeting("1"), document("1", at_item=None), meeting("2"), document("2", of="2", at_item=None))
    night(store, 2, 24, meeting("1"), document("1", at_item=None), whole=False)

    assert told(store, 2) == []


def test_a_source_that_was_not_read_whole_misses_no_meeting(store: Store) -> None:
    """With a page failed, a meeting that was not seen proves nothing."""
    night(store, 1, 0, meeting("1"), meeting("2"))
    night(store, 2, 24, meeting("1"), whole=False)

    assert told(store, 2) == []

    night(store, 3, 48, meeting("1"), whole=True)

    assert told(store, 3) == [("austmark/meeting.2", What.MISSING)]


def test_a_meeting_outside_of_the_window_is_not_missed(store: Store) -> None:
    """An old meeting that the night no longer looks at stays (incident 27)."""
    old = meeting("old", start=dt.datetime(2025, 1, 10, 10, 0, tzinfo=dt.UTC))
    night(store, 1, 0, meeting("1"), old)
    night(store, 2, 24, meeting("1"))
    night(store, 3, 48, meeting("1"))

    assert told(store, 2) + told(store, 3) == []


def test_a_mass_loss_is_not_believed(store: Store) -> None:
    """Eleven of twelve meetings gone at once: nothing is noted, and the caller is told (incident 21)."""
    meetings = [meeting(str(number)) for number in range(12)]
    night(store, 1, 0, *meetings)

    assert night(store, 2, 24, meetings[0]) is False
    assert told(store, 2) == []


def test_a_small_portal_may_lose_what_it_has(store: Store) -> None:
    """Ten of ten is too few to be called a mass: a small portal's year can end."""
    meetings = [meeting(str(number)) for number in range(11)]
    night(store, 1, 0, *meetings)

    assert night(store, 2, 24, meetings[0]) is True
    assert len(told(store, 2)) == 10


def test_a_paper_in_two_places_is_there_as_long_as_one_of_them(store: Store) -> None:
    """Taken from one meeting but still shown in another, a paper is neither missing nor removed."""
    elsewhere = document("2", of="9", at_item=None)
    night(store, 1, 0, meeting("1"), item(), document("2"), meeting("9"), elsewhere)
    night(store, 2, 24, meeting("1"), item(), meeting("9"), elsewhere)
    night(store, 3, 48, meeting("1"), item(), meeting("9"), elsewhere)

    assert told(store, 2) + told(store, 3) == []
    assert PAPER in store.reading.states()


def test_a_removed_meeting_takes_its_items_and_papers_along(store: Store) -> None:
    """When the calendar has lost a meeting for good, search loses its papers, but not those shown elsewhere too."""
    elsewhere = document("2", of="9", at_item=None)
    night(store, 1, 0, meeting("1"), item(), document("1"), document("2"), meeting("9"), elsewhere)
    night(store, 2, 24, meeting("9"), elsewhere)

    assert told(store, 2) == [("austmark/meeting.1", What.MISSING)]

    night(store, 3, 48, meeting("9"), elsewhere)

    assert set(told(store, 3)) == {
        ("austmark/meeting.1", What.REMOVED),
        ("austmark/item.1.1", What.REMOVED),
        ("austmark/document.1", What.REMOVED),
    }
    assert set(store.reading.states()) == {PAPER}


def test_a_removed_meeting_that_comes_back_brings_everything(store: Store) -> None:
    """What was removed with its meeting is returned with it."""
    everything = (meeting("1"), item(), document("1"), meeting("9"))
    night(store, 1, 0, *everything)
    night(store, 2, 24, meeting("9"))
    night(store, 3, 48, meeting("9"))
    night(store, 4, 72, *everything)

    assert {what for _, what in told(store, 4)} == {What.RETURNED}
    assert "austmark/document.1" in store.reading.states()
