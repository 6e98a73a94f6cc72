"""An archive on the web: a CDX server lists the captures of an address, and each is had as a memento (RFC 7089).

Two kinds of CDX answers are in use: one JSON array of rows under a row of names (Wayback Machine), and one JSON object a
line (pywb). Both take ``url``, ``output``, ``from`` and ``to``; whether an answer keeps to them is looked at here.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from harvester.config import ArchiveSettings
from harvester.crawl.archive import REDIRECTING, WITH_CONTENT, between, is_between, require_get, spelling
from harvester.crawl.fetching import NO_VALIDATORS, Answer, Fetch
from harvester.errors import ChallengePage, DamagedArchive, NotCaptured
from harvester.portals.contract import PageKind, Request
from harvester.store import Failure, Validators

_TIMESTAMP = "%Y%m%d%H%M%S"
_UNSAID = frozenset({"-", ""})
"""The status of a revisit, which repeats an earlier capture."""


class ArchiveOnTheWeb:
    """Captures of an archive that is asked by the rules by which portals are asked."""

    known_gaps: tuple[Failure, ...] = ()

    def __init__(self, archive: ArchiveSettings, live: Fetch) -> None:
        self._cdx = archive.cdx or ""
        self._memento = archive.memento or ""
        self._range = (archive.first, archive.last)
        self._live = live
        template = re.escape(self._memento)
        for name, pattern in (("timestamp", r"(?P<timestamp>\d{14})"), ("url", r"(?P<url>.+)")):
            template = template.replace(re.escape("{" + name + "}"), pattern)
        self._is_memento = re.compile(template)

    async def fetch(self, request: Request, *, validators: Validators = NO_VALIDATORS, megabytes: int) -> Answer:
        """The newest capture of the page; the archive itself follows redirects and revisits.

        Raises:
            NotCaptured: the archive does not hold the page.
            DamagedArchive: it answers what no CDX server answers.
            FetchError: it gave no answer that can be used.
        """
        del validators
        require_get(request)
        listed = Request(url=self._list_address(request.url), kind=PageKind.SEARCH)
        rows = list(_rows(await self._live.fetch(listed, megabytes=megabytes)))
        newest = max((at for row in rows if (at := self._time_of(row, request.url)) is not None), default=None)
        if newest is None:
            raise NotCaptured(f"{request.url} was not captured{between(*self._range)}")
        address = self._memento.replace("{timestamp}", newest.strftime(_TIMESTAMP)).replace("{url}", request.url)
        answer = await self._live.fetch(replace(request, url=address), megabytes=megabytes)
        return self._original(answer, request.url, newest)

    def challenged(self, url: str, error: ChallengePage) -> None:
        """The archiver was taken for a robot, by the portal and long ago; the archive has nothing to do with it."""

    def _list_address(self, url: str) -> str:
        first, last = self._range
        asked = {"url": url, "output": "json"}
        asked |= {name: f"{day:%Y%m%d}" for name, day in (("from", first), ("to", last)) if day is not None}
        return f"{self._cdx}{'&' if urlsplit(self._cdx).query else '?'}{urlencode(asked)}"

    def _time_of(self, row: Mapping[str, Any], url: str) -> dt.datetime | None:
        """When the row's capture was made; None when it is none of the page, the range or a page with content."""
        timestamp, original = str(row.get("timestamp", "")), str(row.get("original", row.get("url", "")))
        status = str(row.get("statuscode", row.get("status", "")))
        usable = status in _UNSAID or (status.isdecimal() and int(status) in WITH_CONTENT | REDIRECTING)
        at = _time(timestamp)
        if at is None or not usable or spelling(original) != spelling(url):
            return None
        return at if is_between(at.date(), *self._range) else None

    def _original(self, answer: Answer, url: str, at: dt.datetime) -> Answer:
        """The answer under the portal's own address, which is another one after a redirect."""
        found = self._is_memento.fullmatch(answer.url)
        captured = _time(found["timestamp"]) if found else None
        if found is None or captured is None:
            raise NotCaptured(f"{url}: the archive led to {answer.url}, which is no capture")
        if not is_between(captured.date(), *self._range):
            raise NotCaptured(f"{url}: the archive led to {answer.url}, which is not{between(*self._range)}")
        original = url if captured == at and spelling(found["url"]) == spelling(url) else found["url"]
        if not original.startswith(("http://", "https://")):
            raise NotCaptured(f"{url}: the archive led to {answer.url}, which is no capture of a web page")
        return replace(answer, url=original, retrieved_at=captured, capture=answer.url, validators=NO_VALIDATORS)


def _rows(answer: Answer) -> Iterator[Mapping[str, Any]]:
    """The rows of a CDX answer, whichever of the two kinds it is.

    Raises:
        DamagedArchive: it is neither.
    """
    text = answer.body.decode("utf-8", errors="replace").strip()
    try:
        if text.startswith("["):
            names, *rows = json.loads(text) or [[]]
            yield from (dict(zip(names, row, strict=True)) for row in rows)
        else:
            yield from (dict(json.loads(line)) for line in text.splitlines() if line.strip())
    except (ValueError, TypeError, RecursionError) as error:
        raise DamagedArchive(f"{answer.url} answered what no CDX server answers: {text[:60]!r}") from error


def _time(timestamp: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(timestamp, _TIMESTAMP).replace(tzinfo=dt.UTC)
    except ValueError:
        return None
