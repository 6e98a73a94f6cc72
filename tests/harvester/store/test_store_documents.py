"""Documents' bytes and text: versions by what they say, and when to ask again."""

from __future__ import annotations

import datetime as dt

from harvester.store import Moment, State, Store, Validators, What
from tests.harvester.store.store_samples import SOURCE, document, item, meeting, moment, text

PDF = "application/pdf"
KEY = "austmark/document.1"
NONE = Validators(etag=None, last_modified=None)
ETAG = Validators(etag='"a"', last_modified=None)


def fetch(store: Store, at: Moment, content: bytes, validators: Validators = NONE) -> None:
    store.documents.fetched(at, KEY, content, PDF, validators)


def read(store: Store, at: Moment, words: str) -> None:
    """Read what waits, as a run does; words are their own fingerprint here."""
    for pending in store.documents.pending():
        store.documents.read(at, pending.version, text(words), words)


def publish(store: Store, run: int = 1) -> None:
    store.records.save(moment(run), [meeting(), item(), document()])


def test_bytes_wait_until_they_are_read(store: Store) -> None:
    """A version is pending with its bytes in place, also for a run after the one that was killed."""
    publish(store)
    fetch(store, moment(1), b"%PDF one")

    (pending,) = store.documents.pending()
    assert (pending.document, pending.source, pending.media_type) == (KEY, "austmark", PDF)
    assert store.blobs.get(pending.sha256) == b"%PDF one"


def test_a_read_document_can_be_found(store: Store) -> None:
    """After reading, the newest version's pages are what search sees, and nothing waits."""
    publish(store)
    fetch(store, moment(1), b"%PDF one")
    read(store, moment(1), "Skoleskyss i Austmark")

    found = store.reading.document(KEY)
    assert found is not None
    assert found.version is not None
    assert [page.text for page in store.reading.pages(found.version)] == ["Skoleskyss i Austmark"]
    assert store.documents.pending() == []


def test_other_bytes_with_the_same_words_are_no_new_version(store: Store) -> None:
    """A PDF made anew at each download stays one version, and leaves no bytes behind (incident 22)."""
    publish(store)
    fetch(store, moment(1), b"%PDF made on Monday")
    read(store, moment(1), "same words")
    state = store.reading.states()
    first = store.reading.document(KEY)

    fetch(store, moment(2, hours=24 * 8), b"%PDF made on Tuesday")
    (pending,) = store.documents.pending()
    read(store, moment(2, hours=24 * 8), "same words")

    assert store.reading.states() == state
    assert store.reading.document(KEY) == first
    assert not store.blobs.has(pending.sha256)
    assert [change.what for change in store.runs.changes(2)] == []


def test_other_words_are_a_replacement(store: Store) -> None:
    """A silently replaced paper is told, and found by its new words only."""
    publish(store)
    fetch(store, moment(1), b"%PDF one")
    read(store, moment(1), "old words")
    state = store.reading.states()
    publish(store, run=2)
    fetch(store, moment(2, hours=24), b"%PDF two")
    read(store, moment(2, hours=24), "new words")

    found = store.reading.document(KEY)
    assert found is not None
    assert found.version is not None
    assert [page.text for page in store.reading.pages(found.version)] == ["new words"]
    assert [(change.record, change.what) for change in store.runs.changes(2)] == [(KEY, What.REPLACED)]
    assert store.runs.counts(2, "austmark").documents.changed == 1
    assert store.reading.states() != state


def test_a_paper_that_goes_back_to_its_old_words_is_replaced_again(store: Store) -> None:
    """A → B → A are three versions: the second change is as real as the first."""
    publish(store)
    for run, words in enumerate(("A", "B", "A"), start=1):
        fetch(store, moment(run, hours=24 * run), f"%PDF {words}".encode())
        read(store, moment(run, hours=24 * run), words)

    replaced = [change.run for run in (1, 2, 3) for change in store.runs.changes(run) if change.what is What.REPLACED]
    assert replaced == [2, 3]


def test_bytes_that_two_documents_share_are_kept(store: Store) -> None:
    """Dropping one document's superfluous version does not take the bytes from another document."""
    store.records.save(moment(1), [meeting(), item(), document("1"), document("2")])
    fetch(store, moment(1), b"%PDF first")
    read(store, moment(1), "same words")
    store.documents.fetched(moment(2), "austmark/document.2", b"%PDF shared", PDF, NONE)
    read(store, moment(2), "same words")
    fetch(store, moment(3), b"%PDF shared")
    (pending,) = store.documents.pending()
    read(store, moment(3), "same words")

    assert store.blobs.get(pending.sha256) == b"%PDF shared"


def test_newer_bytes_overtake_those_that_wait(store: Store) -> None:
    """Two downloads before any reading: only the newer is read."""
    publish(store)
    fetch(store, moment(1), b"%PDF one")
    fetch(store, moment(2), b"%PDF two")

    (pending,) = store.documents.pending()
    assert store.blobs.get(pending.sha256) == b"%PDF two"


def test_the_same_bytes_are_one_version(store: Store) -> None:
    """A download that brings what is there is only a sighting."""
    publish(store)
    fetch(store, moment(1), b"%PDF one")
    read(store, moment(1), "words")
    fetch(store, moment(2), b"%PDF one")

    assert store.documents.pending() == []
    assert store.runs.changes(2) == []


def test_an_unreadable_document_keeps_its_reason_and_is_found_by_title(store: Store) -> None:
    """It counts as failed in its run, has no text, and the night goes on."""
    publish(store)
    fetch(store, moment(1), b"%PDF broken")
    (pending,) = store.documents.pending()
    store.documents.unreadable(pending.version, "encrypted")

    found = store.reading.document(KEY)
    assert found is not None
    assert (found.title, found.version) == ("Saksframlegg", None)
    assert store.documents.pending() == []
    assert store.runs.counts(1, "austmark").documents.failed == 1


def test_a_download_that_failed_is_due_again(store: Store) -> None:
    """An HTML page for a PDF is recorded with its reason, and asked for again the next night (incident 23)."""
    publish(store)
    store.documents.not_fetched(moment(1), KEY, "HTML came instead of a document")

    assert store.documents.wanted(KEY, SOURCE, moment(1, hours=1).now) == NONE
    assert store.runs.counts(1, "austmark").documents.failed == 1

    fetch(store, moment(2, hours=24), b"%PDF one")
    publish(store, run=2)

    assert store.runs.counts(2, "austmark").documents.failed == 0


def test_a_failed_download_of_a_known_document_keeps_its_text(store: Store) -> None:
    """A bad night takes nothing away from what is known (incident 21)."""
    publish(store)
    fetch(store, moment(1), b"%PDF one", ETAG)
    read(store, moment(1), "words")
    state = store.reading.states()
    store.documents.not_fetched(moment(2, hours=24), KEY, "503")

    assert store.reading.states() == state


def test_when_a_document_is_asked_for_again(store: Store) -> None:
    """Unknown: at once. With validators: after revalidate_hours, with them. Without: after refetch_days."""
    publish(store)

    def due(hours: float) -> Validators | None:
        return store.documents.wanted(KEY, SOURCE, moment(1, hours=hours).now)

    assert due(0) == NONE

    fetch(store, moment(1), b"%PDF one", ETAG)

    assert due(19.9) is None
    assert due(20) == ETAG

    fetch(store, moment(1), b"%PDF one", NONE)

    assert due(7 * 24 - 0.1) is None
    assert due(7 * 24) == NONE


def test_an_unmodified_answer_counts_as_a_look(store: Store) -> None:
    """After a 304 the document is not due for another revalidate_hours, and its validators are kept."""
    publish(store)
    fetch(store, moment(1), b"%PDF one", ETAG)
    store.documents.not_modified(moment(2, hours=20), KEY)

    assert store.documents.wanted(KEY, SOURCE, moment(2, hours=39).now) is None
    assert store.documents.wanted(KEY, SOURCE, moment(2, hours=40).now) == ETAG


def test_reading_twice_changes_nothing(store: Store) -> None:
    """A version that was read and whose run was killed before it knew is read again without harm (incident 11)."""
    publish(store)
    fetch(store, moment(1), b"%PDF one")
    (pending,) = store.documents.pending()
    for _ in range(2):
        store.documents.read(moment(1), pending.version, text("en", "to"), "f")

    pages = store.reading.pages(pending.version)
    assert [page.text for page in pages] == ["en", "to"]


def test_states_of_a_version() -> None:
    """The words that stand in the database do not change: a change needs a migration."""
    assert [state.value for state in State] == ["pending", "read", "failed"]


def test_validators_survive_a_failure(store: Store) -> None:
    """A 503 between two looks does not make the next look a whole download."""
    publish(store)
    fetch(store, moment(1), b"%PDF one", ETAG)
    store.documents.not_fetched(moment(2, hours=20), KEY, "503")

    later = moment(3, hours=44).now
    assert later - moment(2, hours=20).now == dt.timedelta(hours=24)
    assert store.documents.wanted(KEY, SOURCE, later) == ETAG
