"""A source that is read from an archive: the adapter asks for the portal's pages, and gets captures of them.

A page that was not captured is a gap. It says nothing of the page, so it is counted and told, and nothing is taken as
removed for it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urljoin

from w3lib.url import canonicalize_url

from harvester.config import ArchiveSettings
from harvester.crawl.captures import Capture, FileIndex, index_file, read_capture
from harvester.crawl.fetching import NO_VALIDATORS, Answer
from harvester.errors import ChallengePage, DamagedArchive, NotCaptured
from harvester.portals.contract import Request
from harvester.store import Failure, Validators

logger = logging.getLogger(__name__)

_REDIRECTS = 5
WITH_CONTENT = frozenset({200, 203})
"""Statuses of captures that bring a page."""

REDIRECTING = frozenset({301, 302, 303, 307, 308})
"""Statuses of captures that lead on."""


class ArchiveFiles:
    """Captures in WARC and WACZ files; nobody is asked."""

    def __init__(self, archive: ArchiveSettings, indexes: Path) -> None:
        self._archive = archive
        self._indexes = indexes
        self._captures: Captures | None = None
        self._opening = asyncio.Lock()
        self.known_gaps: tuple[Failure, ...] = ()

    async def fetch(self, request: Request, *, validators: Validators = NO_VALIDATORS, megabytes: int) -> Answer:
        """The newest capture of the page; redirects and revisits are followed inside the archive.

        Raises:
            NotCaptured: the archive does not hold the page.
            DamagedArchive: it cannot be read.
            TooLarge: more than ``megabytes``.
        """
        del validators
        require_get(request)
        captures = await self._opened()
        url = request.url
        for _ in range(_REDIRECTS + 1):
            capture = captures.newest(url)
            if capture.status not in REDIRECTING or capture.location is None:
                return await asyncio.to_thread(_answer, captures, capture, url, megabytes)
            url = _target(capture)
        raise NotCaptured(f"{request.url} was captured only as redirects, of which {_REDIRECTS} lead nowhere")

    def challenged(self, url: str, error: ChallengePage) -> None:
        """The archiver was taken for a robot; there is nobody to leave alone."""

    async def _opened(self) -> Captures:
        async with self._opening:
            if self._captures is None:
                files = [await asyncio.to_thread(index_file, path, self._indexes) for path in self._archive.files]
                torn = [(path, file.torn) for path, file in zip(self._archive.files, files, strict=True) if file.torn]
                for _, reason in torn:
                    logger.warning("archive %s", reason)
                self.known_gaps = tuple(Failure(url=path.name, reason=f"gap: {reason}") for path, reason in torn)
                self._captures = Captures(files, first=self._archive.first, last=self._archive.last)
            return self._captures


class Captures:
    """The captures of some files between two days, by address."""

    def __init__(self, files: Iterable[FileIndex], *, first: dt.date | None, last: dt.date | None) -> None:
        self._range = (first, last)
        self._exact: dict[str, Capture] = {}
        self._alike: dict[str, Capture] = {}
        self._by_digest: dict[str, Capture] = {}
        self._by_moment: dict[tuple[str, dt.datetime], Capture] = {}
        self._other_statuses: dict[str, int | None] = {}
        for file in files:
            for capture in file.captures:
                self._add(capture)

    def newest(self, url: str) -> Capture:
        """The newest capture of an address that brings content or leads on.

        Raises:
            NotCaptured: there is none.
        """
        found = self._exact.get(url) or self._alike.get(spelling(url))
        if found is not None:
            return found
        status = self._other_statuses.get(spelling(url))
        only = "" if status is None else f", only an answer {status}"
        raise NotCaptured(f"{url} was not captured{between(*self._range)}{only}")

    def original(self, revisit: Capture) -> Capture:
        """The capture whose content a revisit found unchanged.

        Raises:
            NotCaptured: it is not in these files.
        """
        found = None
        if revisit.refers_to is not None and revisit.refers_at is not None:
            found = self._by_moment.get((revisit.refers_to, revisit.refers_at))
        if found is None and revisit.digest is not None:
            found = self._by_digest.get(revisit.digest)
        if found is None:
            raise NotCaptured(f"{revisit.url} was captured as unchanged ({revisit}), but not what it was before")
        return found

    def _add(self, capture: Capture) -> None:
        if not capture.is_revisit:
            self._by_moment[capture.url, capture.at] = capture
            if capture.digest is not None:
                self._by_digest.setdefault(capture.digest, capture)
        if not is_between(capture.at.astimezone(dt.UTC).date(), *self._range):
            return
        if capture.status not in WITH_CONTENT | REDIRECTING and not capture.is_revisit:
            self._other_statuses[spelling(capture.url)] = capture.status
            return
        for table, key in ((self._exact, capture.url), (self._alike, spelling(capture.url))):
            known = table.get(key)
            if known is None or known.at <= capture.at:
                table[key] = capture


def require_get(request: Request) -> None:
    """Refuse requests that archives do not keep by their address.

    Raises:
        NotCaptured: it is another one than GET.
    """
    if request.method != "GET":
        raise NotCaptured(f"{request.url} is asked by {request.method}, which archives do not keep by address")


def is_between(day: dt.date, first: dt.date | None, last: dt.date | None) -> bool:
    """Whether a day lies in a range that may be open."""
    return (first is None or first <= day) and (last is None or day <= last)


def between(first: dt.date | None, last: dt.date | None) -> str:
    """The range in words, with a blank before it; nothing when it is open."""
    return "".join(f" {word} {day}" for word, day in (("from", first), ("to", last)) if day is not None)


def spelling(url: str) -> str:
    """What addresses of the same page have in common: neither scheme, order of parameters nor fragment."""
    try:
        return canonicalize_url(url).partition("://")[2]
    except ValueError:  # a port that is no number, a bracket that is not closed
        return url


def _target(redirect: Capture) -> str:
    try:
        return urljoin(redirect.url, redirect.location or "")
    except ValueError as error:
        raise NotCaptured(f"{redirect.url} was captured as a redirect to what is no address ({redirect})") from error


def _answer(captures: Captures, capture: Capture, url: str, megabytes: int) -> Answer:
    held = captures.original(capture) if capture.is_revisit else capture
    content = read_capture(held, megabytes=megabytes)
    if held.status not in WITH_CONTENT:
        raise DamagedArchive(f"{capture} repeats {held}, which is an answer {held.status}")
    content_type = next((value for name, value in content.headers if name.lower() == "content-type"), "")
    return Answer(
        url=url,
        status=held.status or 0,
        headers=content.headers,
        content_type=content_type,
        validators=NO_VALIDATORS,
        body=content.body,
        retrieved_at=capture.at,
        capture=str(capture),
    )
