"""Which hosts refused us: they are left alone until a day has passed, or the operator says that they may be asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, select

from harvester.model import OSLO
from harvester.store import schema
from harvester.store.database import Database
from harvester.store.records import put

# A day, less what the nights of two days may lie nearer to each other.
_LEFT_ALONE = dt.timedelta(hours=20)


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A host that refused us, when, and what it said."""

    host: str
    since: dt.datetime
    reason: str

    @property
    def until(self) -> dt.datetime:
        """When it may be asked again, if nobody allows it earlier."""
        return self.since + _LEFT_ALONE

    def __str__(self) -> str:
        """The whole of it in a sentence, with what the operator can do."""
        since, until = (f"{moment.astimezone(OSLO):%Y-%m-%d %H:%M}" for moment in (self.since, self.until))
        return (
            f"{self.host} refused us {since} ({self.reason}) and is left alone until {until}, "
            f"or until you allow it: harvester unblock {self.host}"
        )


class Blocks:
    """Remembers refusals from one run to the next."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def standing(self, now: dt.datetime) -> tuple[Block, ...]:
        """The hosts that are not to be asked now, by name."""
        table = schema.host_block
        with self._database.reading() as connection:
            rows = connection.execute(select(table).order_by(table.c.host)).mappings().all()
        blocks = (Block(host=row["host"], since=row["since"], reason=row["reason"]) for row in rows)
        return tuple(block for block in blocks if now < block.until)

    def remember(self, block: Block) -> None:
        """Keep that a host refused us; the latest refusal counts."""
        with self._database.writing() as connection:
            put(connection, schema.host_block, {"host": block.host}, {"since": block.since, "reason": block.reason})

    def lift(self, host: str) -> bool:
        """Let a host be asked again; gives whether it was remembered at all."""
        table = schema.host_block
        with self._database.writing() as connection:
            return connection.execute(delete(table).where(table.c.host == host)).rowcount > 0
