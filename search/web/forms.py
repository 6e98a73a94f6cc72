"""Forms that are sent: a few fields, and a limit to what is read of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qs

from fastapi import Request

from search.errors import QueryError


def form_of_at_most(longest: int) -> Callable[[Request], Awaitable[Mapping[str, str]]]:
    """A dependency that gives the fields of a form of at most so many bytes, the last value of each.

    It raises QueryError when more is sent.
    """

    async def read(request: Request) -> Mapping[str, str]:
        content = bytearray()
        async for part in request.stream():
            content += part
            if len(content) > longest:
                raise QueryError(f"the form is longer than {longest} bytes")
        return {name: values[-1] for name, values in parse_qs(content.decode(errors="replace")).items()}

    return read
