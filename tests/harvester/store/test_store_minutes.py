"""Papers taken apart version by version: once each, again by a newer reader, on after any end."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from harvester.minutes import READER_VERSION, MinutesText, read_minutes
from harvester.model import DocumentKind, Page
from harvester.stopping import Stop
from harvester.store import ImportedDocument, Store
from harvester.store.documents import save_text
from harvester.taking_apart import take_apart
from tests.harvester.store.decision_samples import (
    COUNCIL,
    Treated,
    item,
    keep,
    meeting,
    minutes_of,
    paper,
    save,
    take_all_apart,
    three_bodies,
)
from tests.harvester.store.store_samples import NIGHT, text

DAY = dt.date(2026, 3, 24)
ITEM = Treated(number="PS 12/26")


def council_minutes(store: Store, *pages: str) -> None:
    """One meeting with one paper."""
    save(store, COUNCIL, meeting("m", COUNCIL, DAY), item("m", "PS 12/26"), paper("minutes", "m", DocumentKind.MINUTES))
    keep(store, "minutes", *pages)


def test_each_version_is_taken_apart_once(store: Store) -> None:
    """A second run finds nothing to do."""
    three_bodies(store)
    first, second = take_all_apart(store), take_all_apart(store)

    assert (first.split, first.left) == (4, 0)
    assert (second.split, second.whole, second.left) == (0, 0, 0)
    assert (second.tied, second.untied) == (4, 0)


def test_a_newer_reader_takes_everything_apart_again(store: Store) -> None:
    """What an older reader left is waiting, the newest version first."""
    three_bodies(store)
    for waiting in store.minutes.unread("older", 10):
        reading = read_minutes(MinutesText.of(store.reading.pages(waiting.version)))
        store.minutes.save(waiting, reading, "older", NIGHT)
    versions = [waiting.version for waiting in store.minutes.unread(READER_VERSION, 10)]

    assert len(versions) == 4
    assert versions == sorted(versions, reverse=True)
    assert take_all_apart(store).split == 4


def test_a_text_that_was_read_anew_is_taken_apart_again(store: Store) -> None:
    """A better extractor can give another text of the same bytes."""
    council_minutes(store, minutes_of(COUNCIL, DAY, ITEM))
    take_all_apart(store)
    document = store.reading.document("austmark/minutes")
    assert document is not None
    assert document.version is not None
    with store._database.writing() as connection:
        again = text(minutes_of(COUNCIL, DAY, Treated(number="PS 12/26", title="Skolebruksplanen")))
        save_text(connection, document.version, again, NIGHT + dt.timedelta(days=1))

    assert [waiting.version for waiting in store.minutes.unread(READER_VERSION, 10)] == [document.version]


def test_a_clock_that_was_set_back_does_no_harm(store: Store) -> None:
    """A text read by a clock that ran ahead is taken apart once, not over and over."""
    council_minutes(store, minutes_of(COUNCIL, DAY, ITEM))
    before = NIGHT - dt.timedelta(days=200)
    first, second = (take_apart(store, clock=lambda: before, cpu_seconds=5, stop=Stop()) for _ in range(2))

    assert (first.split, second.split) == (1, 0)
    assert store.minutes.unread(READER_VERSION, 10) == []


def test_what_is_stopped_goes_on(store: Store) -> None:
    """Each paper is kept as soon as it is read; the rest waits for the next run."""
    three_bodies(store)
    stop, calls = Stop(), itertools.count(1)

    def clock() -> dt.datetime:
        if next(calls) == 2:
            stop.request()
        return NIGHT

    first = take_apart(store, clock=clock, cpu_seconds=60, stop=stop)
    second = take_all_apart(store)

    assert (first.split, first.left, first.tied) == (2, 2, 0)
    assert (second.split, second.left, second.tied) == (2, 0, 4)


def test_the_night_has_a_budget(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """Without computing time nothing is read, and it is said that papers are left."""
    three_bodies(store)
    counts = take_apart(store, clock=lambda: NIGHT, cpu_seconds=-1, stop=Stop())

    assert (counts.split, counts.left) == (0, 4)
    assert "4 meeting papers are left" in caplog.text


def test_a_paper_that_stays_whole_says_why(store: Store) -> None:
    """It is not tried again by the same reader, and gives no resolutions."""
    council_minutes(store, "Møteprotokoll\nUtvalg: Kommunestyret\nDato: 24.03.2026\nDet var ingen saker.")
    counts = take_all_apart(store)

    assert (counts.split, counts.whole, counts.left) == (0, 1, 0)
    assert store.decisions.resolution_states() == {}


def test_a_new_version_of_the_paper_keeps_the_ids(store: Store) -> None:
    """A corrected paper tells of the same resolutions; the newest version is read."""
    council_minutes(store, minutes_of(COUNCIL, DAY, ITEM))
    take_all_apart(store)
    before = store.decisions.resolution_states()
    corrected = Treated(number="PS 012/26", resolution="Planen vedtas, rettet.")
    keep(store, "minutes", minutes_of(COUNCIL, DAY, corrected))
    counts = take_all_apart(store)
    after = store.decisions.resolution_states()
    found = store.decisions.resolution("austmark/minutes.ps-12-2026")

    assert (counts.split, counts.tied) == (1, 1)
    assert list(before) == list(after) == ["austmark/minutes.ps-12-2026"]
    assert before != after
    assert found is not None
    assert found.resolution == "Planen vedtas, rettet."


def test_imported_minutes_are_taken_apart_and_tied_by_body_and_day(store: Store) -> None:
    """An old archive's paper finds the item that the portal lists."""
    save(store, COUNCIL, meeting("m", COUNCIL, DAY), item("m", "PS 12/26"))
    old = ImportedDocument(
        id="old",
        title="Protokoll",
        text=text(minutes_of(COUNCIL, DAY, ITEM)),
        fingerprint="f",
        kind=DocumentKind.MINUTES,
        organization="austmark",
    )
    store.imports.save([old], "archive.jsonl", NIGHT)
    take_all_apart(store)
    found = store.decisions.resolution("import/old.ps-12-2026")

    assert found is not None
    assert (found.item, found.document, found.bodies) == ("austmark/m.12", "import/old", ("Kommunestyret",))


def test_only_meeting_papers_are_taken_apart(store: Store) -> None:
    """A case paper that quotes minutes is none."""
    save(store, COUNCIL, meeting("m", COUNCIL, DAY), paper("paper", "m", DocumentKind.CASE_PAPER))
    keep(store, "paper", minutes_of(COUNCIL, DAY, ITEM))

    assert store.minutes.unread(READER_VERSION, 10) == []


def test_who_was_there_is_kept_without_more_than_name_and_party(store: Store) -> None:
    """Attendance can be read back as it was read in the paper."""
    head, _, rest = minutes_of(COUNCIL, DAY, ITEM).partition("Sakliste\n")
    members = "Faste medlemmer som møtte:\nNavn Funksjon Representerer\nKari Nordmann Leder AP\nOla Nordmann Medlem H\n"
    council_minutes(store, f"{head}{members}Sakliste\n{rest}")
    take_all_apart(store)
    document = store.reading.document("austmark/minutes")
    assert document is not None
    assert document.version is not None
    attendance = store.minutes.attendance(document.version)
    expected = read_minutes(MinutesText.of([Page(number=1, text=f"{head}{members}Sakliste\n{rest}")])).head

    assert expected is not None
    assert attendance == expected.attendance
    assert store.minutes.attendance(document.version + 1) is None


def test_counts_of_a_run_are_kept_with_it(store: Store) -> None:
    """The report tells them later."""
    three_bodies(store)
    run = store.runs.begin(NIGHT)
    none_yet = store.minutes.of_run(run)
    counts = take_all_apart(store)
    store.minutes.note(run, counts)

    assert none_yet is None
    assert store.minutes.of_run(run) == counts
