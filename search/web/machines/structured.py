"""Meetings and documents in the words of schema.org, as JSON-LD for search engines, to stand in the head of a page."""

from __future__ import annotations

import json
from collections.abc import Mapping

from markupsafe import Markup

from harvester.model import OSLO, Language, MeetingStatus
from harvester.store import StoredDocument
from harvester.store.decisions import StoredMeeting
from search.hits import original
from search.web import addresses
from search.web.machines.site import Site

_STATUSES: Mapping[MeetingStatus | None, str] = {
    MeetingStatus.CANCELLED: "https://schema.org/EventCancelled",
    MeetingStatus.POSTPONED: "https://schema.org/EventPostponed",
    MeetingStatus.SCHEDULED: "https://schema.org/EventScheduled",
}

Thing = dict[str, object]


def meeting_thing(site: Site, meeting: StoredMeeting) -> Thing:
    """A meeting as an Event; a day without a time stays a day."""
    start = meeting.start.astimezone(OSLO).isoformat() if meeting.time_known else meeting.date.isoformat()
    bodies = ", ".join(meeting.bodies) or meeting.title
    return _present(
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "@id": site.absolute(addresses.meeting_address(meeting.id)),
            "name": f"{bodies}, {meeting.organization_name}" if meeting.organization_name else bodies,
            "startDate": start,
            "endDate": meeting.end.astimezone(OSLO).isoformat() if meeting.end else None,
            "eventStatus": _STATUSES.get(meeting.status),
            "location": {"@type": "Place", "name": meeting.place} if meeting.place else None,
            "organizer": _organization(meeting.organization_name, meeting.bodies),
            "url": site.absolute(addresses.meeting_address(meeting.id)),
            "sameAs": meeting.url,
        }
    )


def document_thing(site: Site, document: StoredDocument) -> Thing:
    """A document as a DigitalDocument."""
    meeting = site.absolute(addresses.meeting_address(document.meeting)) if document.meeting else None
    return _present(
        {
            "@context": "https://schema.org",
            "@type": "DigitalDocument",
            "@id": site.absolute(addresses.document_address(document.id)),
            "name": document.title,
            "inLanguage": document.language.value if document.language is not Language.UNKNOWN else None,
            "encodingFormat": document.media_type,
            "sha256": document.sha256,
            "isPartOf": {"@type": "Event", "@id": meeting} if meeting else None,
            "publisher": _organization(document.organization_name, ()),
            "url": site.absolute(addresses.document_address(document.id)),
            "sameAs": original(document, None),
        }
    )


def to_script(thing: Thing) -> Markup:
    """The thing as the element of a page; nothing in it can end the element or begin another."""
    text = json.dumps(thing, ensure_ascii=False)
    for sign, escape in (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e")):
        text = text.replace(sign, escape)
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))  # noqa: S704  escaped above


def _organization(name: str | None, bodies: tuple[str, ...]) -> Thing | None:
    if not name:
        return None
    whole: Thing = {"@type": "GovernmentOrganization", "name": name}
    if not bodies:
        return whole
    return {"@type": "Organization", "name": ", ".join(bodies), "parentOrganization": whole}


def _present(values: Thing) -> Thing:
    return {name: value for name, value in values.items() if value is not None}
