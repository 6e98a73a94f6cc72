"""The folders of an index: ``<data>/index/<generation>/`` and the pointer ``<data>/index/current``.

A new index is made beside the old one and becomes current when the pointer is replaced, which is one step on every file
system. Whoever reads goes on with the folder that was opened.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from harvester.errors import BusyError
from search.errors import IndexDamaged, IndexMissing, IndexOutdated

logger = logging.getLogger(__name__)

_GENERATION = re.compile(r"\d{6,12}")
_FINGERPRINT = "fingerprint"


class Generations:
    """The index folders of one data directory."""

    def __init__(self, data_directory: Path) -> None:
        self._data_directory = data_directory
        self._root = data_directory / "index"
        self._pointer = self._root / "current"

    def current(self) -> Path:
        """The folder that is searched.

        Raises:
            IndexMissing: there is none yet.
            IndexDamaged: the pointer is not what was written.
        """
        try:
            name = self._pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError as error:
            raise IndexMissing(f"there is no index in {self._data_directory}") from error
        except (OSError, UnicodeDecodeError) as error:
            raise IndexDamaged(f"the index is damaged: {self._pointer} cannot be read") from error
        if not _GENERATION.fullmatch(name) or not (self._root / name).is_dir():
            raise IndexDamaged(f"the index is damaged: {self._pointer} names no index")
        return self._root / name

    def check_fingerprint(self, folder: Path, fingerprint: str) -> None:
        """Refuse an index that was made by other rules.

        Raises:
            IndexOutdated: it was.
            IndexDamaged: it does not say by which.
        """
        try:
            found = (folder / _FINGERPRINT).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise IndexDamaged(f"the index is damaged: {folder / _FINGERPRINT} cannot be read") from error
        if found != fingerprint:
            raise IndexOutdated(
                f"the index was made by another version of Saksgang ({found}, and this one makes {fingerprint})"
            )

    def new(self, fingerprint: str) -> Path:
        """An empty folder for the next index."""
        self._root.mkdir(parents=True, exist_ok=True)
        numbers = [int(path.name) for path in self._root.iterdir() if _GENERATION.fullmatch(path.name)]
        folder = self._root / f"{max(numbers, default=0) + 1:06}"
        folder.mkdir()
        (folder / _FINGERPRINT).write_text(fingerprint, encoding="utf-8")
        return folder

    def make_current(self, folder: Path) -> None:
        """Point to a finished index."""
        beside = self._pointer.with_suffix(".new")
        with beside.open("w", encoding="ascii") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._pointer)

    def remove_others(self, current: Path) -> None:
        """Remove every index but the current one: those before it, and those that were never finished.

        Where open files cannot be removed, they stay until the next time.
        """
        for path in self._root.iterdir():
            if _GENERATION.fullmatch(path.name) and path != current:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def only_writer(self) -> Iterator[None]:
        """Keep other indexers out; the lock goes with the process that holds it, however that ends.

        Raises:
            BusyError: another process is indexing.
        """
        self._root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._root / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise BusyError(f"another process is indexing in {self._root}; try again when it has ended") from error
        try:
            yield
        finally:
            lock.release()
