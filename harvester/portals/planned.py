"""Meetings as a calendar or a list shows them, before their own pages have been read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harvester.config import Source
from harvester.ids import record_id
from harvester.model import Meeting, Window, oslo_time
from harvester.portals.contract import FetchedPage, PageKind, Request, Skip
from harvester.portals.markup import shorten
from harvester.portals.numbers import Moment, days_in

BODY_CODES = "body_codes"
"""In a request's context: the codes, joined by commas, of the bodies under which the calendar shows the meeting."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedMeeting:
    """One place in a calendar where a meeting stands; ``label`` is all that is printed there."""

    key: str
    url: str
    label: str
    code: str | None = None


def listed_meeting(
    source: Source, page: FetchedPage, *, key: str, bodies: tuple[str, ...], title: str, moment: Moment, url: str
) -> Meeting:
    """A meeting as far as a list tells of it; ``url`` is that of its own page, ``bodies`` are the ids of its bodies."""
    return Meeting(
        id=record_id(source.key, key),
        bodies=bodies,
        title=title,
        start=oslo_time(moment.day, moment.time),
        time_known=moment.time is not None,
        url=url,
        listed=True,
        provenance=page.provenance(source),
    )


def ask_for_meetings(places: Iterable[PlannedMeeting | Skip], window: Window) -> Iterator[Request | Skip]:
    """One request for each meeting, however often it stands in the calendar.

    A meeting is left out when days are printed and all lie on one side of the window; without a printed day its own
    page must tell.
    """
    meetings: dict[str, list[PlannedMeeting]] = {}
    for place in places:
        if isinstance(place, Skip):
            yield place
        else:
            meetings.setdefault(place.key, []).append(place)
    for standing in meetings.values():
        yield _ask_for(standing, window)


def _ask_for(places: list[PlannedMeeting], window: Window) -> Request | Skip:
    place, *_ = places
    days = [day for each in places for day in days_in(each.label)]
    if days and (max(days) < window.first or min(days) > window.last):
        return Skip(reason="the meeting is outside the window", what=f"{shorten(place.label)}, {place.url}")
    codes = dict.fromkeys(each.code for each in places if each.code)
    context = {BODY_CODES: ",".join(codes)} if codes else {}
    return Request(url=place.url, kind=PageKind.MEETING, context=context)
