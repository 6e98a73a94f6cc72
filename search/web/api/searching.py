"""Search, one document, and whether all is well."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query
from fastapi.responses import JSONResponse

from harvester.model import OSLO
from search.results import to_json
from search.web.access import Now, SharedSearch
from search.web.api.answers import DocumentAnswer, PageAnswer, SearchAnswer
from search.web.asked import AskedQuestion

router = APIRouter(tags=["search"])


@router.get("/api/v1/search", response_model=SearchAnswer)
def search(shared: SharedSearch, now: Now, question: AskedQuestion) -> JSONResponse:
    """Find documents: what ``search query --json`` prints."""
    weekly = shared.expected_weekly(question, now.astimezone(OSLO).date())
    return JSONResponse(to_json(shared.answer(question), expected_weekly=weekly))


@router.get("/api/v1/documents/{document_id:path}", response_model=DocumentAnswer)
def document(
    shared: SharedSearch,
    document_id: Annotated[str, Path(description="Permanent id; a slash in it stays", examples=["austmark/2027025"])],
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
