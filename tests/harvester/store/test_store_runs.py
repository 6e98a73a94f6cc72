"""Runs: there from their first second, counted from what was written, and honest when killed."""

from __future__ import annotations

import datetime as dt

from harvester.model import Verdict
from harvester.store import KILLED, Counts, Failure, SourceCounts, SourceOutcome, Store
from tests.harvester.store.store_samples import NIGHT, SOURCE, WINDOW, document, item, meeting, moment


def outcome(meetings: Counts, verdict: Verdict = Verdict.GOOD) -> SourceOutcome:
    return SourceOutcome(
        verdict=verdict,
        reason="why",
        requests=12,
        downloads=3,
        counts=SourceCounts(meetings=meetings, items=Counts(new=4), documents=Counts(failed=1)),
        failed=(Failure(url="http://127.0.0.1:1/x", reason="zero bytes"),),
    )


def finished(store: Store, seen: int, verdict: Verdict = Verdict.GOOD) -> int:
    run = store.runs.begin(NIGHT)
    store.runs.begin_source(run, SOURCE, WINDOW, NIGHT)
    store.runs.end_source(run, SOURCE.key, outcome(Counts(unchanged=seen), verdict), NIGHT)
    store.runs.end(run, verdict, NIGHT)
    return run


def test_a_finished_run_is_read_as_it_was_written(store: Store) -> None:
    """Verdict, counts, failures and times of a run and its source come back."""
    run = store.runs.begin(NIGHT)
    store.runs.begin_source(run, SOURCE, WINDOW, NIGHT)
    later = NIGHT + dt.timedelta(minutes=5)
    written = outcome(Counts(new=2, changed=1, unchanged=7, missing=1))
    store.runs.end_source(run, SOURCE.key, written, later)
    store.runs.end(run, Verdict.GOOD, later)

    row = store.runs.get(run)
    assert row is not None
    assert (row.started, row.ended, row.verdict) == (NIGHT, later, Verdict.GOOD)
    (source,) = row.sources
    assert source == store.runs.last_of_source("austmark")
    assert source.counts == written.counts
    assert source.failed == written.failed
    assert (source.requests, source.downloads, source.reason) == (12, 3, "why")


def test_a_killed_run_is_visible_at_once_and_named_by_the_next(store: Store) -> None:
    """A run without an end is in the store; the next run says that it was ended from outside (incident 2)."""
    killed = store.runs.begin(NIGHT)
    store.runs.begin_source(killed, SOURCE, WINDOW, NIGHT)

    row = store.runs.get(killed)
    assert row is not None
    assert (row.ended, row.verdict) == (None, None)

    store.runs.begin(NIGHT + dt.timedelta(hours=1))

    row = store.runs.get(killed)
    assert row is not None
    assert (row.ended, row.verdict, row.reason) == (None, Verdict.FAILED, KILLED)
    assert (row.sources[0].verdict, row.sources[0].reason) == (Verdict.FAILED, KILLED)


def test_a_finished_run_is_left_alone_by_the_next(store: Store) -> None:
    """Only runs without an end are marked."""
    run = finished(store, 5)
    before = store.runs.get(run)
    store.runs.begin(NIGHT)

    assert store.runs.get(run) == before


def test_counts_are_what_happened_to_each_record_once(store: Store) -> None:
    """New, changed and unchanged add up to what was seen, even if a record is written twice in a run."""
    store.records.save(moment(1), [meeting("1"), meeting("2"), item(), document()])
    store.records.save(moment(2), [meeting("1"), meeting("2", title="Formannskapet"), meeting("3"), item(), document()])
    store.records.save(moment(2), [meeting("2", title="Fylkesutvalget"), meeting("3", title="Kontrollutvalget")])

    counts = store.runs.counts(2, "austmark")
    assert counts.meetings == Counts(new=1, changed=1, unchanged=1)
    assert counts.meetings.seen == 3


def test_the_usual_number_is_the_median_of_good_nights(store: Store) -> None:
    """Bad nights and later ones have no say in what is usual (incident 14)."""
    assert store.runs.usual("austmark", before=1) is None

    for seen in (40, 60, 50):
        finished(store, seen)
    finished(store, 0, Verdict.SUSPICIOUS)
    last = finished(store, 1000)

    usual = store.runs.usual("austmark", before=last)
    assert usual is not None
    assert usual.meetings.seen == 50
    assert store.runs.usual("another", before=last) is None


def test_the_newest_runs_come_first(store: Store) -> None:
    """Latest gives as many runs as are asked for, newest first."""
    runs = [finished(store, 1) for _ in range(3)]

    assert [row.id for row in store.runs.latest(2)] == [runs[2], runs[1]]
    assert store.runs.get(999) is None
