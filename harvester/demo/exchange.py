"""What a demo portal is asked and what it answers: the seam between the server and the renderings of portal products."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from harvester.demo.dataset import Published, PublishedPaper
from harvester.demo.paper import MEDIA_TYPES, print_paper

_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestLine:
    """A request as a rendering sees it. ``path`` begins with a slash and has no query."""

    method: str
    path: str
    query: Mapping[str, tuple[str, ...]]
    headers: Mapping[str, str] = field(default_factory=lambda: _NO_HEADERS)
    body: bytes = b""

    @classmethod
    def parse(
        cls, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] = _NO_HEADERS
    ) -> RequestLine:
        """From the method and the target of an HTTP request line, and the headers."""
        parts = urlsplit(target)
        query = {name: tuple(values) for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        spelled = {name.casefold(): value for name, value in headers.items()}
        return cls(method=method, path=parts.path, query=query, headers=spelled, body=body)

    def parameter(self, name: str) -> str | None:
        """The first value of a query parameter."""
        return next(iter(self.query.get(name, ())), None)

    def header(self, name: str) -> str | None:
        """A header, by its name in any spelling."""
        return self.headers.get(name.casefold())


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


def answer(content: object, *, status: int = 200) -> Response:
    """A JSON answer with an ETag of its own words."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"ETag": entity_tag(body)} if status == HTTPStatus.OK else {}
    return Response(status=status, content_type="application/json; charset=utf-8", headers=headers, body=body)


def download(paper: PublishedPaper) -> Response:
    """A paper's bytes, with the validators that a file on a disk has."""
    headers = {}
    if not paper.content.varies_by_download:
        headers["ETag"] = entity_tag(repr(paper.content).encode())
        headers["Last-Modified"] = format_datetime(paper.modified.astimezone(dt.UTC), usegmt=True)
    return Response(
        content_type=MEDIA_TYPES[paper.content.file_format], headers=headers, body=print_paper(paper.content)
    )


def redirect(location: str) -> Response:
    """See elsewhere: how portals answer an address that they do not know."""
    return Response(status=302, headers={"Location": location})


def entity_tag(body: bytes) -> str:
    """A strong ETag for these bytes."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'
