"""The sources as people ask about them: since when each is covered, and how much of it is there."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, Table, func, select

from harvester.model import OSLO, DocumentKind, MeetingStatus
from harvester.store import schema
from harvester.store.database import Database
from harvester.store.documents import State


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceHoldings:
    """What the store has from one source; what was removed does not count.

    ``permission`` tells by whose leave robots.txt is not obeyed; None where it is.
    ``needs_ocr`` and ``documents_needing_ocr`` are pages that are pictures without text, and the documents they are in.
    """

    key: str
    name: str
    base_url: str
    organization: str
    organization_name: str
    permission: str | None
    first_meeting: dt.date | None
    last_meeting: dt.date | None
    meetings: int
    items: int
    documents: int
    needs_ocr: int
    documents_needing_ocr: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MinutesByYear:
    """Of a body's meetings that were held in a year, how many have published minutes."""

    body: str
    body_name: str
    year: int
    held: int
    with_minutes: int


class Sources:
    """Reads what each source has given."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def holdings(self) -> tuple[SourceHoldings, ...]:
        """Every source with its numbers, by name of the organization."""
        with self._database.reading() as connection:
            rows = connection.execute(_sources()).all()
            spans = {row.source: row for row in connection.execute(_meeting_spans())}
            items = _by_source(connection.execute(_counted(schema.agenda_item)))
            documents = _by_source(connection.execute(_counted(schema.document)))
            ocr = {row.source: row for row in connection.execute(_needing_ocr())}
        return tuple(
            SourceHoldings(
                key=row.key,
                name=row.name,
                base_url=row.base_url,
                organization=row.organization,
                organization_name=row.organization_name or row.name,
                permission=row.permission,
                first_meeting=_day(spans[row.key].first) if row.key in spans else None,
                last_meeting=_day(spans[row.key].last) if row.key in spans else None,
                meetings=spans[row.key].meetings if row.key in spans else 0,
                items=items[row.key],
                documents=documents[row.key],
                needs_ocr=ocr[row.key].pages if row.key in ocr else 0,
                documents_needing_ocr=ocr[row.key].documents if row.key in ocr else 0,
            )
            for row in rows
        )

    def minutes_by_year(self, source: str, now: dt.datetime) -> tuple[MinutesByYear, ...]:
        """Each body's meetings before ``now`` that were not cancelled or postponed, and their minutes, by year."""
        held: Counter[tuple[str, str, int]] = Counter()
        published: Counter[tuple[str, str, int]] = Counter()
        with self._database.reading() as connection:
            for row in connection.execute(_held(source, now)):
                key = (row.body, row.name, row.start.astimezone(OSLO).year)
                held[key] += 1
                published[key] += row.minutes is not None
        return tuple(
            MinutesByYear(body=body, body_name=name, year=year, held=number, with_minutes=published[body, name, year])
            for (body, name, year), number in sorted(held.items(), key=lambda item: (item[0][1], -item[0][2]))
        )

    def usual_days_to_minutes(self, source: str) -> int | None:
        """Median days from a meeting to its minutes, where the portal says when it published them; None when it never does."""
        meeting, document = schema.meeting, schema.document
        query = (
            select(meeting.c.start, func.min(document.c.published).label("published"))
            .join(document, document.c.meeting == meeting.c.id)
            .where(
                meeting.c.source == source,
                document.c.kind == DocumentKind.MINUTES.value,
                document.c.published.is_not(None),
                document.c.removed_at.is_(None),
            )
            .group_by(meeting.c.id)
        )
        with self._database.reading() as connection:
            days = sorted((row.published - _day(row.start)).days for row in connection.execute(query))
        return max(days[len(days) // 2], 0) if days else None


def _sources() -> Select[Any]:
    source, organization = schema.source, schema.organization
    return (
        select(source, organization.c.name.label("organization_name"))
        .join(organization, organization.c.id == source.c.organization)
        .order_by(organization.c.name, source.c.key)
    )


def _meeting_spans() -> Select[Any]:
    meeting = schema.meeting
    return (
        select(
            meeting.c.source,
            func.min(meeting.c.start, type_=schema.Instant).label("first"),
            func.max(meeting.c.start, type_=schema.Instant).label("last"),
            func.count().label("meetings"),
        )
        .where(meeting.c.removed_at.is_(None))
        .group_by(meeting.c.source)
    )


def _counted(table: Table) -> Select[Any]:
    return (
        select(table.c.source, func.count().label("records"))
        .where(table.c.removed_at.is_(None))
        .group_by(table.c.source)
    )


def _by_source(rows: Iterable[Row[Any]]) -> Counter[str]:
    return Counter({row.source: row.records for row in rows})


def _needing_ocr() -> Select[Any]:
    document, version, page = schema.document, schema.document_version, schema.text_page
    newest = (
        select(func.max(version.c.id).label("version"))
        .where(version.c.state == State.READ.value)
        .group_by(version.c.document)
        .subquery()
    )
    return (
        select(
            document.c.source,
            func.count().label("pages"),
            func.count(func.distinct(document.c.id)).label("documents"),
        )
        .join(version, version.c.document == document.c.id)
        .join(newest, newest.c.version == version.c.id)
        .join(page, page.c.version == version.c.id)
        .where(page.c.needs_ocr.is_(True), document.c.removed_at.is_(None))
        .group_by(document.c.source)
    )


def _held(source: str, now: dt.datetime) -> Select[Any]:
    meeting, link, body, document = schema.meeting, schema.meeting_body, schema.body, schema.document
    minutes = (
        select(document.c.meeting, func.min(document.c.id).label("id"))
        .where(document.c.kind == DocumentKind.MINUTES.value, document.c.removed_at.is_(None))
        .group_by(document.c.meeting)
        .subquery()
    )
    not_held = (MeetingStatus.CANCELLED.value, MeetingStatus.POSTPONED.value)
    return (
        select(body.c.id.label("body"), body.c.name, meeting.c.start, minutes.c.id.label("minutes"))
        .select_from(meeting)
        .join(link, link.c.meeting == meeting.c.id)
        .join(body, body.c.id == link.c.body)
        .outerjoin(minutes, minutes.c.meeting == meeting.c.id)
        .where(
            meeting.c.source == source,
            meeting.c.start < now,
            meeting.c.removed_at.is_(None),
            func.coalesce(meeting.c.status, "").not_in(not_held),
        )
    )


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(OSLO).date()
