"""Messages as Outlook keeps them: properties in a compound file (MS-OXMSG, MS-CFB), made by hand as no library writes them."""

from __future__ import annotations

import struct
from collections.abc import Mapping

_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR, _SMALL = 512, 64
_TAGS = {"kind": 0x001A, "subject": 0x0037, "sender": 0x0C1A, "body": 0x1000}


def message(**texts: str) -> bytes:
    """A message with these properties, of those that have a tag here."""
    streams: dict[str, bytes] = {}
    properties = bytes(32)
    for name, text in texts.items():
        data = text.encode("utf-16-le")
        streams[f"__substg1.0_{_TAGS[name]:04X}001F"] = data
        properties += struct.pack("<IIII", _TAGS[name] << 16 | 0x1F, 6, len(data) + 2, 0)
    return compound({**streams, "__properties_version1.0": properties})


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of short streams, all of which lie in its stream of small sectors."""
    small: list[bytes] = []
    chain: list[int] = []
    entries: list[tuple[str, int, int]] = []
    for name, data in sorted(streams.items(), key=lambda stream: (len(stream[0]), stream[0].upper())):
        pieces = _cut(data, _SMALL)
        entries.append((name, len(small), len(data)))
        chain += [*range(len(small) + 1, len(small) + len(pieces)), _END]
        small += pieces
    parts = [_cut(b"".join(small), _SECTOR), _cut(_numbers(chain), _SECTOR, b"\xff"), _directory(entries, len(small))]
    table: list[int] = []
    starts: list[int] = []
    for part in parts:
        starts.append(len(table))
        table += [*range(len(table) + 1, len(table) + len(part)), _END]
    head = _head(starts, small_tables=len(parts[1]), table=len(table))
    return (
        head
        + b"".join(sector for part in parts for sector in part)
        + _cut(_numbers([*table, _TABLE]), _SECTOR, b"\xff")[0]
    )


def _head(starts: list[int], *, small_tables: int, table: int) -> bytes:
    signature = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    sizes = struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    places = struct.pack("<9I", 0, 1, starts[2], 0, 4096, starts[1], small_tables, _END, 0)
    return (signature + sizes + places + _numbers([table])).ljust(_SECTOR, b"\xff")


def _directory(entries: list[tuple[str, int, int]], small: int) -> list[bytes]:
    """The root and the streams, each the right neighbour of the one before."""
    listed = [_entry("Root Entry", 5, right=_FREE, child=1, place=(0, small * _SMALL))]
    for number, (name, start, size) in enumerate(entries, start=2):
        right = number if number <= len(entries) else _FREE
        listed.append(_entry(name, 2, right=right, child=_FREE, place=(start, size)))
    return _cut(b"".join(listed), _SECTOR)


def _entry(name: str, kind: int, *, right: int, child: int, place: tuple[int, int]) -> bytes:
    written = f"{name}\0".encode("utf-16-le")
    rest = struct.pack("<HBBIII36xIQ", len(written), kind, 1, _FREE, right, child, *place)
    return written.ljust(64, b"\0") + rest


def _numbers(values: list[int]) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


def _cut(data: bytes, size: int, fill: bytes = b"\0") -> list[bytes]:
    return [data[start : start + size].ljust(size, fill) for start in range(0, len(data), size)]
