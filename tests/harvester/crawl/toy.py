"""A portal of our own for the tests: pages of JSON from a real server on this machine, and the adapter that reads them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import urljoin

from harvester.config import Config, Contact, Limits, OrganizationSettings, Politeness, Source
from harvester.errors import ConfigurationError, PageError
from harvester.ids import record_id
from harvester.model import (
    AgendaItem,
    Body,
    BodyKind,
    Document,
    DocumentKind,
    ItemKind,
    Meeting,
    Record,
    Window,
    oslo_time,
)
from harvester.portals.contract import FetchedPage, PageKind, Parsed, Portal, Request, Skip

START = dt.datetime(2026, 5, 20, 1, 30, tzinfo=dt.UTC)
"""The night of the tests."""

TEXT = "Saka om skuleskyss vart handsama i møtet. Tilrådinga vart samrøystes vedteken."


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the server answers at one path."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0
    cut: bool = False
    announced: bool = True
    etag: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as the server saw it."""

    method: str
    path: str
    headers: Mapping[str, str]
    at: float
    status: int


Route = Reply | Callable[[int], Reply]
"""A reply, or what gives one for the number of times that the path was asked before."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Quiet: harvests that are killed reset their connections."""


class ToySite:
    """A server on 127.0.0.1. A context manager; ``routes`` may change while it runs."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[Asked] = []
        self._server = _Server(("127.0.0.1", 0), self._handler())
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
        """Where the calendar is."""
        return f"http://127.0.0.1:{self._server.server_port}/calendar"

    def paths(self, *, since: int = 0) -> list[str]:
        """What was asked, in order, without robots.txt."""
        return [asked.path for asked in self.asked[since:] if asked.path != "/robots.txt"]

    def meetings(self, *meetings: ToyMeeting) -> None:
        """Serve a calendar of these meetings, with their pages and documents."""
        self.routes["/calendar"] = page({"meetings": [f"/meeting/{meeting.id}" for meeting in meetings]})
        for meeting in meetings:
            self.routes[f"/meeting/{meeting.id}"] = page(meeting.content())
            for key in meeting.documents:
                self.routes.setdefault(f"/document/{key}", document(f"{TEXT} {key}"))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site._answer(self)

            def log_message(self, *_args: object) -> None:
                """Quiet."""

        return Handler

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        route = self.routes.get(handler.path, Reply(status=404, body=b"not here"))
        before = sum(asked.path == handler.path for asked in self.asked)
        reply = route if isinstance(route, Reply) else route(before)
        headers = dict(reply.headers)
        status, body = reply.status, reply.body
        if reply.etag:
            headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if handler.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
        self.asked.append(
            Asked(
                method=handler.command,
                path=handler.path,
                headers=dict(handler.headers),
                at=time.monotonic(),
                status=status,
            )
        )
        time.sleep(reply.wait)
        try:
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name, value)
            if status != 304 and reply.announced:
                handler.send_header("Content-Length", str(len(body) + (100 if reply.cut else 0)))
            handler.end_headers()
            handler.wfile.write(body)
        except OSError:
            handler.close_connection = True
        if reply.cut or not reply.announced:
            handler.close_connection = True


@dataclass(frozen=True, kw_only=True)
class ToyMeeting:
    """A meeting with one item; documents by key."""

    id: str
    day: dt.date = dt.date(2026, 5, 12)
    title: str = "Hovudutval for samferdsel"
    documents: Sequence[str] = ()
    trouble: str | None = None

    def content(self) -> dict[str, Any]:
        """The page's JSON."""
        return {
            "id": self.id,
            "day": self.day.isoformat(),
            "title": self.title,
            "documents": [{"id": key, "url": f"/document/{key}"} for key in self.documents],
            "trouble": self.trouble,
        }


def page(content: object, *, etag: bool = True) -> Reply:
    """A page of the toy portal."""
    return Reply(body=json.dumps(content).encode(), headers={"Content-Type": "application/json"}, etag=etag)


def document(text: str, *, etag: bool = True) -> Reply:
    """A document: plain text is one."""
    return Reply(body=text.encode(), headers={"Content-Type": "application/pdf"}, etag=etag)


class ToyPortal:
    """Reads the pages; pure, like every adapter."""

    name = "toy"

    def start(self, source: Source, window: Window) -> Iterable[Request]:
        """The calendar."""
        del window
        return [Request(url=source.base_url, kind=PageKind.CALENDAR)]

    def parse(self, source: Source, page: FetchedPage) -> Parsed:
        """Meetings in the calendar, records on a meeting's page."""
        try:
            content = json.loads(page.body)
        except ValueError as error:
            raise PageError(page.url, expected="JSON", found=repr(page.body[:40])) from error
        if page.kind is PageKind.CALENDAR:
            urls = [urljoin(page.url, path) for path in content["meetings"]]
            return Parsed(
                requests=tuple(Request(url=url, kind=PageKind.MEETING) for url in urls),
                skipped=tuple(Skip(reason="an odd row", what=what) for what in content.get("odd", ())),
            )
        if content["trouble"]:
            raise KeyError(content["trouble"])
        return Parsed(records=tuple(_records(source, page, content)))

    def download(self, source: Source, document: Document) -> Request:
        """Its address."""
        del source
        return Request(url=document.url or "", kind=PageKind.DOCUMENT)


def find_toy(name: str) -> Portal:
    """The adapter, for ``run_harvest``."""
    if name != ToyPortal.name:
        raise ConfigurationError(f"no portal {name}")
    return ToyPortal()


def _records(source: Source, page: FetchedPage, content: Mapping[str, Any]) -> list[Record]:
    provenance = page.provenance(source)
    body = Body(
        id=record_id(source.key, "body"),
        organization=source.organization.key,
        name="Hovudutval for samferdsel",
        kind=BodyKind.COMMITTEE,
        provenance=provenance,
    )
    meeting = Meeting(
        id=record_id(source.key, "m", content["id"]),
        bodies=(body.id,),
        title=content["title"],
        start=oslo_time(dt.date.fromisoformat(content["day"]), dt.time(10)),
        time_known=True,
        url=page.url,
        provenance=provenance,
    )
    item = AgendaItem(
        id=record_id(source.key, "i", content["id"]),
        meeting=meeting.id,
        number="1/26",
        sequence=1,
        year=2026,
        position=1,
        section=None,
        kind=ItemKind.POLITICAL,
        title="Skuleskyss",
        case_number=None,
        closed=False,
        provenance=provenance,
    )
    documents = [
        Document(
            id=record_id(source.key, entry["id"]),
            meeting=meeting.id,
            item=item.id,
            kind=DocumentKind.CASE_PAPER,
            title=f"Saksframlegg {entry['id']}",
            url=urljoin(page.url, entry["url"]),
            provenance=provenance,
        )
        for entry in content["documents"]
    ]
    return [body, meeting, item, *documents]


def toy_source(url: str, *, key: str = "toy", politeness: Politeness | None = None, **settings: Any) -> Source:
    """A source that is asked without pauses and without long waits."""
    return Source(
        key=key,
        name=key.title(),
        platform=ToyPortal.name,
        base_url=url,
        organization=OrganizationSettings(key=f"{key}-kommune", name=f"{key.title()} kommune"),
        politeness=politeness or Politeness(pause_seconds=0, retry_seconds=0.01),
        **settings,
    )


def toy_config(data_directory: Path, *sources: Source, **limits: Any) -> Config:
    """A configuration for the toy portal."""
    return Config(
        data_directory=data_directory,
        contact=Contact(name="Avisa", address="redaksjon@example.org"),
        sources=sources,
        limits=Limits(**{"answer_seconds": 5, "extraction_processes": 1, **limits}),
    )
