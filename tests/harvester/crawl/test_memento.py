"""Portals that are gone are harvested from archives on the web, which are asked as politely as portals."""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest

from harvester.clock import clock_from
from harvester.config import ArchiveSettings, RobotsSettings
from harvester.model import Verdict
from harvester.run import run_harvest
from harvester.store import SourceRunRow
from tests.harvester.crawl.toy import START, Reply, ToyMeeting, ToySite, find_toy, toy_config, toy_source

PORTAL = "http://innsyn.example.org"
BEGIN, END = dt.date(2016, 1, 1), dt.date(2019, 12, 31)


class Archive:
    """A CDX server and its mementos on loopback; ``held`` are bodies, or addresses to be led to, by time and address."""

    def __init__(self, *, lines: bool = False) -> None:
        self.held: dict[tuple[str, str], bytes | str] = {}
        self.robots = ""
        self.asked: list[str] = []
        self._lines = lines
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def hold(self, *meetings: ToyMeeting, at: str) -> None:
        """Hold the pages of a toy portal as they were at a time."""
        with ToySite() as site:
            site.meetings(*meetings)
            for path, reply in site.routes.items():
                self.held[at, PORTAL + path] = reply.body  # type: ignore[union-attr] # all are plain replies

    def answer(self, path: str) -> tuple[int, bytes, Mapping[str, str]]:
        """What is answered at a path: status, body, headers."""
        parts = urlsplit(path)
        if parts.path == "/robots.txt":
            return 200, self.robots.encode(), {}
        if parts.path == "/cdx":
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            return 200, self._list(asked), {"Content-Type": "application/json"}
        found = re.fullmatch(r"/web/(\d{14})id_/(.+)", path)
        held = self.held.get((found[1], found[2])) if found else None
        if held is None:
            return 404, b"no such memento", {}
        if isinstance(held, str):
            return 302, b"", {"Location": held}
        return 200, held, {"Content-Type": "application/json", "ETag": '"archive"'}

    def _list(self, asked: Mapping[str, str]) -> bytes:
        rows = [
            {
                "urlkey": "org,example,innsyn)/",
                "timestamp": time,
                "original": url,
                "mimetype": "application/json",
                "statuscode": "302" if isinstance(held, str) else "200",
            }
            for (time, url), held in sorted(self.held.items())
            if url == asked["url"]
        ]
        if self._lines:
            return b"\n".join(json.dumps({**row, "url": row["original"]}).encode() for row in rows)
        return json.dumps([list(rows[0]), *(list(row.values()) for row in rows)] if rows else []).encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        archive = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                archive.asked.append(self.path)
                status, body, headers = archive.answer(self.path)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                """Quiet."""

        return Handler


@pytest.fixture(params=[False, True], ids=["array", "lines"])
def archive(request: pytest.FixtureRequest) -> Iterator[Archive]:
    """An archive, answering in each of the two ways that are in use."""
    with Archive(lines=request.param) as archive:
        yield archive


def test_the_newest_memento_in_the_range_is_harvested(archive: Archive, tmp_path: Path) -> None:
    """Captures outside the range are left; the portal's address is shown, and the memento's is kept."""
    archive.hold(ToyMeeting(id="1", title="Gammal", documents=("a",)), at="20150601000000")
    archive.hold(ToyMeeting(id="1", title="Nesten", documents=("a",)), at="20170601000000")
    archive.hold(ToyMeeting(id="1", title="Rett", documents=("a",)), at="20191231235959")
    archive.hold(ToyMeeting(id="1", title="Parkert"), at="20210601000000")
    source = _night(archive, tmp_path)

    assert source.verdict is Verdict.GOOD, source.reason
    assert source.counts.documents.new == 1
    assert source.requests == len(archive.asked) - 1
    assert archive.asked[0] == "/robots.txt"
    row = _meeting(tmp_path)
    assert row["title"] == "Rett"
    assert row["page_url"] == f"{PORTAL}/meeting/1"
    assert row["retrieved_at"] == "2019-12-31 23:59:59"
    assert row["capture"] == f"{archive.url}/web/20191231235959id_/{PORTAL}/meeting/1"


def test_what_the_archive_does_not_list_is_a_gap(archive: Archive, tmp_path: Path) -> None:
    """A meeting page that is missing fails nothing, and is told."""
    archive.hold(ToyMeeting(id="1"), ToyMeeting(id="2"), at="20180601000000")
    del archive.held["20180601000000", f"{PORTAL}/meeting/2"]
    source = _night(archive, tmp_path)

    assert source.verdict is Verdict.GOOD
    (gap,) = source.failed
    assert gap.url == f"{PORTAL}/meeting/2"
    assert gap.reason.startswith("gap: ")


def test_a_redirect_inside_the_archive_gives_the_address_it_led_to(archive: Archive, tmp_path: Path) -> None:
    """The page's address is the one on the portal, and its time the one of the capture that was reached."""
    archive.hold(ToyMeeting(id="1"), at="20180601000000")
    body = archive.held.pop(("20180601000000", f"{PORTAL}/meeting/1"))
    archive.held["20180602000000", f"{PORTAL}/moved/1"] = body
    archive.held["20180601000000", f"{PORTAL}/meeting/1"] = f"/web/20180602000000id_/{PORTAL}/moved/1"
    source = _night(archive, tmp_path)

    assert source.verdict is Verdict.GOOD, source.reason
    row = _meeting(tmp_path)
    assert (row["page_url"], row["retrieved_at"][:10]) == (f"{PORTAL}/moved/1", "2018-06-02")


def test_a_redirect_out_of_the_range_is_a_gap(archive: Archive, tmp_path: Path) -> None:
    """An archive that answers with another capture than the one that was asked for is not believed."""
    archive.hold(ToyMeeting(id="1"), at="20180601000000")
    archive.held["20220101000000", f"{PORTAL}/meeting/1"] = archive.held["20180601000000", f"{PORTAL}/meeting/1"]
    archive.held["20180601000000", f"{PORTAL}/meeting/1"] = f"/web/20220101000000id_/{PORTAL}/meeting/1"
    source = _night(archive, tmp_path)
    assert source.failed[0].reason.startswith("gap: ")
    assert not source.counts.meetings.new


def test_an_archive_that_forbids_programs_is_not_asked(archive: Archive, tmp_path: Path) -> None:
    """Its robots.txt is obeyed, and a permission is that of the archive's owner."""
    archive.hold(ToyMeeting(id="1"), at="20180601000000")
    archive.robots = "User-agent: *\nDisallow: /\n"
    source = _night(archive, tmp_path)
    assert source.verdict is Verdict.FAILED
    assert source.reason is not None
    assert source.reason.startswith("robots: ")
    assert archive.asked == ["/robots.txt"]

    permitted = RobotsSettings(override=True, permission="the archive, by letter")
    assert _night(archive, tmp_path, robots=permitted).verdict is Verdict.GOOD


@pytest.mark.parametrize("body", [b"<html>Not here</html>", b"[1, 2]", b'[["url"], ["a", "b"]]', b"3", b"[" * 100_000])
def test_what_is_no_cdx_server_fails_the_source(tmp_path: Path, body: bytes) -> None:
    """The answer is quoted, and nothing is guessed from it."""
    query = f"?output=list&url={quote_plus(PORTAL)}%2Fcalendar&output=json"
    with ToySite() as site:
        site.routes[f"/calendar{query}"] = Reply(body=body)
        memento = f"{site.url}/{{timestamp}}/{{url}}"
        archive = ArchiveSettings(cdx=f"{site.url}?output=list", memento=memento)
        config = toy_config(tmp_path, toy_source(f"{PORTAL}/calendar", archive=archive))
        source = run_harvest(config, clock=clock_from(START), portal=find_toy).sources[0]
    assert source.verdict is Verdict.FAILED
    assert source.reason is not None
    assert source.reason.startswith("archive: ")
    assert "no CDX server" in source.reason


def _night(archive: Archive, folder: Path, robots: RobotsSettings | None = None) -> SourceRunRow:
    between = {"from": BEGIN, "to": END}
    addresses = {"cdx": f"{archive.url}/cdx", "memento": f"{archive.url}/web/{{timestamp}}id_/{{url}}"}
    source = toy_source(
        f"{PORTAL}/calendar",
        archive=ArchiveSettings.model_validate({**addresses, **between}),
        robots=robots or RobotsSettings(),
    )
    return run_harvest(toy_config(folder, source), clock=clock_from(START), portal=find_toy).sources[0]


def _meeting(folder: Path) -> dict[str, str]:
    with closing(sqlite3.connect(folder / "store.sqlite")) as database:
        database.row_factory = sqlite3.Row
        (row,) = database.execute("SELECT * FROM meeting").fetchall()
    found = dict(row)
    found["retrieved_at"] = found["retrieved_at"][:19]
    return found
