"""Erasing: a document, one version of it, or a passage, with a rule that keeps it erased.

A document that was erased whole leaves a tombstone: its id, when, and why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, null, select, update

from harvester.errors import StoreError
from harvester.phrases import Phrase, blank, phrase_of
from harvester.store import decision_tables, schema
from harvester.store.blobs import Blobs
from harvester.store.database import Database
from harvester.store.erasure_rules import MASK, erasure, forget_bytes, phrases_where
from harvester.store.exposures import exposure
from harvester.store.records import Moment, What, note_change

REBUILD_INDEX = "index-must-be-rebuilt"
"""Name of the file in the data directory that has the search make a new index at its next update, and nothing reuse the
old one, in whose files deleted words stay for a while.
"""
_DISTINCT = 4
"""A title of so many words is blanked in the portal's pages too; "Saksframlegg" stands on every one of them."""
_WORDS: Mapping[Table, tuple[str, ...]] = {
    schema.body: ("name",),
    schema.meeting: ("title", "place"),
    schema.agenda_item: ("title", "section"),
    schema.case_file: ("title",),
    schema.document: ("title", "restriction"),
    decision_tables.resolution: ("recommendation", "resolution", "sentence"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Tombstone:
    """What is left of a document that was erased whole."""

    document: str
    at: dt.datetime
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Erased:
    """What an erasure touched: the source, whose raw pages are to be read through, and the phrases to blank in them."""

    source: str
    versions: int
    blobs: int
    phrases: tuple[Phrase, ...]


class Erasures:
    """Erases, and knows what must stay erased."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    def phrases(self, source: str) -> tuple[Phrase, ...]:
        """The passages that are blanked in whatever comes from a source."""
        with self._database.reading() as connection:
            return phrases_where(connection, erasure.c.source == source)

    def tombstones(self) -> tuple[Tombstone, ...]:
        """The documents that were erased whole, oldest first."""
        table = erasure
        query = select(table).where(table.c.sha256.is_(None), table.c.digest.is_(None)).order_by(table.c.id)
        with self._database.reading() as connection:
            return tuple(
                Tombstone(document=row.document, at=row.at, reason=row.reason) for row in connection.execute(query)
            )

    def erase_document(self, document: str, reason: str, now: dt.datetime) -> Erased:
        """Erase a document with all its versions and its title.

        Raises:
            StoreError: there is no such document.
        """
        with self._database.writing() as connection:
            source = _source(connection, document)
            rule = {"at": now, "reason": reason, "source": source, "document": document}
            phrases = _distinct_titles(connection, document)
            connection.execute(insert(erasure).values(**rule))
            for phrase in phrases:
                _add_phrase(connection, rule, phrase)
                _blank_records(connection, source, phrase)
            removed = _drop_versions(connection, rule, document)
            _bury(connection, document, now)
            note_change(
                connection,
                Moment(run=0, source=source, now=now),
                (schema.document.name, document),
                What.ERASED,
                after={"reason": reason},
            )
        return Erased(source=source, versions=len(removed), blobs=self._remove(removed), phrases=phrases)

    def erase_version(self, document: str, version: int, reason: str, now: dt.datetime) -> Erased:
        """Erase one version of a document; the others stay.

        Raises:
            StoreError: there is no such document or version.
        """
        with self._database.writing() as connection:
            source = _source(connection, document)
            rule = {"at": now, "reason": reason, "source": source, "document": document}
            removed = _drop_versions(connection, rule, document, schema.document_version.c.id == version)
            if not removed:
                raise StoreError(f"{document} has no version {version}")
        return Erased(source=source, versions=1, blobs=self._remove(removed), phrases=())

    def erase_passage(self, document: str, passage: Phrase, reason: str, now: dt.datetime) -> Erased:
        """Blank a passage in a document and in all records of its source; the bytes that carry it are removed.

        Raises:
            StoreError: there is no such document.
        """
        with self._database.writing() as connection:
            source = _source(connection, document)
            rule = {"at": now, "reason": reason, "source": source, "document": document}
            _add_phrase(connection, rule, passage)
            _blank_records(connection, source, passage)
            versions = _blank_texts(connection, source, passage)
            removed = forget_bytes(connection, versions, reason, now)
        return Erased(source=source, versions=len(versions), blobs=self._remove(removed), phrases=(passage,))

    def _remove(self, contents: Iterable[str]) -> int:
        with self._database.reading() as connection:
            unused = [sha256 for sha256 in contents if not _is_wanted(connection, sha256)]
        for sha256 in unused:
            self._blobs.remove(sha256)
        return len(unused)


def _source(connection: Connection, document: str) -> str:
    source: str | None = connection.scalar(select(schema.document.c.source).where(schema.document.c.id == document))
    if source is None:
        raise StoreError(f"there is no document {document}")
    return source


def _distinct_titles(connection: Connection, document: str) -> tuple[Phrase, ...]:
    """What the document is called, where that is more than a common word."""
    own, place = schema.document, schema.document_place
    titles = {
        *connection.scalars(select(own.c.title).where(own.c.id == document)),
        *connection.scalars(select(place.c.title).where(place.c.document == document)),
    }
    phrases = (phrase_of(title) for title in sorted(titles))
    return tuple(phrase for phrase in phrases if phrase is not None and phrase.words >= _DISTINCT)


def _add_phrase(connection: Connection, rule: Mapping[str, Any], phrase: Phrase) -> None:
    connection.execute(insert(erasure).values(**rule, words=phrase.words, salt=phrase.salt, digest=phrase.digest))


def _drop_versions(connection: Connection, rule: Mapping[str, Any], document: str, *where: Any) -> list[str]:
    versions = schema.document_version
    own = versions.c.document == document, *where
    contents = list(connection.scalars(select(versions.c.sha256).where(*own)))
    for sha256 in contents:
        connection.execute(insert(erasure).values(**rule, sha256=sha256))
    connection.execute(delete(versions).where(*own))
    return contents


def _bury(connection: Connection, document: str, now: dt.datetime) -> None:
    """Leave of a document its id and where it stood."""
    own = schema.document.c.id == document
    empty = {"title": "", "url": None, "restriction": None, "published": None, "removed_at": now, "content_sha256": ""}
    connection.execute(update(schema.document).where(own).values(**empty))
    place, change = schema.document_place, schema.change
    connection.execute(update(place).where(place.c.document == document).values(title="", removed_at=now))
    for table in (schema.download, schema.imported):
        connection.execute(delete(table).where(table.c.document == document))
    connection.execute(delete(exposure).where(exposure.c.record == document))
    told = change.c.record_type == schema.document.name, change.c.record == document
    connection.execute(update(change).where(*told).values(before=null(), after=null()))


def _blank_records(connection: Connection, source: str, phrase: Phrase) -> None:
    for table, columns in _WORDS.items():
        _blank_columns(connection, table, columns, phrase, table.c.source == source)
    place, document = schema.document_place, schema.document
    of_source = place.c.document.in_(select(document.c.id).where(document.c.source == source))
    _blank_columns(connection, place, ("title",), phrase, of_source)
    _blank_columns(connection, schema.change, ("before", "after"), phrase, schema.change.c.source == source)
    of_source = schema.imported.c.document.in_(select(document.c.id).where(document.c.source == source))
    _blank_columns(connection, schema.imported, ("body", "organization_name"), phrase, of_source)


def _blank_columns(connection: Connection, table: Table, columns: Iterable[str], phrase: Phrase, where: Any) -> None:
    key = list(table.primary_key)
    for row in connection.execute(select(table).where(where)).mappings().all():
        values = {name: _blanked(row[name], phrase) for name in columns if row[name] is not None}
        if any(values[name] != row[name] for name in values):
            own = [column == row[column.name] for column in key]
            connection.execute(update(table).where(*own).values(**values))


def _blanked(value: Any, phrase: Phrase) -> Any:
    """A text, or the texts of a JSON value, without the phrase."""
    match value:
        case str():
            return blank(value, [phrase], MASK)
        case dict():
            return {name: _blanked(each, phrase) for name, each in value.items()}
        case list():
            return [_blanked(each, phrase) for each in value]
        case _:
            return value


def _blank_texts(connection: Connection, source: str, phrase: Phrase) -> set[int]:
    """Blank a phrase in every text of a source; gives the versions that had it."""
    page, versions, document = schema.text_page, schema.document_version, schema.document
    query = (
        select(page.c.version, page.c.number, page.c.text)
        .join(versions, versions.c.id == page.c.version)
        .join(document, document.c.id == versions.c.document)
        .where(document.c.source == source)
    )
    found: set[int] = set()
    for version, number, text in connection.execute(query).all():
        blanked = blank(text, [phrase], MASK)
        if blanked != text:
            own = page.c.version == version, page.c.number == number
            connection.execute(update(page).where(*own).values(text=blanked))
            found.add(version)
    for version in found:
        _read_anew(connection, version)
    return found


def _read_anew(connection: Connection, version: int) -> None:
    """Have the minutes taken apart again, and the index changed."""
    for table in (decision_tables.treatment, decision_tables.minutes_reading):
        connection.execute(delete(table).where(table.c.version == version))
    text = schema.extracted_text
    marked = text.c.extractor_version.concat("~")
    connection.execute(update(text).where(text.c.version == version).values(extractor_version=marked))


def _is_wanted(connection: Connection, sha256: str) -> bool:
    """Whether a version that was not erased still needs the bytes."""
    versions = schema.document_version
    refused = select(erasure.c.id).where(erasure.c.document == versions.c.document, erasure.c.sha256 == sha256)
    query = select(versions.c.id).where(versions.c.sha256 == sha256, ~refused.exists()).limit(1)
    return connection.scalar(query) is not None
