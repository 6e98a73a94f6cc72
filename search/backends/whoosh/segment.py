"""A segment: entries that were written together, in one file that never changes."""

from __future__ import annotations

import gc
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from search.backends.analysis import Tokenizer, analyse
from search.backends.base import Field, IndexEntry
from search.backends.whoosh.arrays import ArrayFile, ArrayFileWriter, Seal
from search.backends.whoosh.columns import Columns, ColumnsWriter, Name, Number, names_of, numbers_of
from search.backends.whoosh.inverting import FieldInverter
from search.backends.whoosh.postings import FieldPostings, Flags

EXTENSION = ".arrays"


class SealedSegment(W3Segment):  # type: ignore[misc]  # Whoosh has no types
    """What the table of contents knows of a segment: its name, its documents, which of them are gone, and its file's seal.

    Whoosh draws names from the shared random generator, which gives one name twice where somebody has seeded it.
    """

    def __init__(self, codec: object, index_name: str, segment_id: str, documents: int, seal: Seal) -> None:
        super().__init__(codec, index_name, doccount=documents, segid=segment_id)
        self.seal = seal

    def open(self, folder: Path) -> OpenSegment:
        """Open its file.

        Raises:
            IndexDamaged: it is missing, or another.
        """
        return OpenSegment(ArrayFile(folder / self.make_filename(EXTENSION), self.seal), self)


class OpenSegment:
    """The contents of a segment."""

    def __init__(self, file: ArrayFile, segment: SealedSegment) -> None:
        self.file = file
        self.segment = segment
        self.size: int = segment.doc_count_all()
        self.fields = {field: FieldPostings(file, field) for field in Field}
        self.columns = Columns(file)

    @cached_property
    def removed(self) -> list[int]:
        """The documents that do not count any more."""
        return sorted(self.segment.deleted_docs())

    @cached_property
    def living(self) -> Flags:
        """Which documents count."""
        flags = np.ones(self.size, np.bool_)
        flags[self.removed] = False
        return flags


class SegmentWriter:
    """Writes one segment."""

    def __init__(self, folder: Path, index_name: str) -> None:
        self.id = uuid.uuid4().hex
        self._index_name = index_name
        self._path = folder / f"{index_name}_{self.id}{EXTENSION}"
        self.file = ArrayFileWriter(self._path)
        self.columns = ColumnsWriter(self.file)

    def finish(self, codec: object, documents: int) -> SealedSegment:
        """Close the file."""
        return SealedSegment(codec, self._index_name, self.id, documents, self.file.close())

    def discard(self) -> None:
        """Remove what has been written."""
        self.file.abandon()
        self._path.unlink()


class Batch:
    """Entries on their way to a segment."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._inverters = {field: FieldInverter() for field in Field}
        self._names: dict[Name, list[str]] = {column: [] for column in Name}
        self._numbers: dict[Number, list[float]] = {column: [] for column in Number}
        self._each: list[int] = []
        self._sections: list[tuple[int, int, int]] = []

    def add(self, entry: IndexEntry) -> None:
        """Analyse an entry."""
        document = len(self._each)
        analysed = analyse(entry, self._tokenizer)
        for field, runs in analysed.runs.items():
            for run in runs:
                self._inverters[field].add(document, run.position, run.tokens)
        for name, value in names_of(entry).items():
            self._names[name].append(value)
        for number, amount in numbers_of(entry, analysed.lengths).items():
            self._numbers[number].append(amount)
        self._each.append(len(analysed.sections))
        self._sections += [(section.position, section.page, section.offset) for section in analysed.sections]

    def write(self, writer: SegmentWriter) -> int:
        """Write all of it; gives the number of entries."""
        size = len(self._each)
        for column in Name:
            writer.columns.names(column, self._names[column])
        for number in Number:
            writer.columns.numbers(number, self._numbers[number])
        writer.columns.sections(self._each, np.array(self._sections, np.int64).reshape(-1, 3))
        for field in sorted(Field):
            self._inverters.pop(field).write(writer.file, field, size)
        return size


@contextmanager
def no_collection() -> Iterator[None]:
    """Without looking for garbage in circles: tokens are none, and each of millions would be looked at several times.

    Measured with the plain analyzer of the benchmark: 3.9 MB of text a CPU second instead of 2.8.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def write_segment(
    folder: Path, index_name: str, codec: object, tokenizer: Tokenizer, entries: Iterable[IndexEntry]
) -> SealedSegment:
    """Entries as a new segment, which is no part of the index before the table of contents names it."""
    writer = SegmentWriter(folder, index_name)
    try:
        batch = Batch(tokenizer)
        with no_collection():
            for entry in entries:
                batch.add(entry)
        return writer.finish(codec, batch.write(writer))
    except BaseException:
        writer.discard()
        raise
