"""The calendar: a month as a sheet or a list."""

from __future__ import annotations

import calendar as weeks
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from harvester.model import OSLO
from harvester.store.decisions import StoredMeeting
from search.errors import QueryError
from search.web.access import Now, SharedStore
from search.web.rendering import render

router = APIRouter()


class View(StrEnum):
    """How a month is shown."""

    MONTH = "maned"
    LIST = "liste"


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarDay:
    """A square of the sheet; ``inside`` the month that is shown."""

    date: dt.date
    inside: bool
    is_today: bool
    meetings: tuple[StoredMeeting, ...]


@router.get("/moter")
def this_month(
    request: Request,
    store: SharedStore,
    now: Now,
    *,
    organization: Annotated[str, Query(alias="organisasjon")] = "",
    view: Annotated[View, Query(alias="vis")] = View.MONTH,
) -> Response:
    """The month that it is."""
    return _month(request, store, now, _first_day(now.astimezone(OSLO).date()), organization=organization, view=view)


@router.get("/moter/{month}")
def month(
    request: Request,
    store: SharedStore,
    now: Now,
    *,
    month: str,
    organization: Annotated[str, Query(alias="organisasjon")] = "",
    view: Annotated[View, Query(alias="vis")] = View.MONTH,
) -> Response:
    """A month, such as ``2026-05``.

    Raises:
        QueryError: it is none.
    """
    try:
        first = dt.datetime.strptime(month, "%Y-%m").replace(tzinfo=OSLO).date()
    except ValueError as error:
        raise QueryError(f"{month!r} is no month such as 2026-05") from error
    return _month(request, store, now, first, organization=organization, view=view)


def _month(
    request: Request, store: SharedStore, now: dt.datetime, first: dt.date, *, organization: str, view: View
) -> Response:
    last = dt.date(first.year, first.month, weeks.monthrange(first.year, first.month)[1])
    meetings = store.decisions.meetings_between(first, last, organization=organization or None)
    sources = {source.organization: source.organization_name for source in store.sources.holdings()}
    values = {
        "month": first,
        "meetings": meetings,
        "sheet": _sheet(first, meetings, now.astimezone(OSLO).date()),
        "organizations": sources,
        "organization": organization,
        "as_list": view is View.LIST,
        "before": _first_day(first - dt.timedelta(days=1)) if first > dt.date.min else None,
        "after": _first_day(last + dt.timedelta(days=1)) if last < dt.date.max else None,
    }
    return render(request, "calendar.html", values)


def _sheet(first: dt.date, meetings: tuple[StoredMeeting, ...], today: dt.date) -> list[list[CalendarDay]]:
    """The weeks of a month, Monday first."""
    by_day: dict[dt.date, list[StoredMeeting]] = defaultdict(list)
    for meeting in meetings:
        by_day[meeting.date].append(meeting)
    return [
        [
            CalendarDay(
                date=date,
                inside=date.month == first.month,
                is_today=date == today,
                meetings=tuple(by_day[date]),
            )
            for date in week
        ]
        for week in weeks.Calendar().monthdatescalendar(first.year, first.month)
    ]


def _first_day(date: dt.date) -> dt.date:
    return date.replace(day=1)
