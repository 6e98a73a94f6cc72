"""Records as entries of a feed, worded in bokmål."""

from __future__ import annotations

from collections.abc import Sequence

from harvester.model import Language
from harvester.store import Publication, PublishedKind, Store, StoredDocument
from harvester.store.decisions import StoredMeeting, StoredResolution
from search.hits import original
from search.results import Hit
from search.web import addresses
from search.web.machines.atom import Entry
from search.web.machines.site import Site
from search.web.wording import Wording, wording_in

_SOURCE = "Saksgang"


def entries_of(store: Store, site: Site, publications: Sequence[Publication]) -> list[Entry]:
    """Published records as entries, in the same order; one that has gone since is left out."""
    wanted: dict[PublishedKind, dict[str, Publication]] = {kind: {} for kind in PublishedKind}
    for publication in publications:
        wanted[publication.kind][publication.id] = publication
    words = wording_in(Language.BOKMAL)
    entries: dict[Publication, Entry] = {}
    for document in store.reading.documents(wanted[PublishedKind.DOCUMENT]):
        publication = wanted[PublishedKind.DOCUMENT][document.id]
        entries[publication] = _of_document(site, words, document, publication)
    for meeting in store.decisions.meetings(wanted[PublishedKind.MEETING]):
        publication = wanted[PublishedKind.MEETING][meeting.id]
        entries[publication] = _of_meeting(site, words, meeting, publication)
    for resolution in store.decisions.resolutions(wanted[PublishedKind.RESOLUTION]):
        publication = wanted[PublishedKind.RESOLUTION][resolution.id]
        entries[publication] = _of_resolution(site, words, resolution, publication)
    return [entries[publication] for publication in publications if publication in entries]


def entry_of_hit(site: Site, hit: Hit, publication: Publication, query: str) -> Entry:
    """What a search found as an entry, with the words marked."""
    return Entry(
        id=site.tag(publication.kind, publication.id),
        title=hit.heading,
        updated=publication.updated,
        published=publication.published,
        address=site.absolute(addresses.hit_address(hit, q=query)),
        summary=hit.snippet,
        is_html=True,
        author=_author(hit.body, hit.organization_name),
        related=hit.url,
        category=hit.kind,
        language=_language(hit.language),
    )


def _of_document(site: Site, words: Wording, document: StoredDocument, publication: Publication) -> Entry:
    bodies = ", ".join(document.bodies)
    day = words.long_date(document.meeting_date) if document.meeting_date else None
    return Entry(
        id=site.tag(publication.kind, publication.id),
        title=document.title,
        updated=publication.updated,
        published=publication.published,
        address=site.absolute(addresses.document_address(document.id)),
        summary=", ".join(filter(None, (words.kind(document.kind.value), bodies, day, document.item_number))),
        author=_author(bodies, document.organization_name),
        related=original(document, None),
        category=document.kind.value,
        language=_language(document.language.value),
    )


def _of_meeting(site: Site, words: Wording, meeting: StoredMeeting, publication: Publication) -> Entry:
    bodies = ", ".join(meeting.bodies) or meeting.title
    time = words.clock(meeting.start) if meeting.time_known else None
    state = words.text(_STATES[meeting.status.value]) if meeting.status else None
    return Entry(
        id=site.tag(publication.kind, publication.id),
        title=f"{bodies}, {words.long_date(meeting.date)}",
        updated=publication.updated,
        published=publication.published,
        address=site.absolute(addresses.meeting_address(meeting.id)),
        summary=", ".join(filter(None, (state, time, meeting.place))),
        author=_author(bodies, meeting.organization_name),
        related=meeting.url,
        category="meeting",
    )


_STATES = {"scheduled": "Planlagt", "cancelled": "Avlyst", "postponed": "Utsatt", "held": "Holdt"}


def _of_resolution(site: Site, words: Wording, resolution: StoredResolution, publication: Publication) -> Entry:
    bodies = ", ".join(resolution.bodies)
    day = words.long_date(resolution.meeting_date) if resolution.meeting_date else None
    where = ", ".join(filter(None, (resolution.number, bodies, day)))
    outcome = f"{words.outcome(resolution.outcome.value)}. " if resolution.outcome else ""
    return Entry(
        id=site.tag(publication.kind, publication.id),
        title=f"{resolution.title} ({where})" if resolution.title and where else resolution.title or where,
        updated=publication.updated,
        published=publication.published,
        address=site.absolute(addresses.decision_address(resolution.id)),
        summary=outcome + (resolution.resolution or ""),
        author=_author(bodies, resolution.organization_name),
        related=resolution.url,
        category="resolution",
        language=_language(resolution.language.value),
    )


def _author(bodies: str | None, organization: str | None) -> str:
    return ", ".join(filter(None, (bodies, organization))) or _SOURCE


def _language(code: str) -> str | None:
    return code if code != Language.UNKNOWN else None
