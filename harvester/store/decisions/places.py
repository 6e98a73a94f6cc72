"""Where and when: the meeting of a record, its bodies and its organization, for many records at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from harvester.model import BodyKind
from harvester.store import schema


@dataclass(frozen=True, kw_only=True, slots=True)
class Bodies:
    """The bodies of a meeting, in the portal's order."""

    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    kinds: tuple[BodyKind, ...] = ()


NO_BODIES = Bodies()


def bodies_of(connection: Connection, meetings: Iterable[str] | None = None) -> Mapping[str, Bodies]:
    """The bodies of these meetings, or of all; one that the store does not know is named by its id."""
    link, body = schema.meeting_body, schema.body
    query = (
        select(link.c.meeting, link.c.body, body.c.name, body.c.kind)
        .outerjoin(body, body.c.id == link.c.body)
        .order_by(link.c.meeting, link.c.position)
    )
    if meetings is not None:
        query = query.where(link.c.meeting.in_(set(meetings)))
    found: dict[str, Bodies] = {}
    for row in connection.execute(query):
        before = found.get(row.meeting, NO_BODIES)
        found[row.meeting] = Bodies(
            ids=(*before.ids, row.body),
            names=(*before.names, row.name or row.body),
            kinds=(*before.kinds, BodyKind(row.kind) if row.kind else BodyKind.OTHER),
        )
    return found


def state_of(*parts: Any) -> str:
    """A hash that changes when any of the parts does."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
