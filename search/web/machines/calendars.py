"""The meetings of a body or an organization as a calendar (iCalendar, RFC 5545 and 7986) that follows them.

An event keeps its ``UID``, and what changes raises its ``SEQUENCE``. A meeting that is cancelled or postponed is told as
cancelled at the time at which it is not held. Where only the day is known the event has the whole day; an end that is
not known is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from fastapi import APIRouter, HTTPException, Request, Response
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from harvester.model import OSLO, MeetingStatus
from harvester.store import Publication, PublishedKind, Store
from harvester.store.decisions import StoredMeeting
from search.web import addresses
from search.web.access import Now, SharedStore
from search.web.machines.conditional import conditional
from search.web.machines.site import Site, ThisSite

MEDIA_TYPE = "text/calendar; charset=utf-8"
BEHIND = dt.timedelta(days=365)
AHEAD = dt.timedelta(days=550)
_REFRESH = dt.timedelta(hours=12)
_NOT_HELD: Mapping[MeetingStatus | None, str] = {
    MeetingStatus.CANCELLED: "Avlyst",
    MeetingStatus.POSTPONED: "Utsatt",
}

router = APIRouter(include_in_schema=False)


@router.get("/utvalg/{body_id:path}.ics")
def of_body(request: Request, store: SharedStore, site: ThisSite, now: Now, body_id: str) -> Response:
    """The meetings of a body, from a year back."""
    body = store.decisions.body(body_id)
    if body is None:
        raise HTTPException(404)
    first, last = _days(now)
    meetings = store.decisions.meetings_between(first, last, body=body_id)
    name = f"{body.name}, {body.organization_name or body.organization}"
    return _answer(request, store, site, name, meetings)


@router.get("/organisasjon/{key}.ics")
def of_organization(request: Request, store: SharedStore, site: ThisSite, now: Now, key: str) -> Response:
    """The meetings of an organization, from a year back."""
    bodies = store.decisions.bodies(key)
    if not bodies:
        raise HTTPException(404)
    first, last = _days(now)
    meetings = store.decisions.meetings_between(first, last, organization=key)
    return _answer(request, store, site, bodies[0].organization_name or key, meetings)


def _days(now: dt.datetime) -> tuple[dt.date, dt.date]:
    today = now.astimezone(OSLO).date()
    return today - BEHIND, today + AHEAD


def _answer(request: Request, store: Store, site: Site, name: str, meetings: Sequence[StoredMeeting]) -> Response:
    publications = store.publications.of(PublishedKind.MEETING, [meeting.id for meeting in meetings])
    calendar = to_calendar(site, site.absolute(request.url.path), name, meetings, publications)
    return conditional(request, calendar, MEDIA_TYPE)


def to_calendar(
    site: Site,
    own_address: str,
    name: str,
    meetings: Sequence[StoredMeeting],
    publications: Mapping[str, Publication],
) -> bytes:
    """The calendar of some meetings, with how each was published."""
    calendar = Calendar()
    calendar.add("prodid", "-//Saksgang//Saksgang//NB")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for title in ("name", "x-wr-calname"):
        calendar.add(title, name)
    calendar.add("x-wr-timezone", OSLO.key)
    calendar.add("source", own_address, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add_component(_oslo())
    for meeting in meetings:
        calendar.add_component(_event(site, meeting, publications.get(meeting.id)))
    document: bytes = calendar.to_ical()
    return document


def _event(site: Site, meeting: StoredMeeting, publication: Publication | None) -> Event:
    event = Event()
    event.add("uid", f"{meeting.id}@{site.host}")
    # Until it is published, something that does not change between two answers.
    event.add("dtstamp", (publication.updated if publication else meeting.start).astimezone(dt.UTC))
    event.add("sequence", publication.revision if publication else 0)
    if publication:
        event.add("created", publication.published.astimezone(dt.UTC))
        event.add("last-modified", publication.updated.astimezone(dt.UTC))
    event.add("dtstart", meeting.start.astimezone(OSLO) if meeting.time_known else meeting.date)
    if meeting.time_known and meeting.end:
        event.add("dtend", meeting.end.astimezone(OSLO))
    prefix = _NOT_HELD.get(meeting.status)
    event.add("summary", f"{prefix}: {_name(meeting)}" if prefix else _name(meeting))
    event.add("status", "CANCELLED" if prefix else "CONFIRMED")
    if meeting.place:
        event.add("location", meeting.place)
    event.add("description", f"Hos kilden: {meeting.url}")
    event.add("url", site.absolute(addresses.meeting_address(meeting.id)))
    return event


def _name(meeting: StoredMeeting) -> str:
    bodies = ", ".join(meeting.bodies) or meeting.title
    return f"{bodies} ({meeting.organization_name})" if meeting.organization_name else bodies


def _oslo() -> Timezone:
    """Oslo's clock since 1996, by the rule that the European Union has for it."""
    zone = Timezone()
    zone.add("tzid", OSLO.key)
    for part, name, month, begins, before, after in (
        (TimezoneDaylight(), "CEST", 3, dt.datetime(1996, 3, 31, 2), 1, 2),  # noqa: DTZ001  local by definition
        (TimezoneStandard(), "CET", 10, dt.datetime(1996, 10, 27, 3), 2, 1),  # noqa: DTZ001  as above
    ):
        part.add("tzname", name)
        part.add("dtstart", begins)
        part.add("tzoffsetfrom", dt.timedelta(hours=before))
        part.add("tzoffsetto", dt.timedelta(hours=after))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        zone.add_component(part)
    return zone
