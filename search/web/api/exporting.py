"""Exports: all that a search finds as CSV or NDJSON, and every record with a cursor for what has changed since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from harvester.store import PublishedKind, Store
from search.results import Hit, hit_to_json
from search.spreadsheets import csv_lines
from search.web.access import SharedSearch, SharedStore
from search.web.api.changes import Change, changes_of
from search.web.api.parameters import Cursor, PerPage, cursor_after, number_of
from search.web.asked import AskedQuestion

T = TypeVar("T")

CSV = "text/csv; charset=utf-8"
NDJSON = "application/x-ndjson"
COLUMNS = (
    "document_id", "title", "kind", "organization", "organization_name", "body", "meeting_date", "item_number",
    "item_title", "case_number", "page", "snippet", "url", "id", "type", "outcome",
)  # fmt: skip
_BATCH = 500

router = APIRouter(prefix="/api/v1", tags=["exports"])

Excel = Annotated[bool, Query(description="For a Norwegian spreadsheet: semicolons, and a mark that it is UTF-8")]
Kinds = Annotated[tuple[PublishedKind, ...], Query(description="Only these kinds of records; may be repeated")]
WithText = Annotated[bool, Query(description="Documents with the text of their pages")]


class Changes(BaseModel):
    """Some changes; ``next`` is the cursor to go on with, also after the last one."""

    data: list[Change]
    next: str
    complete: bool = Field(description="Whether there was nothing more when this was answered")


def _lines_of(media_type: str) -> dict[int | str, dict[str, object]]:
    return {200: {"description": "Lines", "content": {media_type: {"schema": {"type": "string"}}}}}


@router.get("/search.csv", response_class=StreamingResponse, responses=_lines_of("text/csv"))
def search_as_csv(shared: SharedSearch, question: AskedQuestion, *, excel: Excel = False) -> StreamingResponse:
    """All that a search finds, one line a hit; ``page`` and ``per_page`` are of no account here."""
    hits = _begun(shared.every(question))
    return _attached(csv_lines(COLUMNS, map(_cells, hits), excel=excel), CSV, "saksgang.csv")


@router.get("/search.ndjson", response_class=StreamingResponse, responses=_lines_of(NDJSON))
def search_as_ndjson(shared: SharedSearch, question: AskedQuestion) -> StreamingResponse:
    """All that a search finds, one JSON object a line; ``page`` and ``per_page`` are of no account here."""
    hits = _begun(shared.every(question))
    return _attached(
        (json.dumps(hit_to_json(hit), ensure_ascii=False) + "\n" for hit in hits), NDJSON, "saksgang.ndjson"
    )


@router.get("/export.ndjson", response_class=StreamingResponse, responses=_lines_of(NDJSON))
def export(store: SharedStore, *, cursor: Cursor = "", kind: Kinds = (), text: WithText = False) -> StreamingResponse:
    """Every record, or with the cursor of the last line every change since then: one JSON object a line."""
    lines = (change.model_dump_json() + "\n" for change in _all_changes(store, number_of(cursor), kind, text=text))
    return _attached(lines, NDJSON, "saksgang-export.ndjson")


@router.get("/export")
def export_page(
    store: SharedStore,
    *,
    cursor: Cursor = "",
    kind: Kinds = (),
    text: WithText = False,
    per_page: PerPage = 100,
) -> Changes:
    """A part of the export, for those who rather take pages than a stream."""
    begin = number_of(cursor)
    publications = store.publications.since(begin, kinds=kind or tuple(PublishedKind), most=per_page + 1)
    shown = publications[:per_page]
    return Changes(
        data=list(changes_of(store, shown, text=text)),
        next=cursor_after(str(shown[-1].number if shown else begin)),
        complete=len(publications) <= per_page,
    )


def _cells(hit: Hit) -> list[object]:
    values = hit_to_json(hit) | {"snippet": "".join(piece.text for piece in hit.pieces)}
    return [values[column] for column in COLUMNS]


def _all_changes(store: Store, number: int, kinds: tuple[PublishedKind, ...], *, text: bool) -> Iterator[Change]:
    while publications := store.publications.since(number, kinds=kinds or tuple(PublishedKind), most=_BATCH):
        yield from changes_of(store, publications, text=text)
        number = publications[-1].number


def _begun(things: Iterator[T]) -> Iterator[T]:
    """The same, with the first one already made, so that an error comes before the answer has begun."""
    return chain([first], things) if (first := next(things, None)) is not None else iter(())


def _attached(lines: Iterator[str], media_type: str, name: str) -> StreamingResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(lines, media_type=media_type, headers=headers)
