"""Earlier decisions in cases like one, and many searches at once."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from harvester.model import OSLO
from search.batch import MOST_QUERIES, row_to_json
from search.errors import QueryError
from search.question import MOST_PER_PAGE
from search.service import Search
from search.similar import similar_to_json
from search.web.access import Now, SharedSearch
from search.web.api.answers import HitAnswer

LONGEST_DRAFT = 2_000_000

router = APIRouter(prefix="/api/v1", tags=["search"])


class EarlierAnswer(HitAnswer):
    """An earlier decision, and why it was found."""

    shared: list[str] = Field(description="The words that it shares with the text, the most distinguishing first")
    same_body: bool


class SimilarAnswer(BaseModel):
    """Earlier decisions, the same body's first."""

    words: list[str] = Field(description="What was looked for")
    total: int
    decisions: list[EarlierAnswer]


class Draft(BaseModel):
    """A draft whose first line is its title."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "Skoleskyss ved delt bosted", "body": "Fylkestinget"}]}
    )

    text: str = Field(min_length=1, max_length=LONGEST_DRAFT)
    body: str | None = Field(default=None, description="Name of the body that will decide; its decisions come first")
    organization: str | None = Field(default=None, description="Key or name, when only its decisions count")
    before: dt.date | None = Field(default=None, description="Only decisions of meetings before this day")
    case: str | None = Field(default=None, description="Id of the case itself, which is left out")
    per_page: int = Field(default=10, ge=1, le=MOST_PER_PAGE)


class Queries(BaseModel):
    """A list of searches, asked with the same filters."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"queries": ["skoleskyss", "Storgata 12"]}]}
    )

    queries: list[str] = Field(min_length=1, max_length=MOST_QUERIES)
    organization: list[str] = Field(default=[], description="Keys or names")
    body: list[str] = Field(default=[], description="Names of bodies")
    date_from: dt.date | None = Field(default=None, alias="from")
    date_to: dt.date | None = Field(default=None, alias="to")
    widen: bool = True


class BatchRowAnswer(BaseModel):
    """How much one of the searches finds, and its best hits."""

    query: str
    total: int
    expected_weekly: float | None = Field(description="Hits a week, from what the last year brought")
    hits: list[HitAnswer]
    notes: list[str]


class BatchAnswer(BaseModel):
    """The searches in the order of the list."""

    data: list[BatchRowAnswer]


@router.get("/similar", response_model=SimilarAnswer)
def similar(
    shared: SharedSearch,
    *,
    text: Annotated[
        str, Query(min_length=1, max_length=4000, examples=["Skoleskyss"], description="The title of a case")
    ],
    body: Annotated[str, Query(description="Name of the body that will decide; its decisions come first")] = "",
    organization: Annotated[str, Query(description="Key or name, when only its decisions count")] = "",
    before: Annotated[dt.date | None, Query(description="Only decisions of meetings before this day")] = None,
    case: Annotated[str, Query(description="Id of the case itself, which is left out")] = "",
    per_page: Annotated[int, Query(ge=1, le=MOST_PER_PAGE)] = 10,
) -> JSONResponse:
    """What was decided before in cases like a title: what ``search similar --json`` prints."""
    draft = Draft(
        text=text,
        body=body or None,
        organization=organization or None,
        before=before,
        case=case or None,
        per_page=per_page,
    )
    return _similar(shared, draft)


@router.post("/similar", response_model=SimilarAnswer)
def similar_to_draft(shared: SharedSearch, draft: Draft) -> JSONResponse:
    """What was decided before in cases like a whole draft, which is neither kept nor passed on."""
    return _similar(shared, draft)


@router.post("/batch", response_model=BatchAnswer)
def batch(shared: SharedSearch, now: Now, asked: Queries) -> JSONResponse:
    """Many searches at once: how much each finds, and its best hits."""
    queries = tuple(dict.fromkeys(query.strip() for query in asked.queries if query.strip()))
    if not queries:
        raise QueryError("queries: there is nothing to search for")
    rows = shared.batch(
        queries,
        now.astimezone(OSLO).date(),
        organization=asked.organization,
        body=asked.body,
        date_from=asked.date_from,
        date_to=asked.date_to,
        widen=asked.widen,
    )
    return JSONResponse({"data": [row_to_json(row) for row in rows]})


def _similar(shared: Search, draft: Draft) -> JSONResponse:
    result = shared.similar(
        draft.text,
        body=draft.body,
        organization=draft.organization,
        before=draft.before,
        case=draft.case,
        most=draft.per_page,
    )
    return JSONResponse(similar_to_json(result))
