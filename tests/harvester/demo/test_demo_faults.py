"""Each fault of a portal, as a client meets it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from harvester.demo.dataset import Dataset, papers_of
from harvester.demo.drafting import DEMO_START
from harvester.demo.faults import Fault, FaultKind
from harvester.demo.portals import INSTALLATIONS
from harvester.demo.server import DemoServer


@pytest.fixture
def server(dataset: Dataset) -> Iterator[DemoServer]:
    """The portal of Austmark, without faults as yet."""
    with DemoServer(
        dataset, organization="austmark", render=INSTALLATIONS["austmark"].render, moment=DEMO_START
    ) as running:
        yield running


@pytest.fixture
def document(dataset: Dataset, server: DemoServer) -> str:
    """The address of some PDF."""
    paper = next(iter(papers_of(dataset.as_of(DEMO_START, "austmark").meetings[0])))
    return f"{server.url}/application/getDocument?filid={paper.key}.0"


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        (FaultKind.LOGIN_PAGE, 200, 'type="password"'),
        (FaultKind.CHALLENGE_PAGE, 200, "Just a moment"),
        (FaultKind.BLOCK_PAGE, 403, "blocked"),
        (FaultKind.SERVER_ERROR, 500, "something went wrong"),
        (FaultKind.UNAVAILABLE, 503, "Vedlikehold"),
    ],
)
def test_page_is_replaced(server: DemoServer, kind: FaultKind, status: int, words: str) -> None:
    """Instead of the calendar comes another page, with the status that real portals give it."""
    server.set_faults(Fault(kind=kind))
    answer = httpx.get(f"{server.url}/motekalender")

    assert answer.status_code == status
    assert words in answer.text


def test_unavailable_says_when_to_come_back(server: DemoServer) -> None:
    """503 carries Retry-After in seconds."""
    server.set_faults(Fault(kind=FaultKind.UNAVAILABLE, retry_after_seconds=7))

    assert httpx.get(f"{server.url}/motekalender").headers["Retry-After"] == "7"


def test_empty_calendar_is_a_calendar(server: DemoServer) -> None:
    """The table is there, and no meeting in it."""
    server.set_faults(Fault(kind=FaultKind.EMPTY_CALENDAR))
    text = httpx.get(f"{server.url}/motekalender").text

    assert 'id="motekalender_table"' in text
    assert "offmoteid" not in text


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [(FaultKind.EMPTY_ANSWER, "text/html; charset=utf-8"), (FaultKind.ZERO_BYTES, "application/pdf")],
)
def test_answer_is_empty(server: DemoServer, document: str, kind: FaultKind, content_type: str) -> None:
    """A success without a single byte."""
    server.set_faults(Fault(kind=kind))
    answer = httpx.get(document)

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Content-Type"] == content_type


def test_html_comes_for_a_document(server: DemoServer, document: str) -> None:
    """The front page of a site stands where a PDF was promised, as a success."""
    server.set_faults(Fault(kind=FaultKind.HTML_FOR_PDF))
    answer = httpx.get(document)

    assert answer.status_code == 200
    assert answer.content.startswith(b"<!DOCTYPE html>")


def test_file_is_truncated(server: DemoServer, document: str) -> None:
    """Half a file, of the length that was announced."""
    whole = httpx.get(document).content
    server.set_faults(Fault(kind=FaultKind.TRUNCATED_FILE))

    assert httpx.get(document).content == whole[: len(whole) // 2]


def test_connection_is_cut(server: DemoServer, document: str) -> None:
    """Fewer bytes than announced: the client can tell."""
    server.set_faults(Fault(kind=FaultKind.CUT_CONNECTION))

    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(document)


def test_redirect_leads_inside(server: DemoServer, document: str) -> None:
    """The portal sends us to a private address."""
    server.set_faults(Fault(kind=FaultKind.PRIVATE_REDIRECT))
    answer = httpx.get(document)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("http://10.")


def test_connection_hangs(server: DemoServer) -> None:
    """Nothing comes at all."""
    server.set_faults(Fault(kind=FaultKind.HANGING))

    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{server.url}/motekalender", timeout=0.3)


def test_answer_drips(server: DemoServer) -> None:
    """Byte by byte, so that no read ever times out; the client must look at the whole."""
    server.set_faults(Fault(kind=FaultKind.SLOW_DRIP))
    received = 0
    with httpx.stream("GET", f"{server.url}/motekalender", timeout=5) as answer:
        for chunk in answer.iter_raw():
            received += len(chunk)
            if received >= 2:
                break

    assert 2 <= received < 10
    assert int(answer.headers["Content-Length"]) > 1000


def test_body_is_oversized(server: DemoServer, document: str) -> None:
    """Without an announced length, it goes on as long as anyone reads."""
    server.set_faults(Fault(kind=FaultKind.OVERSIZED, megabytes=5))
    answer = httpx.get(document)

    assert len(answer.content) > 5_000_000
    assert "Content-Length" not in answer.headers


def test_fault_strikes_where_and_as_often_as_told(server: DemoServer) -> None:
    """A fault has a place and a number of times; afterwards the portal is well again."""
    server.set_faults(Fault(kind=FaultKind.SERVER_ERROR, path_pattern="^/motekalender", times=2))
    asked = ["/robots.txt", "/motekalender", "/motekalender", "/motekalender"]

    assert [httpx.get(server.url + target).status_code for target in asked] == [200, 500, 500, 200]
    assert [one.status for one in server.requests] == [200, 500, 500, 200]


def test_faults_can_be_given_from_the_start(dataset: Dataset) -> None:
    """A portal can be ill when it opens."""
    with DemoServer(
        dataset,
        organization="vestmark",
        render=INSTALLATIONS["vestmark"].render,
        moment=DEMO_START,
        faults=[Fault(kind=FaultKind.BLOCK_PAGE, times=1)],
    ) as ill:
        assert [httpx.get(f"{ill.url}/motekalender").status_code for _ in range(2)] == [403, 200]
