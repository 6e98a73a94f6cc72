"""Raw pages: readable by any WARC tool, readable after a crash."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from harvester.crawl.raw import Place, RawReader, RawRecord, RawWriter

NOW = dt.datetime(2026, 5, 20, 1, 30, tzinfo=dt.UTC)


def raw_page(number: int, *, source: str = "toy", size: int = 10) -> RawRecord:
    """A page to keep."""
    return RawRecord(
        source=source,
        kind="meeting",
        url=f"https://portal.example.org/møte?id={number}",
        status=200,
        headers=(("Content-Type", "text/html"), ("Set-Cookie", "session=1"), ("Content-Encoding", "gzip")),
        retrieved_at=NOW,
        body=f"<p>Sak {number} </p>".encode() * size,
    )


def write(folder: Path, *pages: RawRecord, run: int = 1, file_bytes: int = 1 << 20) -> list[Place]:
    """Keep pages as one run does."""
    with RawWriter(folder, run=run, began=NOW, software="Saksgang/1", file_bytes=file_bytes) as writer:
        return [writer.write(page) for page in pages]


def sha256(page: RawRecord) -> str:
    """The hash by which a page is found again."""
    return hashlib.sha256(page.body).hexdigest()


def test_page_is_read_back_by_its_place(tmp_path: Path) -> None:
    """File and offset give the body that was written."""
    pages = [raw_page(number) for number in range(3)]
    places = write(tmp_path, *pages)
    reader = RawReader(tmp_path)

    assert [reader.body(place, sha256(page)) for place, page in zip(places, pages, strict=True)] == [
        page.body for page in pages
    ]


def test_empty_page_is_kept(tmp_path: Path) -> None:
    """A page without content is content too."""
    page = raw_page(1, size=0)
    [place] = write(tmp_path, page)

    assert RawReader(tmp_path).body(place, sha256(page)) == b""


def test_nothing_is_written_without_pages(tmp_path: Path) -> None:
    """A night in which nothing changed leaves no file."""
    write(tmp_path / "raw")

    assert not (tmp_path / "raw").exists()


def test_files_are_ordinary_warc(tmp_path: Path) -> None:
    """The file begins with a description, and holds responses whose digests are right, without cookies."""
    write(tmp_path, raw_page(1))
    [path] = tmp_path.iterdir()
    with path.open("rb") as file:
        records = ArchiveIterator(file, check_digests="raise")
        info, response = ((record.rec_type, record.http_headers, record.content_stream().read()) for record in records)

    assert info[0] == "warcinfo"
    assert b"software: Saksgang/1" in info[2]
    assert response[0] == "response"
    assert dict(response[1].headers) == {"Content-Type": "text/html"}


def test_everything_of_a_source_is_read_again(tmp_path: Path) -> None:
    """A mended parser can be run over all that was ever fetched, with the page's kind and time."""
    write(tmp_path, raw_page(1), raw_page(2, source="other"), run=1)
    write(tmp_path, raw_page(3), run=2)
    kept = list(RawReader(tmp_path).pages("toy"))

    assert [page.body for page in kept] == [raw_page(1).body, raw_page(3).body]
    assert {(page.kind, page.status, page.retrieved_at) for page in kept} == {("meeting", 200, NOW)}
    assert len(list(RawReader(tmp_path).pages())) == 3


def test_files_are_rotated(tmp_path: Path) -> None:
    """A file that is full is closed, and the next page begins another."""
    pages = [raw_page(number) for number in range(4)]
    places = write(tmp_path, *pages, file_bytes=1)
    reader = RawReader(tmp_path)

    assert len({place.file for place in places}) == 4
    assert all(reader.body(place, sha256(page)) for place, page in zip(places, pages, strict=True))


@pytest.mark.parametrize("lost", [20, 60, 300])
def test_torn_record_is_missing_and_nothing_else(tmp_path: Path, lost: int) -> None:
    """A record that was torn by a crash is not read; those before it are, and the next run writes on elsewhere."""
    pages = [raw_page(number, size=200 * number) for number in (1, 2)]
    places = write(tmp_path, *pages)
    path = tmp_path / places[0].file
    path.write_bytes(path.read_bytes()[:-lost])
    [later] = write(tmp_path, raw_page(3), run=2)
    reader = RawReader(tmp_path)

    assert reader.body(places[0], sha256(pages[0])) == pages[0].body
    assert reader.body(later, sha256(raw_page(3))) == raw_page(3).body
    assert [page.body for page in reader.pages()] == [pages[0].body, raw_page(3).body]


def test_missing_or_foreign_places_give_nothing(tmp_path: Path) -> None:
    """A file that is gone, an offset beyond its end or inside a record, and another page's hash are all just missing."""
    page = raw_page(1)
    [place] = write(tmp_path, page)
    reader = RawReader(tmp_path)

    assert reader.body(Place(file="gone.warc.gz", offset=0), sha256(page)) is None
    assert reader.body(Place(file=place.file, offset=10**9), sha256(page)) is None
    assert reader.body(Place(file=place.file, offset=place.offset + 3), sha256(page)) is None
    assert reader.body(place, sha256(raw_page(2))) is None
