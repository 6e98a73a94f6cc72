"""Items, resolutions, meetings and cases for search and for the pages that people see.

Only reading: what belongs together was found by :mod:`harvester.store.linking` and stands in the store.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from sqlalchemy import not_, select

from harvester.cases.numbers import case_key
from harvester.store import schema
from harvester.store.batches import batches
from harvester.store.database import Database
from harvester.store.decision_tables import tie
from harvester.store.decisions.cases import case_ids, read_case
from harvester.store.decisions.items import item_states, items_where
from harvester.store.decisions.meetings import (
    between,
    bodies_where,
    meeting_states,
    meetings_where,
    neighbour,
    number_gaps,
    of_body,
    of_organization,
    without_minutes,
)
from harvester.store.decisions.resolutions import resolution_states, resolutions_where
from harvester.store.decisions.stored import (
    CaseStep,
    MeetingPage,
    NumberGap,
    Relative,
    Statement,
    StoredBody,
    StoredCase,
    StoredItem,
    StoredMeeting,
    StoredResolution,
)
from harvester.store.reading import Reading

__all__ = [
    "CaseStep",
    "Decisions",
    "MeetingPage",
    "NumberGap",
    "Relative",
    "Statement",
    "StoredBody",
    "StoredCase",
    "StoredItem",
    "StoredMeeting",
    "StoredResolution",
]


class Decisions:
    """Reads what was on agendas and what was resolved. Removed records are left out everywhere."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reading = Reading(database)

    def item_states(self) -> dict[str, str]:
        """The state of every item that should be found, by id: the half of a set difference."""
        with self._database.reading() as connection:
            return item_states(connection)

    def items(self, ids: Iterable[str]) -> Iterator[StoredItem]:
        """Items by id, in no particular order; unknown ones are left out."""
        for batch in batches(ids):
            with self._database.reading() as connection:
                found = list(items_where(connection, schema.agenda_item.c.id.in_(batch)))
            yield from found

    def item(self, item: str) -> StoredItem | None:
        """One item by id."""
        return next(self.items([item]), None)

    def resolution_states(self) -> dict[str, str]:
        """The state of every resolution that should be found, by id: the preferred of each item, and those untied."""
        with self._database.reading() as connection:
            return resolution_states(connection)

    def resolutions(self, ids: Iterable[str]) -> Iterator[StoredResolution]:
        """Resolutions by id, preferred or not, in no particular order; unknown ones are left out."""
        for batch in batches(ids):
            with self._database.reading() as connection:
                found = list(resolutions_where(connection, tie.c.resolution.in_(batch)))
            yield from found

    def resolution(self, resolution: str) -> StoredResolution | None:
        """One resolution by id; that of a paper's older version is the one of its newest."""
        return next(self.resolutions([resolution]), None)

    def untied(self, organization: str | None = None) -> list[StoredResolution]:
        """Resolutions that could not be tied to an item, newest first."""
        with self._database.reading() as connection:
            ids = connection.scalars(select(tie.c.resolution).where(tie.c.item.is_(None))).all()
        found = (each for each in self.resolutions(ids) if organization in {None, each.organization})
        return sorted(found, key=lambda each: (each.meeting_date or dt.date.min, each.id), reverse=True)

    def meeting_states(self) -> dict[str, str]:
        """The state of every meeting that should be found, by id."""
        with self._database.reading() as connection:
            return meeting_states(connection)

    def meetings(self, ids: Iterable[str]) -> Iterator[StoredMeeting]:
        """Meetings by id, in no particular order; unknown ones are left out."""
        for batch in batches(ids):
            with self._database.reading() as connection:
                found = list(meetings_where(connection, schema.meeting.c.id.in_(batch)))
            yield from found

    def meeting(self, meeting: str) -> MeetingPage | None:
        """One meeting with its items, documents and neighbours."""
        found = next(self.meetings([meeting]), None)
        if found is None:
            return None
        place = schema.document_place
        shown = select(place.c.document).where(
            place.c.meeting == meeting, place.c.removed_at.is_(None), not_(place.c.history)
        )
        with self._database.reading() as connection:
            items = tuple(items_where(connection, schema.agenda_item.c.meeting == meeting))
            documents = connection.scalars(shown.distinct().order_by(place.c.document)).all()
            before, after = (neighbour(connection, found, later=later) for later in (False, True))
        near = {each.id: each for each in self.meetings(key for key in (before, after) if key)}
        return MeetingPage(
            meeting=found,
            items=items,
            documents=tuple(sorted(self._reading.documents(documents), key=lambda document: document.id)),
            previous=near.get(before or ""),
            next=near.get(after or ""),
        )

    def meetings_between(
        self, first: dt.date, last: dt.date, *, organization: str | None = None, body: str | None = None
    ) -> tuple[StoredMeeting, ...]:
        """The meetings of some days, both included, in order of time: a calendar."""
        where = [between(first, last)]
        if organization is not None:
            where.append(of_organization(organization))
        if body is not None:
            where.append(of_body(body))
        with self._database.reading() as connection:
            return tuple(meetings_where(connection, *where))

    def body(self, body: str) -> StoredBody | None:
        """One body by id."""
        with self._database.reading() as connection:
            return next(iter(bodies_where(connection, schema.body.c.id == body)), None)

    def bodies(self, organization: str | None = None) -> tuple[StoredBody, ...]:
        """The bodies of an organization by name, or all by organization and name."""
        where = [] if organization is None else [schema.body.c.organization == organization]
        with self._database.reading() as connection:
            return bodies_where(connection, *where)

    def case(self, case: str, now: dt.datetime) -> StoredCase | None:
        """One case by its id (``StoredItem.case``), as it stands ``now``."""
        with self._database.reading() as connection:
            return read_case(connection, case, now)

    def cases(self, organization: str, case_number: str, now: dt.datetime) -> tuple[StoredCase, ...]:
        """The cases of a number, however it is printed; two when the number stands for two."""
        key = case_key(case_number, year=now.year)
        if key is None:
            return ()
        with self._database.reading() as connection:
            found = (read_case(connection, case, now) for case in case_ids(connection, organization, key))
            return tuple(case for case in found if case is not None)

    def number_gaps(self, organization: str | None = None) -> tuple[NumberGap, ...]:
        """Item numbers that are missing, by body and year."""
        with self._database.reading() as connection:
            return tuple(number_gaps(connection, organization))

    def meetings_without_minutes(
        self, now: dt.datetime, *, organization: str | None = None
    ) -> tuple[StoredMeeting, ...]:
        """Meetings held longer ago than minutes are waited for, of which no paper tells anything, newest first."""
        where = [without_minutes(now)]
        if organization is not None:
            where.append(of_organization(organization))
        with self._database.reading() as connection:
            return tuple(reversed(list(meetings_where(connection, *where))))
