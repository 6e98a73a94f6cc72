"""What is covered of each source and what is known to be missing; what sources have changed, replaced and withdrawn."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Self

from fastapi import APIRouter, HTTPException, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from harvester.model import OSLO, DocumentKind
from harvester.store.changes import NEWS, ChangeKind, LoggedChange, Value
from search.coverage import SourceCoverage, source_detail, sources_covered
from search.web.access import Now, SharedStore
from search.web.api.parameters import Cursor, PerPage, cursor_after, number_of
from search.web.api.records import MeetingRecord, ResolutionRecord

router = APIRouter(prefix="/api/v1", tags=["coverage"])


class _FromStore(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class SourceAnswer(_FromStore):
    """A source with its numbers, and how its last nights went."""

    key: str
    name: str
    organization: str
    organization_name: str
    first_meeting: dt.date | None
    last_meeting: dt.date | None
    meetings: int
    items: int
    documents: int
    needs_ocr: int = Field(description="Pages that are pictures without text")
    documents_needing_ocr: int
    last_success: dt.datetime | None
    is_fresh: bool = Field(description="Whether it was fetched in the last night")

    @classmethod
    def of(cls, covered: SourceCoverage) -> Self:
        """A source as it is given."""
        names = (name for name in cls.model_fields if name not in {"last_success", "is_fresh"})
        holdings = {name: getattr(covered.holdings, name) for name in names}
        return cls(**holdings, last_success=covered.last_success, is_fresh=covered.is_fresh)


class Coverage(BaseModel):
    """Every source, by name."""

    data: list[SourceAnswer]


class GapAnswer(_FromStore):
    """Numbers that are missing between the first and the last item of a body in a year."""

    body: str
    body_name: str
    year: int
    series: str
    first: int
    last: int
    missing: tuple[int, ...]


class SourceDetailAnswer(BaseModel):
    """What is known to be missing in a source."""

    source: SourceAnswer
    usual_days: int | None = Field(description="How many days after a meeting its minutes usually come")
    without_minutes: list[MeetingRecord] = Field(description="Meetings that were held and have no minutes")
    gaps: list[GapAnswer]
    untied: list[ResolutionRecord] = Field(description="Resolutions of which the item of the agenda is not known")


class FieldChangeAnswer(_FromStore):
    """One field before and after."""

    name: str
    before: Value
    after: Value


class ChangeAnswer(_FromStore):
    """One thing that a source has changed, replaced, withdrawn, exempted or returned."""

    at: dt.datetime
    kind: ChangeKind
    record_type: str
    record: str
    title: str | None
    document_kind: DocumentKind | None
    meeting: str | None
    meeting_start: dt.datetime | None
    item: str | None
    item_number: str | None
    organization: str | None
    organization_name: str | None
    fields: tuple[FieldChangeAnswer, ...]


class ChangeLogAnswer(BaseModel):
    """Changes, newest first; ``next`` is the cursor of older ones, null at the end."""

    data: list[ChangeAnswer]
    next: str | None


@router.get("/coverage")
def coverage(store: SharedStore, now: Now) -> Coverage:
    """Since when each source is covered, and how much of it is there."""
    return Coverage(data=[SourceAnswer.of(covered) for covered in sources_covered(store, now)])


@router.get("/coverage/{source}")
def coverage_of_source(
    store: SharedStore, now: Now, source: Annotated[str, Path(examples=["austmark"])]
) -> SourceDetailAnswer:
    """What is known to be missing in a source."""
    detail = source_detail(store, source, now)
    if detail is None:
        raise HTTPException(404, f"there is no source {source}")
    return SourceDetailAnswer(
        source=SourceAnswer.of(detail.coverage),
        usual_days=detail.usual_days,
        without_minutes=[MeetingRecord.of(meeting) for meeting in detail.without_minutes],
        gaps=[GapAnswer.model_validate(gap) for gap in detail.gaps],
        untied=[ResolutionRecord.of(resolution) for resolution in detail.untied],
    )


@router.get("/changes")
def changes(
    store: SharedStore,
    *,
    first: Annotated[dt.date | None, Query(alias="from", description="First day")] = None,
    last: Annotated[dt.date | None, Query(alias="to", description="Last day")] = None,
    organization: Annotated[str, Query(description="Key of an organization", max_length=60)] = "",
    meeting: Annotated[str, Query(description="Id of a meeting: with its items and documents", max_length=200)] = "",
    document: Annotated[str, Query(description="Id of a document", max_length=200)] = "",
    kind: Annotated[tuple[ChangeKind, ...], Query(description="Only these; all but published when left out")] = (),
    per_page: PerPage = 100,
    cursor: Cursor = "",
) -> ChangeLogAnswer:
    """What sources have changed after it was published; for a copy of everything there is ``export``."""
    found = store.changes.between(
        _midnight(first),
        _midnight(last + dt.timedelta(days=1)) if last and last < dt.date.max else None,
        organization=organization or None,
        meeting=meeting or None,
        document=document or None,
        kinds=kind or NEWS,
        before=number_of(cursor) or None,
        most=per_page,
    )
    return ChangeLogAnswer(data=[ChangeAnswer.model_validate(change) for change in found], next=_next(found, per_page))


def _next(found: tuple[LoggedChange, ...], per_page: int) -> str | None:
    return cursor_after(str(found[-1].number)) if len(found) == per_page else None


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time.min, tzinfo=OSLO) if day else None
