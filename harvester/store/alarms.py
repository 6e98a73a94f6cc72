"""What is broken, since when, and whether the operator has been told: once when it broke, once when it healed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, String, Table, Text, delete, insert, select, update

from harvester.store import schema
from harvester.store.database import Database

alarm = Table(
    "alarm",
    schema.metadata,
    Column("key", String(120), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("since", schema.Instant, nullable=False),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm:
    """Something that the operator was told is broken. ``key`` stays the same while it is."""

    key: str
    reason: str
    since: dt.datetime


class Alarms:
    """Remembers what the operator was told."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def standing(self) -> tuple[Alarm, ...]:
        """What the operator was told, and has not been told to have healed; oldest first."""
        query = select(alarm).order_by(alarm.c.since, alarm.c.key)
        with self._database.reading() as connection:
            return tuple(Alarm(key=row.key, reason=row.reason, since=row.since) for row in connection.execute(query))

    def told(self, broken: Sequence[Alarm], healed: Iterable[str]) -> None:
        """The operator was told of these: new alarms, and keys of such as are over."""
        numbers = self._database.identity_numbers
        with self._database.writing() as connection:
            connection.execute(delete(alarm).where(alarm.c.key.in_(list(healed))))
            for each in broken:
                values = {"reason": numbers.mask(each.reason)}
                if not connection.execute(update(alarm).where(alarm.c.key == each.key).values(**values)).rowcount:
                    connection.execute(insert(alarm).values(key=each.key, since=each.since, **values))
