"""Opening the database: one engine, write transactions that take their lock at once, migrations."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, exc, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry

from harvester.errors import StoreError
from harvester.identity_numbers import ALL_MASKED, IdentityNumbers
from harvester.store.copying import copy_database

_MIGRATIONS = Path(__file__).parent / "migrations"
_WRITING = "saksgang_writing"
_IDENTITY_NUMBERS = "saksgang_identity_numbers"
_BUSY_SECONDS = 60


class Database:
    """A database by URL, at the newest schema.

    SQLite runs in WAL mode, so that readers go on while a run writes; a write transaction begins with its lock
    (``BEGIN IMMEDIATE``), because a lock taken half-way fails at once instead of waiting.
    """

    def __init__(self, url: str, *, create: bool = True, identity_numbers: IdentityNumbers = ALL_MASKED) -> None:
        """Open, and create or migrate when needed; ``identity_numbers`` are masked before anything is written.

        Raises:
            StoreError: there is no such store and ``create`` is false, its directory cannot be made, it is damaged, or
                it was written by a newer version of the program.
        """
        self.url = url
        self._check_exists(create=create)
        self.identity_numbers = identity_numbers
        self.engine = _engine(url).execution_options(**{_IDENTITY_NUMBERS: identity_numbers})
        try:
            self._migrate()
        except exc.DatabaseError as error:
            raise StoreError(f"the store {url} cannot be opened: {error.orig}") from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed whole or not at all."""
        with self.engine.execution_options(**{_WRITING: True}).begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view that blocks no writer."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def damage(self) -> str | None:
        """What the database finds wrong with itself, None when it is sound; only SQLite is asked."""
        if not self.url.startswith("sqlite"):
            return None
        with self.reading() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        return None if found == "ok" else str(found)

    def shred(self) -> None:
        """Leave nothing of what was deleted in the file: rewrite it and its log, whose pages are only marked as free."""
        if not self.url.startswith("sqlite"):
            return
        with self.engine.connect() as connection:
            raw = connection.connection.driver_connection
            if raw is not None:
                raw.execute("VACUUM")
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    def _check_exists(self, *, create: bool) -> None:
        parsed = make_url(self.url)
        if not parsed.drivername.startswith("sqlite") or not parsed.database:
            return
        path = Path(parsed.database)
        if path.exists():
            return
        if not create:
            raise StoreError(f"there is no store in {path.parent}; run a harvest or the demo first, or give --data DIR")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"the data directory {path.parent} cannot be made: {error.strerror}") from error

    def _keep_as_it_was(self, revision: str) -> None:
        """Copy the store as the older program left it, so that one can go back to that program; only the last is kept."""
        path = Path(make_url(self.url).database or "")
        if not self.url.startswith("sqlite") or not path.is_file():
            return
        for older in copies_before_migration(path.parent):
            older.unlink()
        copy_database(path, path.with_name(f"{path.stem}.before-migration-{revision}{path.suffix}"))

    def _migrate(self) -> None:
        known = known_revisions()
        with self.engine.connect() as connection:
            is_new = not inspect(connection).has_table("alembic_version")
            current = None if is_new else connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        if current == known[-1]:
            return
        if current is not None and current not in known:
            raise StoreError(f"the store {self.url} was written by a newer version of Saksgang ({current})")
        # Imported when it is due: a query would wait for it longer than for its answer.
        import alembic.command  # noqa: PLC0415  # as said
        import alembic.config  # noqa: PLC0415  # as said

        settings = alembic.config.Config()
        settings.set_main_option("script_location", str(_MIGRATIONS))
        if current is not None:
            self._keep_as_it_was(current)
        with self.writing() as connection:
            settings.attributes["connection"] = connection
            alembic.command.upgrade(settings, "head")


def copies_before_migration(folder: Path) -> list[Path]:
    """What was kept of stores before a newer program changed their tables."""
    return sorted(folder.glob("*.before-migration-*"))


def identity_numbers_of(connection: Connection) -> IdentityNumbers:
    """What is masked before it is written through the connection."""
    numbers: IdentityNumbers = connection.get_execution_options()[_IDENTITY_NUMBERS]
    return numbers


def known_revisions() -> tuple[str, ...]:
    """Every revision of the schema, the newest last; their files are called ``m0001_what_it_does.py``."""
    return tuple(sorted(path.name[1:5] for path in (_MIGRATIONS / "versions").glob("m[0-9]*_*.py")))


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, hide_parameters=True)
    # An error would otherwise carry the values of its statement into the log: texts, searches, e-mail addresses.
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    # The driver must not open transactions by itself: it would do so without the lock.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
