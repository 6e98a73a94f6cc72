"""Meetings, items, resolutions, cases, bodies and organizations: one by its id, and the lists that pages show."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import partial
from typing import Annotated, TypeVar

from fastapi import APIRouter, HTTPException, Path, Query
from pydantic import BaseModel

from harvester.model import OSLO
from search.errors import QueryError
from search.web.access import Now, SharedStore
from search.web.api.parameters import Cursor, PerPage, cursor_after, number_of
from search.web.api.records import (
    BodyRecord,
    CaseRecord,
    DocumentRecord,
    ItemRecord,
    MeetingRecord,
    OrganizationRecord,
    ResolutionRecord,
)

Found = TypeVar("Found")

LONGEST_CALENDAR = dt.timedelta(days=366)
_AHEAD = dt.timedelta(days=30)

router = APIRouter(prefix="/api/v1", tags=["records"])


class Organizations(BaseModel):
    """Every organization of which a body is known."""

    data: list[OrganizationRecord]


class Bodies(BaseModel):
    """Bodies by organization and name."""

    data: list[BodyRecord]


class Calendar(BaseModel):
    """Some meetings in order of time; ``next`` is the cursor of those that follow, null at the end."""

    data: list[MeetingRecord]
    next: str | None


class MeetingAnswer(BaseModel):
    """A meeting with what belongs to it; ``previous`` and ``next`` are meetings of its first body."""

    meeting: MeetingRecord
    items: list[ItemRecord]
    documents: list[DocumentRecord]
    previous: MeetingRecord | None
    next: MeetingRecord | None


class Cases(BaseModel):
    """The cases that a number stands for."""

    data: list[CaseRecord]


OrganizationKey = Annotated[str, Query(description="Key of an organization", max_length=60)]
BodyId = Annotated[str, Query(description="Id of a body", max_length=200)]


PathTo = partial(Path, description="Permanent id; a slash in it stays as it is")


@router.get("/organizations")
def organizations(store: SharedStore) -> Organizations:
    """The organizations whose meetings are harvested."""
    bodies = store.decisions.bodies()
    numbers = Counter(body.organization for body in bodies)
    names = {body.organization: body.organization_name or body.organization for body in bodies}
    return Organizations(
        data=[OrganizationRecord(id=key, name=name, bodies=numbers[key]) for key, name in names.items()]
    )


@router.get("/bodies")
def bodies(store: SharedStore, organization: OrganizationKey = "") -> Bodies:
    """The bodies of an organization, or all."""
    return Bodies(data=[BodyRecord.of(body) for body in store.decisions.bodies(organization or None)])


@router.get("/bodies/{body_id:path}")
def body(store: SharedStore, body_id: Annotated[str, PathTo(examples=["austmark/er"])]) -> BodyRecord:
    """One body."""
    return BodyRecord.of(_there(store.decisions.body(body_id), "body", body_id))


@router.get("/calendar")
def calendar(
    store: SharedStore,
    now: Now,
    *,
    first: Annotated[dt.date | None, Query(alias="from", description="First day, today when left out")] = None,
    last: Annotated[dt.date | None, Query(alias="to", description="Last day, a month later when left out")] = None,
    organization: OrganizationKey = "",
    body: BodyId = "",
    per_page: PerPage = 100,
    cursor: Cursor = "",
) -> Calendar:
    """The meetings of some days, at most a year, in order of time; cancelled ones say so."""
    since = first or now.astimezone(OSLO).date()
    until = last or _later(since, _AHEAD)
    if until < since:
        raise QueryError(f"from {since} comes after to {until}")
    if until - since > LONGEST_CALENDAR:
        raise QueryError(f"from {since} to {until} is more than {LONGEST_CALENDAR.days} days; ask for parts of it")
    skipped = number_of(cursor)
    found = store.decisions.meetings_between(since, until, organization=organization or None, body=body or None)
    end = skipped + per_page
    return Calendar(
        data=[MeetingRecord.of(meeting) for meeting in found[skipped:end]],
        next=cursor_after(str(end)) if end < len(found) else None,
    )


def _later(day: dt.date, span: dt.timedelta) -> dt.date:
    return dt.date.max if dt.date.max - day < span else day + span


@router.get("/meetings/{meeting_id:path}")
def meeting(store: SharedStore, meeting_id: Annotated[str, PathTo(examples=["austmark/21258"])]) -> MeetingAnswer:
    """One meeting with its items and documents."""
    page = _there(store.decisions.meeting(meeting_id), "meeting", meeting_id)
    return MeetingAnswer(
        meeting=MeetingRecord.of(page.meeting),
        items=[ItemRecord.of(item) for item in page.items],
        documents=[DocumentRecord.of(document) for document in page.documents],
        previous=MeetingRecord.of(page.previous) if page.previous else None,
        next=MeetingRecord.of(page.next) if page.next else None,
    )


@router.get("/items/{item_id:path}")
def item(
    store: SharedStore,
    item_id: Annotated[str, PathTo(examples=["austmark/21258.godkjenning-av-innkalling-og-protokoll.1-24"])],
) -> ItemRecord:
    """One item of an agenda."""
    return ItemRecord.of(_there(store.decisions.item(item_id), "item", item_id))


@router.get("/resolutions/{resolution_id:path}")
def resolution(
    store: SharedStore, resolution_id: Annotated[str, PathTo(examples=["austmark/2027037.1-2024"])]
) -> ResolutionRecord:
    """One resolution with its recommendation, votes and evidence."""
    return ResolutionRecord.of(_there(store.decisions.resolution(resolution_id), "resolution", resolution_id))


@router.get("/cases")
def cases(
    store: SharedStore,
    now: Now,
    organization: Annotated[
        str, Query(description="Key of the organization", examples=["austmark"], min_length=1, max_length=60)
    ],
    number: Annotated[
        str,
        Query(description="Case number, however it is printed", examples=["2026/1234"], min_length=1, max_length=60),
    ],
) -> Cases:
    """The cases that a case number stands for; more than one when the number was used twice."""
    return Cases(data=[CaseRecord.of(case) for case in store.decisions.cases(organization, number, now)])


@router.get("/cases/{case_id:path}")
def case(
    store: SharedStore, now: Now, case_id: Annotated[str, PathTo(examples=["austmark/21258.orienteringer.1-24"])]
) -> CaseRecord:
    """One case through every body, in order of time."""
    return CaseRecord.of(_there(store.decisions.case(case_id, now), "case", case_id))


def _there(found: Found | None, what: str, key: str) -> Found:
    if found is None:
        raise HTTPException(404, f"there is no {what} {key}")
    return found
