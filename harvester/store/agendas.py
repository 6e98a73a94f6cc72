"""What stands on the agendas of all meetings, in memory, for tying papers to it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from harvester.cases.numbers import case_key
from harvester.cases.ties import Listed, Sitting
from harvester.model import OSLO
from harvester.store import schema


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownItem:
    """An item of an agenda, with what is not asked of it when papers are tied."""

    meeting: str
    source: str
    case_number: str | None
    listed: Listed


class Agenda:
    """All meetings with their items, as they are in the store now; removed ones are not known."""

    def __init__(self, connection: Connection) -> None:
        """Load everything."""
        self.organizations = dict(connection.execute(select(schema.source.c.key, schema.source.c.organization)).all())
        self.sittings: dict[str, Sitting] = {}
        self.by_day: defaultdict[tuple[str | None, dt.date], list[Sitting]] = defaultdict(list)
        self.items = {item.listed.id: item for item in _items(connection)}
        listed: defaultdict[str, list[Listed]] = defaultdict(list)
        for item in self.items.values():
            listed[item.meeting].append(item.listed)
        bodies = _body_names(connection)
        meeting = schema.meeting
        query = select(meeting.c.id, meeting.c.start, meeting.c.source).where(meeting.c.removed_at.is_(None))
        for key, start, source in connection.execute(query):
            day = start.astimezone(OSLO).date()
            sitting = Sitting(day=day, bodies=tuple(bodies.get(key, ())), items=tuple(listed.get(key, ())))
            self.sittings[key] = sitting
            self.by_day[self.organizations.get(source), day].append(sitting)

    def organization(self, item: str) -> str:
        """The organization of an item, empty when its source is not known any more."""
        organization: str = self.organizations.get(self.items[item].source, "")
        return organization

    def is_joint(self, item: str) -> bool:
        """Whether several bodies treat an item in one meeting."""
        known = self.items.get(item)
        sitting = self.sittings.get(known.meeting) if known else None
        return sitting is not None and len(sitting.bodies) > 1


def _items(connection: Connection) -> Iterator[KnownItem]:
    table, meeting = schema.agenda_item, schema.meeting
    query = (
        select(table, meeting.c.start)
        .outerjoin(meeting, meeting.c.id == table.c.meeting)
        .where(table.c.removed_at.is_(None))
        .order_by(table.c.meeting, table.c.position, table.c.id)
    )
    for row in connection.execute(query):
        listed = Listed(
            id=row.id,
            number=row.number,
            sequence=row.sequence,
            year=row.year,
            title=row.title,
            case_key=case_key(row.case_number, year=_year(row.start, row.year)),
        )
        yield KnownItem(meeting=row.meeting, source=row.source, case_number=row.case_number, listed=listed)


def _year(start: dt.datetime | None, number_year: int | None) -> int:
    return start.astimezone(OSLO).year if start else number_year or dt.date.max.year


def _body_names(connection: Connection) -> Mapping[str, Sequence[str]]:
    link, body = schema.meeting_body, schema.body
    query = select(link.c.meeting, body.c.name).join(body, body.c.id == link.c.body)
    names: defaultdict[str, list[str]] = defaultdict(list)
    for meeting, name in connection.execute(query.order_by(link.c.meeting, link.c.position)):
        names[meeting].append(name)
    return names
