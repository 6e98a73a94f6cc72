"""Where portals publish identity numbers: noted when they are masked, told to the operator, and never with the number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    RowMapping,
    String,
    Table,
    delete,
    func,
    insert,
    select,
)

from harvester.store import schema
from harvester.store.database import Database

exposure = Table(
    "exposure",
    schema.metadata,
    Column("id", Integer, primary_key=True),
    Column("record_type", String(20), nullable=False),
    Column("record", String(300), nullable=False),
    # title, place, url, … of a record, or page of a version
    Column("part", String(40), nullable=False),
    Column("version", Integer, ForeignKey("document_version.id", ondelete="CASCADE"), index=True),
    Column("page", Integer),
    Column("at", schema.Instant, nullable=False),
    Index("ix_exposure_record_type_record", "record_type", "record"),
)

PAGE = "page"


@dataclass(frozen=True, kw_only=True, slots=True)
class Exposure:
    """A place in which a portal publishes an identity number; never the number.

    ``part`` is the field of the record, or ``page`` with the ``page`` of the document that carries it. ``url`` is the
    portal's page, or the document itself, with numbers in the address masked.
    """

    record_type: str
    record: str
    part: str
    page: int | None
    url: str | None
    since: dt.datetime

    def __str__(self) -> str:
        """The place in a few words."""
        where = f"page {self.page}" if self.page is not None else self.part
        shown = f" ({self.url})" if self.url else ""
        return f"{where} of {self.record_type.replace('_', ' ')} {self.record}{shown}"


class Exposures:
    """Reads where portals publish identity numbers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def current(self) -> tuple[Exposure, ...]:
        """The places as they were published last, by record; what was removed or replaced is left out."""
        with self._database.reading() as connection:
            found = [*_in_records(connection), *_in_texts(connection)]
        return tuple(sorted(found, key=lambda each: (each.record_type, each.record, each.page or 0, each.part)))


def _in_records(connection: Connection) -> Iterator[Exposure]:
    named = connection.scalars(select(exposure.c.record_type).where(exposure.c.version.is_(None)).distinct()).all()
    for table in (schema.metadata.tables[name] for name in named):
        joined = exposure.join(table, table.c.id == exposure.c.record)
        query = (
            select(exposure, table.c.page_url.label("url"))
            .select_from(joined)
            .where(exposure.c.record_type == table.name, exposure.c.version.is_(None), table.c.removed_at.is_(None))
        )
        yield from (_exposure(row) for row in connection.execute(query).mappings())


def _in_texts(connection: Connection) -> Iterator[Exposure]:
    versions, document = schema.document_version, schema.document
    newest = (
        select(func.max(versions.c.id))
        .where(versions.c.document == exposure.c.record, versions.c.state == "read")
        .scalar_subquery()
    )
    query = (
        select(exposure, document.c.url)
        .select_from(exposure.join(document, document.c.id == exposure.c.record))
        .where(exposure.c.version == newest, document.c.removed_at.is_(None))
    )
    yield from (_exposure(row) for row in connection.execute(query).mappings())


def _exposure(row: RowMapping) -> Exposure:
    return Exposure(
        record_type=row["record_type"],
        record=row["record"],
        part=row["part"],
        page=row["page"],
        url=row["url"],
        since=row["at"],
    )


def note_in_record(connection: Connection, table: str, record: str, parts: Iterable[str], now: dt.datetime) -> None:
    """Say which fields of a record carry a number now; what is known of one already stays as it was noted."""
    own = exposure.c.record_type == table, exposure.c.record == record, exposure.c.version.is_(None)
    known = set(connection.scalars(select(exposure.c.part).where(*own)))
    wanted = set(parts)
    if known - wanted:
        connection.execute(delete(exposure).where(*own, exposure.c.part.in_(known - wanted)))
    rows = [{"record_type": table, "record": record, "part": part, "at": now} for part in sorted(wanted - known)]
    if rows:
        connection.execute(insert(exposure), rows)


def note_in_texts(connection: Connection, pages: Iterable[tuple[int, int]], now: dt.datetime) -> None:
    """Say which pages carried a number: pairs of version and page."""
    for version, page in pages:
        document = select(schema.document_version.c.document).where(schema.document_version.c.id == version)
        row = {"record_type": schema.document.name, "version": version, "page": page, "part": PAGE, "at": now}
        connection.execute(insert(exposure).values(record=document.scalar_subquery(), **row))
