"""The portal of one demo organization on loopback."""

from __future__ import annotations

import datetime as dt
import http.server
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from harvester.demo.dataset import Dataset, Published
from harvester.demo.exchange import Rendering, RequestLine, Response
from harvester.demo.faults import Fault, FaultKind, FaultPlan, faulty_response

_HEADERS_OF_INTEREST = ("User-Agent", "From", "If-None-Match", "If-Modified-Since", "Accept-Encoding", "Cookie")
_MEGABYTE = 1_000_000
_DRIP_SECONDS = 0.2
_POLL_SECONDS = 0.02


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """A request that the server has answered; ``time`` is in seconds of the monotonic clock, at its arrival."""

    method: str
    target: str
    status: int
    headers: Mapping[str, str]
    time: float


class DemoServer:
    """Serves one organization of a data set as it is at ``moment``, in the rendering that is given.

    A context manager: it listens from ``__enter__`` on, in threads of its own, and is gone after ``__exit__``.
    ``requests`` grows with every answer.
    """

    def __init__(
        self,
        dataset: Dataset,
        *,
        organization: str,
        render: Rendering,
        moment: dt.datetime,
        port: int = 0,
        faults: Sequence[Fault] = (),
    ) -> None:
        self.organization = organization
        self.render = render
        self.requests: list[Received] = []
        self.stopping = threading.Event()
        self._dataset = dataset
        self._published = dataset.as_of(moment, organization)
        self._faults = FaultPlan(faults)
        self._http = _Listener(("127.0.0.1", port), self)
        self._thread = threading.Thread(
            target=self._http.serve_forever,
            kwargs={"poll_interval": _POLL_SECONDS},
            name=f"demo {organization}",
            daemon=True,
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._http.server_address[1])

    @property
    def url(self) -> str:
        """The portal's address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def move_to(self, moment: dt.datetime) -> None:
        """Set the clock: from now on the portal shows what is published at ``moment``."""
        self._published = self._dataset.as_of(moment, self.organization)

    def set_faults(self, *faults: Fault) -> None:
        """Replace the trouble that the portal makes."""
        self._faults = FaultPlan(faults)

    def wait(self) -> None:
        """Block until the server is stopped by another thread or the keyboard."""
        self.stopping.wait()

    def answer(self, line: RequestLine, target: str) -> tuple[Response, Fault | None]:
        """The response to a request, and the fault that has touched it."""
        published: Published = self._published
        fault = self._faults.strike(target)
        if fault:
            return faulty_response(fault, self.render, line, published), fault
        return self.render(line, published), None


class _Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], demo: DemoServer) -> None:
        self.demo = demo
        super().__init__(address, _Handler)


class _Handler(http.server.BaseHTTPRequestHandler):
    server: _Listener
    protocol_version = "HTTP/1.1"
    server_version = "WEBrick/1.4"
    sys_version = ""

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature of http.server
        """Keep quiet: ``DemoServer.requests`` is the log."""

    def _serve(self) -> None:
        arrived = time.monotonic()
        self.close_connection = True
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else b""
        line = RequestLine.parse(self.command, self.path, body, dict(self.headers))
        response, fault = self.server.demo.answer(line, self.path)
        not_modified = fault is None and response.status == 200 and self._client_has(response)
        self._record(304 if not_modified else response.status, arrived)
        try:
            if not_modified:
                self._head(304, response, length=None)
            else:
                self._send(response, fault)
        except (BrokenPipeError, ConnectionResetError):
            return

    def _record(self, status: int, arrived: float) -> None:
        headers = {name: self.headers[name] for name in _HEADERS_OF_INTEREST if name in self.headers}
        self.server.demo.requests.append(
            Received(method=self.command, target=self.path, status=status, headers=headers, time=arrived)
        )

    def _client_has(self, response: Response) -> bool:
        wanted = self.headers.get("If-None-Match")
        if wanted is not None:
            return response.headers.get("ETag") in {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
        since = self.headers.get("If-Modified-Since")
        return since is not None and since == response.headers.get("Last-Modified")

    def _head(self, status: int, response: Response, *, length: int | None) -> None:
        self.send_response(status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Type", response.content_type)
            self.send_header("Content-Length", str(length))
        self.send_header("Connection", "close")
        self.end_headers()

    def _send(self, response: Response, fault: Fault | None) -> None:
        stopping = self.server.demo.stopping
        body = b"" if self.command == "HEAD" else response.body
        match fault.kind if fault else None:
            case FaultKind.HANGING:
                stopping.wait()
            case FaultKind.SLOW_DRIP:
                self._head(response.status, response, length=len(response.body))
                for position in range(len(body)):
                    self.wfile.write(body[position : position + 1])
                    if stopping.wait(_DRIP_SECONDS):
                        return
            case FaultKind.CUT_CONNECTION:
                self._head(response.status, response, length=len(response.body))
                self.wfile.write(body[: len(body) // 2])
            case FaultKind.OVERSIZED:
                self._send_oversized(response, fault.megabytes if fault else 0)
            case _:
                self._head(response.status, response, length=len(response.body))
                self.wfile.write(body)

    def _send_oversized(self, response: Response, megabytes: int) -> None:
        """Without a length, so that only counting what arrives can stop it."""
        self.send_response(200)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(response.body)
        for _ in range(megabytes):
            if self.server.demo.stopping.is_set():
                return
            self.wfile.write(b" " * _MEGABYTE)
