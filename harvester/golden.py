"""Saved pages, by which an adapter is built and held: capture one from a portal, read one without asking anybody."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from harvester.clock import Clock
from harvester.config import Config, OrganizationSettings, Source
from harvester.crawl import SourceJob, crawl
from harvester.crawl.hosts import host_of
from harvester.errors import ConfigurationError, FetchError, LeftAlone
from harvester.model import Document, Window
from harvester.portals import portal
from harvester.portals.contract import FetchedPage, PageKind, Parsed, Portal, Request
from harvester.progress import SILENCE
from harvester.stopping import Stop
from harvester.store import STORE_FILE, open_store

_EVERY_DAY = Window(first=dt.date(1900, 1, 1), last=dt.date(2199, 12, 31))
_HTML = "text/html"
_CONTENT_TYPES = {".json": "application/json", ".xml": "application/xml"}


def parse_saved_page(path: Path, *, source: Source, kind: PageKind, url: str) -> Parsed:
    """What a saved page yields, with a window that holds every meeting.

    Raises:
        ConfigurationError: the file cannot be read, or the source's platform is unknown.
        PortalError: the page is not what its kind promises.
    """
    adapter = portal(source.platform)
    try:
        body = path.read_bytes()
        saved_at = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from error
    page = FetchedPage(
        url=url,
        kind=kind,
        status=200,
        content_type=_CONTENT_TYPES.get(path.suffix.lower(), _HTML),
        body=body,
        retrieved_at=saved_at,
        window=_EVERY_DAY,
    )
    return adapter.parse(source, page)


def source_of_page(url: str, platform: str) -> Source:
    """A source for a page of which no configuration is known; its key is ``page``.

    Raises:
        ConfigurationError: ``url`` is no web address.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ConfigurationError(f"{url!r} is no web address; give the one from which the page was saved")
    organization = OrganizationSettings(key="page", name=parts.hostname)
    return Source(key="page", name=parts.hostname, platform=platform, base_url=url, organization=organization)


def capture_page(config: Config, source: Source, *, kind: PageKind, url: str, clock: Clock) -> bytes:
    """Fetch one page of a source as :func:`fetch_page` does; gives its bytes.

    Raises:
        ConfigurationError: the platform is unknown, or ``contact`` is missing.
        FetchError: the host refused us lately, or there was no usable answer; the message says why.
    """
    # Whatever a product wants with each request, such as the name of a tenant, it wants with the first one.
    first = next(iter(portal(source.platform).start(source, source.window(clock().date()))))
    return fetch_page(config, source, Request(url=url, kind=kind, headers=first.headers), clock=clock).body


def fetch_page(config: Config, source: Source, request: Request, *, clock: Clock) -> FetchedPage:
    """Fetch one page as a harvest would, with its robots.txt, pause, limits and address checks, and keep nothing.

    Raises:
        ConfigurationError: ``contact`` is missing.
        FetchError: the host refused us lately, or there was no usable answer; the message says why.
    """
    config.require_contact(source)
    _leave_alone_who_refused_us(config, request.url, clock())
    single = _OnePage(request)
    with tempfile.TemporaryDirectory() as folder:
        aside = config.model_copy(update={"data_directory": Path(folder)})
        with open_store(aside.data_directory) as store:
            store.records.register(source)
            run = store.runs.begin(clock())
            job = SourceJob(run=run, source=source, portal=single, window=source.window(clock().date()))
            store.runs.begin_source(run, source, job.window, clock())
            crawled = crawl([job], store, aside, clock=clock, progress=SILENCE, stop=Stop())[source.key]
    if single.page is None:
        reasons = "; ".join(failure.reason for failure in crawled.failed_pages)
        raise FetchError(reasons or f"{request.url} was not fetched")
    return single.page


def _leave_alone_who_refused_us(config: Config, url: str, now: dt.datetime) -> None:
    if not (config.data_directory / STORE_FILE).exists():
        return
    with open_store(config.data_directory, create=False) as store:
        for block in store.blocks.standing(now):
            if block.host == host_of(url):
                raise LeftAlone(str(block))


def first_page(config: Config, source: Source, *, clock: Clock) -> Parsed:
    """Ask a portal's first page, politely, and read it.

    Raises:
        ConfigurationError: the platform is unknown, or ``contact`` is missing.
        FetchError: there was no usable answer.
        PortalError: what came is not what the adapter expects.
    """
    adapter = portal(source.platform)
    request = next(iter(adapter.start(source, source.window(clock().date()))))
    return adapter.parse(source, fetch_page(config, source, request, clock=clock))


class _OnePage(Portal):
    """An adapter that wants one page and keeps it as it came."""

    name = "capture"

    def __init__(self, request: Request) -> None:
        self.page: FetchedPage | None = None
        self._request = request

    def start(self, source: Source, window: Window) -> Iterable[Request]:
        del source, window
        yield self._request

    def parse(self, source: Source, page: FetchedPage) -> Parsed:
        del source
        self.page = page
        return Parsed()

    def download(self, source: Source, document: Document) -> Request:
        raise FetchError(f"{source.key}: {document.id} is not downloaded while a page is captured")
