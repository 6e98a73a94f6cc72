"""A resolution with its evidence and citation, an item that has none, and a case through the bodies."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from harvester.store import Store
from harvester.store.decisions import StoredCase, StoredItem, StoredResolution
from search.cases import bodies_of, headline, party_table
from search.citing import Citation
from search.differences import compare, is_same, points
from search.web.access import Now, SharedStore
from search.web.addresses import (
    body_address,
    decision_address,
    meeting_address,
    organization_address,
)
from search.web.machines.site import Site, ThisSite
from search.web.rendering import render, wording_of
from search.web.wording import KIND_NAMES, Wording

router = APIRouter()


@router.get("/vedtak/{resolution_id:path}")
def decision(request: Request, store: SharedStore, now: Now, site: ThisSite, resolution_id: str) -> Response:
    """One resolution: its text, outcome, votes, evidence, recommendation beside it, and how to cite it."""
    resolution = store.decisions.resolution(resolution_id)
    if resolution is None:
        raise HTTPException(404)
    words = wording_of(request)
    case = store.decisions.case(resolution.case, now) if resolution.case else None
    both = (resolution.recommendation, resolution.resolution)
    values = {
        "resolution": resolution,
        "title": _title(resolution, words),
        "headline": headline(resolution),
        "points": points(resolution.resolution or ""),
        "compared": compare(both[0], both[1]) if both[0] and both[1] and not is_same(both[0], both[1]) else (),
        "is_as_recommended": bool(both[0] and both[1]) and is_same(both[0] or "", both[1] or ""),
        "citation": _citation(resolution, site, words),
        "case": case,
        "crumbs": _crumbs(resolution, words),
    }
    return render(request, "decision.html", values)


@router.get("/behandling/{item_id:path}")
def item(request: Request, store: SharedStore, now: Now, item_id: str) -> Response:
    """One item of an agenda; when there is a resolution of it, the way there."""
    found = store.decisions.item(item_id)
    if found is None:
        raise HTTPException(404)
    if found.resolution:
        return RedirectResponse(decision_address(found.resolution), status_code=307)
    page = store.decisions.meeting(found.meeting)
    case = store.decisions.case(found.case, now) if found.case else None
    values = {
        "item": found,
        "meeting": page.meeting if page else None,
        "documents": [document for document in page.documents if document.item == item_id] if page else [],
        "status": next((step.status for step in case.steps if step.item.id == item_id), None) if case else None,
        "is_to_come": found.meeting_start is not None and found.meeting_start > now,
        "case": case,
        "crumbs": _crumbs(found, wording_of(request)),
    }
    return render(request, "item.html", values)


@router.get("/sak/{organization}/{case_number:path}")
def case_by_number(request: Request, store: SharedStore, now: Now, *, organization: str, case_number: str) -> Response:
    """The case that people call so; when the number stands for several, the choice between them."""
    cases = store.decisions.cases(organization, case_number, now)
    if not cases:
        raise HTTPException(404)
    if len(cases) == 1:
        return _case(request, store, cases[0], now)
    return render(request, "cases.html", {"cases": cases, "case_number": case_number})


@router.get("/saksgang/{case_id:path}")
def case_by_id(request: Request, store: SharedStore, now: Now, case_id: str) -> Response:
    """One case by its id."""
    found = store.decisions.case(case_id, now)
    if found is None:
        raise HTTPException(404)
    return _case(request, store, found, now)


def _case(request: Request, store: Store, case: StoredCase, now: dt.datetime) -> Response:
    others = [store.decisions.case(other, now) for other in case.same_number]
    compared = next((step.resolution for step in reversed(case.steps) if _has_both(step.resolution)), None)
    values = {
        "case": case,
        "compared_in": compared,
        "compared": compare(compared.recommendation or "", compared.resolution or "") if compared else (),
        "parties": party_table(case.steps),
        "bodies": bodies_of(case),
        "last": case.steps[-1] if case.steps else None,
        "same_number": [other for other in others if other],
        "crumbs": [(case.organization_name or case.organization, organization_address(case.organization))],
    }
    return render(request, "case.html", values)


def _has_both(resolution: StoredResolution | None) -> bool:
    if resolution is None or not resolution.recommendation or not resolution.resolution:
        return False
    return not is_same(resolution.recommendation, resolution.resolution)


def _title(resolution: StoredResolution, words: Wording) -> str:
    if resolution.title:
        return resolution.title
    return words.text("Tittelen er unntatt offentlighet") if resolution.exempt else words.text("Uten tittel")


def _crumbs(record: StoredResolution | StoredItem, words: Wording) -> list[tuple[str, str]]:
    crumbs = []
    if record.organization:
        crumbs.append((record.organization_name or record.organization, organization_address(record.organization)))
    if len(record.body_ids) == 1:
        crumbs.append((record.bodies[0], body_address(record.body_ids[0])))
    if record.meeting and record.meeting_date:
        day = words.text("Møte %(day)s", day=words.long_date(record.meeting_date))
        crumbs.append((day, meeting_address(record.meeting)))
    return crumbs


def _citation(resolution: StoredResolution, site: Site, words: Wording) -> Citation:
    return Citation(
        key=f"{resolution.organization or 'vedtak'}-{resolution.number or resolution.id}",
        title=_title(resolution, words),
        body=", ".join(resolution.bodies) or None,
        organization=resolution.organization_name,
        number=resolution.number,
        date=resolution.meeting_date,
        paper=KIND_NAMES[resolution.document_kind.value] if resolution.document_kind else None,
        page=resolution.page,
        case_number=resolution.case_number,
        address=site.absolute(decision_address(resolution.id)),
        sha256=resolution.sha256,
    )
