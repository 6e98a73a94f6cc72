"""The journal of changes, read for people: what was replaced, changed, withdrawn, exempted or returned, and when.

What has been withdrawn or exempted since is told without its words: that something was withdrawn, when, and from which
meeting and item, but neither its title nor what it said before (decision 7). *Missing* is a suspicion and is not told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from harvester.model import OSLO, DocumentKind, DocumentVersion
from harvester.store import schema
from harvester.store.database import Database
from harvester.store.documents import State
from harvester.store.records import What

Value = str | int | float | bool | dt.datetime | tuple[str, ...] | None
_TOLD = ("meeting", "agenda_item", "document")
_TIMES = frozenset({"start", "end"})
_WORDLESS = frozenset({"start", "end", "time_known", "status", "closed", "restriction", "published", "kind"})
_WORDS = frozenset({"title", "place", "bodies", "number", "section", "case_number", "position", "meeting", "item"})
_SENT_OUT = (DocumentKind.AGENDA.value, DocumentKind.NOTICE.value)


class ChangeKind(StrEnum):
    """What happened to a record, as readers are told."""

    PUBLISHED = "published"
    CHANGED = "changed"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    EXEMPTED = "exempted"
    RELEASED = "released"
    RETURNED = "returned"
    ERASED = "erased"


NEWS = tuple(kind for kind in ChangeKind if kind is not ChangeKind.PUBLISHED)
"""Everything but what is new, of which a first harvest has thousands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldChange:
    """One field before and after, by its name in :mod:`harvester.model`."""

    name: str
    before: Value
    after: Value


@dataclass(frozen=True, kw_only=True, slots=True)
class LoggedChange:
    """One line of the change log.

    Attributes:
        number: rises with time; the cursor of the log.
        record_type: ``meeting``, ``agenda_item`` or ``document``.
        title: of the record as it is now; None when it has none, or has been withdrawn or exempted.
        document_kind: of a document.
        item_number: of the item that is changed, or to which the document belongs.
        fields: what changed; of a record that has been withdrawn or exempted only what is not its words.
        before: the version of a replaced document that was read before, when its text is kept.
        after: the version that replaced it.
    """

    number: int
    at: dt.datetime
    kind: ChangeKind
    record_type: str
    record: str
    title: str | None
    document_kind: DocumentKind | None
    meeting: str | None
    meeting_title: str | None
    meeting_start: dt.datetime | None
    item: str | None
    item_number: str | None
    organization: str | None
    organization_name: str | None
    fields: tuple[FieldChange, ...]
    before: int | None
    after: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionAt:
    """The version of a document that stood on the portal at a moment.

    ``certain`` is false when it was fetched later, and nothing says since when it had stood there.
    """

    version: DocumentVersion
    certain: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemListHistory:
    """What happened to the items of a meeting after the list was sent out.

    ``sent_out`` is when the first notice or agenda of the meeting was seen, ``document`` is that paper; both are None
    when there is none, and then nothing is said to be late.
    """

    sent_out: dt.datetime | None
    document: str | None
    changes: tuple[LoggedChange, ...]


class ChangeLog:
    """Reads the journal."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def between(
        self,
        first: dt.datetime | None = None,
        last: dt.datetime | None = None,
        *,
        organization: str | None = None,
        meeting: str | None = None,
        document: str | None = None,
        kinds: Iterable[ChangeKind] = NEWS,
        before: int | None = None,
        most: int = 100,
    ) -> tuple[LoggedChange, ...]:
        """Changes, newest first.

        Args:
            first: not older than this.
            last: before this.
            organization: only of this one.
            meeting: only of this meeting, its items and its documents.
            document: only of this document.
            kinds: only these.
            before: only with a smaller number, to go on from the last one that was given.
            most: at most so many.
        """
        change = schema.change
        wanted = frozenset(kinds)
        query = _changes().where(*_times(first, last)).order_by(change.c.id.desc())
        if organization is not None:
            query = query.where(schema.source.c.organization == organization)
        if meeting is not None:
            query = query.where(_of_meeting(meeting))
        if document is not None:
            query = query.where(change.c.record_type == schema.document.name, change.c.record == document)
        return self._read(query.where(change.c.what.in_(_whats(wanted))), wanted, before, most)

    def versions(self, document: str) -> tuple[DocumentVersion, ...]:
        """Every version of a document that has been read, oldest first; none of one that was withdrawn or exempted."""
        versions, own = schema.document_version, schema.document
        query = (
            select(versions)
            .join(own, own.c.id == versions.c.document)
            .where(versions.c.document == document, versions.c.state == State.READ.value, _is_public(own))
            .order_by(versions.c.id)
        )
        with self._database.reading() as connection:
            return tuple(_version(row) for row in connection.execute(query))

    def version_at(self, document: str, moment: dt.datetime) -> VersionAt | None:
        """The paper as it was at a moment, such as the meeting that decided upon it; None without any version."""
        versions = self.versions(document)
        if not versions:
            return None
        standing = [version for version in versions if version.first_seen <= moment]
        return VersionAt(version=standing[-1] if standing else versions[0], certain=bool(standing))

    def item_list(self, meeting: str) -> ItemListHistory:
        """What was added to, changed in or taken from the list of items after it was sent out, oldest first."""
        document, change = schema.document, schema.change
        sent = (
            select(document.c.id, document.c.first_seen)
            .where(document.c.meeting == meeting, document.c.kind.in_(_SENT_OUT), document.c.restriction.is_(None))
            .order_by(document.c.first_seen, document.c.id)
            .limit(1)
        )
        with self._database.reading() as connection:
            first = connection.execute(sent).one_or_none()
            if first is None:
                return ItemListHistory(sent_out=None, document=None, changes=())
            items = select(schema.agenda_item.c.id).where(schema.agenda_item.c.meeting == meeting)
            known = select(func.max(change.c.run)).where(change.c.record == first.id, change.c.what == What.NEW.value)
            query = _changes().where(
                change.c.record_type == schema.agenda_item.name,
                change.c.record.in_(items),
                change.c.run > known.scalar_subquery(),
                change.c.what != What.MISSING.value,
            )
            found = _told(connection, query.order_by(change.c.id), frozenset(ChangeKind))
        return ItemListHistory(sent_out=first.first_seen, document=first.id, changes=tuple(found))

    def _read(
        self, query: Select[Any], kinds: frozenset[ChangeKind], before: int | None, most: int
    ) -> tuple[LoggedChange, ...]:
        """Lines of these kinds; a kind can be narrower than what the journal says, so more rows are read as needed."""
        found: list[LoggedChange] = []
        with self._database.reading() as connection:
            while len(found) < most:
                page = query if before is None else query.where(schema.change.c.id < before)
                rows = connection.execute(page.limit(most)).all()
                found += [change for row in rows if (change := _logged(connection, row)).kind in kinds]
                if len(rows) < most:
                    break
                before = rows[-1].id
        return tuple(found[:most])


def _told(connection: Connection, query: Select[Any], kinds: frozenset[ChangeKind]) -> list[LoggedChange]:
    changes = [_logged(connection, row) for row in connection.execute(query).all()]
    return [change for change in changes if change.kind in kinds]


def _changes() -> Select[Any]:
    """Lines of the journal with what they are about, as it is now."""
    change, source, organization = schema.change, schema.source, schema.organization
    meeting, item, document = schema.meeting, schema.agenda_item, schema.document
    joined = (
        change.outerjoin(document, _is(change, document))
        .outerjoin(item, or_(_is(change, item), item.c.id == document.c.item))
        .outerjoin(
            meeting, or_(_is(change, meeting), meeting.c.id == func.coalesce(document.c.meeting, item.c.meeting))
        )
        .outerjoin(source, source.c.key == change.c.source)
        .outerjoin(organization, organization.c.id == source.c.organization)
    )
    return (
        select(
            change,
            document.c.title.label("document_title"),
            document.c.kind.label("document_kind"),
            _is_public(document).label("document_is_public"),
            item.c.id.label("item"),
            item.c.number.label("item_number"),
            item.c.title.label("item_title"),
            and_(item.c.removed_at.is_(None), item.c.title.is_not(None)).label("item_is_public"),
            meeting.c.id.label("meeting"),
            meeting.c.title.label("meeting_title"),
            meeting.c.start.label("meeting_start"),
            organization.c.id.label("organization"),
            organization.c.name.label("organization_name"),
        )
        .select_from(joined)
        .where(change.c.record_type.in_(_TOLD))
    )


def _is(change: Any, table: Any) -> ColumnElement[bool]:
    return and_(change.c.record_type == table.name, change.c.record == table.c.id)


def _is_public(document: Any) -> ColumnElement[bool]:
    return and_(document.c.removed_at.is_(None), document.c.restriction.is_(None))


def _times(first: dt.datetime | None, last: dt.datetime | None) -> list[ColumnElement[bool]]:
    at = schema.change.c.at
    since = [at >= first] if first is not None else []
    return since + ([at < last] if last is not None else [])


def _of_meeting(meeting: str) -> ColumnElement[bool]:
    change, item, place = schema.change, schema.agenda_item, schema.document_place
    return or_(
        and_(change.c.record_type == schema.meeting.name, change.c.record == meeting),
        and_(
            change.c.record_type == item.name, change.c.record.in_(select(item.c.id).where(item.c.meeting == meeting))
        ),
        and_(
            change.c.record_type == schema.document.name,
            change.c.record.in_(select(place.c.document).where(place.c.meeting == meeting)),
        ),
    )


_WHATS: Mapping[ChangeKind, What] = {
    ChangeKind.PUBLISHED: What.NEW,
    ChangeKind.CHANGED: What.CHANGED,
    ChangeKind.EXEMPTED: What.CHANGED,
    ChangeKind.RELEASED: What.CHANGED,
    ChangeKind.REPLACED: What.REPLACED,
    ChangeKind.WITHDRAWN: What.REMOVED,
    ChangeKind.RETURNED: What.RETURNED,
    ChangeKind.ERASED: What.ERASED,
}


def _whats(kinds: Iterable[ChangeKind]) -> list[str]:
    return sorted({_WHATS[kind].value for kind in kinds})


def _logged(connection: Connection, row: Row[Any]) -> LoggedChange:
    is_public = _is_shown(row)
    fields = tuple(
        FieldChange(name=name, before=_value(name, before), after=_value(name, (row.after or {}).get(name)))
        for name, before in (row.before or {}).items()
        if name in (_WORDS | _WORDLESS if is_public else _WORDLESS)
    )
    replaced = row.what == What.REPLACED and is_public
    return LoggedChange(
        number=row.id,
        at=row.at,
        kind=_kind(row),
        record_type=row.record_type,
        record=row.record,
        title=_title(row) if is_public else None,
        document_kind=DocumentKind(row.document_kind) if row.document_kind else None,
        meeting=row.meeting,
        meeting_title=row.meeting_title,
        meeting_start=row.meeting_start.astimezone(OSLO) if row.meeting_start else None,
        item=row.item,
        item_number=row.item_number,
        organization=row.organization,
        organization_name=row.organization_name,
        fields=fields,
        before=_version_of(connection, row, row.before) if replaced else None,
        after=_version_of(connection, row, row.after) if replaced else None,
    )


def _is_shown(row: Row[Any]) -> bool:
    """Whether the words of the record may be told: it is there, and is not exempt."""
    match row.record_type:
        case schema.document.name:
            return bool(row.document_is_public)
        case schema.agenda_item.name:
            return bool(row.item_is_public)
        case _:
            return True


def _title(row: Row[Any]) -> str | None:
    match row.record_type:
        case schema.document.name:
            title: str | None = row.document_title
        case schema.agenda_item.name:
            title = row.item_title
        case _:
            title = row.meeting_title
    return title


def _kind(row: Row[Any]) -> ChangeKind:
    if row.what != What.CHANGED:
        return next(kind for kind, what in _WHATS.items() if what == row.what)
    before, after = row.before or {}, row.after or {}
    return _exemption(row.record_type, before, after) or ChangeKind.CHANGED


def _exemption(record_type: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> ChangeKind | None:
    """Whether a change took something away from the public, or gave it back."""
    if record_type == schema.document.name and "restriction" in after:
        was, now = before["restriction"] is not None, after["restriction"] is not None
    elif record_type == schema.agenda_item.name and "title" in after:
        was, now = before["title"] is None, after["title"] is None
    else:
        return None
    if was == now:
        return None
    return ChangeKind.EXEMPTED if now else ChangeKind.RELEASED


def _value(name: str, value: Any) -> Value:
    if name in _TIMES and isinstance(value, str):
        return dt.datetime.fromisoformat(value).astimezone(OSLO)
    return tuple(value) if isinstance(value, list) else value


def _version_of(connection: Connection, row: Row[Any], told: Mapping[str, Any] | None) -> int | None:
    """The version that a line names by its bytes, while it is kept."""
    if told is None:
        return None
    versions = schema.document_version
    query = select(func.max(versions.c.id)).where(
        versions.c.document == row.record, versions.c.state == State.READ.value, versions.c.sha256 == told["sha256"]
    )
    number: int | None = connection.scalar(query)
    return number


def _version(row: Row[Any]) -> DocumentVersion:
    return DocumentVersion(
        id=row.id,
        document=row.document,
        sha256=row.sha256,
        media_type=row.media_type,
        size=row.size,
        fetched_at=row.fetched_at,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        fingerprint=row.fingerprint,
    )
