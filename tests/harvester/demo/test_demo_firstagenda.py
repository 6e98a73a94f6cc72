"""The demo as a portal of FirstAgenda: the cookie, the viewer, and what comes in place of what is not there."""

from __future__ import annotations

import pytest

from harvester.demo.dataset import Dataset, Published, papers_of
from harvester.demo.drafting import DEMO_START
from harvester.demo.exchange import RequestLine, Response
from harvester.demo.firstagenda import FirstAgendaRendering

RENDER = FirstAgendaRendering()
COOKIE = {"Cookie": "FirstAgendaAnonymous=demo"}


@pytest.fixture(scope="module")
def shown(dataset: Dataset) -> Published:
    """What one county publishes on the first night."""
    return dataset.as_of(DEMO_START, "vestmark")


def get(shown: Published, target: str, headers: dict[str, str] = COOKIE) -> Response:
    """The answer at an address."""
    return RENDER(RequestLine.parse("GET", target, headers=headers), shown)


def test_who_has_no_cookie_is_led_to_one_and_back(shown: Published) -> None:
    """The list is seen after two redirects, of which the first leads round for ever when no cookie is kept."""
    first = get(shown, "/api/agenda/udvalgsliste?x=1", {})
    second = get(shown, first.headers["Location"], {})

    assert (first.status, second.status) == (302, 302)
    assert second.headers["Location"] == "/api/agenda/udvalgsliste?x=1"
    assert second.headers["Set-Cookie"].startswith(COOKIE["Cookie"])
    assert get(shown, second.headers["Location"]).content_type.startswith("application/json")


@pytest.mark.parametrize("callback", ["https://elsewhere.example/", "//elsewhere.example/", ""])
def test_the_way_back_leads_nowhere_else(shown: Published, callback: str) -> None:
    """A callback to another host leads to the front page."""
    assert get(shown, f"/Home/AnonymousAuthentication?callback={callback}", {}).headers["Location"] == "/"


def test_file_is_in_a_viewer(shown: Published) -> None:
    """An address of a document shows a page; the parameter leads on to the file."""
    paper = next(paper for meeting in shown.meetings for paper in papers_of(meeting) if not paper.restriction)
    address = f"/Vis/Pdf/bilag/5f1a0000-0000-4000-8000-{paper.key:012d}"
    viewer, signed = get(shown, address), get(shown, f"{address}?redirectDirectlyToPdf=true")

    assert (viewer.status, b"<iframe" in viewer.body) == (200, True)
    assert signed.status == 302
    assert get(shown, signed.headers["Location"]).body.startswith((b"%PDF", b"PK"))


@pytest.mark.parametrize(
    "target", ["/api/agenda/dagsorden/1", "/vis/pdf/bilag/x?redirectDirectlyToPdf=true", "/nothing"]
)
def test_what_is_not_there_is_a_page_with_a_good_status(shown: Published, target: str) -> None:
    """Nothing unknown has a status of its own."""
    answer = get(shown, target)

    assert (answer.status, answer.content_type) == (200, "text/html; charset=utf-8")
    assert b"Siden blev ikke fundet" in answer.body
