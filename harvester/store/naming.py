"""What people call the records that a run changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from harvester.model import OSLO
from harvester.store import schema
from harvester.store.batches import batches
from harvester.store.database import Database
from harvester.store.runs import ChangeRow

_NAMED = (schema.body, schema.meeting, schema.agenda_item, schema.case_file, schema.document)


class Names:
    """Reads names, also of records that have been removed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, changes: Iterable[ChangeRow]) -> Mapping[tuple[str, str], str]:
        """Names by type and id of record; one whose title is exempt has none."""
        wanted: dict[str, set[str]] = {}
        for change in changes:
            wanted.setdefault(change.record_type, set()).add(change.record)
        with self._database.reading() as connection:
            return {key: name for table, ids in wanted.items() for key, name in _names(connection, table, ids)}


def _names(connection: Connection, table_name: str, ids: set[str]) -> Iterator[tuple[tuple[str, str], str]]:
    table = next((table for table in _NAMED if table.name == table_name), None)
    if table is None:
        return
    for batch in batches(sorted(ids)):
        query = _documents() if table is schema.document else select(table)
        for row in connection.execute(query.where(table.c.id.in_(batch))):
            name = _name(table_name, row)
            if name:
                yield (table_name, row.id), name


def _documents() -> Select[Any]:
    """Documents with where they belong: half of them are called "Vedtak"."""
    document, item, meeting = schema.document, schema.agenda_item, schema.meeting
    placed = document.outerjoin(item, item.c.id == document.c.item).outerjoin(
        meeting, meeting.c.id == document.c.meeting
    )
    return select(
        document.c.id, document.c.title, item.c.number, meeting.c.title.label("meeting_title"), meeting.c.start
    ).select_from(placed)


def _name(table_name: str, row: Row[Any]) -> str | None:
    name: str | None
    match table_name:
        case schema.body.name:
            name = row.name
        case schema.meeting.name:
            name = f"{row.title}, {_day(row.start)}"
        case schema.agenda_item.name:
            name = " ".join(filter(None, (row.number, row.title)))
        case schema.document.name:
            name = ", ".join(filter(None, (row.title, row.number, row.meeting_title, row.start and _day(row.start))))
        case _:
            name = row.title
    return name


def _day(moment: dt.datetime) -> str:
    return moment.astimezone(OSLO).date().isoformat()
