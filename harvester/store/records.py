"""Records of portal pages: inserted, changed, unchanged; missing, removed, returned.

What is new or changed is decided by content: the fields of the record but not its provenance, its address or its place
in a list, which change without the thing changing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, delete, insert, select, update

from harvester import model
from harvester.config import Source
from harvester.masking import masked_record
from harvester.store import decision_tables, schema
from harvester.store.database import Database, identity_numbers_of
from harvester.store.erasure_rules import is_erased
from harvester.store.exposures import note_in_record

_TABLES: Mapping[type[Any], Table] = {
    model.Body: schema.body,
    model.Meeting: schema.meeting,
    model.AgendaItem: schema.agenda_item,
    model.Case: schema.case_file,
    model.Document: schema.document,
    model.Resolution: decision_tables.resolution,
}
_NOT_CONTENT = frozenset({"provenance", "url", "position", "history", "listed"})
_LESS_KNOWN = ("history", "listed")
"""Marks of a record that is named where less is known of it than in its own place."""
_ASIDE = frozenset({"provenance", "bodies"})


class What(StrEnum):
    """What happened to a record in a run."""

    NEW = "new"
    CHANGED = "changed"
    REPLACED = "replaced"
    MISSING = "missing"
    REMOVED = "removed"
    RETURNED = "returned"
    ERASED = "erased"


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """The run and the time at which something is written."""

    run: int
    source: str
    now: dt.datetime


class Records:
    """Writes what the pages of a run yielded."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def register(self, source: Source) -> None:
        """Make the source and its organization known, as the configuration has them."""
        settings = source.organization
        organization = {
            "name": settings.name,
            "number": settings.number,
            "organization_number": settings.organization_number,
            "language": settings.language.value,
            "valid_from": settings.valid_from,
            "valid_to": settings.valid_to,
            "successor": settings.successor,
        }
        with self._database.writing() as connection:
            put(connection, schema.organization, {"id": settings.key}, organization)
            row = {
                "name": source.name,
                "platform": source.platform,
                "base_url": source.base_url,
                "organization": settings.key,
                "permission": source.robots_permission,
            }
            put(connection, schema.source, {"key": source.key}, row)

    def save(self, moment: Moment, records: Iterable[model.Record]) -> None:
        """Write the records of one page, all or none."""
        with self._database.writing() as connection:
            for record in records:
                _save(connection, moment, record)


def put(connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Insert a row, or update the one with that key."""
    where = [table.c[name] == value for name, value in key.items()]
    if connection.execute(update(table).where(*where).values(**values)).rowcount == 0:
        connection.execute(insert(table).values(**key, **values))


def add_new(connection: Connection, moment: Moment, documents: Sequence[model.Document]) -> None:
    """Insert documents that are not in the store, many at a time; those that belong to no meeting only."""
    numbers = identity_numbers_of(connection)
    masked = [masked_record(numbers, document) for document in documents]
    rows = [{**_row(moment, document), "first_seen": moment.now} for document, _ in masked]
    connection.execute(insert(schema.document), rows)
    changes = [
        {
            "run": moment.run,
            "source": moment.source,
            "record_type": schema.document.name,
            "record": document.id,
            "what": What.NEW.value,
            "at": moment.now,
        }
        for document in documents
    ]
    connection.execute(insert(schema.change), changes)
    for document, parts in masked:
        if parts:
            note_in_record(connection, schema.document.name, document.id, parts, moment.now)


def note_change(
    connection: Connection,
    moment: Moment,
    record: tuple[str, str],
    what: What,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write a line of the journal of changes; ``record`` is the table's name and the id."""
    connection.execute(
        insert(schema.change).values(
            run=moment.run,
            source=moment.source,
            record_type=record[0],
            record=record[1],
            what=what.value,
            at=moment.now,
            before=before,
            after=after,
        )
    )


def _save(connection: Connection, moment: Moment, published: model.Record) -> None:
    if isinstance(published, model.Document) and is_erased(connection, published.id):
        return
    table = _TABLES[type(published)]
    record, exposed = masked_record(identity_numbers_of(connection), published)
    stored = connection.execute(select(table).where(table.c.id == record.id)).mappings().one_or_none()
    if stored is None:
        connection.execute(insert(table).values(**_row(moment, record), first_seen=moment.now))
        note_change(connection, moment, (table.name, record.id), What.NEW)
    elif _is_elsewhere(record, stored) or _says_less(record, stored):
        _touch(connection, moment, table, stored)
    else:
        _compare(connection, moment, record, table, stored)
    if exposed or (stored is not None and stored["content_sha256"] != content_hash(record)):
        note_in_record(connection, table.name, record.id, exposed, moment.now)
    if isinstance(record, model.Meeting) and not (stored and _says_less(record, stored)):
        _save_bodies(connection, record)
    if isinstance(record, model.Document):
        _save_place(connection, moment, record)


def _compare(connection: Connection, moment: Moment, record: model.Record, table: Table, stored: RowMapping) -> None:
    row = _row(moment, record)
    # What was first met in a list, or in another meeting's history, has come to its own place; nothing happened to it.
    has_come_home = any(stored.get(mark) and not row.get(mark) for mark in _LESS_KNOWN)
    if stored["content_sha256"] != row["content_sha256"] and not has_come_home:
        before, after = _difference(stored, row)
        if isinstance(record, model.Meeting):
            was, now = _bodies(connection, record.id), list(record.bodies)
            before, after = (before | {"bodies": was}, after | {"bodies": now}) if was != now else (before, after)
        if after:
            note_change(connection, moment, (table.name, record.id), What.CHANGED, before=before, after=after)
    if stored["removed_at"] is not None:
        note_change(connection, moment, (table.name, record.id), What.RETURNED)
    connection.execute(update(table).where(table.c.id == record.id).values(**row, **_PRESENT))


def _touch(connection: Connection, moment: Moment, table: Table, stored: RowMapping) -> None:
    if stored["removed_at"] is not None:
        note_change(connection, moment, (table.name, stored["id"]), What.RETURNED)
    seen = {"last_seen": moment.now, "last_run": moment.run, **_PRESENT}
    connection.execute(update(table).where(table.c.id == stored["id"]).values(**seen))


def _says_less(record: model.Record, stored: RowMapping) -> bool:
    """Whether a list names what its own page has told more of."""
    return bool(getattr(record, "listed", False)) and not stored.get("listed")


def _is_elsewhere(record: model.Record, stored: RowMapping) -> bool:
    """Whether a known document stands here in another place than its own, which says nothing of the document itself."""
    if not isinstance(record, model.Document):
        return False
    own_place = (record.meeting, record.item) == (stored["meeting"], stored["item"])
    better_place = stored["history"] and not record.history
    return not own_place and not better_place


def _save_place(connection: Connection, moment: Moment, document: model.Document) -> None:
    if document.meeting is None:
        return
    key = {"document": document.id, "meeting": document.meeting, "item": document.item or ""}
    values = {
        "title": document.title,
        "kind": document.kind.value,
        "history": document.history,
        "last_run": moment.run,
        **_PRESENT,
    }
    put(connection, schema.document_place, key, values)


def _bodies(connection: Connection, meeting: str) -> list[str]:
    table = schema.meeting_body
    query = select(table.c.body).where(table.c.meeting == meeting).order_by(table.c.position)
    return list(connection.scalars(query))


def _save_bodies(connection: Connection, meeting: model.Meeting) -> None:
    table = schema.meeting_body
    connection.execute(delete(table).where(table.c.meeting == meeting.id))
    rows = [{"meeting": meeting.id, "body": body, "position": n} for n, body in enumerate(meeting.bodies)]
    if rows:
        connection.execute(insert(table), rows)


_PRESENT = {"misses": 0, "missing_since": None, "removed_at": None}


def _row(moment: Moment, record: model.Record) -> dict[str, Any]:
    own = {field.name: getattr(record, field.name) for field in fields(record) if field.name not in _ASIDE}
    provenance = record.provenance
    return {
        **{name: value.value if isinstance(value, StrEnum) else value for name, value in own.items()},
        "source": provenance.source,
        "platform": provenance.platform,
        "page_url": provenance.page_url,
        "retrieved_at": provenance.retrieved_at,
        "page_sha256": provenance.content_sha256,
        "capture": provenance.capture,
        "content_sha256": content_hash(record),
        "last_seen": moment.now,
        "last_run": moment.run,
    }


def content_hash(record: model.Record) -> str:
    """SHA-256 of what the record says, apart from provenance, address and place in a list."""
    content = [
        (field.name, _plain(getattr(record, field.name))) for field in fields(record) if field.name not in _NOT_CONTENT
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _difference(stored: RowMapping, row: Mapping[str, Any]) -> tuple[dict[str, object], dict[str, object]]:
    own = [name for name in row if name in stored and name not in _BOOKKEEPING]
    changed = [name for name in own if stored[name] != row[name]]
    return {name: _plain(stored[name]) for name in changed}, {name: _plain(row[name]) for name in changed}


_BOOKKEEPING = frozenset(
    {
        "source",
        "platform",
        "page_url",
        "retrieved_at",
        "page_sha256",
        "capture",
        "content_sha256",
        "last_seen",
        "last_run",
    }
)
