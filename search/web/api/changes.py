"""What readers are told of each record: there it is, as it is now, or it is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from harvester.store import Publication, PublishedKind, Store
from search.web.api.parameters import cursor_after
from search.web.api.records import DocumentRecord, ItemRecord, MeetingRecord, ResolutionRecord

AnyRecord = DocumentRecord | MeetingRecord | ItemRecord | ResolutionRecord


class PageText(BaseModel):
    """The text of a page."""

    number: int
    text: str


class Change(BaseModel):
    """An ``upsert`` brings a record as it is now; a ``delete`` says that it can no longer be found.

    Keep the cursor of the last one that was taken, and begin with it the next time.
    """

    model_config = ConfigDict(frozen=True)

    op: Literal["upsert", "delete"]
    kind: PublishedKind
    id: str
    updated: dt.datetime
    cursor: str
    record: AnyRecord | None = Field(description="null when it is deleted")
    pages: list[PageText] | None = Field(default=None, description="The text of a document, when it was asked for")


def changes_of(store: Store, publications: Sequence[Publication], *, text: bool = False) -> Iterator[Change]:
    """The changes that publications tell of, in the same order; what has gone meanwhile is told as gone."""
    records = _records(store, [publication for publication in publications if publication.deleted is None])
    versions = _versions(store, publications) if text else {}
    for publication in publications:
        record = records.get((publication.kind, publication.id))
        version = versions.get(publication.id) if publication.kind is PublishedKind.DOCUMENT else None
        yield Change(
            op="upsert" if record else "delete",
            kind=publication.kind,
            id=publication.id,
            updated=publication.updated,
            cursor=cursor_after(str(publication.number)),
            record=record,
            pages=_pages(store, version) if record and version is not None else None,
        )


def _records(store: Store, publications: Sequence[Publication]) -> dict[tuple[PublishedKind, str], AnyRecord]:
    ids = {kind: [p.id for p in publications if p.kind is kind] for kind in PublishedKind}
    found: dict[tuple[PublishedKind, str], AnyRecord] = {}
    for document in store.reading.documents(ids[PublishedKind.DOCUMENT]):
        found[PublishedKind.DOCUMENT, document.id] = DocumentRecord.of(document)
    for meeting in store.decisions.meetings(ids[PublishedKind.MEETING]):
        found[PublishedKind.MEETING, meeting.id] = MeetingRecord.of(meeting)
    for item in store.decisions.items(ids[PublishedKind.ITEM]):
        found[PublishedKind.ITEM, item.id] = ItemRecord.of(item)
    for resolution in store.decisions.resolutions(ids[PublishedKind.RESOLUTION]):
        found[PublishedKind.RESOLUTION, resolution.id] = ResolutionRecord.of(resolution)
    return found


def _versions(store: Store, publications: Sequence[Publication]) -> dict[str, int]:
    ids = [publication.id for publication in publications if publication.kind is PublishedKind.DOCUMENT]
    return {each.id: each.version for each in store.reading.documents(ids) if each.version is not None}


def _pages(store: Store, version: int) -> list[PageText]:
    return [PageText(number=page.number, text=page.text) for page in store.reading.pages(version)]
