"""What is particular to Elements Publikum: the tenant's header, answers that must be about what was asked, real answers."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harvester.clock import clock_from
from harvester.config import Source
from harvester.demo.dataset import Published
from harvester.demo.drafting import DEMO_START
from harvester.demo.elements import TENANT, ElementsRendering
from harvester.demo.exchange import RequestLine, Response
from harvester.demo.municipality import municipality
from harvester.demo.portals import INSTALLATIONS, Installation, demo_portals
from harvester.errors import PageError, PortalError
from harvester.golden import first_page
from harvester.model import AgendaItem, Document, Meeting, Record, Window
from harvester.portals import portal
from harvester.portals.contract import FetchedPage, PageKind, Parsed

REAL = Path(__file__).parents[4] / "shared" / "real" / "elements"
ROOT = "https://prod01.elementscloud.no/publikum"
SOURCE = Source.model_validate(
    {
        "key": "real",
        "name": "Real",
        "platform": "elements",
        "base_url": f"{ROOT}/999999980_PROD-999999980/",
        "organization": {"key": "real", "name": "Real"},
    }
)
YEAR = Window(first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31))
ADAPTER = portal("elements")

needs_real_answers = pytest.mark.skipif(not REAL.exists(), reason="the folder of real answers is not here")


def parse(kind: PageKind, path: str, content: Any) -> Parsed:
    """What an answer under ``api/`` yields."""
    page = FetchedPage(
        url=f"{ROOT}/api/{path}",
        kind=kind,
        status=200,
        content_type="application/json",
        body=json.dumps(content).encode(),
        retrieved_at=dt.datetime(2026, 5, 20, tzinfo=dt.UTC),
        window=YEAR,
    )
    return ADAPTER.parse(SOURCE, page)


def real_answers(path: str) -> Iterator[tuple[str, Any]]:
    """The real answers under a path, with what each was asked by."""
    for file in sorted((REAL / "derived_api" / path).glob("*.json")):
        yield f"{path}/{file.stem}", json.loads(file.read_text(encoding="utf-8"))


def of_type(parsed: Parsed, kind: type[Record]) -> list[Any]:
    """The records of a type."""
    return [record for record in parsed.records if isinstance(record, kind)]


def test_each_year_of_the_window_is_asked_for() -> None:
    """One request a year, by the documented parameter, with the tenant from the end of the address."""
    requests = list(ADAPTER.start(SOURCE, Window(first=dt.date(2025, 11, 1), last=dt.date(2026, 3, 1))))

    assert [request.url for request in requests] == [
        f"{ROOT}/api/PredefinedQuery/DmbMeetings?year={year}" for year in (2025, 2026)
    ]
    assert {tuple(request.headers.items()) for request in requests} == {(("Tenant", "999999980_PROD-999999980"),)}


@pytest.mark.parametrize("path", ["Meetings/12/more", "Meetings", "Cases/12", "DmbHandlings/GetByMeetingId/x"])
def test_an_address_without_a_number_is_an_error(path: str) -> None:
    """Nothing is read from an answer of which nobody knows what was asked."""
    with pytest.raises(PageError, match="number of a meeting or an item"):
        parse(PageKind.ITEM, path, [])


@pytest.mark.parametrize(
    ("base_url", "root", "tenant"),
    [
        (
            "https://prod02.elementscloud.no/Publikum/920717152/Dmb",
            "https://prod02.elementscloud.no/Publikum",
            "920717152",
        ),
        (
            "https://innsyn.example/publikum/939865942_PROD-939865942-SKAUN?x=1",
            "https://innsyn.example/publikum",
            "939865942_PROD-939865942-SKAUN",
        ),
    ],
)
def test_the_tenant_is_read_from_any_of_its_addresses(base_url: str, root: str, tenant: str) -> None:
    """The address that a person copies from the browser will do."""
    (request,) = ADAPTER.start(SOURCE.model_copy(update={"base_url": base_url}), YEAR)

    assert request.url.startswith(f"{root}/api/")
    assert request.headers["Tenant"] == tenant


def test_an_address_without_a_tenant_is_refused() -> None:
    """Without a tenant, every answer would be a web page."""
    with pytest.raises(PortalError, match="tenant"):
        list(ADAPTER.start(SOURCE.model_copy(update={"base_url": "https://elements.example/publikum/"}), YEAR))


@needs_real_answers
def test_real_calendar() -> None:
    """All 120 meetings of the year are records with name and time, and each is asked for once."""
    rows = json.loads((REAL / "raw" / "moter.json").read_text(encoding="utf-8"))
    parsed = parse(PageKind.CALENDAR, "PredefinedQuery/DmbMeetings?year=2026", rows)

    assert len(rows) == len(parsed.requests) == 120
    assert {request.url for request in parsed.requests} == {f"{ROOT}/api/Meetings/{row['MO_ID']}" for row in rows}
    assert parsed.skipped == ()
    assert [
        (record.title, f"{record.start:%Y-%m-%dT%H:%M:%S}") for record in parsed.records if isinstance(record, Meeting)
    ] == [(row["UT_NAVN"], row["MO_START"]) for row in rows]


@needs_real_answers
def test_real_meetings() -> None:
    """Time, end, place and every document of each meeting are those that a person reads in the answer."""
    for path, answer in real_answers("Meetings"):
        parsed = parse(PageKind.MEETING, path, answer)
        (meeting,) = of_type(parsed, Meeting)

        assert meeting.start == dt.datetime.fromisoformat(answer["StartDate"])
        assert meeting.time_known
        assert (meeting.end is None) == answer["EndDate"].startswith("0001")
        assert all((answer[name] or "").strip() in (meeting.place or "") for name in ("MeetingRoom", "MeetingLocation"))
        kinds = {"MI": "notice", "MP": "minutes"}
        assert [(document.title, document.kind) for document in of_type(parsed, Document)] == [
            (one["Title"].strip(), kinds[one["DmbDocumentTypeId"]]) for one in answer["MeetingDocuments"]
        ]
        assert parsed.skipped == ()


@needs_real_answers
def test_real_lists_of_items() -> None:
    """Each listed item is a record and is asked for; one number can stand for two items of a meeting."""
    for path, answer in real_answers("DmbHandlings/GetByMeetingId"):
        parsed = parse(PageKind.ITEM, path, answer)

        assert len(of_type(parsed, AgendaItem)) == len(parsed.requests) == len(answer)
    numbers = [(REAL / "derived_api/DmbHandlings/GetByMeetingId/1242.json").read_text(encoding="utf-8")]
    items = of_type(parse(PageKind.ITEM, "DmbHandlings/GetByMeetingId/1242", json.loads(numbers[0])), AgendaItem)
    assert {"PS 1/2026", "OS 1/2026"} <= {item.number for item in items}
    assert len({item.id for item in items}) == len(items)


@needs_real_answers
def test_real_items() -> None:
    """Every published document of an item is a record with an address, every other is a record or is told."""
    for path, answer in real_answers("DmbHandlings"):
        parsed = parse(PageKind.ITEM, path, answer)
        (item,) = of_type(parsed, AgendaItem)
        documents = of_type(parsed, Document)
        listed = [one["DocumentDescription"] for one in (answer["RegistryEntry"] or {"Documents": []})["Documents"]]
        said = [one for one in (answer, *answer["AdditionalDmbHandlings"]) if one["ProtocolPublished"]]

        assert item.number == f"{answer['MeetingCaseTypeId']} {answer['SequenceNumber']}/{answer['Year']}"
        assert item.closed == (answer["AccessCode"] is not None)
        assert len(documents) + len(parsed.skipped) == len(listed) + len(said)
        assert len([one for one in documents if one.url and "/ShowDocument/" in one.url]) == len(
            [one for one in listed if one["Id"]]
        )
        assert len([one for one in documents if one.url and one.url.endswith("/Protokoll")]) == len(
            [one for one in said if not one["ProtocolRestricted"]]
        )
        assert all(re.search("§", one.restriction) for one in documents if one.url is None)


PUBLISHED: Published = municipality().as_of(DEMO_START, "austmark")


def ask(target: str, tenant: str | None = TENANT) -> Response:
    """What the demo answers under ``/publikum``."""
    headers = {} if tenant is None else {"tenant": tenant}
    return ElementsRendering()(RequestLine.parse("GET", f"/publikum/{target}", headers=headers), PUBLISHED)


@pytest.mark.parametrize(
    ("target", "tenant"),
    [
        ("api/PredefinedQuery/DmbMeetings?year=2026", None),
        ("api/PredefinedQuery/DmbMeetings?year=2026", "999999999"),
        ("api/Meeting/1", TENANT),
        ("api/Meetings/1", TENANT),
        ("Documents/ShowDocument/1", TENANT),
    ],
)
def test_demo_answers_wrong_questions_with_the_application(target: str, tenant: str | None) -> None:
    """No tenant, another one or a wrong address: status 200 and a web page, which the adapter does not take."""
    response = ask(target, tenant)

    assert (response.status, response.content_type) == (200, "text/html; charset=utf-8")
    assert b'<div id="root">' in response.body


def test_demo_asks_by_year_and_by_window() -> None:
    """Both ways to ask give the meetings of the days, and a withdrawn document is 404."""
    year = json.loads(ask("api/PredefinedQuery/DmbMeetings?year=2026").body)
    days = json.loads(ask("api/PredefinedQuery/DmbMeetings?DateFrom=2026-01-01&DateTo=2026-12-31").body)

    assert year == days
    assert len(year) == len([meeting for meeting in PUBLISHED.meetings if meeting.day.year == 2026])
    assert ask("Documents/ShowDocument/x/1/1").status == 404


def test_the_first_page_of_a_tenant_is_asked_for_with_its_name(tmp_path: Path) -> None:
    """Asking a single page sends what the product wants with each, so that the doctor sees the meetings."""
    installation = Installation(platform="elements", render=ElementsRendering(), path=f"/publikum/{TENANT}")
    installations = dict.fromkeys(INSTALLATIONS, installation)
    with demo_portals(tmp_path, DEMO_START, installations=installations) as portals:
        source = portals.config.sources[0].model_copy(update={"look_back_days": 90})
        parsed = first_page(portals.config, source, clock=clock_from(DEMO_START))

    assert parsed.requests
