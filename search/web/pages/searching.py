"""The pages that people read. They need no script, and everything that comes from outside is escaped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException

from search.backends.base import FacetCount, Order
from search.results import SearchResult
from search.service import DocumentView, PageView
from search.web import wording
from search.web.access import SharedSearch
from search.web.addresses import Asked, document_address
from search.web.wording import KIND_NAMES

PER_PAGE = 10
PAGES_SHOWN = 50
MOST_FACETS = 12
_HEADINGS = {"kind": "Type", "organization": "Organisasjon", "body": "Utvalg", "year": "År"}
_ERRORS = {
    400: ("Dette kan ikke vises", "Adressen ber om noe som ikke finnes."),
    404: ("Fant ikke siden", "Dokumentet kan ha fått en annen adresse, eller være borte hos kilden."),
    405: ("Dette kan ikke vises", "Adressen kan bare leses."),
    500: ("Noe gikk galt hos oss", "Feilen er skrevet i loggen. Prøv igjen om litt."),
    503: ("Søket er ikke klart", "Indeksen lages eller mangler. Prøv igjen om litt."),
}

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters.update(
    long_date=wording.long_date,
    month=wording.month,
    number=wording.number,
    item=wording.item,
    kind=KIND_NAMES.__getitem__,
)
_environment.globals.update(
    counted=wording.counted, document_address=document_address, space=wording.SPACE, kinds=KIND_NAMES
)
_templates = Jinja2Templates(env=_environment)

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
def front(request: Request, shared: SharedSearch) -> Response:
    """The page to begin with: what there is, before the first word; with a query, the way to its results."""
    if "q" in request.query_params:
        return RedirectResponse(f"/sok?{request.url.query}", status_code=307)
    return _render(request, "front.html", {"coverage": shared.coverage(), "latest": shared.latest(6)})


@router.get("/sok")
def results(
    request: Request,
    shared: SharedSearch,
    *,
    q: str = "",
    organization: Annotated[tuple[str, ...], Query()] = (),
    body: Annotated[tuple[str, ...], Query()] = (),
    kind: Annotated[tuple[str, ...], Query()] = (),
    date_from: Annotated[str, Query(alias="from")] = "",
    date_to: Annotated[str, Query(alias="to")] = "",
    sort: str = Order.RELEVANCE.value,
    page: int = 1,
    widen: bool = True,
) -> Response:
    """The documents that were found."""
    result = shared.search(
        q,
        organization=organization,
        body=body,
        kind=kind,
        date_from=date_from,
        date_to=date_to,
        sort=sort,
        page=page,
        per_page=PER_PAGE,
        widen=widen,
    )
    asked = Asked(
        q=result.query,
        organization=organization,
        body=body,
        kind=kind,
        date_from=date_from,
        date_to=date_to,
        sort=sort,
        page=page,
        widen=widen,
    )
    values = {
        "asked": asked,
        "result": result,
        "chosen": _chosen(asked, result),
        "facets": _facets(asked, result),
        "page_numbers": _page_numbers(result),
        "coverage": None if result.total else shared.coverage(),
    }
    return _render(request, "results.html", values)


@router.get("/document/{document_id:path}")
def document(
    request: Request,
    shared: SharedSearch,
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
    values = {
        "view": view,
        "q": q,
        "whole": whole,
        "widen": widen,
        "sheets": _sheets(view),
        "groups": [group for group in view.groups if group != shown],
        "total_found": sum(view.found.values()),
    }
    return _render(request, "document.html", values)


@router.get("/hjelp")
def help_page(request: Request) -> Response:
    """How to search."""
    return _render(request, "help.html", {})


def error_page(request: Request, status: int, message: str, headers: Mapping[str, str]) -> Response:
    """An error as a page."""
    heading, advice = _ERRORS.get(status, _ERRORS[500])
    # The message is for whoever runs the server, or tells which value cannot be meant; it never holds a path there.
    detail = message if status == 400 else ""
    values = {"heading": heading, "advice": advice, "detail": detail, "status": status}
    response = _templates.TemplateResponse(request, "error.html", {"q": "", **values}, status_code=status)
    response.headers.update(headers)
    return response


def _render(request: Request, template: str, values: Mapping[str, object]) -> Response:
    return _templates.TemplateResponse(request, template, {"q": "", **values})


def _chosen(asked: Asked, result: SearchResult) -> list[tuple[str, str]]:
    """The filters that are set, each with the address without it."""
    labels = {count.value.casefold(): count.label for count in result.facets["organization"]}
    chosen = [(labels.get(name.casefold(), name), asked.without("organization")) for name in asked.organization]
    chosen += [(name, asked.without("body")) for name in asked.body]
    chosen += [(KIND_NAMES.get(name, name), asked.without("kind")) for name in asked.kind]
    if asked.date_from or asked.date_to:
        chosen.append((_period(asked.date_from, asked.date_to), asked.without("year")))
    return chosen


def _period(date_from: str, date_to: str) -> str:
    first = dt.date.fromisoformat(date_from) if date_from else None
    last = dt.date.fromisoformat(date_to) if date_to else None
    if first and last and (first, last) == (dt.date(first.year, 1, 1), dt.date(first.year, 12, 31)):
        return f"møter i {first.year}"
    since = f"møter fra {wording.long_date(first)}" if first else "møter"
    return f"{since} til {wording.long_date(last)}" if last else since


def _facets(asked: Asked, result: SearchResult) -> list[tuple[str, str, list[tuple[FacetCount, str, str]]]]:
    """Name, heading and values of each facet that could narrow the answer, each value with label and address."""
    facets = []
    for facet, heading in _HEADINGS.items():
        counts = list(result.facets[facet])
        if facet == "year":
            counts.sort(key=lambda count: count.value, reverse=True)
        values = [
            (count, KIND_NAMES[count.value] if facet == "kind" else count.label, asked.narrowed(facet, count.value))
            for count in counts[:MOST_FACETS]
        ]
        if len(values) > 1:
            facets.append((facet, heading, values))
    return facets


def _page_numbers(result: SearchResult) -> list[int]:
    """The pages to link to: the first ones, or those around the one that is shown."""
    last = -(-result.total // result.per_page)
    first = max(1, min(result.page - 2, last - 4))
    return list(range(first, min(last, first + 4) + 1))


@dataclass(frozen=True, slots=True)
class Gap:
    """Pages that are left out because no searched word stands on them."""

    first: int
    last: int


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
