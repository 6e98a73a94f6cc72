"""What a healthy reading no longer showed: missing at first, removed only after a second look a day later.

Nothing is removed on one miss, and nothing at all when too much is missing at once: an outage, a redesign or a moved
window takes away more than a municipality does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, and_, func, or_, select, update

from harvester.model import MeetingStatus, Window, oslo_time
from harvester.store import decision_tables, schema
from harvester.store.database import Database
from harvester.store.records import Moment, What, note_change

_MISSES_BEFORE_REMOVAL = 2
_PATIENCE = dt.timedelta(hours=24)
_MASS_SHARE = 0.3
_MASS_NUMBER = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """Meetings that were held in some weeks: how many, of how many neither items nor documents are known, and whether
    the portal published any of meetings before that.
    """

    meetings: int
    silent: int
    spoke_before: bool


class Presence:
    """Looks for what a run should have seen and did not."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known_meetings(self, source: str, window: Window | None = None) -> int:
        """How many meetings of a source the store knows and has not removed in ``window``; without one, how many ever."""
        meeting = schema.meeting
        query = select(func.count()).select_from(meeting).where(meeting.c.source == source)
        if window is not None:
            query = query.where(_inside(window), meeting.c.removed_at.is_(None))
        with self._database.reading() as connection:
            return connection.scalar(query) or 0

    def held(self, source: str, weeks: Window) -> Held:
        """The meetings of some weeks, without those that were cancelled or postponed, and what is known of them."""
        meeting, item, place = schema.meeting, schema.agenda_item, schema.document_place
        not_held = (MeetingStatus.CANCELLED.value, MeetingStatus.POSTPONED.value)
        own = and_(
            meeting.c.source == source,
            meeting.c.removed_at.is_(None),
            func.coalesce(meeting.c.status, "").not_in(not_held),
        )
        speaks = or_(
            meeting.c.id.in_(select(item.c.meeting).where(item.c.removed_at.is_(None))),
            meeting.c.id.in_(select(place.c.meeting).where(place.c.removed_at.is_(None))),
        )
        count = select(func.count()).select_from(meeting).where(own)
        before = meeting.c.start < oslo_time(weeks.first, None)
        with self._database.reading() as connection:
            held = connection.scalar(count.where(_inside(weeks))) or 0
            silent = connection.scalar(count.where(_inside(weeks), ~speaks)) or 0
            spoke = connection.scalar(count.where(before, speaks)) or 0
        return Held(meetings=held, silent=silent, spoke_before=spoke > 0)

    def sweep(self, moment: Moment, window: Window, *, whole: bool) -> bool:
        """Note what the run did not see again.

        Items, documents and resolutions are missed when the page of their meeting was read; meetings in ``window`` only when the
        source was read whole.

        Returns:
            False when too much was missing to be believed, and nothing was noted.
        """
        with self._database.writing() as connection:
            absent = _absent(connection, moment, window, whole=whole)
            if any(_is_mass(rows, known) for _, rows, known in absent):
                return False
            for table, rows, _ in absent:
                _note_absent(connection, moment, table, rows)
            _take_with_meetings(connection, moment)
            _note_orphans(connection, moment)
            return True


def _absent(
    connection: Connection, moment: Moment, window: Window, *, whole: bool
) -> list[tuple[Table, Sequence[RowMapping], int]]:
    read = select(schema.meeting.c.id).where(
        schema.meeting.c.source == moment.source, schema.meeting.c.last_run == moment.run
    )
    item, place, meeting = schema.agenda_item, schema.document_place, schema.meeting
    resolution = decision_tables.resolution
    items_read = select(item.c.id).where(item.c.source == moment.source, item.c.meeting.in_(read))
    groups = [
        _group(connection, moment, item, and_(item.c.source == moment.source, item.c.meeting.in_(read))),
        _group(connection, moment, place, place.c.meeting.in_(read)),
        _group(connection, moment, resolution, resolution.c.item.in_(items_read)),
    ]
    if whole:
        inside = and_(meeting.c.source == moment.source, _inside(window))
        groups.append(_group(connection, moment, meeting, inside))
    return groups


def _inside(window: Window) -> ColumnElement[bool]:
    start = schema.meeting.c.start
    end = oslo_time(window.last + dt.timedelta(days=1), None)
    return and_(start >= oslo_time(window.first, None), start < end)


def _group(
    connection: Connection, moment: Moment, table: Table, scope: ColumnElement[bool]
) -> tuple[Table, Sequence[RowMapping], int]:
    there = and_(scope, table.c.removed_at.is_(None))
    known = connection.scalar(select(func.count()).select_from(table).where(there)) or 0
    rows = connection.execute(select(table).where(there, table.c.last_run != moment.run)).mappings().all()
    return table, rows, known


def _is_mass(rows: Sequence[RowMapping], known: int) -> bool:
    return len(rows) > _MASS_NUMBER and len(rows) > known * _MASS_SHARE


def _note_absent(connection: Connection, moment: Moment, table: Table, rows: Sequence[RowMapping]) -> None:
    for row in rows:
        since = row["missing_since"] or moment.now
        misses = row["misses"] + 1
        gone = misses >= _MISSES_BEFORE_REMOVAL and moment.now - since >= _PATIENCE
        values: dict[str, Any] = {"misses": misses, "missing_since": since}
        if gone:
            values["removed_at"] = moment.now
        connection.execute(update(table).where(table.c.id == row["id"]).values(**values))
        if table is not schema.document_place and (gone or misses == 1):
            what = What.REMOVED if gone else What.MISSING
            note_change(connection, moment, (table.name, row["id"]), what)


def _take_with_meetings(connection: Connection, moment: Moment) -> None:
    """What stood on the page of a meeting that is removed is removed with it."""
    gone = select(schema.meeting.c.id).where(
        schema.meeting.c.source == moment.source, schema.meeting.c.removed_at == moment.now
    )
    item, place, resolution = schema.agenda_item, schema.document_place, decision_tables.resolution
    groups = (
        (resolution, resolution.c.item.in_(select(item.c.id).where(item.c.meeting.in_(gone)))),
        (item, item.c.meeting.in_(gone)),
        (place, place.c.meeting.in_(gone)),
    )
    for table, belongs in groups:
        left = and_(belongs, table.c.removed_at.is_(None))
        if table is not place:
            for key in connection.scalars(select(table.c.id).where(left)).all():
                note_change(connection, moment, (table.name, key), What.REMOVED)
        connection.execute(update(table).where(left).values(removed_at=moment.now))


def _note_orphans(connection: Connection, moment: Moment) -> None:
    """Documents follow their places: missing when every place is, removed when every place is removed."""
    document, place = schema.document, schema.document_place
    placed = select(place.c.document)
    live = placed.where(place.c.removed_at.is_(None))
    present = live.where(place.c.misses == 0)
    own = and_(document.c.source == moment.source, document.c.removed_at.is_(None), document.c.id.in_(placed))
    states: list[tuple[What, ColumnElement[bool], dict[str, Any]]] = [
        (What.REMOVED, document.c.id.not_in(live), {"removed_at": moment.now}),
        (
            What.MISSING,
            and_(document.c.id.not_in(present), document.c.misses == 0),
            {"misses": 1, "missing_since": moment.now},
        ),
    ]
    for what, condition, values in states:
        for key in connection.scalars(select(document.c.id).where(own, condition)).all():
            connection.execute(update(document).where(document.c.id == key).values(**values))
            note_change(connection, moment, ("document", key), what)
