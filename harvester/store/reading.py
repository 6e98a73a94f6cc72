"""What search reads: documents with the meeting, item and case that they belong to, and their text.

Only reading: nothing here changes the store or asks a portal.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, Select, Subquery, func, select

from harvester.model import OSLO, DocumentKind, Language, Page
from harvester.running_heads import running_spans, without
from harvester.store import decision_tables, schema
from harvester.store.batches import batches
from harvester.store.database import Database
from harvester.store.documents import State


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredDocument:
    """A document as people look for it.

    ``state`` is a hash of everything that the index holds of it: equal states need no new indexing. ``version`` is None
    when there is no text, because the document is exempt, was not fetched or could not be read. ``case`` is the id of
    the case that its item belongs to.
    """

    id: str
    state: str
    title: str
    kind: DocumentKind
    url: str | None
    restriction: str | None
    source: str
    organization: str | None
    organization_name: str | None
    bodies: tuple[str, ...]
    meeting: str | None
    meeting_date: dt.date | None
    meeting_url: str | None
    item: str | None
    item_number: str | None
    item_title: str | None
    case_number: str | None
    case: str | None
    language: Language
    version: int | None
    sha256: str | None
    media_type: str | None
    fetched_at: dt.datetime | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """What the store holds, in numbers."""

    organizations: int
    meetings: int
    documents: int
    pages: int
    pages_needing_ocr: int
    first_meeting: dt.date | None
    last_meeting: dt.date | None


class Reading:
    """Reads documents for the index and for the pages that people see."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def states(self) -> dict[str, str]:
        """The state of every document that should be found, by id: the half of a set difference."""
        with self._database.reading() as connection:
            bodies = _body_names(connection)
            return {row.id: _state(row, bodies.get(row.meeting, ())) for row in connection.execute(_documents())}

    def documents(self, ids: Iterable[str]) -> Iterator[StoredDocument]:
        """Documents by id, in no particular order; unknown and removed ones are left out."""
        for batch in batches(ids):
            with self._database.reading() as connection:
                rows = connection.execute(_documents(batch)).all()
                bodies = _body_names(connection, [row.meeting for row in rows if row.meeting])
            yield from (_stored(row, bodies.get(row.meeting, ())) for row in rows)

    def document(self, document: str) -> StoredDocument | None:
        """One document by id."""
        return next(self.documents([document]), None)

    def pages(self, version: int) -> tuple[Page, ...]:
        """The text of a version, page by page."""
        table = schema.text_page
        query = select(table).where(table.c.version == version).order_by(table.c.number)
        with self._database.reading() as connection:
            return tuple(stored_page(row) for row in connection.execute(query))

    def body_pages(self, version: int) -> tuple[Page, ...]:
        """The pages as they are indexed: with blanks for running heads and page numbers, so that places stay the same."""
        pages = self.pages(version)
        spans = running_spans([page.text for page in pages])
        return tuple(
            replace(page, text=without(page.text, running)) for page, running in zip(pages, spans, strict=True)
        )

    def page(self, version: int, number: int) -> Page | None:
        """One page of a version, None when it has no such page."""
        table = schema.text_page
        query = select(table).where(table.c.version == version, table.c.number == number)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else stored_page(row)

    def page_numbers(self, version: int) -> tuple[int, ...]:
        """The numbers of a version's pages, in order."""
        table = schema.text_page
        query = select(table.c.number).where(table.c.version == version).order_by(table.c.number)
        with self._database.reading() as connection:
            return tuple(connection.scalars(query))

    def coverage(self) -> Coverage:
        """Numbers of what is stored and not removed."""
        document, meeting, page = schema.document, schema.meeting, schema.text_page
        with self._database.reading() as connection:
            first, last, meetings = connection.execute(
                select(func.min(meeting.c.start), func.max(meeting.c.start), func.count()).where(
                    meeting.c.removed_at.is_(None)
                )
            ).one()
            return Coverage(
                organizations=_scalar(connection, select(func.count()).select_from(schema.organization)),
                meetings=meetings,
                documents=_scalar(
                    connection, select(func.count()).select_from(document).where(document.c.removed_at.is_(None))
                ),
                pages=_scalar(connection, select(func.count()).select_from(page)),
                pages_needing_ocr=_scalar(
                    connection, select(func.count()).select_from(page).where(page.c.needs_ocr.is_(True))
                ),
                first_meeting=first.astimezone(OSLO).date() if first else None,
                last_meeting=last.astimezone(OSLO).date() if last else None,
            )


def stored_page(row: Row[Any]) -> Page:
    """A page by its row."""
    return Page(
        number=row.number,
        text=row.text,
        needs_ocr=row.needs_ocr,
        language=Language(row.language),
        ocr_confidence=row.ocr_confidence,
    )


def _scalar(connection: Connection, query: Select[Any]) -> int:
    return connection.scalar(query) or 0


def _documents(ids: Sequence[str] | None = None) -> Select[Any]:
    """Documents with where they belong and their newest text: these, or all."""
    document, item, meeting = schema.document, schema.agenda_item, schema.meeting
    version, text, imported = schema.document_version, schema.extracted_text, schema.imported
    item_case, newest = decision_tables.item_case, _newest_versions(ids)
    joined = (
        document.outerjoin(item, item.c.id == document.c.item)
        .outerjoin(item_case, item_case.c.item == document.c.item)
        .outerjoin(meeting, meeting.c.id == document.c.meeting)
        .outerjoin(newest, newest.c.document == document.c.id)
        .outerjoin(version, version.c.id == newest.c.version)
        .outerjoin(text, text.c.version == version.c.id)
        .outerjoin(imported, imported.c.document == document.c.id)
        .outerjoin(schema.source, schema.source.c.key == document.c.source)
        .outerjoin(
            schema.organization,
            schema.organization.c.id == func.coalesce(imported.c.organization, schema.source.c.organization),
        )
    )
    query = select(*_COLUMNS).select_from(joined).where(document.c.removed_at.is_(None))
    return query if ids is None else query.where(document.c.id.in_(ids))


def _newest_versions(ids: Sequence[str] | None) -> Subquery:
    """The newest read version of these documents, or of all; named here, too, or every version would be looked at."""
    version = schema.document_version
    read = select(version.c.document, func.max(version.c.id).label("version")).where(
        version.c.state == State.READ.value
    )
    named = read if ids is None else read.where(version.c.document.in_(ids))
    return named.group_by(version.c.document).subquery()


_COLUMNS = (
    schema.document.c.id,
    schema.document.c.title,
    schema.document.c.kind,
    schema.document.c.url,
    schema.document.c.restriction,
    schema.document.c.source,
    schema.document.c.content_sha256.label("document_hash"),
    schema.document.c.meeting,
    schema.document.c.item,
    func.coalesce(schema.source.c.organization, schema.imported.c.organization).label("organization"),
    func.coalesce(schema.imported.c.organization_name, schema.organization.c.name).label("organization_name"),
    schema.meeting.c.start,
    schema.meeting.c.url.label("meeting_url"),
    schema.meeting.c.content_sha256.label("meeting_hash"),
    schema.agenda_item.c.number.label("item_number"),
    schema.agenda_item.c.title.label("item_title"),
    func.coalesce(schema.agenda_item.c.case_number, decision_tables.item_case.c.case_number).label("case_number"),
    decision_tables.item_case.c.case_id,
    schema.agenda_item.c.content_sha256.label("item_hash"),
    schema.imported.c.body.label("imported_body"),
    schema.imported.c.meeting_date.label("imported_date"),
    schema.imported.c.item_number.label("imported_item"),
    schema.imported.c.case_number.label("imported_case"),
    schema.document_version.c.id.label("version"),
    schema.document_version.c.sha256,
    schema.document_version.c.media_type,
    schema.document_version.c.fetched_at,
    schema.document_version.c.fingerprint,
    schema.extracted_text.c.language,
    schema.extracted_text.c.warnings,
    schema.extracted_text.c.extractor_version,
    schema.extracted_text.c.recognizer,
)


def _body_names(connection: Connection, meetings: Sequence[str] | None = None) -> dict[str, tuple[str, ...]]:
    link, body = schema.meeting_body, schema.body
    query = (
        select(link.c.meeting, body.c.name)
        .join(body, body.c.id == link.c.body)
        .order_by(link.c.meeting, link.c.position)
    )
    if meetings is not None:
        query = query.where(link.c.meeting.in_(meetings))
    names: dict[str, tuple[str, ...]] = {}
    for meeting, name in connection.execute(query):
        names[meeting] = (*names.get(meeting, ()), name)
    return names


def _state(row: Row[Any], bodies: tuple[str, ...]) -> str:
    parts = (
        row.document_hash,
        row.meeting_hash,
        row.item_hash,
        row.url,
        bodies,
        row.organization,
        row.organization_name,
        row.case_id,
        (row.imported_body, row.imported_date, row.imported_item, row.imported_case),
        (row.version, row.fingerprint, row.extractor_version, row.recognizer),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _stored(row: Row[Any], bodies: tuple[str, ...]) -> StoredDocument:
    return StoredDocument(
        id=row.id,
        state=_state(row, bodies),
        title=row.title,
        kind=DocumentKind(row.kind),
        url=row.url,
        restriction=row.restriction,
        source=row.source,
        organization=row.organization,
        organization_name=row.organization_name,
        bodies=(row.imported_body,) if row.imported_body else bodies,
        meeting=row.meeting,
        meeting_date=row.start.astimezone(OSLO).date() if row.start else row.imported_date,
        meeting_url=row.meeting_url,
        item=row.item,
        item_number=row.item_number or row.imported_item,
        item_title=row.item_title,
        case_number=row.case_number or row.imported_case,
        case=row.case_id,
        language=Language(row.language) if row.language else Language.UNKNOWN,
        version=row.version,
        sha256=row.sha256,
        media_type=row.media_type,
        fetched_at=row.fetched_at,
        warnings=tuple(row.warnings or ()),
    )
