"""The file of a segment: named arrays one after the other, in blocks that each have a checksum.

::

    magic        8 bytes
    arrays       each from a multiple of 8 bytes on, little-endian
    directory    JSON: {name: [type, offset, items]}
    checksums    CRC-32 of each block of 64 KiB of what stands before the directory, "<u4"
    footer       _FOOTER: offset of the directory, its bytes, number of checksums, CRC-32 of directory and checksums

The file is mapped into memory, and an array is a view of it: nothing is decoded, copied or even read before somebody looks
at it. A block is compared with its checksum when the first array that touches it is asked for.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import tempfile
import zlib
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from search.errors import IndexDamaged

Array = np.ndarray[Any, np.dtype[Any]]

BLOCK = 1 << 16
_MAGIC = b"SAKSEG2\n"
_FOOTER = struct.Struct("<QIII")
_ALIGNMENT = 8
_SPOOLED = 4 << 20
"""Bytes of a growing array that stay in memory."""
_COPIED = 1 << 20


class Seal(NamedTuple):
    """What tells a finished file from every other: its size, and the checksum of all its checksums."""

    size: int
    checksum: int


class Spool:
    """An array that grows while others do; beyond a few megabytes in a file without a name, which no crash leaves behind."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.kind = np.dtype(kind)
        self.items = 0
        self.file = tempfile.SpooledTemporaryFile(_SPOOLED, dir=str(folder))  # noqa: SIM115  # closed by the array file

    def extend(self, numbers: Array) -> None:
        """Add to the end."""
        self.file.write(numbers.astype(self.kind, copy=False).tobytes())
        self.items += len(numbers)


class ArrayFileWriter:
    """Writes one file, whose name must be new."""

    def __init__(self, path: Path) -> None:
        self.folder = path.parent
        self._file = path.open("xb")
        self._directory: dict[str, tuple[str, int, int]] = {}
        self._checksums: list[int] = []
        self._checksum = 0
        self._written = 0
        self._write(_MAGIC)

    def add(self, name: str, numbers: Array) -> None:
        """Write an array."""
        self._enter(name, numbers.dtype, len(numbers))
        self._write(np.ascontiguousarray(numbers).tobytes())

    def add_spooled(self, name: str, spool: Spool) -> None:
        """Write an array that has grown to its end."""
        self._enter(name, spool.kind, spool.items)
        with spool.file as file:
            file.seek(0)
            while chunk := file.read(_COPIED):
                self._write(chunk)

    def close(self) -> Seal:
        """Finish the file and bring it to the disk."""
        if self._written % BLOCK:
            self._checksums.append(self._checksum)
        directory = json.dumps(self._directory).encode()
        checksums = np.array(self._checksums, "<u4").tobytes()
        checksum = zlib.crc32(directory + checksums)
        footer = _FOOTER.pack(self._written, len(directory), len(self._checksums), checksum)
        with self._file as file:
            file.write(directory + checksums + footer)
            file.flush()
            os.fsync(file.fileno())
            return Seal(file.tell(), checksum)

    def abandon(self) -> None:
        """Close the file as it is."""
        self._file.close()

    def _enter(self, name: str, kind: np.dtype[Any], items: int) -> None:
        self._write(bytes(-self._written % _ALIGNMENT))
        self._directory[name] = (kind.str, self._written, items)

    def _write(self, content: bytes | memoryview) -> None:
        self._file.write(content)
        content = memoryview(content)
        while content:
            part = content[: BLOCK - self._written % BLOCK]
            self._checksum = zlib.crc32(part, self._checksum)
            self._written += len(part)
            if self._written % BLOCK == 0:
                self._checksums.append(self._checksum)
                self._checksum = 0
            content = content[len(part) :]


class ArrayFile:
    """Reads one file. May be used by several threads; the file may be removed meanwhile."""

    def __init__(self, path: Path, seal: Seal) -> None:
        """Open it.

        Raises:
            IndexDamaged: it is missing, or not the file with this seal.
        """
        self._path = path
        try:
            with path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                if size != seal.size:
                    raise IndexDamaged(f"the index is damaged: {path} has {size} bytes instead of {seal.size}")
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError as error:
            raise IndexDamaged(f"the index is damaged: {path} is missing") from error
        end, directory_size, blocks, checksum = _FOOTER.unpack(self._map[-_FOOTER.size :])
        directory = self._map[end : end + directory_size]
        checksums = self._map[end + directory_size : -_FOOTER.size]
        if checksum != seal.checksum or zlib.crc32(directory + checksums) != checksum:
            raise IndexDamaged(f"the index is damaged: the directory of {path} was changed")
        self._end = end
        self._checksums = np.frombuffer(checksums, "<u4", blocks).tolist()
        self._intact = bytearray(blocks)
        self._offsets: dict[str, int] = {}
        self._arrays: dict[str, Array] = {}
        for name, (kind, offset, items) in json.loads(directory).items():
            self._offsets[name] = offset
            self._arrays[name] = np.frombuffer(self._map, kind, items, offset)

    def check(self) -> None:
        """Compare all of it with its checksums.

        Raises:
            IndexDamaged: something was changed.
        """
        self._verify(0, self._end)

    def whole(self, name: str) -> Array:
        """An array.

        Raises:
            IndexDamaged: it is not what was written.
        """
        return self.part(name, 0, len(self._arrays[name]))

    def part(self, name: str, first: int, last: int) -> Array:
        """The items of an array from the first to before the last.

        Raises:
            IndexDamaged: they are not what was written.
        """
        array = self._arrays[name]
        if first < last:
            offset = self._offsets[name]
            self._verify(offset + first * array.itemsize, offset + last * array.itemsize)
        return array[first:last]

    def _verify(self, start: int, end: int) -> None:
        first, last = start // BLOCK, (end - 1) // BLOCK + 1
        place = self._intact.find(0, first, last)
        while place >= 0:
            content = self._map[place * BLOCK : min((place + 1) * BLOCK, self._end)]
            if zlib.crc32(content) != self._checksums[place]:
                raise IndexDamaged(f"the index is damaged: {self._path} was changed from byte {place * BLOCK} on")
            self._intact[place] = 1
            place = self._intact.find(0, place, last)
