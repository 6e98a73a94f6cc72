"""The fictional counties, served in every markup of Jupiter: the adapter finds again what the demo knows."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from harvester.config import Source
from harvester.demo.dataset import Published, PublishedMeeting, papers_of
from harvester.demo.drafting import DEMO_START
from harvester.demo.exchange import RequestLine
from harvester.demo.jupiter import CalendarStyle, DocumentAddress, JupiterRendering
from harvester.demo.municipality import municipality
from harvester.model import AgendaItem, Case, Document, DocumentKind, Meeting, MeetingStatus, Record, Window, oslo_time
from harvester.portals import portal
from harvester.portals.contract import FetchedPage, Parsed, Request

PUBLISHED = {key: municipality().as_of(DEMO_START, key) for key in ("austmark", "vestmark")}
RENDERINGS = [
    JupiterRendering(calendar=calendar, address=address) for calendar in CalendarStyle for address in DocumentAddress
]
SHOWN = {MeetingStatus.CANCELLED, MeetingStatus.POSTPONED}

each_county = pytest.mark.parametrize("county", PUBLISHED)
each_rendering = pytest.mark.parametrize(
    "render", RENDERINGS, ids=lambda render: f"{render.calendar.value}-{render.address.value}"
)


def source(published: Published) -> Source:
    """The county's portal as an operator would describe it, without what the pages say themselves."""
    county = published.organization
    return Source.model_validate(
        {
            "key": county.key,
            "name": county.name,
            "platform": "jupiter",
            "base_url": "http://127.0.0.1/motekalender",
            "organization": {"key": county.key, "name": county.name, "language": county.language},
            "bodies": [
                {"name": body.name, "code": body.code, "organization": body.organization} for body in published.bodies
            ],
        }
    )


def pages(published: Published, render: JupiterRendering) -> Iterator[Parsed]:
    """What every page yields, from the calendar on."""
    adapter, county = portal("jupiter"), source(published)
    window = Window(first=dt.date(2000, 1, 1), last=dt.date(2100, 1, 1))
    waiting: list[Request] = list(adapter.start(county, window))
    while waiting:
        request = waiting.pop()
        parts = urlsplit(request.url)
        answer = render(RequestLine.parse(request.method, f"{parts.path}?{parts.query}"), published)
        page = FetchedPage(
            url=request.url,
            kind=request.kind,
            status=answer.status,
            content_type=answer.content_type,
            body=answer.body,
            retrieved_at=DEMO_START,
            window=window,
            context=request.context,
        )
        parsed = adapter.parse(county, page)
        waiting += parsed.requests
        yield parsed


@functools.cache
def records(county: str, render: JupiterRendering) -> tuple[Record, ...]:
    """The records of all pages."""
    return tuple(record for parsed in pages(PUBLISHED[county], render) for record in parsed.records)


def meeting_facts(county: str, meeting: PublishedMeeting) -> tuple[object, ...]:
    """What the demo knows of a meeting, as its record should have it."""
    return (
        f"{county}/{meeting.key}",
        tuple(f"{county}/{body.code.lower()}" for body in meeting.bodies),
        oslo_time(meeting.day, meeting.time),
        meeting.time is not None,
        meeting.place or None,
        meeting.status if meeting.status in SHOWN else None,
    )


@each_county
@each_rendering
def test_every_meeting_is_found_with_its_facts(county: str, render: JupiterRendering) -> None:
    """Bodies, also of a joint meeting, time or none, place or none, and the status that is shown."""
    published = PUBLISHED[county]
    found = {
        (each.id, each.bodies, each.start, each.time_known, each.place, each.status)
        for each in records(county, render)
        if isinstance(each, Meeting)
    }

    assert found == {meeting_facts(county, meeting) for meeting in published.meetings}


@each_county
@each_rendering
def test_every_item_is_found_with_its_facts(county: str, render: JupiterRendering) -> None:
    """Number, title or exemption, and case of every item; no item more."""
    published = PUBLISHED[county]
    found = sorted(
        (each.meeting, each.number or "", each.title or "", each.case_number or "", each.closed)
        for each in records(county, render)
        if isinstance(each, AgendaItem)
    )

    assert found == sorted(
        (f"{county}/{meeting.key}", item.number, item.title or "", item.case.number if item.case else "", item.closed)
        for meeting in published.meetings
        for item in meeting.items
    )


@each_county
@each_rendering
def test_every_paper_is_found_in_its_place(county: str, render: JupiterRendering) -> None:
    """Each open paper in each of its meetings, by the portal's own number; exempt ones are named without an address."""
    published = PUBLISHED[county]
    found = [each for each in records(county, render) if isinstance(each, Document)]
    papers = [(meeting, paper) for meeting in published.meetings for paper in papers_of(meeting)]

    assert {(each.meeting, each.id) for each in found if each.url} >= {
        (f"{county}/{meeting.key}", f"{county}/{paper.key}") for meeting, paper in papers if paper.restriction is None
    }
    assert {(each.meeting, each.restriction) for each in found if each.url is None} == {
        (f"{county}/{meeting.key}", paper.restriction) for meeting, paper in papers if paper.restriction
    }


@each_county
def test_papers_have_the_kind_that_they_are(county: str) -> None:
    """Every kind is told by the title; under an item that a paper does not belong to, it is an attachment."""
    published = PUBLISHED[county]
    true = {
        (f"{county}/{paper.key}", paper.kind)
        for meeting in published.meetings
        for paper in papers_of(meeting)
        if paper.restriction is None
    }
    found = {
        (each.id, each.kind)
        for each in records(county, RENDERINGS[0])
        if isinstance(each, Document) and each.url and not each.history
    }

    assert true - found == set()
    assert {kind for _, kind in found - true} <= {DocumentKind.ATTACHMENT}


@each_county
def test_every_rendering_yields_the_same_records(county: str) -> None:
    """The calendar and the form of addresses change addresses, and nothing else."""

    def facts(render: JupiterRendering) -> set[tuple[object, ...]]:
        return {
            (
                type(each),
                each.id,
                getattr(each, "title", None),
                getattr(each, "item", None),
                getattr(each, "kind", None),
            )
            for each in records(county, render)
        }

    first, *others = map(facts, RENDERINGS)

    assert [other ^ first for other in others] == [set()] * len(others)


@each_county
def test_two_cases_with_one_number_stay_two_items(county: str) -> None:
    """The demo has two cases with one number: it is printed for both, and neither item is lost."""
    published = PUBLISHED[county]
    numbers = {item.case.number for meeting in published.meetings for item in meeting.items if item.case}
    found = {each.case_number for each in records(county, RENDERINGS[0]) if isinstance(each, Case)}

    assert found == numbers
