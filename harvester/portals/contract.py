"""The seam between the crawler and a portal product.

A portal adapter is pure: a page in, records and further requests out. It never fetches, writes, sleeps or
reads the clock. The same adapter therefore runs over a live portal, over raw pages kept from last year, and over
one file given to ``harvester parse``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from harvester.config import Source
from harvester.model import Document, Provenance, Record, Window
from harvester.portals.declaration import Declaration


class PageKind(StrEnum):
    """The kinds of page, the same words for every product that has such a page."""

    CALENDAR = "calendar"
    BODIES = "bodies"
    BODY = "body"
    MEETING = "meeting"
    ITEM = "item"
    CASE = "case"
    MEMBERS = "members"
    SEARCH = "search"
    DOCUMENT = "document"


NO_CONTEXT: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """A page that the adapter wants to read next.

    ``context`` is what the page that named it knew and the new page may lack, such as the code of a body; an adapter
    must be able to read the page without it.
    """

    url: str
    kind: PageKind
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=lambda: NO_CONTEXT)
    body: bytes = b""
    context: Mapping[str, str] = field(default_factory=lambda: NO_CONTEXT)


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchedPage:
    """A page as the portal served it, decoded from transfer and content encodings and nothing more.

    ``capture`` names the capture when it comes from an archive.
    """

    url: str
    kind: PageKind
    status: int
    content_type: str
    body: bytes
    retrieved_at: dt.datetime
    window: Window
    context: Mapping[str, str] = field(default_factory=lambda: NO_CONTEXT)
    capture: str | None = None

    def provenance(self, source: Source) -> Provenance:
        """Where the records of this page come from."""
        return Provenance(
            source=source.key,
            platform=source.platform,
            page_url=self.url,
            retrieved_at=self.retrieved_at,
            content_sha256=hashlib.sha256(self.body).hexdigest(),
            capture=self.capture,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Skip:
    """Something on a page that was recognised and left out on purpose."""

    reason: str
    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """What one page yielded."""

    records: tuple[Record, ...] = ()
    requests: tuple[Request, ...] = ()
    skipped: tuple[Skip, ...] = ()

    @classmethod
    def of(cls, found: Iterable[Record | Request | Skip]) -> Parsed:
        """What was found one after another on a page, sorted by what it is."""
        everything = tuple(found)
        return cls(
            records=tuple(each for each in everything if not isinstance(each, Request | Skip)),
            requests=tuple(each for each in everything if isinstance(each, Request)),
            skipped=tuple(each for each in everything if isinstance(each, Skip)),
        )


class Portal(Protocol):
    """One portal product, such as Jupiter."""

    name: str
    """The word for ``platform`` in config.yaml."""

    def start(self, source: Source, window: Window) -> Iterable[Request]:
        """The first pages to read for the meetings inside ``window``."""
        ...

    def parse(self, source: Source, page: FetchedPage) -> Parsed:
        """Records and further requests of one page.

        Raises:
            PageError: the page is not what it should be; what was expected and what was found is said.
            UnknownTerm: the page uses a word that no table explains.
        """
        ...

    def download(self, source: Source, document: Document) -> Request:
        """The request that answers with the bytes of ``document``."""
        ...


class Product(Portal, Protocol):
    """An adapter that can be named in config.yaml, and says what it rests on."""

    declaration: Declaration
