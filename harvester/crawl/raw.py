"""Raw pages, kept as the portal sent them, in WARC files (ISO 28500) by warcio.

A parser that is mended later reads them again, and so does one whose page answered that nothing has changed. Each run
begins a new file, so a record that was torn when a run was killed lies at the end of a file that nobody writes to.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_FILE_BYTES = 200 << 20
_LEFT_OUT = frozenset({"connection", "content-encoding", "content-length", "set-cookie", "transfer-encoding"})
_UNREADABLE = (OSError, ArchiveLoadFailed, EOFError, StopIteration, UnicodeDecodeError, ValueError, zlib.error)
_SOURCE, _KIND = "X-Saksgang-Source", "X-Saksgang-Kind"


@dataclass(frozen=True, kw_only=True, slots=True)
class RawRecord:
    """A page as it came, decoded from transfer and content encodings."""

    source: str
    kind: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    retrieved_at: dt.datetime
    body: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a record lies: the name of the file in the folder, and the offset of the record in bytes."""

    file: str
    offset: int


class RawWriter:
    """Appends pages to the files of one run. A context manager; the first page begins the first file."""

    def __init__(
        self, folder: Path, *, run: int, began: dt.datetime, software: str, file_bytes: int = _FILE_BYTES
    ) -> None:
        self._folder = folder
        self._stem = f"{began.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}-run{run:06}"
        self._software = software
        self._file_bytes = file_bytes
        self._number = 0
        self._out: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def write(self, record: RawRecord) -> Place:
        """Keep a page, and say where. It is in the hands of the operating system when this returns."""
        out = self._file()
        place = Place(file=Path(out.name).name, offset=out.tell())
        writer = WARCWriter(out, gzip=True)
        _write(writer, record)
        out.flush()
        return place

    def _file(self) -> BinaryIO:
        if self._out is not None and self._out.tell() >= self._file_bytes:
            self._close()
        if self._out is None:
            self._number += 1
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / f"{self._stem}-{self._number:03}.warc.gz"
            self._out = path.open("xb")
            writer = WARCWriter(self._out, gzip=True)
            about = {"software": self._software, "format": "WARC File Format 1.0", "robots": "obey"}
            writer.write_record(writer.create_warcinfo_record(path.name, about))
        return self._out

    def _close(self) -> None:
        out, self._out = self._out, None
        if out is not None:
            out.flush()
            os.fsync(out.fileno())
            out.close()


def _write(writer: WARCWriter, record: RawRecord) -> None:
    headers = [(name, value) for name, value in record.headers if name.lower() not in _LEFT_OUT]
    http = StatusAndHeaders(str(record.status), headers, protocol="HTTP/1.1")
    described = {
        "WARC-Date": f"{record.retrieved_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
        _SOURCE: record.source,
        _KIND: record.kind,
    }
    writer.write_record(
        writer.create_warc_record(
            record.url,
            "response",
            payload=BytesIO(record.body),
            length=len(record.body),
            http_headers=http,
            warc_headers_dict=described,
        )
    )


def rewrite(path: Path, change: Callable[[RawRecord], bytes]) -> dict[int, tuple[int, str]]:
    """Put other bodies in the place of those of a file's pages, beside it and then in its place.

    Args:
        path: the WARC file; a torn record at its end is left out, as every reader does.
        change: gives the body for each page, which may be the one that it has.

    Returns:
        where each page lies now and the SHA-256 of its body, by where it lay; empty when no body was changed, and then
        the file is as it was.
    """
    beside = path.with_name(f"{path.name}.tmp")
    places: dict[int, tuple[int, str]] = {}
    changed = False
    with path.open("rb") as file, beside.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        archive = ArchiveIterator(file, check_digests=True)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "rewritten"}))
        for offset, page in _placed(archive):
            body = change(page)
            changed = changed or body != page.body
            places[offset] = (out.tell(), hashlib.sha256(body).hexdigest())
            _write(writer, replace(page, body=body))
        out.flush()
        os.fsync(out.fileno())
    if not changed:
        beside.unlink()
        return {}
    beside.replace(path)
    return places


class RawReader:
    """Reads pages that were kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def body(self, place: Place, sha256: str) -> bytes | None:
        """The body of the record at a place; None when it is missing, torn, or not the one with that SHA-256."""
        try:
            with (self._folder / place.file).open("rb") as file:
                file.seek(place.offset)
                body: bytes = next(ArchiveIterator(file)).content_stream().read()
        except _UNREADABLE:
            return None
        return body if hashlib.sha256(body).hexdigest() == sha256 else None

    def pages(self, source: str | None = None) -> Iterator[RawRecord]:
        """Every page that was kept, of one source or of all, oldest run first; a torn record ends its file."""
        for path in sorted(self._folder.glob("*.warc.gz")):
            with path.open("rb") as file:
                yield from (page for page in _until_torn(file) if source in {None, page.source})


def _until_torn(file: BinaryIO) -> Iterator[RawRecord]:
    for _, page in _placed(ArchiveIterator(file, check_digests=True)):
        yield page


def _placed(archive: ArchiveIterator) -> Iterator[tuple[int, RawRecord]]:
    """The pages of a file, each with its offset, until a torn one."""
    try:
        for record in archive:
            if record.rec_type == "response":
                body = record.content_stream().read()
                if record.digest_checker.passed is not True:
                    return
                # The library reads to the end of the record to tell where it began, so the body comes first.
                yield archive.get_record_offset(), _page(record, body)
    except _UNREADABLE:
        return


def _page(record: ArcWarcRecord, body: bytes) -> RawRecord:
    described, http = record.rec_headers, record.http_headers
    return RawRecord(
        source=described.get_header(_SOURCE),
        kind=described.get_header(_KIND),
        url=described.get_header("WARC-Target-URI"),
        status=int(http.get_statuscode()),
        headers=tuple((name, value) for name, value in http.headers),
        retrieved_at=dt.datetime.fromisoformat(described.get_header("WARC-Date")),
        body=body,
    )
