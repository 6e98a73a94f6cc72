"""The database under the store: schema, locks, damage; and blobs and pages, which stand beside it."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import alembic.command
import alembic.config
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy import text as sql

from harvester.errors import StoreError
from harvester.store import Block, RawPage, Store, Validators, open_store, request_key, schema
from harvester.store.blobs import Blobs
from harvester.store.database import Database, copies_before_migration, known_revisions
from tests.harvester.store.store_samples import NIGHT, meeting, moment


def test_the_migrations_make_the_tables_of_the_schema(tmp_path: Path) -> None:
    """A store made by the migrations has exactly the tables that the code names."""
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite'}")
    with database.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), schema.metadata)
    database.close()

    assert differences == []


def test_a_store_of_an_older_program_is_brought_up(tmp_path: Path) -> None:
    """What the first schema held is kept, and what came later can be used; a copy of the store as it was lies beside it."""
    path = tmp_path / "store.sqlite"
    settings = alembic.config.Config()
    settings.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    old = create_engine(f"sqlite:///{path}")
    with old.begin() as connection:
        settings.attributes["connection"] = connection
        alembic.command.upgrade(settings, "0001")
        connection.execute(sql("INSERT INTO host_day (host, day, requests) VALUES ('h', '2026-05-20', 7)"))
    old.dispose()
    with open_store(tmp_path, create=False) as store:
        assert store.pages.requests_of("h", dt.date(2026, 5, 20)) == 7
        assert store.blocks.standing(NIGHT) == ()

    [copy] = copies_before_migration(tmp_path)
    before = create_engine(f"sqlite:///{copy}")
    with before.connect() as connection:
        assert connection.execute(sql("SELECT version_num FROM alembic_version")).scalar() == "0001"
        assert connection.execute(sql("SELECT requests FROM host_day")).scalar() == 7
    before.dispose()


@pytest.mark.parametrize("revision", known_revisions()[:-1])
def test_every_schema_that_there_ever_was_is_brought_up(tmp_path: Path, revision: str) -> None:
    """From each revision the tables become those of the code, and a meeting that was kept then is read now."""
    settings = alembic.config.Config()
    settings.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    old = create_engine(f"sqlite:///{tmp_path / 'store.sqlite'}")
    with old.begin() as connection:
        settings.attributes["connection"] = connection
        alembic.command.upgrade(settings, revision)
        connection.execute(
            sql(
                "INSERT INTO meeting (id, title, start, time_known, url, source, platform, page_url, retrieved_at, "
                "page_sha256, content_sha256, first_seen, last_seen, last_run, misses) VALUES ('s/m', 'Fylkestinget', "
                "'2026-05-20 08:00:00', 1, 'u', 's', 'jupiter', 'u', '2026-05-20', 'x', 'x', '2026-05-20', '2026-05-20', 1, 0)"
            )
        )
    old.dispose()
    with open_store(tmp_path, create=False) as store:
        with store._database.reading() as connection:
            differences = compare_metadata(MigrationContext.configure(connection), schema.metadata)

        assert differences == []
        assert store.presence.known_meetings("s") == 1


def test_a_refusal_is_remembered_for_a_day(store: Store) -> None:
    """The latest refusal of a host counts, until its day has passed or it is lifted."""
    early = Block(host="portal", since=NIGHT, reason="403")
    late = Block(host="portal", since=NIGHT + dt.timedelta(hours=2), reason="403 again")
    other = Block(host="another", since=NIGHT, reason="a challenge")
    for block in (early, late, other):
        store.blocks.remember(block)

    assert store.blocks.standing(NIGHT + dt.timedelta(hours=3)) == (other, late)
    assert store.blocks.standing(NIGHT + dt.timedelta(hours=21)) == (late,)
    assert store.blocks.standing(NIGHT + dt.timedelta(hours=22)) == ()
    assert store.blocks.lift("another")
    assert not store.blocks.lift("another")
    assert store.blocks.standing(NIGHT) == (late,)
    assert str(early) == (
        "portal refused us 2026-05-20 03:30 (403) and is left alone until 2026-05-20 23:30, "
        "or until you allow it: harvester unblock portal"
    )


def test_no_store_where_one_is_only_read(tmp_path: Path) -> None:
    """Reading makes no empty store in a misspelt directory."""
    with pytest.raises(StoreError, match="there is no store"):
        open_store(tmp_path / "nowhere", create=False)

    assert not (tmp_path / "nowhere").exists()


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    """Damage is told, never mended by deleting (incident 30)."""
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"this is not a database, but somebody's file " * 100)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(tmp_path)

    assert path.read_bytes() == before


def test_a_store_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    """An older program does not write into what it does not understand."""
    open_store(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "store.sqlite")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()

    with pytest.raises(StoreError, match="newer version"):
        open_store(tmp_path)


def test_opening_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    """A second opening finds what the first one wrote."""
    store.records.save(moment(1), [meeting()])
    with open_store(tmp_path, create=False) as again:
        assert again.reading.coverage().meetings == 1


def test_readers_go_on_while_a_writer_works(tmp_path: Path) -> None:
    """A reader sees the state before a transaction that is not committed, and is not held up by it."""
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite'}")
    with database.writing() as writer:
        writer.execute(sql("INSERT INTO host_day (host, day, requests) VALUES ('h', '2026-05-20', 1)"))
        with database.reading() as reader:
            seen = reader.scalar(sql("SELECT count(*) FROM host_day"))
    database.close()

    assert seen == 0


def test_two_writers_wait_for_each_other(store: Store) -> None:
    """Writers in two threads never fail for the other's lock, and no count is lost."""
    day = NIGHT.date()

    def count() -> None:
        for _ in range(50):
            store.pages.count_requests("portal", day, 1)

    threads = [threading.Thread(target=count) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert store.pages.requests_of("portal", day) == 100
    assert store.pages.requests_of("portal", day + dt.timedelta(days=1)) == 0
    assert store.pages.requests_of("another", day) == 0


_WRITE_FOR_EVER = """
import sys, pathlib, dataclasses
sys.path.insert(0, sys.argv[2])
from tests.harvester.store.store_samples import SOURCE, document, item, meeting, moment
from harvester.store import open_store
store = open_store(pathlib.Path(sys.argv[1]))
store.records.register(SOURCE)
for number in range(1, 100_000):
    records = [meeting(str(number)), *(item(str(n), of=str(number)) for n in range(1, 6))]
    store.records.save(moment(1), records)
    if number == 3:
        print("writing", flush=True)
"""


def test_a_killed_writer_leaves_whole_pages(tmp_path: Path) -> None:
    """Kill -9 amid writing: every meeting that is there has all of its items (incident 11)."""
    command = [sys.executable, "-c", _WRITE_FOR_EVER, str(tmp_path), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"writing\n"
        child.kill()
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite'}", create=False)
    with database.reading() as connection:
        meetings = connection.scalar(sql("SELECT count(*) FROM meeting"))
        items = connection.scalar(sql("SELECT count(*) FROM agenda_item"))
        sound = connection.scalar(sql("PRAGMA integrity_check"))
    database.close()

    assert meetings >= 3
    assert items == 5 * meetings
    assert sound == "ok"


def test_a_page_is_remembered_with_its_validators(store: Store) -> None:
    """What is needed to ask for a page conditionally, and to read its raw record, comes back; the newest holds."""
    key = request_key("GET", "http://127.0.0.1:1/motekalender", b"")
    assert store.pages.last("austmark", key) is None

    for number in (1, 2):
        page = RawPage(
            url="http://127.0.0.1:1/motekalender",
            kind="calendar",
            context={"code": "FT"},
            status=200,
            content_type="text/html",
            validators=Validators(etag=f'"{number}"', last_modified=None),
            content_sha256=str(number) * 64,
            retrieved_at=NIGHT,
            warc_file="raw/1.warc.gz",
            warc_offset=number,
        )
        store.pages.remember("austmark", key, page)

    assert store.pages.last("austmark", key) == page
    assert store.pages.last("another", key) is None


def test_requests_are_told_apart_by_all_that_is_sent() -> None:
    """Method, address and body each make another request."""
    keys = {
        request_key("GET", "http://a/", b""),
        request_key("POST", "http://a/", b""),
        request_key("POST", "http://a/", b"x"),
        request_key("GET", "http://a/b", b""),
    }

    assert len(keys) == 4


def test_blobs_are_kept_once_and_whole(tmp_path: Path) -> None:
    """Equal bytes are one file, named by their hash, and nothing half-written stays beside it."""
    blobs = Blobs(str(tmp_path / "blobs"))
    names = {blobs.put(b"content") for _ in range(3)}
    (sha256,) = names

    files = [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
    assert [path.name for path in files] == [sha256]
    assert blobs.get(sha256) == b"content"
    with blobs.local(sha256) as path:
        assert path.read_bytes() == b"content"


def test_a_missing_blob_is_told(tmp_path: Path) -> None:
    """A hash without bytes raises the store's own error, whichever way it is asked for."""
    blobs = Blobs(str(tmp_path / "blobs"))
    with pytest.raises(StoreError, match="missing from the store"):
        blobs.get("0" * 64)
    with pytest.raises(StoreError, match="missing from the store"), blobs.local("0" * 64):
        pass

    blobs.remove("0" * 64)

    assert not blobs.has("0" * 64)


def test_blobs_elsewhere_are_lent_as_local_files() -> None:
    """A store of objects by URL gives a local copy for as long as it is needed."""
    blobs = Blobs("memory://blobs")
    sha256 = blobs.put(b"content")
    with blobs.local(sha256) as path:
        assert path.read_bytes() == b"content"
    assert not path.exists()


def test_a_directory_that_cannot_be_made(tmp_path: Path) -> None:
    """A file where the data directory should be is told as such, and is left alone."""
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StoreError, match="cannot be made"):
        open_store(tmp_path / "data" / "deeper")

    assert (tmp_path / "data").read_text() == "a file"
