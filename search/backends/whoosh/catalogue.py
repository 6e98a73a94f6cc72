"""The index's table of contents, its lock and its folder.

Whoosh writes the table, and reads it with a pickle. Here its checksum is put behind it, where Whoosh does not look; it is
on the disk before it takes its name, which is the one step that makes a commit.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC

from harvester.errors import BusyError
from search.backends.whoosh.segment import SealedSegment
from search.errors import IndexDamaged

NAME = "MAIN"
_CHECKSUM = 4


class Catalogue:
    """What an index in a folder consists of."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def generation(self) -> int:
        """A number that grows with each commit; -1 when there is no index."""
        generation: int = TOC._latest_generation(FileStorage(str(self.folder)), NAME)  # noqa: SLF001  # no other way
        return generation

    def segments(self) -> list[SealedSegment]:
        """The segments of the last commit.

        Raises:
            IndexDamaged: the table of contents is not what was written.
        """
        segments: list[SealedSegment] = self._contents().segments
        if not all(isinstance(segment, SealedSegment) for segment in segments):
            raise IndexDamaged(f"the index is damaged: another program has written to {self.folder}")
        return segments

    def commit(self, schema: Any, segments: list[SealedSegment], generation: int) -> None:
        """Make these segments the index, and remove the files of all others."""
        memory = RamStorage()
        TOC(schema, segments, generation).write(memory, NAME)
        (content,) = memory.files.values()
        path = self.folder / _file_name(generation)
        beside = path.with_suffix(".new")
        with beside.open("wb") as file:
            file.write(content + zlib.crc32(content).to_bytes(_CHECKSUM, "little"))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        self.tidy()

    def tidy(self) -> None:
        """Remove the files of segments and tables that are no part of the index: merged ones, and what a crash left."""
        wanted = {_file_name(self.generation()), *(segment.segment_id() for segment in self.segments())}
        for path in self.folder.iterdir():
            ours = path.suffix and path.name.startswith((f"{NAME}_", f"_{NAME}_"))
            if ours and wanted.isdisjoint((path.name, path.stem)):
                _remove(path)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other writers out; the lock goes with the process that holds it, however that ends.

        Raises:
            BusyError: somebody else is writing.
        """
        lock = FileStorage(str(self.folder)).lock(f"{NAME}_WRITELOCK")
        if not lock.acquire():
            raise BusyError(f"somebody else is writing to the index in {self.folder}")
        try:
            yield
        finally:
            lock.release()

    def _contents(self) -> Any:
        """A damaged table would fail in as many ways as there are bytes, so its checksum is compared first."""
        name = _file_name(self.generation())
        try:
            content = (self.folder / name).read_bytes()
        except OSError as error:
            raise IndexDamaged(
                f"the index is damaged: the table of contents in {self.folder} cannot be read"
            ) from error
        if zlib.crc32(content[:-_CHECKSUM]).to_bytes(_CHECKSUM, "little") != content[-_CHECKSUM:]:
            raise IndexDamaged(f"the index is damaged: the table of contents in {self.folder} was changed")
        memory = RamStorage()
        memory.files[name] = content
        return TOC.read(memory, NAME)


def _file_name(generation: int) -> str:
    name: str = TOC._filename(NAME, generation)  # noqa: SLF001  # Whoosh has no other way to one file
    return name


def _remove(path: Path) -> None:
    # Where open files cannot be removed, they stay until the next time.
    try:
        path.unlink()
    except PermissionError:
        return
