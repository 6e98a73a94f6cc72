"""How much of what portals list is held: items whose own page was read, documents whose bytes and text are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, exists, func, select

from harvester.store import decision_tables, schema
from harvester.store.database import Database
from harvester.store.documents import State


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """So many are listed, so many of them are held."""

    listed: int
    held: int

    @property
    def missing(self) -> int:
        """How many are listed and not held."""
        return self.listed - self.held


@dataclass(frozen=True, kw_only=True, slots=True)
class Completeness:
    """What a source lists against what the store holds of it; removed and exempt things do not count.

    ``items`` are held when their own page was read, ``documents`` when their bytes were fetched, ``texts`` are the fetched
    documents that could be read. ``treated`` are the items that minutes and extracts treat; held are those that the
    portal lists too.
    """

    source: str
    items: Share
    documents: Share
    texts: Share
    treated: Share

    def __str__(self) -> str:
        """The whole of it in a line."""
        shares = (
            ("items", self.items),
            ("documents fetched", self.documents),
            ("read", self.texts),
            ("items of minutes on an agenda", self.treated),
        )
        return f"{self.source}: " + ", ".join(f"{what} {share.held} of {share.listed}" for what, share in shares)


_NOTHING = Share(listed=0, held=0)


class CompletenessCounts:
    """Counts for all sources at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_source(self) -> dict[str, Completeness]:
        """The completeness of every source that lists anything, by its key."""
        with self._database.reading() as connection:
            counted = [
                {row[0]: Share(listed=row[1], held=row[2] or 0) for row in connection.execute(query)}
                for query in (_items(), _documents(), _texts(), _treated())
            ]
        sources = sorted({source for shares in counted for source in shares})
        return {
            source: Completeness(
                source=source,
                items=counted[0].get(source, _NOTHING),
                documents=counted[1].get(source, _NOTHING),
                texts=counted[2].get(source, _NOTHING),
                treated=counted[3].get(source, _NOTHING),
            )
            for source in sources
        }


def _items() -> Select[Any]:
    item = schema.agenda_item
    return (
        select(item.c.source, func.count(), func.sum(case((item.c.listed, 0), else_=1)))
        .where(item.c.removed_at.is_(None))
        .group_by(item.c.source)
    )


def _documents() -> Select[Any]:
    document, version = schema.document, schema.document_version
    fetched = exists().where(version.c.document == document.c.id)
    return (
        select(document.c.source, func.count(), func.sum(case((fetched, 1), else_=0)))
        .join(schema.source, schema.source.c.key == document.c.source)
        .where(document.c.removed_at.is_(None), document.c.url.is_not(None))
        .group_by(document.c.source)
    )


def _texts() -> Select[Any]:
    document, version = schema.document, schema.document_version
    newest = select(func.max(version.c.id).label("version")).group_by(version.c.document).subquery()
    return (
        select(document.c.source, func.count(), func.sum(case((version.c.state == State.READ.value, 1), else_=0)))
        .select_from(version)
        .join(newest, newest.c.version == version.c.id)
        .join(document, document.c.id == version.c.document)
        .where(document.c.removed_at.is_(None))
        .group_by(document.c.source)
    )


def _treated() -> Select[Any]:
    document, version, tie = schema.document, schema.document_version, decision_tables.tie
    return (
        select(document.c.source, func.count(), func.count(tie.c.item))
        .select_from(tie)
        .join(version, version.c.id == tie.c.version)
        .join(document, document.c.id == version.c.document)
        .group_by(document.c.source)
    )
