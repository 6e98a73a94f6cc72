"""Texts that can be had better: read by an older extractor, or pages of which only a picture is known.

The bytes are the same, so nothing here says that a document has changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, func, select, update

from harvester.model import ExtractedText, Page
from harvester.store import schema
from harvester.store.database import Database
from harvester.store.documents import Pending, State, save_text
from harvester.store.reading import stored_page


class Rereading:
    """What is worth reading again, and what came of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def outdated(self, current: Collection[str]) -> list[Pending]:
        """Versions that none of the ``current`` extractors, each as "name version", has read or tried; newest first.

        Of a document only the newest version counts, and none that was imported as text.
        """
        text = schema.extracted_text
        read_by = func.coalesce(text.c.tried_by, text.c.extractor + " " + text.c.extractor_version)
        return self._newest(read_by.not_in(current))

    def unrecognized(self) -> list[Pending]:
        """Versions with pages that need OCR and that no recogniser has looked at; newest first."""
        page, text = schema.text_page, schema.extracted_text
        needing = select(page.c.version).where(page.c.needs_ocr.is_(True))
        return self._newest(text.c.recognizer.is_(None), text.c.version.in_(needing))

    def _newest(self, *conditions: ColumnElement[bool]) -> list[Pending]:
        version, document, text = schema.document_version, schema.document, schema.extracted_text
        newest = (
            select(func.max(version.c.id))
            .where(version.c.state == State.READ.value, version.c.run > 0)
            .group_by(version.c.document)
        )
        query = (
            select(
                version.c.id.label("version"),
                version.c.document,
                document.c.source,
                version.c.sha256,
                version.c.media_type,
            )
            .join(document, document.c.id == version.c.document)
            .join(text, text.c.version == version.c.id)
            .where(version.c.id.in_(newest), document.c.removed_at.is_(None), *conditions)
            .order_by(version.c.id.desc())
        )
        with self._database.reading() as connection:
            return [Pending(**row) for row in connection.execute(query).mappings()]

    def save(self, version: int, text: ExtractedText, fingerprint: str, now: dt.datetime) -> None:
        """Put a new text in the place of the old one; what was recognised on a page that is still a picture stays."""
        versions = schema.document_version
        with self._database.writing() as connection:
            kept = _with_recognized(text, *_recognized(connection, version))
            save_text(connection, version, kept, now)
            connection.execute(update(versions).where(versions.c.id == version).values(fingerprint=fingerprint))

    def save_recognized(self, version: int, text: ExtractedText, now: dt.datetime) -> None:
        """Put in a text of whose pictures a recogniser has made text.

        The fingerprint stays: it tells whether other bytes say the same, and those are read without a recogniser.
        """
        with self._database.writing() as connection:
            save_text(connection, version, text, now)

    def not_read(self, version: int, extractor: str) -> None:
        """The old text stays, as this extractor, "name version", cannot read the document; it does not try again."""
        self._note(version, tried_by=extractor)

    def not_recognized(self, version: int, recognizer: str) -> None:
        """This recogniser came to no end with the document; it does not try again."""
        self._note(version, recognizer=recognizer)

    def _note(self, version: int, **values: str) -> None:
        text = schema.extracted_text
        with self._database.writing() as connection:
            connection.execute(update(text).where(text.c.version == version).values(values))


def _recognized(connection: Connection, version: int) -> tuple[str | None, dict[int, Page]]:
    page, text = schema.text_page, schema.extracted_text
    query = select(page).where(page.c.version == version, page.c.ocr_confidence.is_not(None))
    pages = {row.number: stored_page(row) for row in connection.execute(query)}
    return connection.scalar(select(text.c.recognizer).where(text.c.version == version)), pages


def _with_recognized(text: ExtractedText, recognizer: str | None, known: dict[int, Page]) -> ExtractedText:
    pages = tuple(known.get(page.number, page) if page.needs_ocr else page for page in text.pages)
    if pages == text.pages:
        return text
    needed = any(page.needs_ocr for page in pages)
    warnings: Sequence[str] = [warning for warning in text.warnings if needed or warning != "needs_ocr"]
    return replace(text, pages=pages, warnings=(*warnings, "ocr"), recognizer=recognizer)
