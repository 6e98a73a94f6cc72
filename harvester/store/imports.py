"""Documents that come from elsewhere: an old archive, an export."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from harvester.model import Document, DocumentKind, ExtractedText, Provenance
from harvester.store import schema
from harvester.store.database import Database
from harvester.store.documents import State, save_text
from harvester.store.records import Moment, Records, put

IMPORT_SOURCE = "import"
_TEXT = "text/plain"


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportedDocument:
    """One document of an import file; ``id`` is the one it had where it comes from."""

    id: str
    title: str
    text: ExtractedText
    fingerprint: str
    kind: DocumentKind = DocumentKind.OTHER
    url: str | None = None
    organization: str | None = None
    organization_name: str | None = None
    body: str | None = None
    meeting_date: dt.date | None = None
    item_number: str | None = None
    case_number: str | None = None


class Imports:
    """Writes imported documents."""

    def __init__(self, database: Database, records: Records) -> None:
        self._database = database
        self._records = records

    def save(self, documents: Iterable[ImportedDocument], origin: str, now: dt.datetime) -> None:
        """Keep documents under ``import/<id>``; one that is there already is replaced when its text differs.

        Args:
            documents: a batch that is kept whole or not at all.
            origin: the name of the file, as provenance.
            now: the time of the import.
        """
        batch = list(documents)
        moment = Moment(run=0, source=IMPORT_SOURCE, now=now)
        self._records.save(moment, [_record(document, origin, now) for document in batch])
        with self._database.writing() as connection:
            for document in batch:
                _save_origin(connection, document)
                _save_version(connection, document, now)


def _record(document: ImportedDocument, origin: str, now: dt.datetime) -> Document:
    return Document(
        id=import_id(document.id),
        meeting=None,
        item=None,
        kind=document.kind,
        title=document.title,
        url=document.url,
        provenance=Provenance(
            source=IMPORT_SOURCE,
            platform=IMPORT_SOURCE,
            page_url=origin,
            retrieved_at=now,
            content_sha256=document.fingerprint,
        ),
    )


def import_id(key: str) -> str:
    """The id in the store of a document that is ``key`` where it comes from."""
    return f"{IMPORT_SOURCE}/{key}"


def _save_origin(connection: Connection, document: ImportedDocument) -> None:
    values = {
        "organization": document.organization,
        "organization_name": document.organization_name,
        "body": document.body,
        "meeting_date": document.meeting_date,
        "item_number": document.item_number,
        "case_number": document.case_number,
        "language": document.text.language.value,
    }
    put(connection, schema.imported, {"document": import_id(document.id)}, values)


def _save_version(connection: Connection, document: ImportedDocument, now: dt.datetime) -> None:
    versions = schema.document_version
    key = import_id(document.id)
    known = select(versions.c.id, versions.c.fingerprint).where(versions.c.document == key)
    row = connection.execute(known.order_by(versions.c.id.desc()).limit(1)).one_or_none()
    if row is not None and row.fingerprint == document.fingerprint:
        connection.execute(update(versions).where(versions.c.id == row.id).values(last_seen=now))
        return
    if row is not None:
        connection.execute(delete(versions).where(versions.c.document == key))
    content = "\f".join(page.text for page in document.text.pages).encode()
    version = connection.execute(
        insert(versions)
        .values(
            document=key,
            sha256=hashlib.sha256(content).hexdigest(),
            media_type=_TEXT,
            size=len(content),
            fetched_at=now,
            first_seen=now,
            last_seen=now,
            run=0,
            state=State.READ.value,
            fingerprint=document.fingerprint,
        )
        .returning(versions.c.id)
    ).scalar_one()
    save_text(connection, version, document.text, now)
