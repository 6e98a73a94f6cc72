"""Items of agendas, as they are read from the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from harvester.model import DocumentKind, ItemKind, Language, MeetingStatus, Outcome
from harvester.store import schema
from harvester.store.decision_tables import item_case, resolution, tie, treatment
from harvester.store.decisions.places import NO_BODIES, Bodies, bodies_of, state_of
from harvester.store.decisions.stored import StoredItem


def item_states(connection: Connection) -> dict[str, str]:
    """The state of every item."""
    bodies, papers = bodies_of(connection), _case_papers(connection)
    return {row.id: _state(row, bodies, papers) for row in connection.execute(_items())}


def items_where(connection: Connection, *where: ColumnElement[bool]) -> Iterator[StoredItem]:
    """The items for which that holds, in the order of their agenda; few enough to be named in a query."""
    item = schema.agenda_item
    rows = connection.execute(_items().where(*where).order_by(item.c.meeting, item.c.position, item.c.id)).all()
    bodies = bodies_of(connection, [row.meeting for row in rows])
    papers = _case_papers(connection, [row.id for row in rows])
    for row in rows:
        yield _stored(row, bodies, papers)


def _items() -> Select[Any]:
    item, meeting, version = schema.agenda_item, schema.meeting, schema.document_version
    joined = (
        item.outerjoin(meeting, meeting.c.id == item.c.meeting)
        .outerjoin(schema.source, schema.source.c.key == item.c.source)
        .outerjoin(schema.organization, schema.organization.c.id == schema.source.c.organization)
        .outerjoin(item_case, item_case.c.item == item.c.id)
        .outerjoin(tie, (tie.c.item == item.c.id) & tie.c.preferred)
        .outerjoin(treatment, (treatment.c.version == tie.c.version) & (treatment.c.position == tie.c.position))
        .outerjoin(version, version.c.id == treatment.c.version)
        .outerjoin(resolution, resolution.c.id == tie.c.resolution)
    )
    return (
        select(
            item,
            meeting.c.title.label("meeting_title"),
            meeting.c.start,
            meeting.c.time_known,
            meeting.c.status,
            meeting.c.url.label("meeting_url"),
            meeting.c.content_sha256.label("meeting_hash"),
            schema.organization.c.id.label("organization"),
            schema.organization.c.name.label("organization_name"),
            schema.organization.c.language,
            item_case.c.case_id,
            func.coalesce(item.c.case_number, item_case.c.case_number).label("known_case_number"),
            tie.c.resolution,
            func.coalesce(treatment.c.outcome, resolution.c.outcome).label("outcome"),
            treatment.c.content_sha256.label("treatment_hash"),
            resolution.c.content_sha256.label("resolution_hash"),
            treatment.c.version,
            treatment.c.page_from,
            version.c.document,
        )
        .select_from(joined)
        .where(item.c.removed_at.is_(None))
    )


def _case_papers(connection: Connection, items: Sequence[str] | None = None) -> Mapping[str, str]:
    """The case paper of each item, the first by id when there are several."""
    document = schema.document
    query = (
        select(document.c.item, func.min(document.c.id))
        .where(document.c.kind == DocumentKind.CASE_PAPER.value, document.c.removed_at.is_(None))
        .group_by(document.c.item)
    )
    query = query.where(document.c.item.is_not(None) if items is None else document.c.item.in_(items))
    return {row[0]: row[1] for row in connection.execute(query)}


def _state(row: Row[Any], bodies: Mapping[str, Bodies], papers: Mapping[str, str]) -> str:
    return state_of(
        row.content_sha256,
        (row.meeting_hash, row.status, row.meeting_url, row.page_url),
        bodies.get(row.meeting, NO_BODIES).names,
        (row.organization, row.organization_name, row.language),
        (row.case_id, row.known_case_number),
        (row.resolution, row.treatment_hash, row.resolution_hash, row.version),
        papers.get(row.id),
    )


def _stored(row: Row[Any], bodies: Mapping[str, Bodies], papers: Mapping[str, str]) -> StoredItem:
    where = bodies.get(row.meeting, NO_BODIES)
    return StoredItem(
        id=row.id,
        state=_state(row, bodies, papers),
        organization=row.organization,
        organization_name=row.organization_name,
        language=Language(row.language) if row.language else Language.UNKNOWN,
        bodies=where.names,
        body_ids=where.ids,
        body_kinds=where.kinds,
        meeting=row.meeting,
        meeting_title=row.meeting_title,
        meeting_start=row.start,
        meeting_time_known=bool(row.time_known),
        meeting_status=MeetingStatus(row.status) if row.status else None,
        meeting_url=row.meeting_url,
        number=row.number,
        sequence=row.sequence,
        year=row.year,
        position=row.position,
        section=row.section,
        kind=ItemKind(row.kind),
        title=row.title,
        case_number=row.known_case_number,
        case=row.case_id,
        closed=row.closed,
        url=row.page_url,
        resolution=row.resolution,
        outcome=Outcome(row.outcome) if row.outcome else None,
        document=row.document or papers.get(row.id),
        version=row.version,
        page=row.page_from if row.document else 1 if row.id in papers else None,
    )
