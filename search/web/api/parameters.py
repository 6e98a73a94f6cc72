"""What an address of the API may ask for: declared parameters and cursors, and nothing that would be ignored."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Annotated

from fastapi import Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from search.errors import QueryError

MOST_PER_PAGE = 500


def only_known(request: Request) -> None:
    """Refuse a parameter that would otherwise be ignored, and with it the filter that somebody meant.

    Raises:
        QueryError: there is no such parameter; says which there are.
    """
    route: APIRoute = request.scope["route"]
    declared = tuple(_declared(route.dependant))
    for name in request.query_params:
        if name not in declared:
            known = f"parameters: {', '.join(declared)}" if declared else "there are none here"
            raise QueryError(f"there is no parameter {name!r}; {known}", declared)


def _declared(dependant: Dependant) -> Iterator[str]:
    yield from (parameter.alias for parameter in dependant.query_params)
    for dependency in dependant.dependencies:
        yield from _declared(dependency)


def cursor_after(position: str) -> str:
    """What asks for the part of a list that follows ``position``; opaque, so that nobody builds one."""
    return base64.urlsafe_b64encode(position.encode()).decode().rstrip("=")


def position_of(cursor: str) -> str:
    """The position that a cursor was made of; the beginning for an empty one.

    Raises:
        QueryError: the cursor was not made here.
    """
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise QueryError("cursor: this is none that was given here; leave it out to begin") from error


def number_of(cursor: str) -> int:
    """The number that a cursor was made of, 0 for an empty one.

    Raises:
        QueryError: the cursor was not made here.
    """
    position = position_of(cursor)
    if not position:
        return 0
    if not (position.isascii() and position.isdigit() and len(position) < 16):
        raise QueryError("cursor: this is none that was given here; leave it out to begin")
    return int(position)


Cursor = Annotated[str, Query(description="Where the last answer said that the next one begins", max_length=1000)]
PerPage = Annotated[int, Query(ge=1, le=MOST_PER_PAGE, description="How many at most")]
