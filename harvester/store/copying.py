"""Copies of a SQLite database, made while others write to it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from harvester.errors import StoreError


def copy_database(source: Path, destination: Path) -> None:
    """Copy a SQLite database while others write to it; the copy is whole or not there.

    Raises:
        StoreError: there is no database, or the copy is not sound.
    """
    if not source.exists():
        raise StoreError(f"there is no store in {source.parent}")
    beside = destination.with_name(f"{destination.name}.tmp")
    beside.unlink(missing_ok=True)
    try:
        with (
            contextlib.closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as original,
            contextlib.closing(sqlite3.connect(beside)) as copy,
        ):
            original.backup(copy)
            # The copy stands alone: no log beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
            if not _is_sound(copy):
                raise StoreError(f"the store {source} is damaged; python -m harvester doctor says more")
    except sqlite3.DatabaseError as error:
        raise StoreError(f"the store {source} cannot be copied: {error}") from error
    with beside.open("rb") as written:
        os.fsync(written.fileno())
    beside.replace(destination)


def _is_sound(database: sqlite3.Connection) -> bool:
    try:
        (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError:
        return False
    return bool(found == "ok")
