"""What is held of what portals list (incident 28)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from harvester.model import DocumentKind
from harvester.report import report_of, to_json, to_text
from harvester.store import Share, Store
from tests.harvester.store.decision_samples import (
    COUNCIL,
    NOW,
    Treated,
    item,
    keep,
    meeting,
    minutes_of,
    paper,
    save,
    take_all_apart,
)
from tests.harvester.store.store_samples import NIGHT, SOURCE, WINDOW

DAY = dt.date(2026, 3, 24)


def half_held(store: Store) -> None:
    """Two items, one known from the agenda alone; three papers: minutes with one item more, one unfetched, one exempt."""
    save(store, COUNCIL, meeting("m", COUNCIL, DAY), item("m", "PS 12/26"))
    save(store, replace(item("m", "PS 13/26"), listed=True), paper("minutes", "m", DocumentKind.MINUTES))
    save(store, paper("unfetched", "m", DocumentKind.ATTACHMENT))
    save(store, replace(paper("exempt", "m", DocumentKind.ATTACHMENT), url=None, restriction="Offl. § 13"))
    added = Treated(number="PS 99/26", title="Ny gangvei i sentrum", case_number="26/00002")
    keep(store, "minutes", minutes_of(COUNCIL, DAY, Treated(number="PS 12/26"), added))
    take_all_apart(store)


def test_what_is_listed_and_not_held_is_counted(store: Store) -> None:
    """Exempt documents are nobody's lack; items that only minutes treat are told."""
    half_held(store)
    (held,) = store.completeness.by_source().values()

    assert held.items == Share(listed=2, held=1)
    assert held.documents == Share(listed=2, held=1)
    assert held.texts == Share(listed=1, held=1)
    assert held.treated == Share(listed=2, held=1)
    assert (held.items.missing, held.texts.missing) == (1, 0)


def test_the_report_tells_it_with_what_was_taken_apart(store: Store) -> None:
    """As a line and as data."""
    run = store.runs.begin(NIGHT)
    store.runs.begin_source(run, SOURCE, WINDOW, NIGHT)
    half_held(store)
    store.minutes.note(run, take_all_apart(store))
    row = store.runs.get(run)
    assert row is not None
    report = report_of(store, row, now=NOW)
    text = to_text(report)

    assert "items 1 of 2, documents fetched 1 of 2, read 1 of 1, items of minutes on an agenda 1 of 2" in text
    assert "Meeting papers: 0 taken apart, 0 stay whole; 1 resolutions tied to items, 1 not" in text
    assert '"minutes": {' in to_json(report)
    assert '"completeness": [' in to_json(report)
