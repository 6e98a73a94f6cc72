"""A document's text, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.exceptions import HTTPException

from harvester.store import StoredDocument
from harvester.store.decisions import MeetingPage, StoredItem
from search.viewing import DocumentView, PageView
from search.web.access import SharedSearch, SharedStore
from search.web.addresses import body_address, organization_address
from search.web.machines.site import ThisSite
from search.web.machines.structured import document_thing, to_script
from search.web.rendering import render

PAGES_SHOWN = 8

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Gap:
    """Pages that are left out because no searched word stands on them."""

    first: int
    last: int


@router.get("/document/{document_id:path}")
def document(
    request: Request,
    shared: SharedSearch,
    store: SharedStore,
    site: ThisSite,
    *,
    document_id: str,
    q: str = "",
    page: Annotated[int, Query(alias="side", ge=1)] = 1,
    whole: Annotated[bool, Query(alias="alle")] = False,
    widen: bool = True,
) -> Response:
    """A document's text, page by page, with the searched words marked."""
    view = shared.document(document_id, query=q, first=page, most=PAGES_SHOWN, only_found=not whole, widen=widen)
    if view is None:
        raise HTTPException(404)
    shown = tuple(one.number for one in view.pages)
    meeting = store.decisions.meeting(view.document.meeting) if view.document.meeting else None
    values = {
        "view": view,
        "crumbs": _crumbs(view.document, meeting),
        "resolutions": _resolutions(view.document, meeting),
        "structured": to_script(document_thing(site, view.document)),
        "versions": tuple(reversed(store.changes.versions(document_id))),
        "whole": whole,
        "widen": widen,
        "sheets": _sheets(view),
        "groups": [group for group in view.groups if group != shown],
        "total_found": sum(view.found.values()),
    }
    return render(request, "document.html", {**values, "q": q})


def _crumbs(document: StoredDocument, meeting: MeetingPage | None) -> list[tuple[str, str]]:
    crumbs = []
    if document.organization and document.organization_name:
        crumbs.append((document.organization_name, organization_address(document.organization)))
    if meeting and len(meeting.meeting.body_ids) == 1:
        crumbs.append((meeting.meeting.bodies[0], body_address(meeting.meeting.body_ids[0])))
    return crumbs


def _resolutions(document: StoredDocument, meeting: MeetingPage | None) -> dict[int, list[StoredItem]]:
    """The items of the meeting whose resolution was read in this document, by the page it begins on."""
    found: dict[int, list[StoredItem]] = {}
    for item in meeting.items if meeting else ():
        if item.document == document.id and item.resolution and item.page:
            found.setdefault(item.page, []).append(item)
    return found


def _sheets(view: DocumentView) -> list[PageView | Gap]:
    """The shown pages in order, with the pages between them that are left out."""
    shown = {page.number: page for page in view.pages}
    if not shown:
        return []
    group = tuple(shown)
    first = view.all_pages[0] if group == view.groups[0] else group[0]
    last = view.all_pages[-1] if group == view.groups[-1] else group[-1]
    sheets: list[PageView | Gap] = []
    for number in view.all_pages:
        if number in shown:
            sheets.append(shown[number])
        elif first <= number <= last:
            before = sheets.pop() if sheets and isinstance(sheets[-1], Gap) else Gap(number, number)
            sheets.append(Gap(before.first, number) if isinstance(before, Gap) else before)
    return sheets
