"""The change log: what readers are told of the journal."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from harvester.extract import fingerprint
from harvester.model import OSLO, DocumentKind, Record
from harvester.store import ChangeKind, ImportedDocument, LoggedChange, Store, Validators
from tests.harvester.store.store_samples import NIGHT, WINDOW, body, document, item, meeting, moment, text

NO_VALIDATORS = Validators(etag=None, last_modified=None)


def night(store: Store, number: int, *records: Record) -> None:
    """One healthy night, a day after the one before; what is not among the records is missed."""
    now = moment(number, hours=24 * (number - 1))
    store.records.save(now, records)
    store.presence.sweep(now, WINDOW, whole=True)


def read(store: Store, number: int, content: str) -> None:
    """Fetch and read the sample document in a night."""
    now = moment(number, hours=24 * (number - 1))
    store.documents.fetched(now, document().id, content.encode(), "text/plain", NO_VALIDATORS)
    for pending in store.documents.pending():
        store.documents.read(now, pending.version, text(content), fingerprint(text(content), pending.sha256))


def log(store: Store, **wanted: Any) -> list[LoggedChange]:
    return list(store.changes.between(**wanted))


def test_a_replaced_paper_is_told_with_both_versions(store: Store) -> None:
    """The line names the versions, whose texts are kept, and where the paper belongs."""
    night(store, 1, body(), meeting(), item(), document())
    read(store, 1, "Tilråding: ja")
    night(store, 2, body(), meeting(), item(), document())
    read(store, 2, "Tilråding: nei")
    [change] = log(store)

    assert (change.kind, change.title, change.item_number) == (ChangeKind.REPLACED, "Saksframlegg", "PS 1/26")
    assert (change.meeting_title, change.organization_name) == ("Fylkestinget", "Austmark fylkeskommune")
    assert change.at == NIGHT + dt.timedelta(days=1)
    assert change.before is not None
    assert change.after is not None
    assert [page.text for page in store.reading.pages(change.before)] == ["Tilråding: ja"]
    assert [page.text for page in store.reading.pages(change.after)] == ["Tilråding: nei"]


def test_a_moved_meeting_is_told_with_the_earlier_time_and_bodies(store: Store) -> None:
    """Incident 35: the id stays, the time is versioned; so are title, place and bodies, in the zone of the portal."""
    before = meeting()
    after = dataclasses.replace(
        before,
        start=before.start + dt.timedelta(days=1),
        place="Hamar",
        bodies=(*before.bodies, "austmark/body.komite"),
    )
    night(store, 1, body(), before)
    night(store, 2, body(), after)
    [change] = log(store, meeting=before.id)

    told = {field.name: (field.before, field.after) for field in change.fields}
    assert change.kind is ChangeKind.CHANGED
    assert told == {
        "start": (before.start, after.start),
        "place": (None, "Hamar"),
        "bodies": (before.bodies, after.bodies),
    }
    assert change.meeting_start is not None
    assert change.meeting_start.tzinfo is OSLO


def test_what_was_withdrawn_is_told_without_its_words(store: Store) -> None:
    """Kind, item and meeting are told, neither title nor text; when the paper returns, they are again."""
    night(store, 1, body(), meeting(), item(), document(title="Klage frå ein nabo"))
    read(store, 1, "Namnet på naboen")
    for number in (2, 3):
        night(store, number, body(), meeting(), item())
    [change] = log(store)

    assert change.kind is ChangeKind.WITHDRAWN
    assert (change.title, change.document_kind, change.item_number) == (None, DocumentKind.CASE_PAPER, "PS 1/26")
    assert store.changes.versions(document().id) == ()

    night(store, 4, body(), meeting(), item(), document(title="Klage frå ein nabo"))

    assert [change.kind for change in log(store)] == [ChangeKind.RETURNED, ChangeKind.WITHDRAWN]
    assert [change.title for change in log(store)] == ["Klage frå ein nabo"] * 2


def test_an_exempted_item_and_paper_are_told_without_what_they_said(store: Store) -> None:
    """The earlier title is no longer public, so the log does not repeat it; released, it is a title again."""
    exempt = dataclasses.replace(document(), url=None, restriction="Offl. § 13", title="Unnateke")
    night(store, 1, body(), meeting(), item(title="Personalsak om namn"), document(title="Om namn"))
    night(store, 2, body(), meeting(), item(title=None), exempt)
    changes = log(store)

    assert {change.kind for change in changes} == {ChangeKind.EXEMPTED}
    assert {change.title for change in changes} == {None}
    assert "namn" not in repr(changes)

    night(store, 3, body(), meeting(), item(title="Ny sak"), document())

    assert {change.kind for change in log(store)[:2]} == {ChangeKind.RELEASED}


def test_what_is_missing_is_a_suspicion_and_is_not_told(store: Store) -> None:
    """One miss is in the journal for the operator, and in no log for readers; nor is what is new, unless asked for."""
    night(store, 1, body(), meeting(), item(), document())
    night(store, 2, body(), meeting(), item())

    assert log(store) == []
    assert len(store.changes.between(kinds=[ChangeKind.PUBLISHED])) == 3


def test_the_item_list_changed_after_it_was_sent_out(store: Store) -> None:
    """Items that were added, renamed or taken away after the agenda was first seen; those that came with it are not."""
    agenda = dataclasses.replace(document("9", at_item=None), kind=DocumentKind.AGENDA)
    night(store, 1, body(), meeting(), item())
    night(store, 2, body(), meeting(), item(), item("2"), agenda)
    night(store, 3, body(), meeting(), item(title="Skoleskyss, ny tittel"), item("2"), item("3"), agenda)
    for number in (4, 5):
        night(store, number, body(), meeting(), item(title="Skoleskyss, ny tittel"), item("3"), agenda)
    history = store.changes.item_list(meeting().id)

    assert history.document == agenda.id
    assert history.sent_out == NIGHT + dt.timedelta(days=1)
    assert [(change.kind, change.item_number) for change in history.changes] == [
        (ChangeKind.CHANGED, "PS 1/26"),
        (ChangeKind.PUBLISHED, "PS 3/26"),
        (ChangeKind.WITHDRAWN, "PS 2/26"),
    ]


def test_without_an_agenda_nothing_is_said_to_be_late(store: Store) -> None:
    """Nobody knows when a list was sent out that was never seen as a paper."""
    night(store, 1, body(), meeting(), item())
    night(store, 2, body(), meeting(), item(), item("2"))

    assert store.changes.item_list(meeting().id).changes == ()
    assert store.changes.item_list(meeting().id).sent_out is None


@pytest.mark.parametrize(
    ("days", "said", "certain"), [(0.5, "one", True), (1.5, "two", True), (9, "two", True), (-3, "one", False)]
)
def test_the_paper_as_it_was_when_it_was_decided_upon(store: Store, days: float, said: str, certain: bool) -> None:
    """The version that stood at the moment; one that was fetched later is said to be uncertain."""
    night(store, 1, body(), meeting(), item(), document())
    read(store, 1, "one")
    night(store, 2, body(), meeting(), item(), document())
    read(store, 2, "two")
    found = store.changes.version_at(document().id, NIGHT + dt.timedelta(days=days))

    assert found is not None
    assert [page.text for page in store.reading.pages(found.version.id)] == [said]
    assert found.certain is certain


def test_the_log_can_be_read_on_and_by_time_and_organization(store: Store) -> None:
    """Pages of the log are the whole of it, in order, whatever is left out between them."""
    for number in range(1, 8):
        night(store, number, body(), meeting(title=f"Møte {number}"), item(title=f"Sak {number}"))
    whole = log(store)
    paged: list[LoggedChange] = []
    while page := store.changes.between(before=paged[-1].number if paged else None, most=5):
        paged += page

    assert len(whole) == 12
    assert paged == whole
    assert log(store, organization="austmark") == whole
    assert log(store, organization="another") == []
    second = store.changes.between(NIGHT + dt.timedelta(days=1), NIGHT + dt.timedelta(days=2))
    assert [change.title for change in second] == ["Sak 7", "Møte 7"]
    assert [{field.after for field in change.fields} for change in second] == [{"Sak 2"}, {"Møte 2"}]


def test_an_imported_document_keeps_its_old_version(store: Store) -> None:
    """A second import with another text is a replacement, and both texts are kept."""
    for said in ("one", "two"):
        imported = ImportedDocument(
            id="7", title="Notat", text=text(said), fingerprint=fingerprint(text(said), said.ljust(64, "0"))
        )
        store.imports.save([imported], "archive.jsonl", NIGHT)
    [change] = log(store)

    assert change.kind is ChangeKind.REPLACED
    assert [store.reading.pages(version.id)[0].text for version in store.changes.versions("import/7")] == ["one", "two"]
