"""Where this site is on the web, as machines must be told: absolute addresses and permanent tags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Depends, Request

_TAGGED_SINCE = "2026"
"""The year in which the tags were first made; RFC 4151 wants a date at which the name was ours. It never changes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """The site under its public address, without a slash at the end."""

    address: str

    def absolute(self, address: str) -> str:
        """One of our own addresses in full."""
        return self.address + address

    def tag(self, kind: str, key: str) -> str:
        """The permanent name of a record (RFC 4151), whatever becomes of its address."""
        return f"tag:{self.host},{_TAGGED_SINCE}:{kind}/{quote(key, safe='/')}"

    @property
    def host(self) -> str:
        """The host's name."""
        return urlsplit(self.address).hostname or "localhost"


def _site_of(request: Request) -> Site:
    configured: str | None = request.app.state.web.address
    return Site(address=(configured or str(request.base_url)).rstrip("/"))


ThisSite = Annotated[Site, Depends(_site_of)]
"""The configured address of the site; while there is none, the one that was asked."""
