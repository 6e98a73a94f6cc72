"""Meetings, the bodies that hold them, and their organizations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.exceptions import HTTPException

from harvester.model import OSLO
from harvester.store import Store, StoredDocument
from harvester.store.decisions import MeetingPage, StoredBody, StoredItem, StoredMeeting
from search.web.access import Now, SharedSearch, SharedStore
from search.web.addresses import body_address, organization_address
from search.web.machines.site import ThisSite
from search.web.machines.structured import meeting_thing, to_script
from search.web.pages.latest import latest_decisions
from search.web.rendering import render

AHEAD = dt.timedelta(days=365)
"""How far ahead the coming meetings are looked for."""
LATEST = 5
MOST_CHANGES = 5
_EARLIEST, _LATEST = 1900, 2200

router = APIRouter()


@dataclass(frozen=True, kw_only=True, slots=True)
class TreatedItem:
    """An item as the meeting's page shows it."""

    item: StoredItem
    documents: tuple[StoredDocument, ...]


@router.get("/mote/{meeting_id:path}")
def meeting(request: Request, store: SharedStore, now: Now, site: ThisSite, meeting_id: str) -> Response:
    """One meeting: when, where, who, what, with which outcome and papers."""
    page = store.decisions.meeting(meeting_id)
    if page is None:
        raise HTTPException(404)
    values = {
        "page": page,
        "meeting": page.meeting,
        "items": _items(page),
        "papers": [document for document in page.documents if document.item is None],
        "changes": store.changes.between(meeting=meeting_id, most=MOST_CHANGES),
        "crumbs": _crumbs(page.meeting),
        "structured": to_script(meeting_thing(site, page.meeting)),
        "is_to_come": page.meeting.start > now,
    }
    return render(request, "meeting.html", values)


@router.get("/utvalg/{body_id:path}")
def body(
    request: Request,
    store: SharedStore,
    shared: SharedSearch,
    now: Now,
    *,
    body_id: str,
    year: Annotated[int | None, Query(alias="ar", ge=_EARLIEST, le=_LATEST)] = None,
) -> Response:
    """One body: what comes, what it decided last, and its meetings year by year."""
    found = store.decisions.body(body_id)
    if found is None:
        raise HTTPException(404)
    shown = year or _last_year(found, now)
    meetings = store.decisions.meetings_between(dt.date(shown, 1, 1), dt.date(shown, 12, 31), body=body_id)
    values = {
        "body": found,
        "year": shown,
        "years": _years(found),
        "meetings": [one for one in reversed(meetings) if one.start <= now],
        "coming": coming_meetings(store, now, body=body_id),
        "latest": latest_decisions(shared, LATEST, organization=found.organization, body=found.name),
        "crumbs": [(found.organization_name or found.organization, organization_address(found.organization))],
    }
    return render(request, "body.html", values)


@router.get("/organisasjon/{key}")
def organization(request: Request, store: SharedStore, shared: SharedSearch, now: Now, key: str) -> Response:
    """One municipality or county: its bodies, coming meetings and last decisions."""
    bodies = store.decisions.bodies(key)
    sources = [source for source in store.sources.holdings() if source.organization == key]
    if not bodies and not sources:
        raise HTTPException(404)
    names = [source.organization_name for source in sources] + [one.organization_name for one in bodies]
    values = {
        "key": key,
        "name": next((name for name in names if name), key),
        "bodies": bodies,
        "sources": sources,
        "coming": coming_meetings(store, now, organization=key)[:8],
        "latest": latest_decisions(shared, LATEST, organization=key),
    }
    return render(request, "organization.html", values)


def coming_meetings(
    store: Store, now: dt.datetime, *, organization: str | None = None, body: str | None = None
) -> tuple[StoredMeeting, ...]:
    """The meetings from now on, cancelled and postponed ones too, the next one first."""
    today = now.astimezone(OSLO).date()
    meetings = store.decisions.meetings_between(today, today + AHEAD, organization=organization, body=body)
    return tuple(one for one in meetings if one.start > now or (one.date == today and not one.time_known))


def _items(page: MeetingPage) -> list[TreatedItem]:
    papers: dict[str, list[StoredDocument]] = {}
    for document in page.documents:
        if document.item is not None:
            papers.setdefault(document.item, []).append(document)
    return [TreatedItem(item=item, documents=tuple(papers.get(item.id, ()))) for item in page.items]


def _crumbs(meeting: StoredMeeting) -> list[tuple[str, str]]:
    crumbs = []
    if meeting.organization:
        crumbs.append((meeting.organization_name or meeting.organization, organization_address(meeting.organization)))
    if len(meeting.body_ids) == 1:
        crumbs.append((meeting.bodies[0], body_address(meeting.body_ids[0])))
    return crumbs


def _last_year(body: StoredBody, now: dt.datetime) -> int:
    this = now.astimezone(OSLO).year
    return min(this, body.last_meeting.year) if body.last_meeting else this


def _years(body: StoredBody) -> list[int]:
    if body.first_meeting is None or body.last_meeting is None:
        return []
    return list(range(body.last_meeting.year, body.first_meeting.year - 1, -1))
