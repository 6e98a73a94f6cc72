"""The contract of :mod:`search.backends.base` on files of Whoosh."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from search.backends.analysis import Tokenizer
from search.backends.base import IndexEntry, no_listener
from search.backends.whoosh.catalogue import Catalogue
from search.backends.whoosh.reader import WhooshReader
from search.backends.whoosh.schema import FORMAT, make_schema
from search.backends.whoosh.snapshot import Snapshot
from search.backends.whoosh.writing import Effort, IndexWriter
from search.errors import IndexDamaged

CACHED_BYTES = 64_000_000
"""Memory for what the words that were asked for last have found."""

_ATTEMPTS = 10


class WhooshBackend:
    """An index in a folder, which is made when it is not there.

    Attributes:
        format: changes whenever indexes made before cannot be read any more.
    """

    format = FORMAT

    def __init__(
        self, folder: Path, tokenizer: Tokenizer, *, effort: Effort | None = None, cached_bytes: int = CACHED_BYTES
    ) -> None:
        self._catalogue = Catalogue(folder)
        self._tokenizer = tokenizer
        self._effort = effort or Effort()
        self._cached_bytes = cached_bytes

    def create(self) -> None:
        """Make an empty index."""
        self._catalogue.folder.mkdir(parents=True, exist_ok=True)
        self._catalogue.commit(make_schema(), [], 0)

    def reader(self) -> WhooshReader:
        """The index as it is now.

        Raises:
            IndexDamaged: it cannot be read.
        """
        # A writer may remove a merged segment's file between our reading the table of contents and opening it.
        for _ in range(_ATTEMPTS):
            generation = self.generation()
            try:
                segments = [segment.open(self._catalogue.folder) for segment in self._catalogue.segments()]
            except IndexDamaged:
                if self.generation() == generation:
                    raise
            else:
                return WhooshReader(Snapshot(segments), self._cached_bytes)
        raise IndexDamaged(f"the index in {self._catalogue.folder} changes faster than it can be opened")

    def generation(self) -> int:
        """A number that grows with each commit; -1 when there is no index."""
        return self._catalogue.generation()

    def check(self) -> None:
        """Compare every file with its checksums.

        Raises:
            IndexDamaged: a file is missing or was changed.
        """
        for segment in self._catalogue.segments():
            segment.open(self._catalogue.folder).file.check()

    def write(
        self, entries: Iterable[IndexEntry], removed: Collection[str] = (), *, added: Callable[[], None] = no_listener
    ) -> None:
        """Add, replace and remove, all at once; then join segments when there are many.

        Raises:
            BusyError: somebody else is writing.
            IndexDamaged: what is there cannot be read; it is left as it is.
        """
        with self._catalogue.locked():
            writer = IndexWriter(self._catalogue, self._tokenizer, self._effort)
            try:
                writer.write(entries, removed, added)
                while writer.merge():
                    pass
            except IndexDamaged:
                raise
            except BaseException:
                self._catalogue.tidy()
                raise
