"""What is particular to the national API: only documented questions are asked, and answers are held to them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from harvester.config import Source
from harvester.demo.drafting import DEMO_START
from harvester.demo.einnsyn import ENHET, EinnsynRendering
from harvester.demo.exchange import RequestLine, Response
from harvester.demo.municipality import municipality
from harvester.errors import PageError, PortalError
from harvester.model import Resolution, Window
from harvester.portals import portal
from harvester.portals.contract import FetchedPage, PageKind, Parsed

SPECIFICATION = Path(__file__).parents[4] / "shared" / "real" / "einnsyn" / "einnsyn.openapi.yml"
ADAPTER = portal("einnsyn")
API = "https://api.einnsyn.example"
WINDOW = Window(first=dt.date(2026, 1, 1), last=dt.date(2026, 6, 30))
PUBLISHED = municipality().as_of(DEMO_START, "austmark")
RENDER = EinnsynRendering()

needs_specification = pytest.mark.skipif(not SPECIFICATION.exists(), reason="the OpenAPI description is not here")


def source(base_url: str = f"{API}/enhet/{ENHET}") -> Source:
    """A source of the API."""
    content = {"key": "one", "name": "One", "platform": "einnsyn", "base_url": base_url}
    return Source.model_validate(content | {"organization": {"key": "one", "name": "One"}})


def ask(url: str) -> Response:
    """What the demo answers at an address."""
    parts = urlsplit(url)
    return RENDER(RequestLine.parse("GET", f"{parts.path}?{parts.query}"), PUBLISHED)


def parse(url: str, kind: PageKind) -> Parsed:
    """What the demo's answer yields."""
    answer = ask(url)
    page = FetchedPage(
        url=url,
        kind=kind,
        status=answer.status,
        content_type=answer.content_type,
        body=answer.body,
        retrieved_at=DEMO_START,
        window=WINDOW,
    )
    return ADAPTER.parse(source(), page)


def first_address() -> str:
    """The address of the first search."""
    (request,) = ADAPTER.start(source(), WINDOW)
    return request.url


def specification() -> Any:
    """The OpenAPI description of the API."""
    with SPECIFICATION.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.CSafeLoader)


def schema_of(content: Any, name: str) -> dict[str, Any]:
    """The properties of an object of the description, with those that it inherits."""
    schema: dict[str, Any] = content["components"]["schemas"][name]
    found: dict[str, Any] = {}
    for part in schema.get("allOf", ()):
        found |= schema_of(content, part["$ref"].rpartition("/")[2]) if "$ref" in part else part.get("properties", {})
    return {**found, **schema.get("properties", {})}


def target(field: dict[str, Any]) -> str | None:
    """The sort of object that a property refers to."""
    text = json.dumps(field)
    return text.partition("#/components/schemas/")[2].partition('"')[0] or None


@needs_specification
def test_only_documented_parameters_are_sent() -> None:
    """Every parameter of the search stands in the description, incident 36."""
    content = specification()
    parameters = content["paths"]["/search"]["get"]["parameters"]
    shared = content["components"]["parameters"]
    documented = {(shared[each["$ref"].rpartition("/")[2]] if "$ref" in each else each)["name"] for each in parameters}

    assert set(parse_qs(urlsplit(first_address()).query)) <= documented


@needs_specification
def test_only_documented_fields_are_expanded() -> None:
    """Every part of every path that a meeting is asked for with is a reference in the description."""
    content = specification()
    (meeting, *_) = parse(first_address(), PageKind.CALENDAR).requests
    paths = parse_qs(urlsplit(meeting.url).query)["expand"]

    assert len(paths) >= 9
    for path in paths:
        name = "Moetemappe.Moetemappe"
        for part in path.split("."):
            referred = target(schema_of(content, name)[part])
            assert referred is not None, path
            name = referred


def test_the_window_is_asked_for_in_utc() -> None:
    """From the first midnight in Oslo to the last second of the last day."""
    query = parse_qs(urlsplit(first_address()).query)

    assert query["moetedatoFrom"] == ["2025-12-31T23:00:00Z"]
    assert query["moetedatoTo"] == ["2026-06-30T21:59:59Z"]
    assert query["administrativEnhet"] == [ENHET]


def test_a_source_must_name_its_unit() -> None:
    """The address of the API alone would ask for the whole country."""
    with pytest.raises(PortalError, match="unit"):
        list(ADAPTER.start(source(API), WINDOW))


def test_next_is_followed_to_the_end() -> None:
    """Page by page, every meeting of the window is asked for, once."""
    waiting, pages, meetings = [first_address()], 0, []
    while waiting:
        pages += 1
        for request in parse(waiting.pop(), PageKind.CALENDAR).requests:
            if request.kind is PageKind.CALENDAR:
                waiting.append(request.url)
            else:
                meetings.append(request.url)
    expected = [meeting for meeting in PUBLISHED.meetings if WINDOW.holds(meeting.day)]

    assert pages == -(-len(expected) // RENDER.page_size)
    assert len(meetings) == len(set(meetings)) == len(expected)


def test_an_ignored_parameter_is_noticed() -> None:
    """The older name of a parameter is ignored and everything is answered; the adapter does not believe it."""
    ignored = first_address().replace("moetedatoFrom", "moetedatoAfter").replace("moetedatoTo", "moetedatoBefore")
    everything = json.loads(ask(ignored.replace("sortOrder=asc", "sortOrder=desc")).body)
    page = FetchedPage(
        url=first_address(),
        kind=PageKind.CALENDAR,
        status=200,
        content_type="application/json",
        body=json.dumps(everything).encode(),
        retrieved_at=DEMO_START,
        window=WINDOW,
    )

    with pytest.raises(PageError, match="expected meetings from"):
        ADAPTER.parse(source(), page)


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/search?limit=101", 400, "badRequest"),
        ("/search?limit=x", 400, "badRequest"),
        ("/moetemappe/mm_unknown", 404, "notFound"),
        ("/dokumentobjekt/do_unknown/download", 404, "notFound"),
    ],
)
def test_demo_answers_errors_as_the_api_does(path: str, status: int, kind: str) -> None:
    """An error has a type and a message."""
    answer = ask(API + path)

    assert answer.status == status
    assert json.loads(answer.body)["type"] == kind


def test_resolutions_and_votes_are_read() -> None:
    """The words and the number of votes of each decision of the demo, one for each item that has one."""
    decided = {
        (" ".join(decision.resolution.split()), decision.votes_for or None, decision.votes_against or None)
        for meeting in PUBLISHED.meetings
        for item in meeting.items
        for decision in item.decisions[:1]
    }
    requests = parse(first_address(), PageKind.CALENDAR).requests
    found = [
        (record.resolution, record.votes_for or None, record.votes_against or None)
        for request in requests
        if request.kind is PageKind.MEETING
        for record in parse(request.url, PageKind.MEETING).records
        if isinstance(record, Resolution)
    ]

    assert len(found) > 5
    assert set(found) <= decided
