"""Columns of per-document values that are read whole, as arrays.

Whoosh's own columns are read value by value through a Python call each, which at a hundred thousand documents costs more
than the search itself.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.columns import Column, ColumnReader, ColumnWriter
from whoosh.filedb.structfile import StructFile

_LENGTH = struct.Struct("<I")

Numbers = np.ndarray[Any, np.dtype[np.int32]]
Reals = np.ndarray[Any, np.dtype[np.float64]]


class NumberColumn(Column):  # type: ignore[misc]  # Whoosh has no types
    """A 32-bit number a document; ``default`` where none was given."""

    def __init__(self, default: int) -> None:
        self._default = default

    def writer(self, dbfile: StructFile) -> NumberWriter:
        """Called by Whoosh for a new segment."""
        return NumberWriter(dbfile, self._default)

    class Reader(ColumnReader):  # type: ignore[misc]
        """Reads a segment's numbers."""

        def numbers(self) -> Numbers:
            """All of them."""
            return np.frombuffer(bytes(self._dbfile.get(self._basepos, self._length)), "<i4")

        def __iter__(self) -> Iterator[int]:
            yield from self.numbers().tolist()


class NumberWriter(ColumnWriter):  # type: ignore[misc]
    """Collects a segment's numbers."""

    def __init__(self, dbfile: StructFile, default: int) -> None:
        super().__init__(dbfile)
        self._default = default
        self._numbers = array("i")

    def add(self, document: int, number: int) -> None:
        """Called by Whoosh in the order of documents, which may leave some out."""
        self.pad(document)
        self._numbers.append(number)

    def finish(self, documents: int) -> None:
        """Write."""
        self.pad(documents)
        self._dbfile.write(np.array(self._numbers, "<i4").tobytes())

    def pad(self, documents: int) -> None:
        """Give the documents that were left out the default."""
        self._numbers.extend([self._default] * (documents - len(self._numbers)))


class RealColumn(Column):  # type: ignore[misc]
    """A floating-point number a document; 1 where none was given."""

    _default = 1.0

    def writer(self, dbfile: StructFile) -> RealWriter:
        """Called by Whoosh for a new segment."""
        return RealWriter(dbfile)

    class Reader(ColumnReader):  # type: ignore[misc]
        """Reads a segment's numbers."""

        def reals(self) -> Reals:
            """All of them."""
            return np.frombuffer(bytes(self._dbfile.get(self._basepos, self._length)), "<f8")

        def __iter__(self) -> Iterator[float]:
            yield from self.reals().tolist()


class RealWriter(ColumnWriter):  # type: ignore[misc]
    """Collects a segment's numbers."""

    def __init__(self, dbfile: StructFile) -> None:
        super().__init__(dbfile)
        self._numbers = array("d")

    def add(self, document: int, number: float) -> None:
        """Called by Whoosh in the order of documents."""
        self._numbers.extend([1.0] * (document - len(self._numbers)))
        self._numbers.append(number)

    def finish(self, documents: int) -> None:
        """Write."""
        self._numbers.extend([1.0] * (documents - len(self._numbers)))
        self._dbfile.write(np.array(self._numbers, "<f8").tobytes())


class NameColumn(Column):  # type: ignore[misc]
    """A text a document from a small set, kept once; empty where none was given."""

    _default = ""

    def writer(self, dbfile: StructFile) -> NameWriter:
        """Called by Whoosh for a new segment."""
        return NameWriter(dbfile)

    class Reader(ColumnReader):  # type: ignore[misc]
        """Reads a segment's names."""

        def names(self) -> tuple[list[str], Numbers]:
            """The set of names, and for each document the place of its name in it."""
            content = bytes(self._dbfile.get(self._basepos, self._length))
            (size,) = _LENGTH.unpack_from(content)
            names: list[str] = json.loads(content[_LENGTH.size : _LENGTH.size + size])
            return names, np.frombuffer(content, "<i4", offset=_LENGTH.size + size)

        def __iter__(self) -> Iterator[str]:
            names, places = self.names()
            yield from (names[place] for place in places)


class NameWriter(ColumnWriter):  # type: ignore[misc]
    """Collects a segment's names."""

    def __init__(self, dbfile: StructFile) -> None:
        super().__init__(dbfile)
        self._places = NumberWriter(dbfile, default=0)
        self._names = {"": 0}

    def add(self, document: int, name: str) -> None:
        """Called by Whoosh in the order of documents."""
        self._places.add(document, self._names.setdefault(name, len(self._names)))

    def finish(self, documents: int) -> None:
        """Write."""
        names = json.dumps(list(self._names)).encode()
        self._dbfile.write(_LENGTH.pack(len(names)) + names)
        self._places.finish(documents)
