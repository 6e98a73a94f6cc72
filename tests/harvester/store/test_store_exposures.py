"""Identity numbers at the border of the store: masked, noted, and forgotten when the portal has withdrawn them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import alembic.command
import alembic.config
import pytest
from sqlalchemy import create_engine
from sqlalchemy import text as sql

from harvester.extract import fingerprint
from harvester.identity_numbers import IdentityNumbers
from harvester.store import Store, Validators, open_store, schema
from tests.harvester.made_numbers import made_number
from tests.harvester.store.store_samples import SOURCE, document, item, meeting, moment, text

NUMBER = made_number()
NO_VALIDATORS = Validators(etag=None, last_modified=None)


def read(store: Store, run: int, content: bytes, *pages: str) -> None:
    """Fetch and read a document."""
    store.documents.fetched(moment(run), document().id, content, "text/plain", NO_VALIDATORS)
    [pending] = store.documents.pending()
    store.documents.read(moment(run), pending.version, text(*pages), fingerprint(text(*pages), pending.sha256))


def test_a_masked_record_is_told_until_the_portal_has_mended_it(store: Store) -> None:
    """The title is masked when it is written; a later one without a number ends the note."""
    store.records.save(moment(1), [meeting(), item(title=f"Klage frå {NUMBER}")])
    [told] = store.exposures.current()
    store.records.save(moment(2, hours=24), [meeting(), item(title=f"Klage frå {NUMBER}")])
    [still] = store.exposures.current()

    assert (told.record_type, told.part, told.page) == ("agenda_item", "title", None)
    assert still.since == told.since
    assert [change.after for change in store.runs.changes(2)] == []

    store.records.save(moment(3, hours=48), [meeting(), item(title="Klage frå ein nabo")])

    assert store.exposures.current() == ()


def test_a_page_is_told_until_another_version_is_read(store: Store) -> None:
    """Text and snippets have the mask; the note goes with the version that carried the number."""
    store.records.save(moment(1), [meeting(), item(), document()])
    read(store, 1, b"one", "Reint", f"Fødd {NUMBER[:6]}\n{NUMBER[6:]}")
    found = store.reading.document(document().id)
    assert found is not None
    assert found.version is not None

    assert store.reading.pages(found.version)[1].text == "Fødd ••••••\n•••••"
    assert [(told.part, told.page) for told in store.exposures.current()] == [("page", 2)]

    read(store, 2, b"two", "Reint", "Mangler")

    assert store.exposures.current() == ()


def test_an_address_is_masked_and_told(store: Store) -> None:
    """The address that people would follow has no number in it; the operator is told of the field."""
    named = dataclasses.replace(document(), url=f"http://127.0.0.1:1/Klage%20{NUMBER}.pdf")
    store.records.save(moment(1), [meeting(), item(), named])
    found = store.reading.document(document().id)

    assert found is not None
    assert found.url == "http://127.0.0.1:1/Klage%20xxxxxxxxxxx.pdf"
    assert [told.part for told in store.exposures.current()] == ["url"]


@pytest.mark.parametrize(("keep", "shown"), [(True, NUMBER), (False, "•" * 11)])
def test_the_exception_of_the_configuration_holds_in_the_store(tmp_path: Path, *, keep: bool, shown: str) -> None:
    """Synthetic numbers are left as they are where the configuration says so, and nowhere else."""
    with open_store(tmp_path, identity_numbers=IdentityNumbers(keep_synthetic=keep)) as store:
        store.records.register(SOURCE)
        store.records.save(moment(1), [meeting(title=f"Møte {NUMBER}")])
        [change] = [name for name in store.names.of(store.runs.changes(1)).values() if name.startswith("Møte")]

    assert change.startswith(f"Møte {shown}")


def test_what_was_kept_before_is_masked_by_the_migration(tmp_path: Path) -> None:
    """A store of an older program is opened: titles, texts, reasons and the journal have no number any more."""
    path = tmp_path / "store.sqlite"
    settings = alembic.config.Config()
    settings.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    old = create_engine(f"sqlite:///{path}")
    with old.begin() as connection:
        settings.attributes["connection"] = connection
        alembic.command.upgrade(settings, "0003")
        connection.execute(
            sql(
                "INSERT INTO document_version (id, document, sha256, media_type, size, fetched_at, first_seen, last_seen,"
                " run, state) VALUES (1, 'd', 'x', 'text/plain', 1, '2026-01-01', '2026-01-01', '2026-01-01', 1, 'read')"
            )
        )
        connection.execute(sql("INSERT INTO extracted_text VALUES (1, 'nb', 'test', '1', '[]', '2026-01-01 00:00:00')"))
        connection.execute(
            sql("INSERT INTO text_page (version, number, text, needs_ocr) VALUES (1, 1, :text, 0)"),
            {"text": f"Fødd {NUMBER}"},
        )
        connection.execute(
            sql(
                "INSERT INTO change (run, source, record_type, record, what, at, before) "
                "VALUES (1, 's', 'meeting', 'm', 'changed', '2026-01-01 00:00:00', :before)"
            ),
            {"before": f'{{"title": "{NUMBER}"}}'},
        )
    old.dispose()
    with open_store(tmp_path, create=False) as store:
        pages = store.reading.pages(1)
        [change] = store.runs.changes(1)

    assert [page.text for page in pages] == ["Fødd •••••••••••"]
    assert change.before == {"title": "•••••••••••"}
