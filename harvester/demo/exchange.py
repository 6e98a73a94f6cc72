"""What a demo portal is asked and what it answers: the seam between the server and the renderings of portal products."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from harvester.demo.dataset import Published

_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestLine:
    """A request as a rendering sees it. ``path`` begins with a slash and has no query."""

    method: str
    path: str
    query: Mapping[str, tuple[str, ...]]
    body: bytes = b""

    @classmethod
    def parse(cls, method: str, target: str, body: bytes = b"") -> RequestLine:
        """From the method and the target of an HTTP request line."""
        parts = urlsplit(target)
        query = {name: tuple(values) for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        return cls(method=method, path=parts.path, query=query, body=body)

    def parameter(self, name: str) -> str | None:
        """The first value of a query parameter."""
        return next(iter(self.query.get(name, ())), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """An answer; the server adds ``Content-Length``, and turns it into 304 when the client has it already."""

    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=lambda: _NO_HEADERS)
    body: bytes = b""


class Rendering(Protocol):
    """A portal product: pages by address, from what is published at the moment. It keeps no state."""

    def __call__(self, line: RequestLine, published: Published) -> Response:
        """The answer to one request."""
        ...


def page(text: str) -> Response:
    """An HTML page with an ETag of its own words."""
    body = text.encode()
    return Response(headers={"ETag": entity_tag(body)}, body=body)


def redirect(location: str) -> Response:
    """See elsewhere: how portals answer an address that they do not know."""
    return Response(status=302, headers={"Location": location})


def entity_tag(body: bytes) -> str:
    """A strong ETag for these bytes."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'
