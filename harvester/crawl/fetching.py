"""One request of one source, asked until it is answered or there is no hope."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Protocol

import scrapy.http
from scrapy.core.engine import ExecutionEngine
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectError, ConnectionClosed

from harvester.config import LONGEST_RETRY_AFTER, Source
from harvester.crawl.addresses import PublicAddresses, check_url
from harvester.crawl.guard import LOOPBACK
from harvester.crawl.hosts import Hosts, host_of
from harvester.crawl.robots import PERMITTED_HOST
from harvester.errors import (
    Blocked,
    ChallengePage,
    FetchError,
    ForbiddenAddress,
    Throttled,
    TooLarge,
    UnexpectedAnswer,
    Unreachable,
)
from harvester.portals.contract import PageKind, Request
from harvester.store import Failure, Validators

SOURCE = "source"
"""Key of a request's ``meta``: the source for which it is made."""

_MEGABYTE = 1 << 20
_BLOCKING = frozenset({401, 403, 407, 451})
_SLOWING = frozenset({429, 503})
_CONTENT = frozenset({200, 203})
_TRANSIENT = frozenset({408, 425})
NO_VALIDATORS = Validators(etag=None, last_modified=None)
"""Nothing is there already."""

_BROKEN: Mapping[type[Exception], str] = MappingProxyType(
    {
        DownloadConnectionRefusedError: "the connection was refused",
        CannotResolveHostError: "its name is not known",
        ResponseDataLossError: "the answer broke off",
        DownloadFailedError: "the connection broke",
        ConnectError: "there is no connection",
        ConnectionClosed: "the connection was closed",
        OSError: "the answer cannot be unpacked",
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came, decoded from transfer and content encodings; ``status`` is 304 when nothing has changed.

    ``retrieved_at`` is None for what came just now; ``capture`` names the capture when it comes from an archive.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    content_type: str
    validators: Validators
    body: bytes
    retrieved_at: dt.datetime | None = None
    capture: str | None = None

    @property
    def not_modified(self) -> bool:
        """Whether the portal said that nothing has changed since the validators that were sent."""
        return self.status == HTTPStatus.NOT_MODIFIED


class Fetch(Protocol):
    """The seam between a source's crawl and what answers it: the portal itself, or an archive of it."""

    @property
    def known_gaps(self) -> tuple[Failure, ...]:
        """What is known to be missing, whatever is asked for."""
        ...

    async def fetch(self, request: Request, *, validators: Validators = NO_VALIDATORS, megabytes: int) -> Answer:
        """The answer to a request; ``validators`` are of what is already there, and more than ``megabytes`` is not read.

        Raises:
            FetchError: there was none that can be used.
        """
        ...

    def challenged(self, url: str, error: ChallengePage) -> None:
        """What came from there asks whether we are human."""
        ...


class Fetcher:
    """Asks the portal of one source, with its politeness."""

    known_gaps: tuple[Failure, ...] = ()

    def __init__(
        self,
        engine: ExecutionEngine,
        source: Source,
        *,
        hosts: Hosts,
        addresses: PublicAddresses,
        answer_seconds: float,
    ) -> None:
        self._engine = engine
        self._source = source
        self._hosts = hosts
        self._addresses = addresses
        self._answer_seconds = answer_seconds

    async def fetch(self, request: Request, *, validators: Validators = NO_VALIDATORS, megabytes: int) -> Answer:
        """The answer to a request, repeated while that makes sense.

        Args:
            request: what the adapter wants.
            validators: of what is already there.
            megabytes: more is not read.

        Raises:
            FetchError: there was none that can be used; the message says why in plain words and names the address.
        """
        politeness = self._source.politeness
        check_url(request.url, loopback=self._source.is_loopback)
        host = host_of(request.url)
        attempt = 0
        while True:
            self._hosts.admit(host, requests_per_day=politeness.requests_per_day)
            try:
                answer = await self._ask(request, validators, megabytes)
            except (Throttled, Unreachable, Blocked) as error:
                wait = self._wait(error, attempt)
                if wait is None:
                    self._hosts.failed(host, error, page=request.kind is not PageKind.DOCUMENT)
                    raise
                attempt += 1
                await asyncio.sleep(wait)
            else:
                self._hosts.answered(host)
                return answer

    def challenged(self, url: str, error: ChallengePage) -> None:
        """What came from there asks whether we are human."""
        self._hosts.challenged(host_of(url), error)

    def _wait(self, error: FetchError, attempt: int) -> float | None:
        """Seconds before the request is repeated, None when it is not."""
        politeness = self._source.politeness
        if isinstance(error, Blocked) or attempt >= politeness.retries:
            return None
        wait = politeness.retry_seconds * float(2**attempt)
        if isinstance(error, Throttled) and error.wait is not None:
            wait = max(wait, error.wait)
            return wait if error.wait <= LONGEST_RETRY_AFTER else None
        return wait

    async def _ask(self, request: Request, validators: Validators, megabytes: int) -> Answer:
        try:
            response = await self._engine.download_async(self._outgoing(request, validators, megabytes))
        except DownloadCancelledError as error:
            raise TooLarge(f"{request.url} is larger than {megabytes} MB") from error
        except DownloadTimeoutError as error:
            raise Unreachable(f"{request.url} gave no whole answer within {self._answer_seconds:g} s") from error
        except IgnoreRequest as error:  # too many redirects, or a small body that unpacks to a huge one
            raise UnexpectedAnswer(f"{request.url} was given up: {error}") from error
        except tuple(_BROKEN) as error:
            raise self._broken(request.url, error) from error
        return _answer(request.url, response, conditional=validators != NO_VALIDATORS)

    def _outgoing(self, request: Request, validators: Validators, megabytes: int) -> scrapy.Request:
        headers = dict(request.headers)
        if validators.etag is not None:
            headers["If-None-Match"] = validators.etag
        if validators.last_modified is not None:
            headers["If-Modified-Since"] = validators.last_modified
        return scrapy.Request(
            request.url,
            method=request.method,
            headers=headers,
            body=request.body,
            meta={
                SOURCE: self._source.key,
                LOOPBACK: self._source.is_loopback,
                PERMITTED_HOST: host_of(self._source.asks or "") if self._source.robots.override else None,
                "cookiejar": self._source.key,
                "download_maxsize": megabytes * _MEGABYTE,
            },
        )

    def _broken(self, url: str, error: Exception) -> FetchError:
        if isinstance(error, CannotResolveHostError):
            for host, address in self._addresses.refused.items():
                if host in str(error):
                    return ForbiddenAddress(f"{url} leads to {address}, which is not public")
        words = next(words for kind, words in _BROKEN.items() if isinstance(error, kind))
        return Unreachable(f"{url} was not answered: {words}")


def _answer(url: str, response: scrapy.http.Response, *, conditional: bool) -> Answer:
    """The answer that a response is.

    Raises:
        FetchError: its status says that it is none.
    """
    status = response.status
    told = f"{url} answered {status} {_phrase(status)}".rstrip()
    if status in _BLOCKING:
        raise Blocked(told)
    if status in _SLOWING:
        wait = _retry_after(response)
        raise Throttled(told if wait is None else f"{told} and wants to be asked again in {wait:.0f} s", wait=wait)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _TRANSIENT:
        raise Unreachable(told)
    if status not in _CONTENT and not (conditional and status == HTTPStatus.NOT_MODIFIED):
        raise UnexpectedAnswer(told)
    return Answer(
        url=response.url,
        status=status,
        headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in _lines(response)),
        content_type=_header(response, "Content-Type") or "",
        validators=Validators(etag=_header(response, "ETag"), last_modified=_header(response, "Last-Modified")),
        body=response.body,
    )


def _lines(response: scrapy.http.Response) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, values in response.headers.items() for value in values]


def _header(response: scrapy.http.Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _retry_after(response: scrapy.http.Response) -> float | None:
    """Seconds of the header ``Retry-After``, which holds a number or a date (RFC 9110, section 10.2.3)."""
    value = _header(response, "Retry-After")
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    then = _http_date(value)
    # The server's own clock, so that ours need not agree with it.
    now = _http_date(_header(response, "Date") or "") or dt.datetime.now(dt.UTC)
    return None if then is None else max((then - now).total_seconds(), 0.0)


def _http_date(value: str) -> dt.datetime | None:
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=dt.UTC)
