"""Resolutions as papers and portals tell them, read from the store."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, or_, select

from harvester.cases.ties import Difference, TieKind
from harvester.minutes.records import Evidence, Tally, Vote, VoteMatter
from harvester.model import OSLO, DocumentKind, ItemKind, Language, Outcome
from harvester.store import decision_tables as tables
from harvester.store import schema
from harvester.store.decisions.places import NO_BODIES, Bodies, bodies_of, state_of
from harvester.store.decisions.stored import Statement, StoredResolution
from harvester.store.minutes import VOTES


def resolution_states(connection: Connection) -> dict[str, str]:
    """The state of the preferred resolution of each item and of those untied, if they tell anything."""
    bodies = bodies_of(connection)
    treatment = tables.treatment
    tells = or_(treatment.c.resolution.is_not(None), treatment.c.outcome.is_not(None))
    found: dict[str, str] = {}
    for query in (_from_papers().where(tells), _from_portals()):
        rows = connection.execute(query.where(tables.tie.c.preferred))
        found |= {row.id: _state(row, bodies.get(row.meeting, NO_BODIES)) for row in rows}
    return found


def resolutions_where(connection: Connection, *where: ColumnElement[bool]) -> Iterator[StoredResolution]:
    """The resolutions whose tie is so; few enough to be named in a query."""
    papers = connection.execute(_from_papers().where(*where)).all()
    portals = connection.execute(_from_portals().where(*where)).all()
    rows = [*papers, *portals]
    bodies = bodies_of(connection, [row.meeting for row in rows if row.meeting])
    statements = _statements(connection, [row.item for row in rows if row.item])
    for row in rows:
        others = tuple(each for each in statements.get(row.item, ()) if each.resolution != row.id)
        held_by = bodies.get(row.meeting, NO_BODIES)
        yield _from_paper(row, held_by, others) if row.version else _from_portal(row, held_by, others)


_TIE = (
    tables.tie.c.resolution.label("id"),
    tables.tie.c.item,
    tables.tie.c.kind.label("tie"),
    tables.tie.c.evidence,
    tables.tie.c.preferred,
    tables.tie.c.differs,
)
_ITEM = (
    schema.agenda_item.c.number.label("item_number"),
    schema.agenda_item.c.title.label("item_title"),
    schema.agenda_item.c.kind.label("item_kind"),
    schema.agenda_item.c.closed.label("item_closed"),
    schema.agenda_item.c.content_sha256.label("item_hash"),
    tables.item_case.c.case_id,
    tables.item_case.c.case_number.label("known_case_number"),
    schema.meeting.c.id.label("meeting"),
    schema.meeting.c.start,
    schema.meeting.c.url.label("meeting_url"),
    schema.meeting.c.content_sha256.label("meeting_hash"),
    schema.organization.c.id.label("organization"),
    schema.organization.c.name.label("organization_name"),
    schema.organization.c.language.label("organization_language"),
)


def _from_papers() -> Select[Any]:
    tie, treatment, reading = tables.tie, tables.treatment, tables.minutes_reading
    version, document, imported = schema.document_version, schema.document, schema.imported
    item, meeting, source, organization = schema.agenda_item, schema.meeting, schema.source, schema.organization
    own_meeting = case((document.c.history, None), else_=document.c.meeting)
    joined = (
        tie.join(treatment, (treatment.c.version == tie.c.version) & (treatment.c.position == tie.c.position))
        .join(reading, reading.c.version == treatment.c.version)
        .join(version, version.c.id == treatment.c.version)
        .join(document, document.c.id == version.c.document)
        .outerjoin(schema.extracted_text, schema.extracted_text.c.version == version.c.id)
        .outerjoin(item, item.c.id == tie.c.item)
        .outerjoin(tables.item_case, tables.item_case.c.item == item.c.id)
        .outerjoin(meeting, meeting.c.id == func.coalesce(item.c.meeting, own_meeting))
        .outerjoin(imported, imported.c.document == document.c.id)
        .outerjoin(source, source.c.key == document.c.source)
        .outerjoin(organization, organization.c.id == func.coalesce(source.c.organization, imported.c.organization))
    )
    return select(
        *_TIE,
        *_ITEM,
        *(column for column in treatment.c if column.name != "id"),
        reading.c.body.label("read_body"),
        reading.c.date.label("read_date"),
        version.c.document,
        version.c.sha256,
        document.c.title.label("document_title"),
        document.c.kind.label("document_kind"),
        document.c.url,
        document.c.content_sha256.label("told_hash"),
        schema.extracted_text.c.language,
        func.coalesce(source.c.organization, imported.c.organization).label("organization_key"),
        imported.c.organization_name.label("imported_organization"),
        imported.c.body.label("imported_body"),
        imported.c.meeting_date.label("imported_date"),
        imported.c.case_number.label("imported_case"),
    ).select_from(joined)


def _from_portals() -> Select[Any]:
    tie, said, source = tables.tie, tables.resolution, schema.source
    item, meeting, organization = schema.agenda_item, schema.meeting, schema.organization
    joined = (
        tie.join(said, said.c.id == tie.c.resolution)
        .outerjoin(item, item.c.id == tie.c.item)
        .outerjoin(tables.item_case, tables.item_case.c.item == item.c.id)
        .outerjoin(meeting, meeting.c.id == item.c.meeting)
        .outerjoin(source, source.c.key == said.c.source)
        .outerjoin(organization, organization.c.id == source.c.organization)
    )
    told = [column for column in said.c if column.name not in {"id", "item"}]
    return select(*_TIE, *_ITEM, *told, said.c.content_sha256.label("told_hash"), tie.c.version).select_from(joined)


def _statements(connection: Connection, items: Sequence[str]) -> Mapping[str, Sequence[Statement]]:
    """What else tells of these items, by item."""
    tie, version, document, treatment = tables.tie, schema.document_version, schema.document, tables.treatment
    query = (
        select(
            tie.c.item,
            tie.c.resolution,
            tie.c.differs,
            tie.c.version,
            treatment.c.page_from,
            document.c.id.label("document"),
            document.c.title,
            document.c.kind,
            tables.minutes_reading.c.body,
        )
        .select_from(tie)
        .outerjoin(tables.minutes_reading, tables.minutes_reading.c.version == tie.c.version)
        .outerjoin(treatment, (treatment.c.version == tie.c.version) & (treatment.c.position == tie.c.position))
        .outerjoin(version, version.c.id == tie.c.version)
        .outerjoin(document, document.c.id == version.c.document)
        .where(tie.c.item.in_(set(items)))
        .order_by(tie.c.preferred.desc(), tie.c.resolution)
    )
    found: defaultdict[str, list[Statement]] = defaultdict(list)
    for row in connection.execute(query):
        statement = Statement(
            resolution=row.resolution,
            body=row.body,
            document=row.document,
            document_title=row.title,
            document_kind=DocumentKind(row.kind) if row.kind else None,
            version=row.version,
            page=row.page_from,
            differs=tuple(Difference(each) for each in row.differs),
        )
        found[row.item].append(statement)
    return found


def _state(row: Row[Any], bodies: Bodies) -> str:
    return state_of(
        (row.content_sha256, row.told_hash, row.version),
        (row.item, row.tie, row.evidence, row.preferred, row.differs),
        (row.item_hash, row.case_id, row.known_case_number, row.meeting_hash, row.meeting_url),
        (row.organization, row.organization_name, bodies.names),
    )


def _shared(row: Row[Any], bodies: Bodies, others: tuple[Statement, ...]) -> dict[str, Any]:
    """The fields that do not depend on who tells it."""
    return {
        "id": row.id,
        "state": _state(row, bodies),
        "body_ids": bodies.ids,
        "meeting": row.meeting,
        "meeting_url": row.meeting_url,
        "item": row.item,
        "case": row.case_id,
        "kind": ItemKind(row.item_kind) if row.item_kind else None,
        "recommendation": row.recommendation,
        "resolution": row.resolution,
        "outcome": Outcome(row.outcome) if row.outcome else None,
        "unanimous": row.unanimous,
        "sentence": row.sentence,
        "tie": TieKind(row.tie) if row.tie else None,
        "tie_evidence": row.evidence,
        "preferred": row.preferred,
        "differs": tuple(Difference(each) for each in row.differs),
        "also_said_in": others,
    }


def _from_paper(row: Row[Any], bodies: Bodies, others: tuple[Statement, ...]) -> StoredResolution:
    said_body = row.imported_body or row.read_body
    shared = _shared(row, bodies, others)
    meeting_date = _day(row.start) or row.imported_date or row.read_date
    if row.item is None and row.read_date not in {None, meeting_date}:
        # The meeting in which the paper is shown is not the one that it tells of.
        shared |= {"body_ids": (), "meeting": None, "meeting_url": None}
        bodies, meeting_date = NO_BODIES, row.read_date
    return StoredResolution(
        **shared,
        organization=row.organization_key,
        organization_name=row.organization_name or row.imported_organization,
        language=Language(row.language or Language.UNKNOWN),
        bodies=bodies.names or ((said_body,) if said_body else ()),
        meeting_date=meeting_date,
        number=row.item_number or row.number,
        title=row.item_title or (None if row.exempt else row.title),
        case_number=row.known_case_number or row.case_number or row.imported_case,
        exempt=row.exempt,
        closed=bool(row.closed or row.item_closed),
        recommended_by=row.recommended_by,
        votes=VOTES.validate_python(row.votes),
        page=row.page,
        page_from=row.page_from,
        page_to=row.page_to,
        document=row.document,
        document_title=row.document_title,
        document_kind=DocumentKind(row.document_kind),
        version=row.version,
        sha256=row.sha256,
        url=row.url,
    )


def _from_portal(row: Row[Any], bodies: Bodies, others: tuple[Statement, ...]) -> StoredResolution:
    return StoredResolution(
        **_shared(row, bodies, others),
        organization=row.organization,
        organization_name=row.organization_name,
        language=Language(row.organization_language or Language.UNKNOWN),
        bodies=bodies.names,
        meeting_date=_day(row.start),
        number=row.item_number,
        title=row.item_title,
        case_number=row.known_case_number,
        exempt=False,
        closed=bool(row.item_closed),
        recommended_by=None,
        votes=_portal_votes(row),
        page=None,
        page_from=None,
        page_to=None,
        document=None,
        document_title=None,
        document_kind=None,
        version=None,
        sha256=None,
        url=row.page_url,
    )


def _portal_votes(row: Row[Any]) -> tuple[Vote, ...]:
    """The portal's numbers as a vote; there is no paper that they could be compared with."""
    if row.votes_for is None and row.votes_against is None:
        return ()
    vote = Vote(
        matter=VoteMatter.PROPOSAL,
        subject=None,
        outcome=None,
        unanimous=row.unanimous,
        votes_for=Tally(votes=row.votes_for),
        votes_against=Tally(votes=row.votes_against),
        evidence=Evidence(page=0, sentence=row.sentence),
    )
    return (vote,)


def _day(start: dt.datetime | None) -> dt.date | None:
    return start.astimezone(OSLO).date() if start else None
