"""What is indexed: papers, items of agendas, resolutions and meetings, each as an entry of its own.

A paper's entry has its text. The others are found by what is known of them and open at a page of a paper, whose text is
not indexed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from harvester.model import DocumentKind, Language
from harvester.store import Store, StoredDocument
from harvester.store.decisions import StoredItem, StoredMeeting, StoredResolution
from search.backends.base import IndexEntry
from search.vocabulary import RecordType

PRIORS: Mapping[RecordType, float] = {RecordType.RESOLUTION: 1.3, RecordType.ITEM: 1.15}
PAPER_PRIORS: Mapping[DocumentKind, float] = {
    DocumentKind.RESOLUTION: 1.1,
    DocumentKind.MINUTES_EXTRACT: 1.1,
    DocumentKind.MINUTES: 1.05,
    DocumentKind.CASE_PAPER: 1.05,
    DocumentKind.ATTACHMENT: 0.9,
}
"""Decisions before drafts before attachments, when otherwise equal; what has no prior here has 1."""


def entry_key(record: RecordType, record_id: str) -> str:
    """The key of an entry: the id of a paper as it is, and other ids after their type, for they may be the same."""
    return record_id if record is RecordType.DOCUMENT else f"{record}:{record_id}"


def read_key(key: str) -> tuple[RecordType, str]:
    """What :func:`entry_key` was made of. No source has a colon in its key, so no paper's id begins like another type."""
    name, colon, record_id = key.partition(":")
    if colon and name in _OTHERS:
        return RecordType(name), record_id
    return RecordType.DOCUMENT, key


def by_type(keys: Iterable[str]) -> Mapping[RecordType, list[str]]:
    """The ids of records by their type, in the order of their keys."""
    found: dict[RecordType, list[str]] = {record: [] for record in RecordType}
    for key in keys:
        record, record_id = read_key(key)
        found[record].append(record_id)
    return found


def states(store: Store) -> dict[str, str]:
    """The state of everything that should be found, by key."""
    found = {
        RecordType.DOCUMENT: store.reading.states(),
        RecordType.ITEM: store.decisions.item_states(),
        RecordType.RESOLUTION: store.decisions.resolution_states(),
        RecordType.MEETING: store.decisions.meeting_states(),
    }
    return {entry_key(record, one): state for record, known in found.items() for one, state in known.items()}


def entries(store: Store, keys: Iterable[str]) -> Iterator[IndexEntry]:
    """What is stored under some keys, as it is indexed; in no particular order, and without what is not there."""
    ids = by_type(keys)
    yield from (_document(store, one) for one in store.reading.documents(ids[RecordType.DOCUMENT]))
    yield from map(_item, store.decisions.items(ids[RecordType.ITEM]))
    yield from map(_resolution, store.decisions.resolutions(ids[RecordType.RESOLUTION]))
    yield from map(_meeting, store.decisions.meetings(ids[RecordType.MEETING]))


_OTHERS = frozenset(RecordType) - {RecordType.DOCUMENT}


def _document(store: Store, document: StoredDocument) -> IndexEntry:
    return IndexEntry(
        id=document.id,
        state=document.state,
        titles=_present(document.title, document.item_title),
        numbers=_present(document.item_number, document.case_number),
        organization=document.organization,
        organization_name=document.organization_name,
        bodies=document.bodies,
        kind=document.kind.value,
        date=document.meeting_date,
        language=_known(document.language),
        case=document.case,
        prior=PAPER_PRIORS.get(document.kind, 1.0),
        pages=store.reading.body_pages(document.version) if document.version is not None else (),
    )


def _item(item: StoredItem) -> IndexEntry:
    return IndexEntry(
        id=entry_key(RecordType.ITEM, item.id),
        state=item.state,
        titles=_present(item.title),
        numbers=_present(item.number, item.case_number),
        organization=item.organization,
        organization_name=item.organization_name,
        bodies=item.bodies,
        kind=RecordType.ITEM.value,
        date=item.meeting_date,
        language=_known(item.language),
        outcome=item.outcome.value if item.outcome else None,
        case=item.case,
        prior=PRIORS[RecordType.ITEM],
    )


def _resolution(resolution: StoredResolution) -> IndexEntry:
    return IndexEntry(
        id=entry_key(RecordType.RESOLUTION, resolution.id),
        state=resolution.state,
        titles=_present(resolution.title),
        numbers=_present(resolution.number, resolution.case_number),
        decision=resolution.resolution or resolution.recommendation or "",
        organization=resolution.organization,
        organization_name=resolution.organization_name,
        bodies=resolution.bodies,
        kind=RecordType.RESOLUTION.value,
        date=resolution.meeting_date,
        language=_known(resolution.language),
        outcome=resolution.outcome.value if resolution.outcome else None,
        parties=tuple(dict.fromkeys(_parties(resolution))),
        case=resolution.case,
        prior=PRIORS[RecordType.RESOLUTION],
    )


def _meeting(meeting: StoredMeeting) -> IndexEntry:
    return IndexEntry(
        id=entry_key(RecordType.MEETING, meeting.id),
        state=meeting.state,
        titles=_present(meeting.title),
        organization=meeting.organization,
        organization_name=meeting.organization_name,
        bodies=meeting.bodies,
        kind=RecordType.MEETING.value,
        date=meeting.date,
        language=_known(meeting.language),
    )


def _parties(resolution: StoredResolution) -> Iterator[str]:
    """Those that voted, as far as the votes say; also where a vote does not add up, for it was read of them."""
    for vote in resolution.votes:
        for side in (vote.votes_for, vote.votes_against, *vote.alternatives):
            if side is not None:
                yield from (named.party for named in side.parties)
                yield from (voter.party for voter in side.voters if voter.party)


def _present(*values: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _known(language: Language) -> str | None:
    return None if language is Language.UNKNOWN else language.value
