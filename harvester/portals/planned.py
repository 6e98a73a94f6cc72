"""Meetings as a calendar shows them, before their own pages have been read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harvester.model import Window
from harvester.portals.contract import PageKind, Request, Skip
from harvester.portals.markup import shorten
from harvester.portals.numbers import days_in

BODY_CODES = "body_codes"
"""In a request's context: the codes, joined by commas, of the bodies under which the calendar shows the meeting."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedMeeting:
    """One place in a calendar where a meeting stands; ``label`` is all that is printed there."""

    key: str
    url: str
    label: str
    code: str | None = None


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
