"""Documents' bytes and text: what to download, versions, and what was read in them.

A version is pending until it has been read. Only then is it known whether a document has changed: a PDF can differ in
bytes at each download and say the same, so the fingerprint of the text decides, and a version that says nothing new is
dropped again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from harvester.config import Source
from harvester.masking import masked_text
from harvester.model import ExtractedText
from harvester.phrases import blank
from harvester.store import schema
from harvester.store.blobs import Blobs
from harvester.store.database import Database, identity_numbers_of
from harvester.store.erasure_rules import MASK, erasure, forget_bytes, is_erased, is_refused, phrases_of_version
from harvester.store.exposures import exposure, note_in_texts
from harvester.store.records import Moment, What, note_change, put


class State(StrEnum):
    """How far a version has come."""

    PENDING = "pending"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Validators:
    """What a conditional request sends, so that an unchanged document is not sent again."""

    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Pending:
    """A version that waits to be read."""

    version: int
    document: str
    source: str
    sha256: str
    media_type: str


class Documents:
    """Downloads, versions and texts."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    def wanted(self, document: str, source: Source, now: dt.datetime) -> Validators | None:
        """Whether to ask for the document now, and with which validators; None when it is not due.

        A document without a version, or whose bytes are missing, is always due, unless it was erased. One with validators
        is due after ``revalidate_hours``, one without after ``refetch_days``, because only a whole download can tell.
        """
        with self._database.reading() as connection:
            if is_erased(connection, document):
                return None
            row = _download(connection, document)
            newest = _newest(connection, document)
            refused = newest is not None and is_refused(connection, document, newest["sha256"])
        if row is None or newest is None or not (refused or self._blobs.has(newest["sha256"])):
            return Validators(etag=None, last_modified=None)
        has_validators = row["etag"] is not None or row["last_modified"] is not None
        patience = (
            dt.timedelta(hours=source.revalidate_hours) if has_validators else dt.timedelta(days=source.refetch_days)
        )
        if now - row["checked_at"] < patience:
            return None
        return Validators(etag=row["etag"], last_modified=row["last_modified"])

    def failures(self, document: str) -> int:
        """How many downloads of the document have failed since the last that did not."""
        with self._database.reading() as connection:
            row = _download(connection, document)
        return 0 if row is None else int(row["failures"])

    def fetched(self, moment: Moment, document: str, content: bytes, media_type: str, validators: Validators) -> None:
        """Keep downloaded bytes: a new version to be read, unless they are the newest version's."""
        sha256 = hashlib.sha256(content).hexdigest()
        with self._database.reading() as connection:
            refused = is_refused(connection, document, sha256)
        if refused:
            with self._database.writing() as connection:
                _note_download(connection, document, moment, validators=validators, reason=None)
            return
        self._blobs.put(content)
        versions = schema.document_version
        with self._database.writing() as connection:
            _note_download(connection, document, moment, validators=validators, reason=None)
            newest = _newest(connection, document)
            if newest is not None and newest["sha256"] == sha256:
                seen = update(versions).where(versions.c.id == newest["id"]).values(last_seen=moment.now)
                connection.execute(seen)
                return
            # Bytes that wait to be read are overtaken by newer ones.
            waiting = versions.c.document == document, versions.c.state == State.PENDING
            connection.execute(delete(versions).where(*waiting))
            connection.execute(
                insert(versions).values(
                    document=document,
                    sha256=sha256,
                    media_type=media_type,
                    size=len(content),
                    fetched_at=moment.now,
                    first_seen=moment.now,
                    last_seen=moment.now,
                    run=moment.run,
                    state=State.PENDING.value,
                )
            )

    def not_modified(self, moment: Moment, document: str) -> None:
        """The portal said that the document is as it was."""
        versions = schema.document_version
        with self._database.writing() as connection:
            connection.execute(
                update(schema.download)
                .where(schema.download.c.document == document)
                .values(checked_at=moment.now, failures=0, reason=None)
            )
            newest = _newest(connection, document)
            if newest is not None:
                connection.execute(update(versions).where(versions.c.id == newest["id"]).values(last_seen=moment.now))

    def not_fetched(self, moment: Moment, document: str, reason: str) -> None:
        """The download failed, or what came is no document; it is tried again the next night."""
        with self._database.writing() as connection:
            _note_download(connection, document, moment, validators=None, reason=reason)

    def pending(self) -> list[Pending]:
        """Versions that wait to be read, oldest first."""
        versions, document = schema.document_version, schema.document
        query = (
            select(
                versions.c.id.label("version"),
                versions.c.document,
                document.c.source,
                versions.c.sha256,
                versions.c.media_type,
            )
            .join(document, document.c.id == versions.c.document)
            .where(versions.c.state == State.PENDING.value)
            .order_by(versions.c.id)
        )
        with self._database.reading() as connection:
            return [Pending(**row) for row in connection.execute(query).mappings()]

    def hashes(self) -> list[str]:
        """SHA-256 of every content that should be among the blobs."""
        versions = schema.document_version
        query = (
            select(versions.c.sha256)
            .where(versions.c.run > 0)  # imported documents come as text, without bytes
            .where(versions.c.sha256.not_in(select(erasure.c.sha256).where(erasure.c.sha256.is_not(None))))
            .distinct()
            .order_by(versions.c.sha256)
        )
        with self._database.reading() as connection:
            return list(connection.scalars(query))

    def read(self, moment: Moment, version: int, text: ExtractedText, fingerprint: str) -> None:
        """Keep the text of a version; drop the version when it says what the one before said."""
        versions = schema.document_version
        unused = None
        with self._database.writing() as connection:
            row = _version(connection, version)
            if row is None:
                return
            before = _last_read(connection, row["document"], version)
            if before is not None and before["fingerprint"] == fingerprint:
                connection.execute(delete(versions).where(versions.c.id == version))
                connection.execute(
                    update(versions).where(versions.c.id == before["id"]).values(last_seen=row["last_seen"])
                )
                unused = row["sha256"] if not _is_used(connection, row["sha256"]) else None
            else:
                save_text(connection, version, text, moment.now)
                connection.execute(
                    update(versions)
                    .where(versions.c.id == version)
                    .values(state=State.READ.value, fingerprint=fingerprint, reason=None)
                )
                if is_refused(connection, row["document"], row["sha256"]):
                    unused = row["sha256"]
                if before is not None:
                    changed = ({"sha256": before["sha256"]}, {"sha256": row["sha256"]})
                    _note_replaced(connection, moment, row["document"], changed)
        if unused is not None:
            self._blobs.remove(unused)

    def unreadable(self, version: int, reason: str) -> None:
        """A version could not be read; the reason stays with it."""
        versions = schema.document_version
        masked = self._database.identity_numbers.mask(reason)
        with self._database.writing() as connection:
            connection.execute(
                update(versions).where(versions.c.id == version).values(state=State.FAILED.value, reason=masked)
            )


def _download(connection: Connection, document: str) -> RowMapping | None:
    query = select(schema.download).where(schema.download.c.document == document)
    return connection.execute(query).mappings().one_or_none()


def _note_download(
    connection: Connection, document: str, moment: Moment, *, validators: Validators | None, reason: str | None
) -> None:
    row = _download(connection, document)
    masked = reason and identity_numbers_of(connection).mask(reason)
    values: dict[str, Any] = {"checked_at": moment.now, "reason": masked, "failures": 0}
    if validators is None:
        values["failures"] = (row["failures"] if row is not None else 0) + 1
    else:
        values |= {"fetched_at": moment.now, "etag": validators.etag, "last_modified": validators.last_modified}
    put(connection, schema.download, {"document": document}, values)


def _version(connection: Connection, version: int) -> RowMapping | None:
    query = select(schema.document_version).where(schema.document_version.c.id == version)
    return connection.execute(query).mappings().one_or_none()


def _newest(connection: Connection, document: str) -> RowMapping | None:
    versions = schema.document_version
    query = select(versions).where(versions.c.document == document).order_by(versions.c.id.desc()).limit(1)
    return connection.execute(query).mappings().one_or_none()


def _last_read(connection: Connection, document: str, before: int) -> RowMapping | None:
    versions = schema.document_version
    query = (
        select(versions)
        .where(versions.c.document == document, versions.c.id < before, versions.c.state == State.READ.value)
        .order_by(versions.c.id.desc())
        .limit(1)
    )
    return connection.execute(query).mappings().one_or_none()


def _is_used(connection: Connection, sha256: str) -> bool:
    query = select(schema.document_version.c.id).where(schema.document_version.c.sha256 == sha256).limit(1)
    return connection.scalar(query) is not None


def save_text(connection: Connection, version: int, text: ExtractedText, now: dt.datetime) -> None:
    """Write the text of a version, in place of one that an older extractor made."""
    for table in (exposure, schema.text_page, schema.extracted_text):
        connection.execute(delete(table).where(table.c.version == version))
    add_texts(connection, [(version, text)], now)


def add_texts(connection: Connection, texts: Iterable[tuple[int, ExtractedText]], now: dt.datetime) -> None:
    """Write the texts of versions that have none yet: identity numbers masked, erased passages blanked."""
    heads: list[dict[str, Any]] = []
    pages: list[dict[str, Any]] = []
    exposed: list[tuple[int, int]] = []
    erased: list[int] = []
    numbers = identity_numbers_of(connection)
    for version, published in texts:
        text, found = masked_text(numbers, published)
        exposed += [(version, page) for page in found]
        blanked = _without_erased(connection, version, text)
        erased += [version] if blanked != text else []
        heads.append(
            {
                "version": version,
                "language": text.language.value,
                "extractor": text.extractor,
                "extractor_version": text.extractor_version,
                "warnings": list(text.warnings),
                "read_at": now,
                "recognizer": text.recognizer,
            }
        )
        pages += [
            {
                "version": version,
                "number": page.number,
                "text": page.text,
                "needs_ocr": page.needs_ocr,
                "language": page.language.value,
                "ocr_confidence": page.ocr_confidence,
            }
            for page in blanked.pages
        ]
    connection.execute(insert(schema.extracted_text), heads)
    if pages:
        connection.execute(insert(schema.text_page), pages)
    note_in_texts(connection, exposed, now)
    forget_bytes(connection, erased, "they carry a passage that was erased", now)


def _without_erased(connection: Connection, version: int, text: ExtractedText) -> ExtractedText:
    phrases = phrases_of_version(connection, version)
    if not phrases:
        return text
    return replace(text, pages=tuple(replace(page, text=blank(page.text, phrases, MASK)) for page in text.pages))


def _note_replaced(
    connection: Connection, moment: Moment, document: str, changed: tuple[dict[str, str], dict[str, str]]
) -> None:
    note_change(connection, moment, ("document", document), What.REPLACED, before=changed[0], after=changed[1])
