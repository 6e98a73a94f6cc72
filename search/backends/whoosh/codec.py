"""Whoosh's codec with posting lists of ours, and segments that know what their files must be.

Whoosh keeps the term index, the columns' place, segments, deletions, the table of contents and its atomic commit.
"""

from __future__ import annotations

import os
import struct
import uuid
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment, W3TermsReader
from whoosh.reading import SegmentReader
from whoosh.system import pack_ushort

from search.backends.whoosh.postings import PostingList
from search.errors import IndexDamaged

_CHUNK = 1 << 20
_PLACE = struct.Struct("<QI")


class PostingsCodec(W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """The third codec of Whoosh with other posting lists. Its name stands in every index."""

    length_stats = False
    """Lengths are a column of ours; Whoosh would look each up once a posting."""

    def field_writer(self, storage: Any, segment: Any) -> ListFieldWriter:
        """Called by Whoosh for a new segment."""
        return ListFieldWriter(self, storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> ListTermsReader:
        """Called by Whoosh to open a segment."""
        name = segment.make_filename(self.TERMS_EXT)
        postings = segment.open_file(storage, self.POSTS_EXT)
        return ListTermsReader(self, storage.open_file(name), storage.file_length(name), postings)

    def new_segment(self, storage: Any, indexname: str) -> CheckedSegment:
        """Called by Whoosh for a new segment.

        Whoosh draws names from the shared random generator, which gives one name twice where somebody has seeded it.
        """
        del storage
        return CheckedSegment(self, indexname, segid=uuid.uuid4().hex)


class ListFieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes whole posting lists."""

    def add_list(self, term: bytes, record: bytes) -> None:
        """Add the next term of the field, in the order of bytes."""
        place = _PLACE.pack(self._postfile.tell(), len(record))
        self._postfile.write(record)
        self._tindex.add(pack_ushort(self._fieldid) + term, place)


class ListTermsReader(W3TermsReader):  # type: ignore[misc]
    """Reads whole posting lists."""

    def posting_list(self, field: str, term: bytes) -> PostingList | None:
        """The list of a term, None when the segment has none."""
        try:
            place = self._tindex[self._keycoder(field, term)]
        except KeyError:
            return None
        return self._read(place)

    def posting_lists(self) -> Iterator[tuple[str, bytes, PostingList]]:
        """Every list with field and term, in the order in which they were written."""
        for key, place in self._tindex.items():
            field, term = self._keydecoder(key)
            yield field, term, self._read(place)

    def _read(self, place: bytes) -> PostingList:
        return PostingList(self._postfile.get(*_PLACE.unpack(place)))


class ListSegmentReader(SegmentReader):  # type: ignore[misc]
    """A segment that is read by whole lists."""

    @property
    def terms(self) -> ListTermsReader:
        """Its terms."""
        terms: ListTermsReader = self._terms
        return terms

    def open_column(self, name: str) -> Any:
        """One of its columns.

        Raises:
            FileNotFoundError: it is not there, where Whoosh would give a column of nothing.
        """
        return self._perdoc.column_reader(name, self.schema[name].column_type)


class CheckedSegment(W3Segment):  # type: ignore[misc]
    """A segment with the size and the checksum of each of its files, kept in the table of contents."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.files: dict[str, tuple[int, int]] = {}

    def should_assemble(self) -> bool:
        """Whoosh would read a segment in one file wholly into memory to open it."""
        return False

    def seal(self, folder: Path) -> None:
        """Bring the files to the disk and remember them."""
        for path in sorted(folder.glob(f"{self.segment_id()}.*")):
            with path.open("rb") as file:
                os.fsync(file.fileno())
            self.files[path.name] = (path.stat().st_size, checksum(path))

    def check(self, folder: Path, *, contents: bool = False) -> None:
        """Compare the files with what was written, their contents when asked.

        Raises:
            IndexDamaged: a file is missing or another.
        """
        for name, (size, expected) in self.files.items():
            path = folder / name
            if not path.exists():
                raise IndexDamaged(f"the index is damaged: {path} is missing")
            if path.stat().st_size != size:
                raise IndexDamaged(f"the index is damaged: {path} has {path.stat().st_size} bytes instead of {size}")
            if contents and checksum(path) != expected:
                raise IndexDamaged(f"the index is damaged: {path} was changed")


def checksum(path: Path) -> int:
    """CRC-32 of a file."""
    value = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            value = zlib.crc32(chunk, value)
    return value
