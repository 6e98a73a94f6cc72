"""Which product is behind an address, and the row for config.yaml that follows from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from harvester.clock import Clock
from harvester.config import Config, OrganizationSettings, Source
from harvester.errors import PortalError
from harvester.golden import fetch_page, source_of_page
from harvester.municipalities import Row, rows
from harvester.portals import PORTALS
from harvester.portals.contract import PageKind, Request
from harvester.portals.detection import KNOWN_PRODUCTS, Detection, from_address, from_page

_SHARED_HOSTS = re.compile(
    r"opengov\.360online\.com|innsynpluss\.onacos\.no|innsyn\.onacos\.no|prod\d+\.elementscloud\.no"
)
_WORDS_FOR_PORTALS = frozenset({"innsyn", "jupiter", "politiker", "politiskagenda", "postliste", "websak", "www"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """A product that was found, and the row to put into config.yaml; ``row`` is the ready one when there is one.

    ``source`` is None when there is no adapter for the product.
    """

    detection: Detection
    source: Source | None
    row: Row | None


def identify(config: Config, url: str, *, clock: Clock) -> tuple[Suggestion, ...]:
    """What is known of an address: by its shape alone, or else from the page there, which is fetched politely.

    Raises:
        ConfigurationError: ``url`` is no web address, or the page is needed and ``contact`` is missing.
        FetchError: the page could not be had.
        PortalError: neither the address nor the page is of a product that is known.
    """
    asked = source_of_page(url, "unknown")
    found = from_address(url)
    if found is not None:
        return (_suggestion(found),)
    page = fetch_page(config, asked, Request(url=url, kind=PageKind.CALENDAR), clock=clock)
    on_page = from_page(page.url, page.body)
    if not on_page:
        raise PortalError(f"{url}: neither the address nor the page is of a product that is known: {_products()}")
    return tuple(_suggestion(each) for each in on_page)


def _products() -> str:
    harvestable = [f"{word} ({KNOWN_PRODUCTS[word]})" for word in KNOWN_PRODUCTS if word in PORTALS]
    others = [name for word, name in KNOWN_PRODUCTS.items() if word not in PORTALS]
    return ", ".join(harvestable) + (f"; without an adapter: {', '.join(others)}" if others else "")


def _suggestion(found: Detection) -> Suggestion:
    ready = next((row for row in rows() if row.base_url and _same(row.base_url, found.base_url)), None)
    if found.product not in PORTALS:
        return Suggestion(detection=found, source=None, row=ready)
    return Suggestion(detection=found, source=ready.source if ready else _new_source(found), row=ready)


def _same(one: str, other: str) -> bool:
    return one.rstrip("/").casefold() == other.rstrip("/").casefold()


def _new_source(found: Detection) -> Source:
    """A row whose names are still those of the host."""
    key, host = _key(found.base_url), urlsplit(found.base_url).hostname or ""
    organization = OrganizationSettings(key=key, name=host)
    return Source(key=key, name=host, platform=found.product, base_url=found.base_url, organization=organization)


def _key(base_url: str) -> str:
    """A first proposal: the name of the tenant on a shared host, else the telling part of the host's name."""
    parts = urlsplit(base_url)
    host, segments = parts.hostname or "", [segment for segment in parts.path.split("/") if segment]
    if _SHARED_HOSTS.fullmatch(host):
        word = segments[1] if segments[0].casefold() in {"meetings", "publikum"} else segments[0]
    else:
        word = next((label for label in host.split(".") if label not in _WORDS_FOR_PORTALS), host)
    return re.sub(r"[^a-z0-9]+", "-", word.casefold()).strip("-")[:60] or "portal"
