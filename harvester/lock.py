"""One harvest at a time in a data directory."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from harvester.errors import BusyError
from harvester.model import OSLO

_LOCK = "harvest.lock"
_HOLDER = "harvest.holder"


@contextlib.contextmanager
def harvest_lock(data_directory: Path, now: dt.datetime) -> Iterator[None]:
    """Hold the data directory.

    The system gives the lock back when the process ends, however it ends. Who holds it stands in a file beside it, as a
    locked file cannot be read everywhere.

    Raises:
        BusyError: another harvest holds it; its process and since when are named.
    """
    data_directory.mkdir(parents=True, exist_ok=True)
    holder = data_directory / _HOLDER
    lock = FileLock(data_directory / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BusyError(f"another harvest works in {data_directory}: {_read(holder)}") from error
    try:
        holder.write_text(f"process {os.getpid()}, since {now.astimezone(OSLO):%Y-%m-%d %H:%M}", encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _read(holder: Path) -> str:
    try:
        return holder.read_text(encoding="utf-8") or "it has just begun"
    except OSError:
        return "it has just begun"
