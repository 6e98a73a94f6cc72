"""Texts that can be had better: which, in which order, and what becomes of what was there."""

from __future__ import annotations

from dataclasses import replace

from harvester.model import ExtractedText
from harvester.store import Store, Validators
from tests.harvester.store.store_samples import document, item, meeting, moment, text

CURRENT = {"test 2"}
BETTER = "test 2"


def add(store: Store, key: str, read: ExtractedText) -> int:
    """A document with one version that has been read; gives the version."""
    store.records.save(moment(1), [meeting(), item(), document(key)])
    none = Validators(etag=None, last_modified=None)
    store.documents.fetched(moment(1), f"austmark/document.{key}", key.encode(), "application/pdf", none)
    (pending,) = store.documents.pending()
    store.documents.read(moment(1), pending.version, read, f"fingerprint of {key}")
    return pending.version


def scanned(words: str = "") -> ExtractedText:
    """A document of which one page is a picture."""
    read = text(words, "Side to")
    pages = (replace(read.pages[0], needs_ocr=True), read.pages[1])
    return replace(read, pages=pages, warnings=("needs_ocr",))


def recognized() -> ExtractedText:
    """The same with the text of the picture."""
    read = scanned()
    pages = (replace(read.pages[0], text="Gjenkjent", needs_ocr=False, ocr_confidence=0.9), read.pages[1])
    return replace(read, pages=pages, warnings=("ocr",), recognizer="tesseract 5")


def test_what_an_older_extractor_read_is_read_again_newest_first(store: Store) -> None:
    """Texts of no current extractor are outdated, the newest first; a new text is in the index's eyes another state."""
    first, second = add(store, "1", text("gammel")), add(store, "2", text("ny"))
    add(store, "3", replace(text("dagens"), extractor_version="2"))
    state = store.reading.states()["austmark/document.2"]

    assert [pending.version for pending in store.rereading.outdated(CURRENT)] == [second, first]

    better = replace(text("bedre"), extractor_version="2")
    store.rereading.save(second, better, "other", moment(2).now)

    assert [pending.version for pending in store.rereading.outdated(CURRENT)] == [first]
    assert [page.text for page in store.reading.pages(second)] == ["bedre"]
    assert store.reading.states()["austmark/document.2"] != state
    assert store.runs.changes(2) == []


def test_what_cannot_be_read_again_keeps_its_text_and_is_not_tried_again(store: Store) -> None:
    """The old text stays, and the next night spends no time on it."""
    version = add(store, "1", text("gammel"))

    store.rereading.not_read(version, BETTER)

    assert store.rereading.outdated(CURRENT) == []
    assert [page.text for page in store.reading.pages(version)] == ["gammel"]
    assert len(store.rereading.outdated({"test 3"})) == 1


def test_only_what_is_found_is_read_again(store: Store) -> None:
    """A version that newer bytes have replaced is left alone."""
    old = add(store, "1", text("gammel"))
    none = Validators(etag=None, last_modified=None)
    store.documents.fetched(moment(2), "austmark/document.1", b"other", "application/pdf", none)
    (pending,) = store.documents.pending()
    store.documents.read(moment(2), pending.version, text("ny"), "other")

    assert old < pending.version
    assert [each.version for each in store.rereading.outdated(CURRENT)] == [pending.version]


def test_scans_wait_for_a_recogniser_once(store: Store) -> None:
    """A document with a page that needs OCR waits until a recogniser has looked at it, whatever it found."""
    plain, scan, other = add(store, "1", text("tekst")), add(store, "2", scanned()), add(store, "3", scanned())

    assert [pending.version for pending in store.rereading.unrecognized()] == [other, scan]

    state = store.reading.states()["austmark/document.2"]
    store.rereading.save_recognized(scan, recognized(), moment(2).now)
    store.rereading.not_recognized(other, "tesseract 5")

    assert store.rereading.unrecognized() == []
    page = store.reading.page(scan, 1)
    assert page is not None
    assert (page.text, page.needs_ocr, page.ocr_confidence) == ("Gjenkjent", False, 0.9)
    assert store.reading.states()["austmark/document.2"] != state
    assert [page.needs_ocr for page in store.reading.pages(other)] == [True, False]
    assert store.reading.pages(plain)[0].ocr_confidence is None


def test_what_was_recognised_survives_a_second_reading(store: Store) -> None:
    """A newer extractor that sees only the picture leaves its recognised text; one that finds text replaces it."""
    version = add(store, "1", scanned())
    store.rereading.save_recognized(version, recognized(), moment(2).now)

    store.rereading.save(version, replace(scanned(), extractor_version="2"), "same", moment(3).now)

    found = store.reading.document("austmark/document.1")
    assert found is not None
    assert found.warnings == ("ocr",)
    assert [page.text for page in store.reading.pages(version)] == ["Gjenkjent", "Side to"]
    assert store.rereading.unrecognized() == []

    store.rereading.save(version, replace(text("Lest", "Side to"), extractor_version="3"), "other", moment(4).now)

    assert [page.ocr_confidence for page in store.reading.pages(version)] == [None, None]


def test_running_heads_are_stored_and_not_indexed(store: Store) -> None:
    """The pages for the index have blanks where a head stands on every page, and every word in its place."""
    version = add(store, "1", text(*(f"Eksempel kommune\nSak om {what}\nSide {n}" for n, what in enumerate("abc"))))

    stored, indexed = store.reading.pages(version), store.reading.body_pages(version)

    assert stored[0].text == "Eksempel kommune\nSak om a\nSide 0"
    assert indexed[0].text == " " * 16 + "\nSak om a\n" + " " * 6
