"""What is covered, what is known to be missing, and how to tell about more."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from search.coverage import source_detail, sources_covered
from search.web.access import Now, SharedStore
from search.web.rendering import render, wording_of
from search.web.wording import local_day

router = APIRouter()


@router.get("/dekning")
def coverage(request: Request, store: SharedStore, now: Now) -> Response:
    """Every source: since when, how much, and when it was last fetched."""
    sources = sources_covered(store, now)
    total = {
        name: sum(getattr(source.holdings, name) for source in sources) for name in ("meetings", "items", "documents")
    }
    return render(request, "coverage.html", {"sources": sources, "total": total, "today": local_day(now)})


@router.get("/dekning/{key}")
def source(request: Request, store: SharedStore, now: Now, key: str) -> Response:
    """One source: minutes by body and year, meetings without, numbers that were not found, pages without text."""
    detail = source_detail(store, key, now)
    if detail is None:
        raise HTTPException(404)
    values = {"detail": detail, "source": detail.coverage, "holdings": detail.coverage.holdings, "now": now}
    return render(request, "coverage_source.html", values)


@router.get("/mangler")
def missing(request: Request, now: Now, side: str = "") -> Response:
    """A report for whoever runs the site, filled in as far as it can be."""
    words = wording_of(request)
    # Only an address of our own is repeated to the operator.
    about = side if side.startswith("/") and not side.startswith("//") else ""
    report = words.text(
        "Dette mangler eller er feil:\n\n\nSide: %(page)s\nDag: %(day)s\nKilden med det riktige (adresse): ",
        page=str(request.base_url).rstrip("/") + about if about else words.text("(ikke oppgitt)"),
        day=words.long_date(local_day(now)),
    )
    values = {"report": report, "about": about, "contact": request.app.state.contact}
    return render(request, "missing.html", values)
