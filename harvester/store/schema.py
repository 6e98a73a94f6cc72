"""The tables.

Every record table carries, beside the fields of its type in :mod:`harvester.model`, where it was read (provenance) and
when it was seen: ``last_run`` is the run that saw it last, ``misses`` how many healthy readings since then did not.
Times are stored in UTC. The tables are created by the migrations beside this file; a test holds the two together.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[dt.datetime]):
    """An aware time, kept in UTC; a naive one is refused rather than guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """UTC for the database.

        Raises:
            ValueError: the time has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """An aware time in UTC, whatever the database keeps."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def record_columns() -> list[Column[Any]]:
    """Where a record was read and when it was seen."""
    return [
        Column("source", String(60), nullable=False, index=True),
        Column("platform", String(40), nullable=False),
        Column("page_url", Text, nullable=False),
        Column("retrieved_at", Instant, nullable=False),
        Column("page_sha256", String(64), nullable=False),
        Column("content_sha256", String(64), nullable=False),
        Column("capture", Text),
        Column("first_seen", Instant, nullable=False),
        Column("last_seen", Instant, nullable=False),
        Column("last_run", Integer, nullable=False, index=True),
        *_presence_columns(),
    ]


def _presence_columns() -> list[Column[Any]]:
    return [
        Column("misses", Integer, nullable=False, default=0),
        Column("missing_since", Instant),
        Column("removed_at", Instant),
    ]


organization = Table(
    "organization",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("name", Text, nullable=False),
    Column("number", String(4)),
    Column("organization_number", String(9)),
    Column("language", String(3), nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("successor", String(60)),
)

source = Table(
    "source",
    metadata,
    Column("key", String(60), primary_key=True),
    Column("name", Text, nullable=False),
    Column("platform", String(40), nullable=False),
    Column("base_url", Text, nullable=False),
    Column("organization", String(60), ForeignKey("organization.id"), nullable=False),
    Column("permission", Text),
)

body = Table(
    "body",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("organization", String(60), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("code", String(60)),
    *record_columns(),
)

meeting = Table(
    "meeting",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("title", Text, nullable=False),
    Column("start", Instant, nullable=False, index=True),
    Column("time_known", Boolean, nullable=False),
    Column("end", Instant),
    Column("place", Text),
    Column("status", String(20)),
    Column("url", Text, nullable=False),
    Column("listed", Boolean, nullable=False, server_default=false()),
    *record_columns(),
)

meeting_body = Table(
    "meeting_body",
    metadata,
    Column("meeting", String(200), ForeignKey("meeting.id"), primary_key=True),
    Column("body", String(200), primary_key=True, index=True),
    Column("position", Integer, nullable=False),
)

agenda_item = Table(
    "agenda_item",
    metadata,
    Column("id", String(300), primary_key=True),
    Column("meeting", String(200), nullable=False, index=True),
    Column("number", String(60)),
    Column("sequence", Integer),
    Column("year", Integer),
    Column("position", Integer, nullable=False),
    Column("section", Text),
    Column("kind", String(20), nullable=False),
    Column("title", Text),
    Column("case_number", String(60), index=True),
    Column("closed", Boolean, nullable=False),
    Column("listed", Boolean, nullable=False, server_default=false()),
    *record_columns(),
)

case_file = Table(
    "case_file",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("organization", String(60), nullable=False, index=True),
    Column("case_number", String(60), nullable=False, index=True),
    Column("title", Text),
    *record_columns(),
)

document = Table(
    "document",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("meeting", String(200), index=True),
    Column("item", String(300), index=True),
    Column("kind", String(20), nullable=False),
    Column("title", Text, nullable=False),
    Column("url", Text),
    Column("published", Date),
    Column("restriction", Text),
    Column("history", Boolean, nullable=False),
    *record_columns(),
)

document_place = Table(
    "document_place",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", String(200), ForeignKey("document.id"), nullable=False),
    Column("meeting", String(200), nullable=False, index=True),
    Column("item", String(300), nullable=False, default=""),
    Column("title", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("history", Boolean, nullable=False),
    Column("last_run", Integer, nullable=False),
    *_presence_columns(),
    UniqueConstraint("document", "meeting", "item"),
)

download = Table(
    "download",
    metadata,
    Column("document", String(200), ForeignKey("document.id"), primary_key=True),
    Column("checked_at", Instant, nullable=False),
    Column("fetched_at", Instant),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("failures", Integer, nullable=False, default=0),
    Column("reason", Text),
)

document_version = Table(
    "document_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", String(200), ForeignKey("document.id"), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("media_type", String(120), nullable=False),
    Column("size", Integer, nullable=False),
    Column("fetched_at", Instant, nullable=False),
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("run", Integer, nullable=False),
    # pending → read or failed; a version whose text turns out to be the current one's is deleted again
    Column("state", String(10), nullable=False, index=True),
    Column("reason", Text),
    Column("fingerprint", String(64)),
    Index("ix_document_version_document_id", "document", "id"),
)

extracted_text = Table(
    "extracted_text",
    metadata,
    Column("version", Integer, ForeignKey("document_version.id", ondelete="CASCADE"), primary_key=True),
    Column("language", String(3), nullable=False),
    Column("extractor", String(60), nullable=False),
    Column("extractor_version", String(40), nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("read_at", Instant, nullable=False),
    # what looked for text in the pictures of its pages, and the newer extractor that could not read the document
    Column("recognizer", String(60)),
    Column("tried_by", String(101)),
)

text_page = Table(
    "text_page",
    metadata,
    Column("version", Integer, ForeignKey("document_version.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("needs_ocr", Boolean, nullable=False),
    Column("language", String(3), nullable=False, server_default="und"),
    Column("ocr_confidence", Float),
)

imported = Table(
    "imported",
    metadata,
    Column("document", String(200), ForeignKey("document.id"), primary_key=True),
    Column("organization", String(60)),
    Column("organization_name", Text),
    Column("body", Text),
    Column("meeting_date", Date),
    Column("item_number", String(60)),
    Column("case_number", String(60)),
    Column("language", String(3), nullable=False),
)

raw_page = Table(
    "raw_page",
    metadata,
    Column("source", String(60), primary_key=True),
    Column("request_key", String(64), primary_key=True),
    Column("url", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("context", JSON, nullable=False),
    Column("status", Integer, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("content_sha256", String(64), nullable=False),
    Column("retrieved_at", Instant, nullable=False),
    Column("warc_file", Text, nullable=False),
    Column("warc_offset", Integer, nullable=False),
    Column("capture", Text),
)

host_day = Table(
    "host_day",
    metadata,
    Column("host", String(255), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("requests", Integer, nullable=False),
)

host_block = Table(
    "host_block",
    metadata,
    Column("host", String(255), primary_key=True),
    Column("since", Instant, nullable=False),
    Column("reason", Text, nullable=False),
)

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started", Instant, nullable=False),
    Column("ended", Instant),
    Column("verdict", String(12)),
    Column("process", Integer, nullable=False),
    Column("host", String(255), nullable=False),
    Column("reason", Text),
    Column("minutes", JSON),
)

source_run = Table(
    "source_run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run", Integer, ForeignKey("run.id"), nullable=False, index=True),
    Column("source", String(60), nullable=False, index=True),
    Column("platform", String(40), nullable=False),
    Column("started", Instant, nullable=False),
    Column("ended", Instant),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("verdict", String(12)),
    Column("reason", Text),
    Column("requests", Integer, nullable=False, default=0),
    Column("downloads", Integer, nullable=False, default=0),
    Column("counts", JSON),
    Column("failed", JSON),
    UniqueConstraint("run", "source"),
)

change = Table(
    "change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run", Integer, nullable=False),
    Column("source", String(60), nullable=False),
    Column("record_type", String(20), nullable=False),
    Column("record", String(300), nullable=False, index=True),
    # new, changed, replaced (a document's text), missing, removed, returned
    Column("what", String(12), nullable=False),
    Column("at", Instant, nullable=False),
    Column("before", JSON),
    Column("after", JSON),
    Index("ix_change_run_source", "run", "source"),
)
