"""Tells readers what has changed: the difference between what can be found now and what was published before."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from harvester.store import Publication, Publishable, PublishedKind, Store, StoredDocument
from harvester.store.decisions import StoredItem, StoredMeeting, StoredResolution
from search.entries import entry_key
from search.vocabulary import RecordType

_BATCH = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """How many records readers were told of: new or changed, and gone."""

    changed: int
    deleted: int


def publish(store: Store, now: dt.datetime) -> Published:
    """Publish what is new, changed or gone since the last time; nothing when nothing is."""
    changed = deleted = 0
    for kind, states, described in (
        (PublishedKind.DOCUMENT, store.reading.states, _documents),
        (PublishedKind.MEETING, store.decisions.meeting_states, _meetings),
        (PublishedKind.ITEM, store.decisions.item_states, _items),
        (PublishedKind.RESOLUTION, store.decisions.resolution_states, _resolutions),
    ):
        there, known = states(), store.publications.states(kind)
        differing = sorted(record for record, state in there.items() if known.get(record) != state)
        gone = sorted(known.keys() - there.keys())
        changed += store.publications.publish(kind, _described(store, differing, described), now)
        store.publications.delete(kind, gone, now)
        deleted += len(gone)
    return Published(changed=changed, deleted=deleted)


def organization_topic(key: str) -> str:
    """The topic of everything of an organization."""
    return f"organization/{key}"


def body_topic(body: str) -> str:
    """The topic of everything of a body."""
    return f"body/{body}"


def case_topic(case: str) -> str:
    """The topic of everything of a case, by its id."""
    return f"case/{case}"


def published_key(publication: Publication) -> str:
    """The key under which the index has what was published."""
    return entry_key(RecordType(publication.kind.value), publication.id)


def _described(
    store: Store, ids: Iterable[str], describe: Callable[[Store, list[str]], Iterator[Publishable]]
) -> Iterator[Publishable]:
    remaining = iter(ids)
    while batch := list(islice(remaining, _BATCH)):
        yield from describe(store, batch)


def _documents(store: Store, ids: list[str]) -> Iterator[Publishable]:
    documents = list(store.reading.documents(ids))
    meetings = {document.meeting for document in documents if document.meeting}
    bodies = {meeting.id: meeting.body_ids for meeting in store.decisions.meetings(meetings)}
    items = {document.item for document in documents if document.item}
    cases = {item.id: item.case for item in store.decisions.items(items)}
    for document in documents:
        # What was fetched when, and how it was read, changes without the document changing.
        shown = replace(document, state="", version=None, fetched_at=None, warnings=())
        topics = _topics(document.organization, bodies.get(document.meeting or "", ()), cases.get(document.item or ""))
        yield Publishable(id=document.id, state=document.state, content=_content(shown), topics=topics)


def _meetings(store: Store, ids: list[str]) -> Iterator[Publishable]:
    for meeting in store.decisions.meetings(ids):
        content = _content(replace(meeting, state=""))
        topics = _topics(meeting.organization, meeting.body_ids, None)
        yield Publishable(id=meeting.id, state=meeting.state, content=content, topics=topics)


def _items(store: Store, ids: list[str]) -> Iterator[Publishable]:
    for item in store.decisions.items(ids):
        content = _content(replace(item, state="", version=None))
        topics = _topics(item.organization, item.body_ids, item.case)
        yield Publishable(id=item.id, state=item.state, content=content, topics=topics)


def _resolutions(store: Store, ids: list[str]) -> Iterator[Publishable]:
    for resolution in store.decisions.resolutions(ids):
        content = _content(replace(resolution, state="", version=None))
        topics = _topics(resolution.organization, resolution.body_ids, resolution.case)
        yield Publishable(id=resolution.id, state=resolution.state, content=content, topics=topics)


def _topics(organization: str | None, bodies: Iterable[str], case: str | None) -> tuple[str, ...]:
    return (
        *((organization_topic(organization),) if organization else ()),
        *(body_topic(body) for body in bodies),
        *((case_topic(case),) if case else ()),
    )


def _content(shown: StoredDocument | StoredMeeting | StoredItem | StoredResolution) -> str:
    return hashlib.sha256(repr(shown).encode()).hexdigest()
