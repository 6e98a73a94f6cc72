"""Captures in WARC and WACZ files: what is where, and what it holds. Archives are as hostile as portals.

A WACZ is a ZIP file with WARC files in it. Nothing is unpacked: the WARC files lie in it uncompressed, as the format wants
it, and are read where they lie. Its own index is not believed; each file is read once from end to end, and what is known
of it is kept until the file changes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from harvester.errors import DamagedArchive, TooLarge

_INDEX_VERSION = 1
_MEGABYTE = 1 << 20
_LARGEST_RECORD = 1 << 30  # bytes; skipping a record means to unpack it
_LARGEST_HEAD = 1 << 20  # bytes of a record's header lines together
_MOST_MEMBERS = 10_000
_CAPTURES = frozenset({"response", "revisit"})
_UNREADABLE = (OSError, ArchiveLoadFailed, EOFError, StopIteration, ValueError, TypeError, AttributeError, zlib.error)
_LOCAL_HEAD = struct.Struct("<4s22xHH")
_LOCAL_SIGNATURE = b"PK\x03\x04"


@dataclass(frozen=True, kw_only=True, slots=True)
class Capture:
    """One answer in an archive. ``status`` is None for a revisit that does not repeat it; ``refers_to`` is the address, and
    ``refers_at`` the time, of the capture whose content a revisit found unchanged; ``offset`` counts from ``start``.
    """

    file: str
    member: str
    start: int
    end: int
    offset: int
    url: str
    at: dt.datetime
    is_revisit: bool
    status: int | None
    location: str | None
    digest: str | None
    refers_to: str | None
    refers_at: dt.datetime | None

    def __str__(self) -> str:
        member = f"!{self.member}" if self.member else ""
        return f"{Path(self.file).name}{member}@{self.offset}"


@dataclass(frozen=True, kw_only=True, slots=True)
class FileIndex:
    """What one file holds, and where in it reading had to end and why; None when it is whole."""

    captures: tuple[Capture, ...]
    torn: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """What a capture holds, decoded from transfer and content encodings."""

    headers: tuple[tuple[str, str], ...]
    body: bytes


def index_file(path: Path, cache: Path) -> FileIndex:
    """What a WARC or WACZ file holds, read from ``cache`` when the file has not changed since it was indexed.

    Raises:
        DamagedArchive: it cannot be read, or is neither.
    """
    try:
        stat = path.stat()
    except OSError as error:
        raise DamagedArchive(f"{path} cannot be read: {error.strerror}") from error
    place = str(path.resolve())
    key = [_INDEX_VERSION, place, stat.st_size, stat.st_mtime_ns]
    kept = cache / f"{hashlib.sha256(place.encode()).hexdigest()[:20]}.jsonl"
    return _kept_index(kept, key) or _new_index(path, kept, key)


def read_capture(capture: Capture, *, megabytes: int) -> Content:
    """What a capture that is no revisit holds.

    Raises:
        TooLarge: more than ``megabytes``.
        DamagedArchive: it is not there, torn, or not what its digest says.
    """
    most = megabytes * _MEGABYTE
    try:
        with Path(capture.file).open("rb") as file:
            record = next(_records(_Part(file, capture.start, capture.end, at=capture.offset)))
            body = b"" if record.length > most else record.content_stream().read(most + 1)
            too_large = max(record.length, len(body)) > most
            while not too_large and record.raw_stream.read(_MEGABYTE):
                pass
    except _UNREADABLE as error:
        raise DamagedArchive(f"{capture} cannot be read: {error or type(error).__name__}") from error
    if too_large:
        raise TooLarge(f"{capture.url} is larger than {megabytes} MB in {capture}")
    reason = _damage(record)
    if reason is not None:
        raise DamagedArchive(f"{capture}: {reason}")
    return Content(headers=tuple((name, value) for name, value in record.http_headers.headers), body=body)


def _damage(record: ArcWarcRecord) -> str | None:
    if record.raw_stream.limit:
        return "the record is torn"
    if record.rec_headers.get_header("WARC-Truncated"):
        return "the page was cut short when it was captured"
    if any(problem.startswith("block digest failed") for problem in record.digest_checker.problems):
        return "the record is not the one that was written"
    return None


def _kept_index(kept: Path, key: list[Any]) -> FileIndex | None:
    try:
        with kept.open(encoding="utf-8") as lines:
            head = json.loads(next(lines))
            if head["of"] != key:
                return None
            captures = tuple(_capture(json.loads(line)) for line in lines)
    except (OSError, ValueError, KeyError, TypeError, StopIteration):
        return None
    return FileIndex(captures=captures, torn=head["torn"]) if len(captures) == head["captures"] else None


def _capture(values: dict[str, Any]) -> Capture:
    times = {name: _time(values[name]) for name in ("at", "refers_at") if values[name] is not None}
    return Capture(**{**values, **times})


def _time(text: str) -> dt.datetime:
    time = dt.datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=dt.UTC)


def _new_index(path: Path, kept: Path, key: list[Any]) -> FileIndex:
    captures: list[Capture] = []
    torn = None
    for member, start, end in _parts(path):
        reason = _read_part(path, member, start, end, captures)
        torn = torn or (f"{path.name}{'!' + member if member else ''}: {reason}" if reason else None)
    kept.parent.mkdir(parents=True, exist_ok=True)
    beside = kept.with_suffix(f".{os.getpid()}.tmp")
    with beside.open("w", encoding="utf-8") as out:
        out.write(json.dumps({"of": key, "torn": torn, "captures": len(captures)}) + "\n")
        out.writelines(json.dumps(asdict(each), default=dt.datetime.isoformat) + "\n" for each in captures)
    beside.replace(kept)
    return FileIndex(captures=tuple(captures), torn=torn)


def _parts(path: Path) -> list[tuple[str, int, int]]:
    """The WARC files in a file: name, first byte, and the byte after the last."""
    try:
        if not zipfile.is_zipfile(path):
            return [("", 0, path.stat().st_size)]
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            members = archive.infolist()
            if len(members) > _MOST_MEMBERS:
                raise DamagedArchive(f"{path}: {len(members)} files in it are more than any WACZ has")
            warcs = [each for each in members if each.filename.endswith((".warc", ".warc.gz")) and not each.is_dir()]
            if not warcs:
                raise DamagedArchive(f"{path} is a ZIP file without WARC files, so no WACZ")
            return [_part(path, file, each) for each in warcs]
    except (OSError, zipfile.BadZipFile, struct.error, NotImplementedError) as error:
        raise DamagedArchive(f"{path} cannot be read: {error}") from error


def _part(path: Path, file: BinaryIO, member: zipfile.ZipInfo) -> tuple[str, int, int]:
    name = member.filename
    if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or not name.isprintable():
        raise DamagedArchive(f"{path} holds a file named {name!r}, which leads out of it")
    if member.compress_type != zipfile.ZIP_STORED or member.flag_bits & 1:
        raise DamagedArchive(f"{path}: {name} is compressed or encrypted by ZIP, which a WACZ does not allow")
    file.seek(member.header_offset)
    signature, name_bytes, extra_bytes = _LOCAL_HEAD.unpack(file.read(_LOCAL_HEAD.size))
    start = member.header_offset + _LOCAL_HEAD.size + name_bytes + extra_bytes
    end = start + member.file_size
    if signature != _LOCAL_SIGNATURE or end > path.stat().st_size:
        raise DamagedArchive(f"{path}: {name} does not lie where the list of files says")
    return name, start, end


def _read_part(path: Path, member: str, start: int, end: int, captures: list[Capture]) -> str | None:
    """Add the captures of one WARC file; gives the reason why reading ended early."""
    with path.open("rb") as file:
        records = _records(_Part(file, start, end, at=0))
        offset = 0
        try:
            for record in records:
                if record.length > _LARGEST_RECORD:
                    return f"at byte {offset} is a record of {record.length} bytes, more than any page has"
                records.read_to_end()
                offset = records.get_record_offset()
                if record.raw_stream.limit:
                    return f"torn at byte {offset}"
                if record.rec_type in _CAPTURES and record.http_headers is not None:
                    captures.extend(_captures_of(record, path, (member, start, end), offset))
        except _UNREADABLE as error:
            return f"cannot be read after byte {offset}: {str(error).strip() or type(error).__name__}"
    return None


def _captures_of(record: ArcWarcRecord, path: Path, part: tuple[str, int, int], offset: int) -> Iterator[Capture]:
    described = record.rec_headers
    url = (described.get_header("WARC-Target-URI") or "").strip("<>")
    status = record.http_headers.get_statuscode()
    if not url.startswith(("http://", "https://")):
        return
    refers_at = described.get_header("WARC-Refers-To-Date")
    member, start, end = part
    yield Capture(
        file=str(path.resolve()),
        member=member,
        start=start,
        end=end,
        offset=offset,
        url=url,
        at=_time(described.get_header("WARC-Date")),
        is_revisit=record.rec_type == "revisit",
        status=int(status) if status and status.isdecimal() else None,
        location=record.http_headers.get_header("Location"),
        digest=described.get_header("WARC-Payload-Digest"),
        refers_to=(described.get_header("WARC-Refers-To-Target-URI") or "").strip("<>") or None,
        refers_at=_time(refers_at) if refers_at else None,
    )


def _records(part: _Part) -> ArchiveIterator:
    records = ArchiveIterator(part, check_digests=True)
    records.reader = _BoundedLines(part)
    return records


class _Part:
    """A part of a file as a file of its own."""

    def __init__(self, file: BinaryIO, start: int, end: int, *, at: int) -> None:
        self._file = file
        self._start = start
        self._end = end
        file.seek(start + at)

    def tell(self) -> int:
        return self._file.tell() - self._start

    def read(self, size: int = -1) -> bytes:
        left = max(self._end - self._file.tell(), 0)
        return self._file.read(left if size < 0 else min(size, left))


class _BoundedLines(DecompressingBufferedReader):  # type: ignore[misc] # warcio has no types
    """Reads no endless header: warcio takes lines, and as many of them, as long as they come."""

    _lines = 0

    def read(self, length: int | None = None) -> bytes:
        self._lines = 0
        read: bytes = super().read(length)
        return read

    def readline(self, length: int | None = None) -> bytes:
        line: bytes = super().readline(min(length or _LARGEST_HEAD, _LARGEST_HEAD))
        self._lines += len(line)
        if self._lines > _LARGEST_HEAD:
            raise ArchiveLoadFailed("a record's header has no end")
        return line
