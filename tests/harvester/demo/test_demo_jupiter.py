"""The demo as two Jupiter portals: the markup that adapters must cope with, and pages that hang together."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from harvester.config import Config
from harvester.demo.blocks import plain_text
from harvester.demo.dataset import (
    Dataset,
    DemoItem,
    DemoMeeting,
    DemoPaper,
    MeetingState,
    PaperVersion,
    Published,
    Section,
    papers_of,
)
from harvester.demo.drafting import DEMO_START
from harvester.demo.exchange import RequestLine, Response
from harvester.demo.jupiter import CalendarStyle, DocumentAddress, JupiterRendering
from harvester.demo.portals import INSTALLATIONS, demo_config
from harvester.demo.server import DemoServer
from harvester.model import AgendaItem, Case, Document, DocumentKind, Meeting, MeetingStatus, Record
from harvester.portals import portal
from harvester.portals.contract import FetchedPage, Request

KEYS = ("austmark", "vestmark")


@pytest.fixture(params=KEYS)
def shown(request: pytest.FixtureRequest, dataset: Dataset) -> Published:
    """What one county's portal shows on the first night."""
    return dataset.as_of(DEMO_START, str(request.param))


def ask(shown: Published, target: str) -> Response:
    return INSTALLATIONS[shown.organization.key].render(RequestLine.parse("GET", target), shown)


def soup(response: Response) -> BeautifulSoup:
    return BeautifulSoup(response.body, "lxml")


def links(response: Response) -> list[str]:
    return [str(anchor["href"]) for anchor in soup(response).select("a[href]")]


def meeting_page(shown: Published, key: int) -> Response:
    return ask(shown, f"/motedag?offmoteid={key}")


def row_of(shown: Published, meeting: int, number: str) -> Tag:
    rows = soup(meeting_page(shown, meeting)).select("table tr")
    return next(row for row in rows if row.select("td") and row.select("td")[0].get_text() == number)


def test_every_link_answers(shown: Published) -> None:
    """Calendar, meetings, documents: each address on each page is one that the portal knows."""
    targets = set(links(ask(shown, "/motekalender")))
    for meeting in shown.meetings:
        answer = meeting_page(shown, meeting.key)
        assert answer.status == 200
        targets |= set(links(answer))
    documents = [target for target in targets if target.startswith("/application/")]

    assert len(documents) > 300
    for target in documents:
        number = re.search(r"=(\d+)", target)
        assert number is not None
        assert shown.paper(int(number.group(1))) is not None
    for target in targets - set(documents) - {"/"}:
        assert ask(shown, urlsplit(target)._replace(scheme="", netloc="").geturl()).status == 200
    for target in documents[::60]:
        assert ask(shown, target).body.startswith((b"%PDF-", b"PK"))


def test_every_meeting_is_in_the_calendar(dataset: Dataset) -> None:
    """The table has an anchor for each meeting, the year view a cell with its id."""
    first, second = (dataset.as_of(DEMO_START, key) for key in KEYS)
    anchors = soup(ask(first, "/motekalender")).select("div#motekalender_table > table a[href]")
    cells = soup(ask(second, "/motekalender")).select("#year-calendar td[data-utvalg] > .fc-content")

    assert sorted(str(anchor["href"]) for anchor in anchors) == sorted(
        f"/motedag?offmoteid={meeting.key}" for meeting in first.meetings
    )
    assert {str(cell["id"]) for cell in cells} == {str(meeting.key) for meeting in second.meetings}
    assert all(str(anchor["title"]).endswith(str(anchor.get_text()) + str(anchor["title"])[-5:]) for anchor in anchors)


def test_joint_meeting_stands_under_both_codes(dataset: Dataset) -> None:
    """The year view shows one meeting id under two bodies; the heading names both."""
    second = dataset.as_of(DEMO_START, "vestmark")
    joint = next(meeting for meeting in second.meetings if len(meeting.bodies) > 1)
    cells = soup(ask(second, "/motekalender")).select(f'td[data-utvalg] > .fc-content[id="{joint.key}"]')
    heading = soup(meeting_page(second, joint.key)).h3

    assert {str(cell.parent["data-utvalg"]) for cell in cells if cell.parent} == {"FTA", "FTV"}
    assert heading is not None
    assert heading.get_text() == "Fylkestinget i Austmark og Fylkestinget i Vestmark, 11.02.2026 11:00"


def test_document_addresses_follow_the_installation(dataset: Dataset) -> None:
    """One portal has ``filid`` printed as a float, the other ``dokid``; neither address has an extension."""
    patterns = {
        "austmark": r"/application/getDocument\?filid=\d+\.0",
        "vestmark": r"/application/getMoteDokument\?dokid=\d+",
    }
    for key, pattern in patterns.items():
        shown = dataset.as_of(DEMO_START, key)
        found = [
            link for one in shown.meetings for link in links(meeting_page(shown, one.key)) if "application" in link
        ]
        assert found
        assert all(re.fullmatch(pattern, link) for link in found)


@pytest.mark.parametrize(
    "form", ["/motedag?offmoteid={}", "/motekalender/motedag?offmoteid={}", "/motekalender/motedag/{}"]
)
def test_meeting_has_three_addresses(shown: Published, form: str) -> None:
    """Installations differ in the address of a meeting; the page is the same."""
    key = shown.meetings[5].key

    assert ask(shown, form.format(key)) == meeting_page(shown, key)


def test_heading_of_a_committee_with_a_comma(dataset: Dataset) -> None:
    """The last comma, and not the first, parts the body from the date."""
    shown = dataset.as_of(DEMO_START, "austmark")
    meeting = next(one for one in shown.meetings if "," in one.bodies[0].name)
    heading = soup(meeting_page(shown, meeting.key)).h3

    assert heading is not None
    assert heading.get_text().count(",") == 2


def test_called_off_meeting_has_a_label(shown: Published) -> None:
    """The status stands in an element of its own inside the heading, in the language of the portal."""
    for meeting in shown.meetings:
        heading = soup(meeting_page(shown, meeting.key)).h3
        assert heading is not None
        label = heading.select_one("span.label")
        postponed = "Utsett" if shown.organization.key == "vestmark" else "Utsatt"
        words = {None: None, MeetingStatus.CANCELLED: "Avlyst", MeetingStatus.POSTPONED: postponed}
        assert (label.get_text() if label else None) == words[meeting.status]


def test_exempt_item_has_no_title_and_no_link(shown: Published) -> None:
    """An exempt item shows the words of the law where its title would be."""
    meeting, item = next((one, item) for one in shown.meetings for item in one.items if item.closed)
    cells = row_of(shown, meeting.key, item.number).select("td")

    assert "offl. § 13" in cells[2].get_text()
    assert not cells[3].select("a")


def test_exempt_paper_is_named_and_not_linked(shown: Published) -> None:
    """An exempt paper stands in the list without an address, and its number is refused like an unknown one."""
    meeting, item, paper = next(
        (one, item, paper) for one in shown.meetings for item in one.items for paper in item.papers if paper.restriction
    )
    entries = row_of(shown, meeting.key, item.number).select("li")
    entry = next(one for one in entries if one.get_text().startswith(paper.title))

    assert not entry.select("a")
    assert "offl. § 13" in entry.get_text()
    assert ask(shown, f"/application/getDocument?filid={paper.key}.0").status == 302


def test_resolution_and_history_line_are_one_document(shown: Published) -> None:
    """``Vedtak`` and the case's history line of the same treatment have the same address."""
    meeting, item = next(
        (one, item)
        for one in reversed(shown.meetings)
        for item in one.items
        if item.case and len(shown.treatments(item.case)) == 3
    )
    anchors = row_of(shown, meeting.key, item.number).select("a")
    resolutions = {str(one["href"]) for one in anchors if one.get_text() == "Vedtak"}
    history = {str(one["href"]) for one in anchors if re.match(r"\d{4}/\d\d, .+, \d\d\.\d\d\.\d{4}$", one.get_text())}

    assert len(resolutions) == 1
    assert len(history) == 3
    assert resolutions < history


@pytest.mark.parametrize(
    "target",
    ["/", "/motedag?offmoteid=1", "/motedag", "/motedag?offmoteid=²", "/application/getDocument?filid=7.0", "/x"],
)
def test_unknown_address_leads_to_the_calendar(shown: Published, target: str) -> None:
    """Whatever the portal does not know, it redirects to its calendar."""
    answer = ask(shown, target)

    assert answer.status == 302
    assert answer.headers["Location"] == "/motekalender"


def test_robots_may_read(shown: Published) -> None:
    """robots.txt allows everything."""
    assert ask(shown, "/robots.txt").body == b"User-agent: *\nAllow: /\n"


def foreign_dataset(dataset: Dataset) -> Dataset:
    day = dt.date(2025, 3, 4)
    early = DEMO_START - dt.timedelta(days=400)
    text = PaperVersion(published=early, content=plain_text("Sak 1/25\nVedtatt mot 3 stemmer."))
    return dataclasses.replace(
        dataset,
        meetings=(
            DemoMeeting(
                key=7,
                bodies=("austmark-fu",),
                place='<img src="x">',
                states=(MeetingState(since=early, day=day, time=None),),
            ),
        ),
        items=(
            DemoItem(
                key=1,
                meeting=7,
                section=Section.POLITICAL,
                number="1/25",
                title='<script>alert("1")</script> & mer',
                published=early,
                papers=(5,),
            ),
        ),
        papers=(DemoPaper(key=5, kind=DocumentKind.CASE_PAPER, title="<b>Notat</b>", versions=(text,)),),
        cases=(),
    )


@pytest.mark.parametrize("calendar", list(CalendarStyle))
def test_data_from_elsewhere_is_shown_and_escaped(dataset: Dataset, calendar: CalendarStyle) -> None:
    """Any data set can be rendered, its plain texts become PDFs, and nothing in it becomes markup."""
    shown = foreign_dataset(dataset).as_of(DEMO_START, "austmark")
    render = JupiterRendering(calendar=calendar, address=DocumentAddress.DOKID)
    page = render(RequestLine.parse("GET", "/motedag?offmoteid=7"), shown)
    document = render(RequestLine.parse("GET", links(page)[-2]), shown)

    assert b"<script>alert" not in page.body
    assert b"<img" not in page.body
    assert '<script>alert("1")</script> & mer' in soup(page).get_text()
    assert document.body.startswith(b"%PDF-")


def configured(dataset: Dataset) -> Config:
    servers = {
        key: DemoServer(dataset, organization=key, render=INSTALLATIONS[key].render, moment=DEMO_START) for key in KEYS
    }
    try:
        for server in servers.values():
            server.__enter__()
        return demo_config(dataset, Path("data"), servers)
    finally:
        for server in servers.values():
            server.__exit__(None, None, None)


def harvest(dataset: Dataset, key: str) -> Iterator[Record]:
    """Every record that the adapter reads from the pages of one portal."""
    source = configured(dataset).source(key)
    shown = dataset.as_of(DEMO_START, key)
    window = source.window(DEMO_START.date())
    adapter = portal("jupiter")
    waiting: list[Request] = list(adapter.start(source, window))
    while waiting:
        request = waiting.pop()
        target = urlsplit(urljoin(source.base_url, request.url))._replace(scheme="", netloc="").geturl()
        answer = ask(shown, target)
        parsed = adapter.parse(
            source,
            FetchedPage(
                url=request.url,
                kind=request.kind,
                status=answer.status,
                content_type=answer.content_type,
                body=answer.body,
                retrieved_at=DEMO_START,
                window=window,
                context=request.context,
            ),
        )
        waiting += parsed.requests
        yield from parsed.records


@pytest.mark.parametrize("key", KEYS)
def test_adapter_reads_all_that_is_published(dataset: Dataset, key: str) -> None:
    """What the Jupiter adapter finds in the pages is what the data set says is published."""
    shown = dataset.as_of(DEMO_START, key)
    records = list(harvest(dataset, key))
    meetings = {record.id: record for record in records if isinstance(record, Meeting)}
    items = [record for record in records if isinstance(record, AgendaItem)]
    documents = {record.id for record in records if isinstance(record, Document) and record.url}
    expected = {f"{key}/{paper.key}" for one in shown.meetings for paper in papers_of(one) if not paper.restriction}

    assert set(meetings) == {f"{key}/{meeting.key}" for meeting in shown.meetings}
    assert all(
        (meetings[f"{key}/{one.key}"].start.date(), meetings[f"{key}/{one.key}"].time_known)
        == (one.day, one.time is not None)
        for one in shown.meetings
    )
    assert sorted((one.meeting, one.number or "", one.title or "") for one in items) == sorted(
        (f"{key}/{one.key}", item.number, item.title or "") for one in shown.meetings for item in one.items
    )
    assert documents == expected
    assert {record.case_number for record in records if isinstance(record, Case)} == {
        item.case.number for one in shown.meetings for item in one.items if item.case
    }
