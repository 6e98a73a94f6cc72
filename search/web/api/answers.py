"""The shapes of what the API answers; every error has one shape: ``{"error": {"message": …, "allowed": […]}}``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from harvester.model import DocumentKind, Outcome
from search.vocabulary import RecordType


class HitAnswer(BaseModel):
    """Something that was found: a document, an item of an agenda, a resolution or a meeting."""

    id: str
    type: RecordType
    document_id: str | None = Field(description="The document that it opens; null when it opens none")
    title: str
    snippet: str = Field(description="HTML: hits within <mark>, everything else escaped")
    page: int | None = Field(description="The page that it opens at; null when there is no text")
    score: float = Field(description="Comparable within one answer only")
    folded: int = Field(description="How many more hits of its case stand behind it")
    meeting_date: dt.date | None
    body: str | None
    organization: str | None
    organization_name: str | None
    meeting: str | None
    item: str | None
    item_number: str | None
    item_title: str | None
    case_number: str | None
    case: str | None
    outcome: Outcome | None
    kind: str = Field(description="A kind of document, or item, resolution or meeting")
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
    expected_weekly: float | None = Field(description="Hits a week, from what the last year brought")
    page: int
    per_page: int
    hits: list[HitAnswer]
    facets: dict[str, list[FacetAnswer]]
    notes: list[str] = Field(description="How the query was read, where that is not plain")
    suggestions: list[SuggestionAnswer] = Field(description="For words that no document has")
    understood: dict[str, Any] | None = Field(description="How the query was read: all, any, not, word, phrase, …")
    understood_in_words: str


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
