"""What each source has given, and which of its meetings have minutes."""

from __future__ import annotations

import dataclasses
import datetime as dt

from harvester.config import RobotsSettings
from harvester.model import OSLO, Document, DocumentKind, MeetingStatus
from harvester.store import Store, Validators
from tests.harvester.store.store_samples import SOURCE, body, document, item, meeting, moment, text

NOW = dt.datetime(2026, 12, 24, 12, 0, tzinfo=OSLO)


def minutes(key: str, *, of: str, published: dt.date) -> Document:
    """Minutes of a meeting, published on a day."""
    return dataclasses.replace(
        document(key, of=of, at_item=None, title="Protokoll"), kind=DocumentKind.MINUTES, published=published
    )


def test_a_source_is_told_in_numbers(store: Store) -> None:
    """Meetings, items and documents, the first and last day, and the pages that are pictures."""
    store.records.save(moment(1), [body(), meeting(), item(), document()])
    store.documents.fetched(
        moment(1), "austmark/document.1", b"%PDF", "application/pdf", Validators(etag=None, last_modified=None)
    )
    (pending,) = store.documents.pending()
    scanned = text("", "Skoleskyss")
    pages = (dataclasses.replace(scanned.pages[0], needs_ocr=True), scanned.pages[1])
    store.documents.read(moment(1), pending.version, dataclasses.replace(scanned, pages=pages), "mark")

    (holdings,) = store.sources.holdings()

    assert (holdings.meetings, holdings.items, holdings.documents) == (1, 1, 1)
    assert (holdings.first_meeting, holdings.last_meeting) == (dt.date(2026, 6, 10), dt.date(2026, 6, 10))
    assert (holdings.needs_ocr, holdings.documents_needing_ocr) == (1, 1)
    assert holdings.organization_name == "Austmark fylkeskommune"


def test_a_source_before_its_first_night_has_nothing(store: Store) -> None:
    """Numbers are zero and days unknown, never invented."""
    (holdings,) = store.sources.holdings()

    assert (holdings.meetings, holdings.first_meeting, holdings.needs_ocr) == (0, None, 0)
    assert store.sources.usual_days_to_minutes("austmark") is None


def test_minutes_are_counted_for_meetings_that_were_held(store: Store) -> None:
    """A cancelled meeting and one that is to come need no minutes; the usual wait is the median of the published ones."""
    days = {"1": 6, "2": 10, "3": 20}
    held = [meeting(key, start=dt.datetime(2026, int(key), 10, 10, tzinfo=OSLO)) for key in ("1", "2", "3", "4")]
    cancelled = dataclasses.replace(
        meeting("5", start=dt.datetime(2026, 5, 10, 10, tzinfo=OSLO)), status=MeetingStatus.CANCELLED
    )
    coming = meeting("6", start=NOW + dt.timedelta(days=2))
    papers = [
        minutes(key, of=key, published=dt.date(2026, int(key), 10) + dt.timedelta(days=wait))
        for key, wait in days.items()
    ]
    store.records.save(moment(1), [body(), *held, cancelled, coming, *papers])

    (counted,) = store.sources.minutes_by_year("austmark", NOW)

    assert (counted.body_name, counted.year, counted.held, counted.with_minutes) == ("Fylkestinget", 2026, 4, 3)
    assert store.sources.usual_days_to_minutes("austmark") == 10


def test_a_permission_is_told_with_the_source(store: Store) -> None:
    """By whose leave robots.txt is not obeyed is shown wherever the source is; taken back, it is gone."""
    robots = RobotsSettings(override=True, permission="The archivist, 3 March 2026, for meeting papers")
    store.records.register(SOURCE.model_copy(update={"robots": robots}))
    (permitted,) = store.sources.holdings()
    store.records.register(SOURCE)
    (without,) = store.sources.holdings()

    assert permitted.permission == "The archivist, 3 March 2026, for meeting papers"
    assert without.permission is None
