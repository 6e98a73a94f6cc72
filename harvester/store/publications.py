"""What readers have been told: every record that can be found, as it was when it was published last.

A night publishes the difference between what can be found and what was published before, under rising numbers. So
feeds and mirrors are told of a change when something that is shown has changed, and of nothing else; numbers make the
cursor of an export, revisions the ``SEQUENCE`` of a calendar, and what is new since a number is what an alert tells.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, func, insert, select, update

from harvester.store import readership, schema
from harvester.store.batches import batches
from harvester.store.database import Database


class PublishedKind(StrEnum):
    """What sort of record was published."""

    DOCUMENT = "document"
    ITEM = "item"
    RESOLUTION = "resolution"
    MEETING = "meeting"


@dataclass(frozen=True, kw_only=True, slots=True)
class Publishable:
    """A record that is new or may have changed.

    Attributes:
        state: changes with anything that the record depends on.
        content: changes only with what is shown of it.
        topics: what it is about, as ``body/…``, ``organization/…``, ``case/…``; each has a feed.
    """

    id: str
    state: str
    content: str
    topics: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Publication:
    """A record as readers know it.

    Attributes:
        number: rises with every change of any record.
        revision: how often this record has changed since it was published, from 0.
        published: when it was first told of.
        updated: when what is shown of it changed last.
        deleted: when it could no longer be found; None while it can.
    """

    kind: PublishedKind
    id: str
    number: int
    revision: int
    published: dt.datetime
    updated: dt.datetime
    deleted: dt.datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Timespan:
    """When something was published first, and when it changed last; both ends are included, None is open."""

    created_since: dt.datetime | None = None
    created_until: dt.datetime | None = None
    modified_since: dt.datetime | None = None
    modified_until: dt.datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """Something that records are about, published with the first of them and changed with the last."""

    name: str
    published: dt.datetime
    updated: dt.datetime


class Publications:
    """Writes and reads publications."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def states(self, kind: PublishedKind) -> dict[str, str]:
        """The state of every record of a kind that is published and not deleted: the half of a set difference."""
        table = readership.publication
        query = select(table.c.record, table.c.state).where(table.c.kind == kind.value, table.c.deleted.is_(None))
        with self._database.reading() as connection:
            return {row.record: row.state for row in connection.execute(query)}

    def publish(self, kind: PublishedKind, records: Iterable[Publishable], now: dt.datetime) -> int:
        """Tell of records that are new or have changed; gives how many had."""
        told = 0
        for batch in batches(records):
            with self._database.writing() as connection:
                told += _publish(connection, kind, batch, now)
        return told

    def delete(self, kind: PublishedKind, ids: Sequence[str], now: dt.datetime) -> None:
        """Tell that records can no longer be found."""
        table = readership.publication
        with self._database.writing() as connection:
            for number, record in enumerate(ids, start=_newest(connection) + 1):
                connection.execute(
                    update(table)
                    .where(table.c.kind == kind.value, table.c.record == record, table.c.deleted.is_(None))
                    .values(number=number, deleted=now, updated=now)
                )

    def newest(self) -> int:
        """The number of the latest change, 0 before the first."""
        with self._database.reading() as connection:
            return _newest(connection)

    def since(
        self, number: int, *, kinds: Sequence[PublishedKind] = tuple(PublishedKind), most: int | None = None
    ) -> list[Publication]:
        """What has changed after ``number``, in the order in which it did."""
        table = readership.publication
        query = (
            select(table)
            .where(table.c.number > number, table.c.kind.in_([kind.value for kind in kinds]))
            .order_by(table.c.number)
            .limit(most)
        )
        return self._read(query)

    def new_since(self, number: int) -> list[Publication]:
        """What was published for the first time after ``number`` and is not deleted, in that order."""
        table = readership.publication
        query = select(table).where(table.c.first_number > number, table.c.deleted.is_(None))
        return self._read(query.order_by(table.c.first_number))

    def latest(
        self,
        most: int,
        *,
        topic: str | None = None,
        kinds: Sequence[PublishedKind] = tuple(PublishedKind),
        deleted: bool | None = None,
    ) -> list[Publication]:
        """What has changed last, newest first; only of a topic, only deleted, or only what is there, when asked for."""
        table = readership.publication
        query = select(table).where(table.c.kind.in_([kind.value for kind in kinds]))
        if topic is not None:
            query = _about(query, topic)
        if deleted is not None:
            query = query.where(table.c.deleted.is_not(None) if deleted else table.c.deleted.is_(None))
        return self._read(query.order_by(table.c.number.desc()).limit(most))

    def about(
        self, topic: str, kind: PublishedKind, span: Timespan, *, skip: int, most: int
    ) -> tuple[int, list[Publication]]:
        """How many records of a kind there are about a topic, and some of them in the order in which they were published.

        Deleted ones are among them only when ``span`` asks for what was changed since.
        """
        table = readership.publication
        query = _about(select(table), topic).where(
            table.c.kind == kind.value, *_within(span, table.c.published, table.c.updated)
        )
        if span.modified_since is None:
            query = query.where(table.c.deleted.is_(None))
        with self._database.reading() as connection:
            total = connection.scalar(select(func.count()).select_from(query.subquery())) or 0
        return total, self._read(query.order_by(table.c.first_number).offset(skip).limit(most))

    def topics(self, prefix: str, topic: str, span: Timespan, *, skip: int, most: int) -> tuple[int, list[Topic]]:
        """How many topics that begin so have records that are also about ``topic``, and some of them by name."""
        table, other = readership.publication, readership.publication_topic.alias()
        same = and_(other.c.kind == table.c.kind, other.c.record == table.c.record)
        first, last = func.min(table.c.published, type_=schema.Instant), func.max(table.c.updated, type_=schema.Instant)
        query = (
            _about(select(other.c.topic, first.label("published"), last.label("updated")).select_from(table), topic)
            .join(other, same)
            .where(other.c.topic.startswith(prefix, autoescape=True), table.c.deleted.is_(None))
            .group_by(other.c.topic)
            .having(*_within(span, first, last))
        )
        with self._database.reading() as connection:
            total = connection.scalar(select(func.count()).select_from(query.subquery())) or 0
            rows = connection.execute(query.order_by(other.c.topic).offset(skip).limit(most)).all()
        return total, [Topic(name=row.topic, published=row.published, updated=row.updated) for row in rows]

    def of(self, kind: PublishedKind, ids: Iterable[str]) -> dict[str, Publication]:
        """How records with these ids were published; those that were not are left out."""
        table = readership.publication
        found: dict[str, Publication] = {}
        for batch in batches(ids):
            query = select(table).where(table.c.kind == kind.value, table.c.record.in_(batch))
            found |= {publication.id: publication for publication in self._read(query)}
        return found

    def _read(self, query: Select[Any]) -> list[Publication]:
        with self._database.reading() as connection:
            return [_publication(row) for row in connection.execute(query)]


def _about(query: Select[Any], topic: str) -> Select[Any]:
    table, about = readership.publication, readership.publication_topic
    same = and_(about.c.kind == table.c.kind, about.c.record == table.c.record)
    return query.join(about, same).where(about.c.topic == topic)


def _within(
    span: Timespan, published: ColumnElement[dt.datetime], updated: ColumnElement[dt.datetime]
) -> list[ColumnElement[bool]]:
    bounds = (
        (span.created_since, published.__ge__),
        (span.created_until, published.__le__),
        (span.modified_since, updated.__ge__),
        (span.modified_until, updated.__le__),
    )
    return [compare(moment) for moment, compare in bounds if moment is not None]


def _publish(connection: Connection, kind: PublishedKind, batch: Sequence[Publishable], now: dt.datetime) -> int:
    table = readership.publication
    ids = [record.id for record in batch]
    query = select(table).where(table.c.kind == kind.value, table.c.record.in_(ids))
    known = {row.record: row for row in connection.execute(query)}
    number = before = _newest(connection)
    for record in batch:
        row = known.get(record.id)
        told = _told(record, row, now)
        if told:
            number += 1
            told["number"] = number
            if row is None:
                told["first_number"] = number
        values = {"state": record.state, "content": record.content, **told}
        if row is None:
            connection.execute(insert(table).values(kind=kind.value, record=record.id, **values))
        else:
            connection.execute(update(table).where(*_is(kind, record.id)).values(**values))
    _set_topics(connection, kind, batch)
    return number - before


def _told(record: Publishable, row: Row[Any] | None, now: dt.datetime) -> dict[str, Any]:
    """What readers are told, nothing when what is shown is as it was."""
    if row is None:
        return {"revision": 0, "published": now, "updated": now, "deleted": None}
    if row.content == record.content and row.deleted is None:
        return {}
    return {"revision": row.revision + 1, "updated": now, "deleted": None}


def _set_topics(connection: Connection, kind: PublishedKind, batch: Sequence[Publishable]) -> None:
    table = readership.publication_topic
    ids = [record.id for record in batch]
    connection.execute(delete(table).where(table.c.kind == kind.value, table.c.record.in_(ids)))
    rows = list(_topic_rows(kind, batch))
    if rows:
        connection.execute(insert(table), rows)


def _topic_rows(kind: PublishedKind, batch: Sequence[Publishable]) -> Iterator[dict[str, str]]:
    for record in batch:
        for topic in dict.fromkeys(record.topics):
            yield {"kind": kind.value, "record": record.id, "topic": topic}


def _is(kind: PublishedKind, record: str) -> tuple[Any, Any]:
    return readership.publication.c.kind == kind.value, readership.publication.c.record == record


def _newest(connection: Connection) -> int:
    return connection.scalar(select(func.max(readership.publication.c.number))) or 0


def _publication(row: Row[Any]) -> Publication:
    return Publication(
        kind=PublishedKind(row.kind),
        id=row.record,
        number=row.number,
        revision=row.revision,
        published=row.published,
        updated=row.updated,
        deleted=row.deleted,
    )
