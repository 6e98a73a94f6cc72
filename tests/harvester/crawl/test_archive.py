"""Portals that are gone are harvested from archives of them."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from harvester.clock import clock_from
from harvester.config import ArchiveSettings, Config, load_config, parse_config
from harvester.demo.drafting import DEMO_START
from harvester.demo.portals import demo_portals
from harvester.errors import ConfigurationError
from harvester.model import Verdict
from harvester.run import run_harvest
from harvester.store import SourceRunRow
from tests.harvester.crawl.toy import START, ToyMeeting, ToySite, find_toy, toy_config, toy_source
from tests.harvester.portals.same_records.demo_cut import demo_cut

ADDRESS = "https://innsyn.example.org/calendar"
RECORDS = ("organization", "body", "meeting", "meeting_body", "agenda_item", "case_file", "document", "document_place")
TIMES = {"retrieved_at", "first_seen", "last_seen", "capture"}
"""What differs between a harvest of a portal and one of its archive."""


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Config, Path, Path]:
    """A portal of the demo, harvested and archived by wget, that is gone: its configuration, data and WARC file."""
    wget = shutil.which("wget")
    if wget is None:
        pytest.skip("wget is not installed: apt-get install wget")
    folder = tmp_path_factory.mktemp("archived")
    with demo_portals(folder / "live", DEMO_START, dataset=demo_cut()) as portals:
        source = portals.config.source("austmark").model_copy(update={"min_meetings": 0})
        config = portals.config.model_copy(update={"sources": (source,)})
        run = run_harvest(config, clock=clock_from(DEMO_START))
        assert run.sources[0].verdict is Verdict.GOOD, run.sources[0].reason
        command = [wget, "-q", "-r", "-l", "inf", "--no-proxy", f"--warc-file={folder}/portal", source.base_url]
        subprocess.run([*command, "-P", str(folder / "mirror")], check=False, timeout=300)
    return config, folder / "live", folder / "portal.warc.gz"


def test_an_independent_archive_gives_the_same_records(archived: tuple[Config, Path, Path], tmp_path: Path) -> None:
    """What wget archived is harvested offline to the records and texts of the live portal, and says where from."""
    config, live, warc = archived
    offline = _from_archive(config, tmp_path / "offline", files=(warc,))
    run = run_harvest(offline, clock=clock_from(DEMO_START))

    assert run.sources[0].verdict is Verdict.GOOD, run.sources[0].reason
    assert run.sources[0].requests == 0
    for table in RECORDS:
        assert _rows(tmp_path / "offline", table) == _rows(live, table), table
    assert _texts(tmp_path / "offline") == _texts(live)
    for row in _rows(tmp_path / "offline", "meeting", without=frozenset()):
        assert row["capture"].startswith("portal.warc.gz@")
        assert row["page_url"].startswith(config.sources[0].base_url.removesuffix("/motekalender"))
        assert f"{row['retrieved_at'][:19].replace(' ', 'T')}Z" in _dates(warc)


def test_a_second_night_over_an_archive_changes_nothing(archived: tuple[Config, Path, Path], tmp_path: Path) -> None:
    """The index of an archive is built once, and reading it again a month later gives no events."""
    config, _, warc = archived
    offline = _from_archive(config, tmp_path / "offline", files=(warc,))
    run_harvest(offline, clock=clock_from(DEMO_START))
    (index,) = (tmp_path / "offline" / "archive-indexes").iterdir()
    built = index.stat().st_mtime_ns
    again = run_harvest(offline, clock=clock_from(DEMO_START + dt.timedelta(days=30))).sources[0]

    assert index.stat().st_mtime_ns == built
    counts = again.counts
    assert again.verdict is Verdict.GOOD
    assert not any(each.new or each.changed or each.removed or each.missing for each in (counts.meetings, counts.items))
    assert (counts.documents.new, counts.documents.changed, counts.documents.removed) == (0, 0, 0)


def test_a_wacz_gives_the_same_records(archived: tuple[Config, Path, Path], tmp_path: Path) -> None:
    """The WARC file is read where it lies in a WACZ."""
    config, live, warc = archived
    wacz = tmp_path / "portal.wacz"
    with zipfile.ZipFile(wacz, "w") as archive:
        archive.writestr("datapackage.json", "{}", zipfile.ZIP_DEFLATED)
        archive.write(warc, "archive/data.warc.gz")
    run = run_harvest(_from_archive(config, tmp_path / "offline", files=(wacz,)), clock=clock_from(DEMO_START))

    assert run.sources[0].verdict is Verdict.GOOD, run.sources[0].reason
    assert _rows(tmp_path / "offline", "agenda_item") == _rows(live, "agenda_item")
    captures = {row["capture"] for row in _rows(tmp_path / "offline", "meeting", without=frozenset())}
    assert all(capture.startswith("portal.wacz!archive/data.warc.gz@") for capture in captures)


def test_a_page_that_was_not_captured_is_a_gap(tmp_path: Path) -> None:
    """A gap is listed and counted; it fails nothing, and nothing is removed for it."""
    first = [ToyMeeting(id="1", documents=("a", "b")), ToyMeeting(id="2")]
    whole = _warc(tmp_path / "whole.warc.gz", _pages(first, at="2019-01-01"))
    before = _night(tmp_path, whole)
    assert before.verdict is Verdict.GOOD, before.reason
    assert before.counts.meetings.new == 2
    assert before.counts.documents.new == 2

    pages = {url: page for url, page in _pages(first, at="2020-01-01").items() if not url.endswith(("/2", "/b"))}
    torn = _night(tmp_path, _warc(tmp_path / "gaps.warc.gz", pages), days=30)
    assert torn.verdict is Verdict.GOOD
    assert torn.reason is not None
    assert torn.reason.endswith("2 gaps in the archive")
    assert {failure.url.rpartition("/")[2] for failure in torn.failed} == {"2", "b"}
    assert all(failure.reason.startswith("gap: ") for failure in torn.failed)
    assert not torn.counts.meetings.removed
    assert not torn.counts.meetings.missing
    assert not torn.counts.documents.failed


def test_the_newest_capture_in_the_range_is_taken(tmp_path: Path) -> None:
    """An older capture and one after the range are left; the record is of the time and address of its capture."""
    path = tmp_path / "years.warc.gz"
    with path.open("wb") as out:
        for year, title in ((2017, "Gammal"), (2018, "Rett"), (2021, "Parkert")):
            meeting = ToyMeeting(id="1", title=title)
            for url, body in _pages([meeting], at="").items():
                _write(out, url, body[1], at=f"{year}-06-01T00:00:00Z")
    source = _night(tmp_path, path, first=dt.date(2016, 1, 1), last=dt.date(2018, 6, 1))

    assert source.verdict is Verdict.GOOD, source.reason
    (row,) = _rows(tmp_path / "data", "meeting", without=frozenset())
    assert (row["title"], row["retrieved_at"][:10]) == ("Rett", "2018-06-01")
    assert row["page_url"] == "https://innsyn.example.org/meeting/1"
    assert row["capture"].startswith("years.warc.gz@")


def test_redirects_and_revisits_are_followed_inside_the_archive(tmp_path: Path) -> None:
    """A calendar that moved, and a meeting page that was captured later as unchanged, are read."""
    path = tmp_path / "moved.warc.gz"
    pages = _pages([ToyMeeting(id="1")], at="")
    calendar, meeting = pages[ADDRESS][1], pages["https://innsyn.example.org/meeting/1"][1]
    with path.open("wb") as out:
        _write(out, ADDRESS, b"", status="301 Moved", headers=[("Location", "/new/calendar")])
        _write(out, "https://innsyn.example.org/new/calendar", calendar)
        _write(out, "http://innsyn.example.org/meeting/1", meeting, at="2017-01-01T00:00:00Z")
        writer = WARCWriter(out, gzip=True)
        digest = "sha1:AAAA"
        http = StatusAndHeaders("200 OK", [("Content-Type", "application/json")], protocol="HTTP/1.1")
        revisit = writer.create_revisit_record(
            "https://innsyn.example.org/meeting/1",
            digest,
            "http://innsyn.example.org/meeting/1",
            "2017-01-01T00:00:00Z",
            http_headers=http,
            warc_headers_dict={"WARC-Date": "2018-01-01T00:00:00Z"},
        )
        writer.write_record(revisit)
    source = _night(tmp_path, path)

    assert source.verdict is Verdict.GOOD, source.reason
    (row,) = _rows(tmp_path / "data", "meeting", without=frozenset())
    assert row["retrieved_at"].startswith("2018-01-01")


def test_redirects_in_a_circle_are_a_gap(tmp_path: Path) -> None:
    """They are followed a few times, and nothing is expected of them."""
    path = tmp_path / "circle.warc.gz"
    with path.open("wb") as out:
        _write(out, ADDRESS, b"", status="302 Found", headers=[("Location", ADDRESS)])
    source = _night(tmp_path, path)
    assert source.verdict is Verdict.SUSPICIOUS
    assert source.failed[0].reason.startswith("gap: ")


def test_a_torn_file_is_read_up_to_where_it_is_torn(tmp_path: Path) -> None:
    """What lies before is harvested; the report says that the file is torn, and where."""
    whole = _warc(tmp_path / "torn.warc.gz", _pages([ToyMeeting(id="1"), ToyMeeting(id="2", title="x" * 5000)], at=""))
    whole.write_bytes(whole.read_bytes()[:-40])
    source = _night(tmp_path, whole)

    assert source.verdict is Verdict.GOOD, source.reason
    assert source.counts.meetings.new == 1
    assert source.failed[0].url == "torn.warc.gz"
    assert "torn at byte" in source.failed[0].reason
    assert source.failed[1].url.endswith("/meeting/2")


@pytest.mark.parametrize(
    ("name", "compression", "said"),
    [
        ("../../escape.warc.gz", zipfile.ZIP_STORED, "leads out of it"),
        ("/etc/escape.warc.gz", zipfile.ZIP_STORED, "leads out of it"),
        ("archive/data.warc", zipfile.ZIP_DEFLATED, "compressed or encrypted by ZIP"),
        ("pages/pages.jsonl", zipfile.ZIP_STORED, "no WACZ"),
    ],
)
def test_a_hostile_wacz_is_refused(tmp_path: Path, name: str, compression: int, said: str) -> None:
    """Names that lead out of it, WARC files packed once more, and other ZIP files fail the source with a reason."""
    wacz = tmp_path / "hostile.wacz"
    with zipfile.ZipFile(wacz, "w") as archive:
        archive.writestr(name, b"WARC/1.0\r\n" * 100, compression)
    source = _night(tmp_path, wacz)
    assert source.verdict is Verdict.FAILED
    assert source.reason is not None
    assert source.reason.startswith("archive: ")
    assert said in source.reason


@pytest.mark.parametrize("content", [b"", b"no archive at all", b"\x1f\x8b\x08broken", b"PK\x03\x04 no zip"])
def test_what_is_no_archive_gives_no_meeting_and_says_so(tmp_path: Path, content: bytes) -> None:
    """It ends with a verdict that is not good, never with a crash or in silence."""
    path = tmp_path / "nothing.warc.gz"
    path.write_bytes(content)
    source = _night(tmp_path, path)
    assert source.verdict in {Verdict.SUSPICIOUS, Verdict.FAILED}
    assert source.failed
    assert not any("unexpected" in failure.reason for failure in source.failed)


def test_an_archive_that_is_not_there_fails_its_source(tmp_path: Path) -> None:
    """The path is named."""
    source = _night(tmp_path, tmp_path / "away.warc.gz")
    assert source.verdict is Verdict.FAILED
    assert source.reason is not None
    assert "away.warc.gz cannot be read" in source.reason


def test_a_page_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    """A page of 64 MB in 64 KB is not read further than its limit."""
    path = tmp_path / "bomb.warc.gz"
    with path.open("wb") as out:
        _write(out, ADDRESS, b"0" * (64 << 20))
    source = _night(tmp_path, path)
    assert source.verdict is Verdict.FAILED
    assert source.reason is not None
    assert source.reason.startswith("too large: ")


def test_an_endless_header_ends_the_reading(tmp_path: Path) -> None:
    """A record whose header has no end is a torn place in the file, not the end of the memory."""
    path = tmp_path / "header.warc"
    path.write_bytes(b"WARC/1.0\r\nWARC-Type: response\r\nX: " + b"x" * (3 << 20))
    source = _night(tmp_path, path)
    assert source.verdict is Verdict.SUSPICIOUS
    assert "a record's header has no end" in source.failed[0].reason


def _from_archive(config: Config, data: Path, **archive: Any) -> Config:
    source = config.sources[0].model_copy(update={"archive": ArchiveSettings(**archive)})
    return config.model_copy(update={"data_directory": data, "sources": (source,)})


def _night(
    folder: Path, *files: Path, days: int = 0, first: dt.date | None = None, last: dt.date | None = None
) -> SourceRunRow:
    """A night over archive files of the toy portal, whose host does not exist."""
    archive = ArchiveSettings.model_validate({"files": files, "from": first, "to": last})
    config = toy_config(folder / "data", toy_source(ADDRESS, archive=archive)).model_copy(update={"contact": None})
    return run_harvest(config, clock=clock_from(START + dt.timedelta(days=days)), portal=find_toy).sources[0]


def _dates(warc: Path) -> set[str]:
    with warc.open("rb") as file:
        return {record.rec_headers.get_header("WARC-Date") for record in ArchiveIterator(file)}


def _pages(meetings: Iterable[ToyMeeting], *, at: str) -> dict[str, tuple[str, bytes]]:
    """The pages of a toy portal by address, each with when it was captured."""
    with ToySite() as site:
        site.meetings(*meetings)
        routes = dict(site.routes)
    moment = f"{at or '2018-01-01'}T00:00:00Z"
    return {f"https://innsyn.example.org{path}": (moment, reply.body) for path, reply in routes.items()}  # type: ignore[union-attr] # all are plain replies


def _warc(path: Path, pages: dict[str, tuple[str, bytes]]) -> Path:
    with path.open("wb") as out:
        for url, (at, body) in pages.items():
            _write(out, url, body, at=at)
    return path


def _write(
    out: Any,
    url: str,
    body: bytes,
    *,
    at: str = "2018-01-01T00:00:00Z",
    status: str = "200 OK",
    headers: Iterable[tuple[str, str]] = (("Content-Type", "application/json"),),
) -> None:
    writer = WARCWriter(out, gzip=True)
    http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
    dated = {"WARC-Date": at}
    record = writer.create_warc_record(
        url, "response", payload=BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=dated
    )
    writer.write_record(record)


def _rows(folder: Path, table: str, *, without: frozenset[str] | set[str] = TIMES) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(folder / "store.sqlite")) as database:
        database.row_factory = sqlite3.Row
        rows = [dict(row) for row in database.execute(f"SELECT * FROM {table}")]
    kept = [{name: value for name, value in row.items() if name not in without} for row in rows]
    if table == "document_place":
        kept = [{name: value for name, value in row.items() if name != "id"} for row in kept]
    return sorted(kept, key=str)


def _texts(folder: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(folder / "store.sqlite")) as database:
        query = "SELECT document, sha256, fingerprint FROM document_version WHERE state = 'read' ORDER BY document"
        return list(database.execute(query))


def test_archive_files_lie_beside_the_configuration(tmp_path: Path) -> None:
    """Their paths are relative to config.yaml, and no contact is needed where nobody is asked."""
    (tmp_path / "config.yaml").write_text(_config_text("files: [old/portal.warc.gz]"), encoding="utf-8")
    config = load_config(tmp_path / "config.yaml")
    source = config.source("hedmark")
    assert source.archive is not None
    assert source.archive.files == (tmp_path / "old/portal.warc.gz",)
    config.require_contact(source)


@pytest.mark.parametrize(
    ("archive", "said"),
    [
        ("from: 2019-01-01", "either files, or cdx with memento"),
        ("cdx: https://archive.example/cdx", "either files, or cdx with memento"),
        ("{cdx: 'ftp://archive.example', memento: 'https://archive.example/{timestamp}/{url}'}", "web addresses"),
        ("{cdx: 'https://archive.example', memento: 'https://archive.example/'}", "memento needs"),
        ("{files: [a.warc], from: 2019-01-02, to: 2019-01-01}", "from comes after to"),
        ("{files: [a.warc], form: 2019-01-02}", "did you mean 'from'"),
    ],
)
def test_an_archive_that_makes_no_sense_is_refused(archive: str, said: str) -> None:
    """The message says what is wrong with it."""
    with pytest.raises(ConfigurationError, match=said):
        parse_config(_config_text(archive), name="config.yaml")


def _config_text(archive: str) -> str:
    row = f"key: hedmark, name: Hedmark, platform: jupiter, base_url: '{ADDRESS}', organization: {{key: h, name: H}}"
    return f"sources: [{{{row}, archive: {archive if archive.startswith('{') else f'{{{archive}}}'}}}]"
