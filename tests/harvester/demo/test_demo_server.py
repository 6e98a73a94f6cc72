"""The demo's portals over real HTTP: what is the same is not sent again, and time moves when it is told to."""

from __future__ import annotations

import datetime as dt
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from harvester.config import Config
from harvester.demo.dataset import Dataset, EventKind, papers_of
from harvester.demo.drafting import DEMO_START
from harvester.demo.oddities import REPLACED_ON, WITHDRAWN_ON
from harvester.demo.portals import PORTS_FILE, DemoPortals, demo_portals
from harvester.errors import ConfigurationError
from harvester.model import OSLO


@pytest.fixture
def portals(tmp_path: Path, dataset: Dataset) -> Iterator[DemoPortals]:
    """Both portals on the first night."""
    with demo_portals(tmp_path, dataset=dataset) as running:
        yield running


def url(portals: DemoPortals, key: str, target: str) -> str:
    return portals.servers[key].url + target


def document_target(key: str, paper: int) -> str:
    return (
        f"/application/getDocument?filid={paper}.0"
        if key == "austmark"
        else f"/application/getMoteDokument?dokid={paper}"
    )


@pytest.mark.parametrize("key", ["austmark", "vestmark"])
def test_portal_answers(portals: DemoPortals, key: str) -> None:
    """The address in the configuration is the calendar."""
    answer = httpx.get(portals.config.source(key).base_url)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Møtekalender" in answer.text


def test_page_that_is_known_is_not_sent_again(portals: DemoPortals) -> None:
    """A page carries a tag of its content; who has it gets 304 and no body."""
    calendar = url(portals, "austmark", "/motekalender")
    tag = httpx.get(calendar).headers["ETag"]
    again = httpx.get(calendar, headers={"If-None-Match": tag})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == tag
    assert httpx.get(calendar, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(("asked", "told"), [("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")])
def test_document_that_is_known_is_not_sent_again(
    portals: DemoPortals, dataset: Dataset, asked: str, told: str
) -> None:
    """A document can be asked for conditionally by its tag or by its date."""
    paper = next(iter(papers_of(dataset.as_of(DEMO_START, "austmark").meetings[0])))
    address = url(portals, "austmark", document_target("austmark", paper.key))
    first = httpx.get(address)

    assert first.content.startswith(b"%PDF-")
    assert httpx.get(address, headers={asked: first.headers[told]}).status_code == 304


def test_varying_document_is_always_sent(portals: DemoPortals, dataset: Dataset) -> None:
    """The paper that is printed anew for everyone has no validator, and other bytes each time."""
    varying = next(one for one in dataset.papers if one.versions[0].content.varies_by_download)
    address = url(portals, "austmark", document_target("austmark", varying.key))
    first, second = httpx.get(address), httpx.get(address)

    assert "ETag" not in first.headers
    assert "Last-Modified" not in first.headers
    assert first.content != second.content


def test_head_has_no_body(portals: DemoPortals) -> None:
    """HEAD tells the length and sends nothing."""
    address = url(portals, "vestmark", "/motekalender")

    assert httpx.head(address).headers["Content-Length"] == str(len(httpx.get(address).content))


def test_requests_are_recorded(portals: DemoPortals) -> None:
    """Tests can see what was asked, in order, by whom and with what answer."""
    server = portals.servers["austmark"]
    httpx.get(f"{server.url}/motekalender", headers={"User-Agent": "saksgang-test"})
    httpx.get(f"{server.url}/motedag?offmoteid=1")
    first, second = server.requests

    assert (first.method, first.target, first.status) == ("GET", "/motekalender", 200)
    assert first.headers["User-Agent"] == "saksgang-test"
    assert (second.target, second.status) == ("/motedag?offmoteid=1", 302)
    assert second.time >= first.time


def test_replaced_paper_gets_another_tag(portals: DemoPortals, dataset: Dataset) -> None:
    """After the day of its replacement the same address gives another file."""
    day = dt.datetime.combine(REPLACED_ON, dt.time(3, 30), tzinfo=OSLO)
    events = dataset.events(day, day + dt.timedelta(days=1))
    replaced = next(event for event in events if event.kind is EventKind.PAPER_REPLACED)
    address = url(portals, "vestmark", document_target("vestmark", replaced.key))
    before = httpx.get(address)
    portals.move_to(day + dt.timedelta(days=1))
    after = httpx.get(address, headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert after.content != before.content


def test_withdrawn_paper_is_gone(portals: DemoPortals, dataset: Dataset) -> None:
    """After its withdrawal the address leads to the calendar, and no page names it."""
    withdrawn = next(one for one in dataset.papers if one.withdrawn and one.withdrawn.date() == WITHDRAWN_ON)
    item = next(one for one in dataset.items if withdrawn.key in one.papers)
    address = url(portals, "austmark", document_target("austmark", withdrawn.key))
    page = url(portals, "austmark", f"/motedag?offmoteid={item.meeting}")

    assert httpx.get(address).status_code == 200
    assert str(withdrawn.key) in httpx.get(page).text
    portals.move_to(dt.datetime.combine(WITHDRAWN_ON, dt.time(23), tzinfo=OSLO))
    assert httpx.get(address).status_code == 302
    assert str(withdrawn.key) not in httpx.get(page).text


def test_next_night_finds_the_same_ports(tmp_path: Path, dataset: Dataset) -> None:
    """Addresses stay, so that what was harvested keeps its links."""
    with demo_portals(tmp_path, dataset=dataset) as first:
        ports = {key: server.port for key, server in first.servers.items()}
    with demo_portals(tmp_path, dataset=dataset) as second:
        again = {key: server.port for key, server in second.servers.items()}

    assert again == ports
    assert json.loads((tmp_path / PORTS_FILE).read_text()) == ports


def test_taken_port_is_replaced(tmp_path: Path, dataset: Dataset) -> None:
    """A port that someone else has by now is given up for a free one, which is remembered."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        (tmp_path / PORTS_FILE).write_text(json.dumps({"austmark": port}))
        with demo_portals(tmp_path, dataset=dataset) as running:
            chosen = running.servers["austmark"].port

    assert chosen != port
    assert json.loads((tmp_path / PORTS_FILE).read_text())["austmark"] == chosen


@pytest.mark.parametrize("written", ["{", "[]", '{"austmark": "x"}'])
def test_damaged_ports_file_is_reported(tmp_path: Path, dataset: Dataset, written: str) -> None:
    """A file that the demo did not write stops it with the name of the file."""
    (tmp_path / PORTS_FILE).write_text(written)

    with pytest.raises(ConfigurationError, match=PORTS_FILE), demo_portals(tmp_path, dataset=dataset):
        pass


def test_configuration_covers_everything(portals: DemoPortals, dataset: Dataset, tmp_path: Path) -> None:
    """The configuration names both portals without pauses, and its window holds every meeting."""
    config: Config = portals.config

    assert config.data_directory == tmp_path
    assert [source.platform for source in config.sources] == ["jupiter", "jupiter"]
    for source in config.sources:
        window = source.window(DEMO_START.date())
        shown = dataset.as_of(DEMO_START, source.key)
        assert all(window.holds(meeting.day) for meeting in shown.meetings)
        assert len(shown.meetings) >= source.min_meetings > 0
        assert source.politeness.pause_seconds == 0
        assert {body.name for body in source.bodies} >= {body.name for body in shown.bodies}


def test_server_is_gone_afterwards(tmp_path: Path, dataset: Dataset) -> None:
    """When the context ends, nothing listens any more."""
    with demo_portals(tmp_path, dataset=dataset) as running:
        address = running.servers["austmark"].url

    with pytest.raises(httpx.ConnectError):
        httpx.get(address)
