"""The JSON API. Every error has one shape: ``{"error": {"message": …, "allowed": […]}}``."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from harvester.model import DocumentKind
from search.errors import QueryError
from search.results import to_json
from search.web.access import SharedSearch
from search.web.asked import AskedQuestion


class HitAnswer(BaseModel):
    """A document that was found."""

    document_id: str
    title: str
    snippet: str = Field(description="HTML: hits within <mark>, everything else escaped")
    page: int | None = Field(description="The page that the snippet is from; null when there is no text")
    score: float
    meeting_date: dt.date | None
    body: str | None
    organization: str | None
    organization_name: str | None
    item_number: str | None
    item_title: str | None
    case_number: str | None
    kind: DocumentKind
    language: str
    url: str | None = Field(description="The original, at the page where it is a PDF")
    restriction: str | None = Field(description="Why there is no original, in the source's words")


class FacetAnswer(BaseModel):
    """How many of all found documents have a value."""

    value: str
    label: str
    count: int


class SuggestionAnswer(BaseModel):
    """A query that may have been meant, and how many documents it finds."""

    query: str
    total: int


class SearchAnswer(BaseModel):
    """One page of the documents that were found; total and facets are of all of them."""

    query: str
    total: int
    page: int
    per_page: int
    hits: list[HitAnswer]
    facets: dict[str, list[FacetAnswer]]
    notes: list[str] = Field(description="How the query was read, where that is not plain")
    suggestions: list[SuggestionAnswer] = Field(description="For words that no document has")


class PageAnswer(BaseModel):
    """The text of one page."""

    number: int
    text: str
    needs_ocr: bool
    url: str | None


class DocumentAnswer(BaseModel):
    """A document with its text."""

    document_id: str
    title: str
    kind: DocumentKind
    meeting_date: dt.date | None
    bodies: list[str]
    organization: str | None
    organization_name: str | None
    item_number: str | None
    item_title: str | None
    case_number: str | None
    language: str
    url: str | None
    restriction: str | None
    pages: list[PageAnswer]


class ErrorDetail(BaseModel):
    """What is wrong, and what could have stood there."""

    message: str
    allowed: list[str]


class ErrorAnswer(BaseModel):
    """Every error."""

    model_config = ConfigDict(json_schema_extra={"example": {"error": {"message": "…", "allowed": []}}})

    error: ErrorDetail


def _only_known(request: Request) -> None:
    """Refuse a parameter that would otherwise be ignored, and with it the filter that somebody meant."""
    declared = _PARAMETERS.get(request.scope["route"].path, ())
    for name in request.query_params:
        if name not in declared:
            raise QueryError(f"there is no parameter {name!r}; parameters: {', '.join(declared)}", declared)


_PARAMETERS = {
    "/api/v1/search": ("q", "organization", "body", "kind", "from", "to", "sort", "page", "per_page", "widen"),
    "/api/v1/documents/{document_id:path}": ("first", "most"),
}

router = APIRouter(
    dependencies=[Depends(_only_known)],
    responses={400: {"model": ErrorAnswer}, 404: {"model": ErrorAnswer}, 503: {"model": ErrorAnswer}},
)


@router.get("/api/v1/search", response_model=SearchAnswer)
def search(shared: SharedSearch, question: AskedQuestion) -> JSONResponse:
    """Find documents: what ``search query --json`` prints."""
    return JSONResponse(to_json(shared.answer(question)))


@router.get("/api/v1/documents/{document_id:path}", response_model=DocumentAnswer)
def document(
    shared: SharedSearch,
    document_id: str,
    first: Annotated[int, Query(ge=1, description="Number of the first page of text")] = 1,
    most: Annotated[int, Query(ge=0, le=500, description="How many pages of text")] = 100,
) -> DocumentAnswer:
    """A document with the text of its pages."""
    view = shared.document(document_id, first=first, most=most)
    if view is None:
        raise HTTPException(404, f"there is no document {document_id}")
    stored = view.document
    return DocumentAnswer(
        document_id=stored.id,
        title=stored.title,
        kind=stored.kind,
        meeting_date=stored.meeting_date,
        bodies=list(stored.bodies),
        organization=stored.organization or stored.organization_name,
        organization_name=stored.organization_name or stored.organization,
        item_number=stored.item_number,
        item_title=stored.item_title,
        case_number=stored.case_number,
        language=stored.language.value,
        url=view.url,
        restriction=stored.restriction,
        pages=[
            PageAnswer(
                number=page.number,
                text="".join(piece.text for piece in page.pieces),
                needs_ocr=page.needs_ocr,
                url=page.url,
            )
            for page in view.pages
        ],
    )


@router.get("/healthz")
def healthz(shared: SharedSearch) -> dict[str, str]:
    """Whether the index answers."""
    shared.latest(1)
    return {"status": "ok"}
