"""Where the objects of OParl are read: each by its id, and the lists of a body and of an organization, in pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import JSONResponse

from harvester.store import Publication, PublishedKind, Store, Timespan
from harvester.store.decisions import MeetingPage, StoredItem, StoredResolution
from search.publishing import body_topic, case_topic, organization_topic
from search.web.access import Now, SharedStore
from search.web.api.parameters import only_known
from search.web.machines.oparl import ROOT, Oparl, Thing
from search.web.machines.site import ThisSite

PER_PAGE = 100

router = APIRouter(prefix=ROOT, dependencies=[Depends(only_known)])


def _objects(site: ThisSite) -> Oparl:
    return Oparl(site=site)


def _timespan(
    created_since: Annotated[dt.datetime | None, Query()] = None,
    created_until: Annotated[dt.datetime | None, Query()] = None,
    modified_since: Annotated[dt.datetime | None, Query()] = None,
    modified_until: Annotated[dt.datetime | None, Query()] = None,
) -> Timespan:
    moments = (created_since, created_until, modified_since, modified_until)
    if any(moment is not None and moment.tzinfo is None for moment in moments):
        raise HTTPException(400, "a time needs its zone, as in 2026-01-31T12:00:00+01:00")
    return Timespan(
        created_since=created_since,
        created_until=created_until,
        modified_since=modified_since,
        modified_until=modified_until,
    )


Objects = Annotated[Oparl, Depends(_objects)]
Span = Annotated[Timespan, Depends(_timespan)]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]


@router.get("/system")
def system(objects: Objects) -> JSONResponse:
    """Where a client begins."""
    return _answer(objects.system())


@router.get("/bodies")
def bodies(request: Request, store: SharedStore, objects: Objects, page: PageNumber = 1) -> JSONResponse:
    """Every municipality and county."""
    names = _organization_names(store)
    made = [objects.body(key, name) for key, name in names.items()]
    return _list(request, objects, made[(page - 1) * PER_PAGE : page * PER_PAGE], total=len(made), page=page)


@router.get("/body/{key}/organizations")
def organizations(
    request: Request, store: SharedStore, objects: Objects, key: str, page: PageNumber = 1
) -> JSONResponse:
    """The councils, boards and committees of a body."""
    made = [objects.organization(body) for body in store.decisions.bodies(key)]
    return _list(request, objects, made[(page - 1) * PER_PAGE : page * PER_PAGE], total=len(made), page=page)


@router.get("/body/{key}/persons")
def persons(request: Request, objects: Objects, key: str) -> JSONResponse:
    """Nobody: persons are not kept."""
    del key
    return _list(request, objects, [], total=0, page=1)


@router.get("/body/{key}/meetings")
def meetings_of_body(
    request: Request, store: SharedStore, objects: Objects, span: Span, *, key: str, page: PageNumber = 1
) -> JSONResponse:
    """The meetings of a body, in the order in which they were published."""
    return _meetings(request, store, objects, organization_topic(key), span=span, page=page)


@router.get("/body/{key}/papers")
def papers(
    request: Request, store: SharedStore, objects: Objects, span: Span, now: Now, *, key: str, page: PageNumber = 1
) -> JSONResponse:
    """The cases of a body."""
    total, topics = store.publications.topics(
        case_topic(""), organization_topic(key), span, skip=(page - 1) * PER_PAGE, most=PER_PAGE
    )
    cases = ((topic, store.decisions.case(topic.name.removeprefix(case_topic("")), now)) for topic in topics)
    made = [objects.changed(objects.paper(case), topic.published, topic.updated) for topic, case in cases if case]
    return _list(request, objects, made, total=total, page=page)


@router.get("/body/{key}")
def body(store: SharedStore, objects: Objects, key: str) -> JSONResponse:
    """One municipality or county."""
    name = _organization_names(store).get(key)
    if name is None:
        raise HTTPException(404)
    return _answer(objects.body(key, name))


@router.get("/organization/{key:path}/meetings")
def meetings_of_organization(
    request: Request, store: SharedStore, objects: Objects, span: Span, *, key: str, page: PageNumber = 1
) -> JSONResponse:
    """The meetings of a council, board or committee."""
    return _meetings(request, store, objects, body_topic(key), span=span, page=page)


@router.get("/organization/{key:path}")
def organization(store: SharedStore, objects: Objects, key: str) -> JSONResponse:
    """One council, board or committee."""
    found = store.decisions.body(key)
    if found is None:
        raise HTTPException(404)
    return _answer(objects.organization(found))


@router.get("/meeting/{key:path}")
def meeting(store: SharedStore, objects: Objects, key: str) -> JSONResponse:
    """One meeting with its agenda and papers."""
    page, publication = store.decisions.meeting(key), _publication(store, PublishedKind.MEETING, key)
    if page is None:
        return _gone(objects, "meeting", publication)
    made = objects.meeting(page, _resolutions(store, page))
    return _answer(objects.dated(made, publication))


@router.get("/location/{key:path}")
def location(store: SharedStore, objects: Objects, key: str) -> JSONResponse:
    """Where a meeting is held."""
    found = next(store.decisions.meetings([key]), None)
    if found is None or not found.place:
        raise HTTPException(404)
    return _answer(objects.location(found))


@router.get("/agendaitem/{key:path}")
def agenda_item(store: SharedStore, objects: Objects, key: str) -> JSONResponse:
    """One item of an agenda."""
    item, publication = store.decisions.item(key), _publication(store, PublishedKind.ITEM, key)
    if item is None:
        return _gone(objects, "agendaItem", publication)
    resolution = store.decisions.resolution(item.resolution) if item.resolution else None
    return _answer(objects.dated(objects.agenda_item(item, resolution), publication))


@router.get("/consultation/{key:path}")
def consultation(store: SharedStore, objects: Objects, key: str) -> JSONResponse:
    """The treatment of a case in one meeting."""
    item, publication = store.decisions.item(key), _publication(store, PublishedKind.ITEM, key)
    if item is None or item.case is None:
        return _gone(objects, "consultation", publication)
    return _answer(objects.dated(objects.consultation(item), publication))


@router.get("/paper/{key:path}")
def paper(store: SharedStore, objects: Objects, now: Now, key: str) -> JSONResponse:
    """One case with its treatment in every meeting."""
    case = store.decisions.case(key, now)
    if case is None:
        raise HTTPException(404)
    return _answer(objects.paper(case))


@router.get("/file/{key:path}")
def file(store: SharedStore, objects: Objects, key: str) -> JSONResponse:
    """One document."""
    document, publication = store.reading.document(key), _publication(store, PublishedKind.DOCUMENT, key)
    if document is None:
        return _gone(objects, "file", publication)
    return _answer(objects.dated(objects.file(document), publication))


def _meetings(request: Request, store: Store, objects: Oparl, topic: str, *, span: Timespan, page: int) -> JSONResponse:
    total, publications = store.publications.about(
        topic, PublishedKind.MEETING, span, skip=(page - 1) * PER_PAGE, most=PER_PAGE
    )
    there = {one.id: one for one in store.decisions.meetings(one.id for one in publications if one.deleted is None)}
    made = [
        objects.dated(objects.meeting_head(there[one.id]), one) if one.id in there else objects.deleted("meeting", one)
        for one in publications
    ]
    return _list(request, objects, made, total=total, page=page)


def _resolutions(store: Store, page: MeetingPage) -> dict[str, StoredResolution]:
    return {one.id: one for one in store.decisions.resolutions(_resolution_ids(page.items))}


def _resolution_ids(items: Iterable[StoredItem]) -> list[str]:
    return [item.resolution for item in items if item.resolution]


def _organization_names(store: Store) -> dict[str, str]:
    return {body.organization: body.organization_name or body.organization for body in store.decisions.bodies()}


def _publication(store: Store, kind: PublishedKind, key: str) -> Publication | None:
    return store.publications.of(kind, [key]).get(key)


def _gone(objects: Oparl, kind: str, publication: Publication | None) -> JSONResponse:
    """What was there and is no more is told so; files with 410, other objects with 200."""
    if publication is None or publication.deleted is None:
        raise HTTPException(404)
    return _answer(objects.deleted(kind, publication), 410 if kind == "file" else 200)


def _list(request: Request, objects: Oparl, data: Sequence[Thing], *, total: int, page: int) -> JSONResponse:
    """A page of a list with links to the others, which keep the filters of the address."""
    last = max(1, -(-total // PER_PAGE))
    filters = [(name, value) for name, value in request.query_params.multi_items() if name != "page"]

    def link(number: int) -> str:
        address = objects.site.absolute(request.url.path)
        values = [*filters, *((("page", str(number)),) if number > 1 else ())]
        return f"{address}?{urlencode(values)}" if values else address

    links = {"first": link(1), "self": link(page), "last": link(last)}
    if page > 1:
        links["prev"] = link(page - 1)
    if page < last:
        links["next"] = link(page + 1)
    pagination = {"totalElements": total, "elementsPerPage": PER_PAGE, "currentPage": page, "totalPages": last}
    return _answer({"data": list(data), "pagination": pagination, "links": links})


def _answer(thing: Thing, status: int = 200) -> JSONResponse:
    return JSONResponse(thing, status, {"Access-Control-Allow-Origin": "*"})
