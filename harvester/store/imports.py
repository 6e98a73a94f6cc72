"""Documents that come from elsewhere: an old archive, an export."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from harvester.ids import masked_key
from harvester.masking import masked_values
from harvester.model import Document, DocumentKind, ExtractedText, Provenance
from harvester.store import schema
from harvester.store.database import Database, identity_numbers_of
from harvester.store.documents import State, add_texts, save_text
from harvester.store.erasure_rules import is_erased
from harvester.store.records import Moment, Records, What, add_new, note_change, put

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
        batch = self._allowed({import_id(document.id): document for document in documents})
        known = self._known(batch)
        moment = Moment(run=0, source=IMPORT_SOURCE, now=now)
        # Known documents are compared one by one; new ones, which are nearly all of a first import, are written at once.
        self._records.save(moment, [_record(batch[key], origin, now) for key in batch if key in known])
        with self._database.writing() as connection:
            for key in batch.keys() & known:
                _save_origin(connection, batch[key])
                _save_version(connection, moment, batch[key])
            _add(connection, moment, [document for key, document in batch.items() if key not in known], origin)

    def _allowed(self, batch: dict[str, ImportedDocument]) -> dict[str, ImportedDocument]:
        """Without documents that were erased."""
        with self._database.reading() as connection:
            return {key: document for key, document in batch.items() if not is_erased(connection, key)}

    def _known(self, ids: Iterable[str]) -> set[str]:
        query = select(schema.document.c.id).where(schema.document.c.id.in_(ids))
        with self._database.reading() as connection:
            return set(connection.scalars(query))


def _add(connection: Connection, moment: Moment, documents: Sequence[ImportedDocument], origin: str) -> None:
    if not documents:
        return
    add_new(connection, moment, [_record(document, origin, moment.now) for document in documents])
    rows = [{"document": import_id(document.id)} | _origin(connection, document) for document in documents]
    connection.execute(insert(schema.imported), rows)
    versions = schema.document_version
    numbers = connection.scalars(
        insert(versions).returning(versions.c.id, sort_by_parameter_order=True),
        [_version(document, moment.now) for document in documents],
    ).all()
    add_texts(connection, zip(numbers, (document.text for document in documents), strict=True), moment.now)


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
    return f"{IMPORT_SOURCE}/{masked_key(key)}"


def _save_origin(connection: Connection, document: ImportedDocument) -> None:
    put(connection, schema.imported, {"document": import_id(document.id)}, _origin(connection, document))


def _origin(connection: Connection, document: ImportedDocument) -> dict[str, Any]:
    origin = {
        "organization": document.organization,
        "organization_name": document.organization_name,
        "body": document.body,
        "meeting_date": document.meeting_date,
        "item_number": document.item_number,
        "case_number": document.case_number,
        "language": document.text.language.value,
    }
    return masked_values(identity_numbers_of(connection), origin)


def _save_version(connection: Connection, moment: Moment, document: ImportedDocument) -> None:
    versions = schema.document_version
    key = import_id(document.id)
    known = select(versions.c.id, versions.c.fingerprint, versions.c.sha256).where(versions.c.document == key)
    row = connection.execute(known.order_by(versions.c.id.desc()).limit(1)).one_or_none()
    if row is not None and row.fingerprint == document.fingerprint:
        connection.execute(update(versions).where(versions.c.id == row.id).values(last_seen=moment.now))
        return
    values = _version(document, moment.now)
    number = connection.execute(insert(versions).values(**values).returning(versions.c.id)).scalar_one()
    save_text(connection, number, document.text, moment.now)
    if row is not None:
        before, after = {"sha256": row.sha256}, {"sha256": values["sha256"]}
        note_change(connection, moment, (schema.document.name, key), What.REPLACED, before=before, after=after)


def _version(document: ImportedDocument, now: dt.datetime) -> dict[str, Any]:
    content = "\f".join(page.text for page in document.text.pages).encode()
    return {
        "document": import_id(document.id),
        "sha256": hashlib.sha256(content).hexdigest(),
        "media_type": _TEXT,
        "size": len(content),
        "fetched_at": now,
        "first_seen": now,
        "last_seen": now,
        "run": 0,
        "state": State.READ.value,
        "fingerprint": document.fingerprint,
    }
