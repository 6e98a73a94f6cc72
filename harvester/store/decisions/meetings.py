"""Meetings and bodies, read from the store."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, not_, or_, select

from harvester.cases.status import MINUTES_PATIENCE
from harvester.model import BodyKind, DocumentKind, Language, MeetingStatus, oslo_time
from harvester.store import schema
from harvester.store.decision_tables import tie
from harvester.store.decisions.places import NO_BODIES, Bodies, bodies_of, state_of
from harvester.store.decisions.stored import NumberGap, StoredBody, StoredMeeting, oslo_day

_NOT_HELD = (MeetingStatus.CANCELLED.value, MeetingStatus.POSTPONED.value)


def meeting_states(connection: Connection) -> dict[str, str]:
    """The state of every meeting."""
    bodies, minutes = bodies_of(connection), _minutes(connection)
    return {row.id: _state(row, bodies, minutes) for row in connection.execute(_meetings())}


def meetings_where(connection: Connection, *where: ColumnElement[bool]) -> Iterator[StoredMeeting]:
    """The meetings for which that holds, in order of time."""
    meeting = schema.meeting
    rows = connection.execute(_meetings().where(*where).order_by(meeting.c.start, meeting.c.id)).all()
    ids = [row.id for row in rows]
    bodies, minutes = bodies_of(connection, ids), _minutes(connection, ids)
    for row in rows:
        yield _stored(row, bodies, minutes)


def between(first: dt.date, last: dt.date) -> ColumnElement[bool]:
    """Meetings of those days, both included."""
    start = schema.meeting.c.start
    return (start >= oslo_time(first, None)) & (start < oslo_time(last + dt.timedelta(days=1), None))


def of_organization(organization: str) -> ColumnElement[bool]:
    """Meetings of one organization."""
    return schema.source.c.organization == organization


def of_body(body: str) -> ColumnElement[bool]:
    """Meetings of one body, alone or with others."""
    link = schema.meeting_body
    return schema.meeting.c.id.in_(select(link.c.meeting).where(link.c.body == body))


def without_minutes(now: dt.datetime) -> ColumnElement[bool]:
    """Meetings held longer ago than minutes are waited for, of which no paper tells anything."""
    meeting, item = schema.meeting, schema.agenda_item
    told = exists().where(item.c.meeting == meeting.c.id, tie.c.item == item.c.id)
    return (
        (meeting.c.start < now - MINUTES_PATIENCE)
        & or_(meeting.c.status.is_(None), meeting.c.status.not_in(_NOT_HELD))
        & not_(told)
        & meeting.c.id.not_in(_minutes_places())
    )


def neighbour(connection: Connection, meeting: StoredMeeting, *, later: bool) -> str | None:
    """The id of the meeting before or after of the same first body."""
    if not meeting.body_ids:
        return None
    table = schema.meeting
    beyond = table.c.start > meeting.start if later else table.c.start < meeting.start
    order = table.c.start.asc() if later else table.c.start.desc()
    query = select(table.c.id).where(table.c.removed_at.is_(None), of_body(meeting.body_ids[0]), beyond)
    found: str | None = connection.scalar(query.order_by(order, table.c.id).limit(1))
    return found


def _meetings() -> Select[Any]:
    meeting, item, place = schema.meeting, schema.agenda_item, schema.document_place
    items = select(func.count()).where(item.c.meeting == meeting.c.id, item.c.removed_at.is_(None))
    documents = select(func.count(place.c.document.distinct())).where(
        place.c.meeting == meeting.c.id, place.c.removed_at.is_(None), not_(place.c.history)
    )
    joined = meeting.outerjoin(schema.source, schema.source.c.key == meeting.c.source).outerjoin(
        schema.organization, schema.organization.c.id == schema.source.c.organization
    )
    return (
        select(
            meeting,
            schema.organization.c.id.label("organization"),
            schema.organization.c.name.label("organization_name"),
            schema.organization.c.language,
            items.scalar_subquery().label("items"),
            documents.scalar_subquery().label("documents"),
        )
        .select_from(joined)
        .where(meeting.c.removed_at.is_(None))
    )


def _minutes_places() -> Select[Any]:
    place = schema.document_place
    return select(place.c.meeting).where(
        place.c.kind == DocumentKind.MINUTES.value, not_(place.c.history), place.c.removed_at.is_(None)
    )


def _minutes(connection: Connection, meetings: Sequence[str] | None = None) -> Mapping[str, str]:
    """The minutes of each meeting, the first by id when there are several."""
    place = schema.document_place
    query = _minutes_places().add_columns(func.min(place.c.document)).group_by(place.c.meeting)
    if meetings is not None:
        query = query.where(place.c.meeting.in_(meetings))
    return {row[0]: row[1] for row in connection.execute(query)}


def _state(row: Row[Any], bodies: Mapping[str, Bodies], minutes: Mapping[str, str]) -> str:
    return state_of(
        (row.content_sha256, row.url),
        bodies.get(row.id, NO_BODIES).names,
        (row.organization, row.organization_name, row.language),
        (row.items, row.documents, minutes.get(row.id)),
    )


def _stored(row: Row[Any], bodies: Mapping[str, Bodies], minutes: Mapping[str, str]) -> StoredMeeting:
    held_by = bodies.get(row.id, NO_BODIES)
    return StoredMeeting(
        id=row.id,
        state=_state(row, bodies, minutes),
        organization=row.organization,
        organization_name=row.organization_name,
        language=Language(row.language) if row.language else Language.UNKNOWN,
        bodies=held_by.names,
        body_ids=held_by.ids,
        title=row.title,
        start=row.start,
        time_known=row.time_known,
        end=row.end,
        place=row.place,
        status=MeetingStatus(row.status) if row.status else None,
        url=row.url,
        items=row.items,
        documents=row.documents,
        minutes=minutes.get(row.id),
    )


def bodies_where(connection: Connection, *where: ColumnElement[bool]) -> tuple[StoredBody, ...]:
    """The bodies for which that holds, by organization and name."""
    body, link, meeting = schema.body, schema.meeting_body, schema.meeting
    joined = (
        body.outerjoin(schema.organization, schema.organization.c.id == body.c.organization)
        .outerjoin(link, link.c.body == body.c.id)
        .outerjoin(meeting, (meeting.c.id == link.c.meeting) & meeting.c.removed_at.is_(None))
    )
    query = (
        select(
            body.c.id,
            body.c.organization,
            body.c.name,
            body.c.kind,
            body.c.code,
            schema.organization.c.name.label("organization_name"),
            func.count(meeting.c.id).label("meetings"),
            func.min(meeting.c.start).label("first"),
            func.max(meeting.c.start).label("last"),
        )
        .select_from(joined)
        .where(body.c.removed_at.is_(None), *where)
        .group_by(body.c.id)
        .order_by(body.c.organization, body.c.name, body.c.id)
    )
    return tuple(
        StoredBody(
            id=row.id,
            organization=row.organization,
            organization_name=row.organization_name,
            name=row.name,
            kind=BodyKind(row.kind),
            code=row.code,
            meetings=row.meetings,
            first_meeting=oslo_day(row.first) if row.first else None,
            last_meeting=oslo_day(row.last) if row.last else None,
        )
        for row in connection.execute(query)
    )


def number_gaps(connection: Connection, organization: str | None) -> Iterator[NumberGap]:
    """Numbers between the first and the last item of a body, a year and a series that no item has."""
    item, link, body = schema.agenda_item, schema.meeting_body, schema.body
    query = (
        select(body.c.organization, body.c.id, body.c.name, item.c.year, item.c.number, item.c.sequence)
        .select_from(item)
        .join(link, (link.c.meeting == item.c.meeting) & (link.c.position == 0))
        .join(body, body.c.id == link.c.body)
        .where(item.c.removed_at.is_(None), item.c.sequence.is_not(None), item.c.year.is_not(None))
    )
    if organization is not None:
        query = query.where(body.c.organization == organization)
    seen: defaultdict[tuple[str, str, str, int, str], set[int]] = defaultdict(set)
    for row in connection.execute(query):
        seen[row.organization, row.name, row.id, row.year, series_of(row.number)].add(row.sequence)
    for (owner, name, key, year, series), numbers in sorted(seen.items()):
        first, last = min(numbers), max(numbers)
        missing = tuple(number for number in range(first, last) if number not in numbers)
        if missing:
            yield NumberGap(
                organization=owner,
                body=key,
                body_name=name,
                year=year,
                series=series,
                first=first,
                last=last,
                missing=missing,
            )


def series_of(number: str | None) -> str:
    """``PS`` of ``PS 12/26``; empty when no letters stand first."""
    return (number or "").partition("/")[0].rstrip("0123456789 .-").strip().upper()
