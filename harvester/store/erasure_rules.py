"""What must stay erased: the rules to which every harvest, replay and import is held.

A rule names a document, the bytes of a version by their SHA-256, or a passage by a salted hash (:mod:`harvester.phrases`);
none of them repeats what was erased.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Connection, Index, Integer, String, Table, Text, insert, select

from harvester.phrases import Phrase
from harvester.store import schema

erasure = Table(
    "erasure",
    schema.metadata,
    Column("id", Integer, primary_key=True),
    Column("at", schema.Instant, nullable=False),
    Column("reason", Text, nullable=False),
    Column("source", String(60), nullable=False, index=True),
    Column("document", String(200), nullable=False),
    # the bytes of a version; or a passage; or, without both, the whole document
    Column("sha256", String(64)),
    Column("words", Integer),
    Column("salt", String(32)),
    Column("digest", String(32)),
    Index("ix_erasure_document_sha256", "document", "sha256"),
)

MASK = "█"
"""Stands for each character of a passage that was erased."""


def is_erased(connection: Connection, document: str) -> bool:
    """Whether the document was erased whole, so that nothing of it is kept again."""
    table = erasure
    query = select(table.c.id).where(table.c.document == document, table.c.sha256.is_(None), table.c.digest.is_(None))
    return connection.scalar(query.limit(1)) is not None


def is_refused(connection: Connection, document: str, sha256: str) -> bool:
    """Whether these bytes of the document, or all of it, were erased."""
    own = erasure.c.document == document, erasure.c.sha256 == sha256
    return connection.scalar(select(erasure.c.id).where(*own).limit(1)) is not None or is_erased(connection, document)


def phrases_of_version(connection: Connection, version: int) -> tuple[Phrase, ...]:
    """The passages that are blanked in the text of a version."""
    versions, document = schema.document_version, schema.document
    source = (
        select(document.c.source).join(versions, versions.c.document == document.c.id).where(versions.c.id == version)
    )
    return phrases_where(connection, erasure.c.source == source.scalar_subquery())


def forget_bytes(connection: Connection, versions: Iterable[int], reason: str, now: dt.datetime) -> list[str]:
    """Refuse the bytes of versions from now on, as they carry what was erased; gives their SHA-256."""
    table = schema.document_version
    query = (
        select(table.c.document, table.c.sha256, schema.document.c.source)
        .join(schema.document, schema.document.c.id == table.c.document)
        .where(table.c.id.in_(list(versions)))
    )
    rows = connection.execute(query).mappings().all()
    for row in rows:
        connection.execute(insert(erasure).values(at=now, reason=reason, **row))
    return [row["sha256"] for row in rows]


def phrases_where(connection: Connection, *where: Any) -> tuple[Phrase, ...]:
    """The passages of the rules for which conditions hold."""
    query = select(erasure).where(erasure.c.digest.is_not(None), *where)
    return tuple(Phrase(words=row.words, salt=row.salt, digest=row.digest) for row in connection.execute(query))
