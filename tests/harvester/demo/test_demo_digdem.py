"""The demo as a Digdem portal: which questions it answers, and what comes in place of an answer."""

from __future__ import annotations

import json

import pytest

from harvester.demo.dataset import Dataset, Published
from harvester.demo.digdem import DigdemRendering
from harvester.demo.drafting import DEMO_START
from harvester.demo.exchange import RequestLine, Response

RENDER = DigdemRendering()
HEADERS = {"Content-Type": "application/json", "apollo-require-preflight": "true"}


@pytest.fixture(scope="module")
def shown(dataset: Dataset) -> Published:
    """What one county publishes on the first night."""
    return dataset.as_of(DEMO_START, "austmark")


def ask(shown: Published, body: bytes, headers: dict[str, str] = HEADERS) -> Response:
    """The answer to a question."""
    return RENDER(RequestLine.parse("POST", "/graphql", body, headers), shown)


@pytest.mark.parametrize("query", ["query GetYearMeetings { meetings { id } }", "{__schema{types{name}}}", ""])
def test_other_words_are_no_question(shown: Published, query: str) -> None:
    """A question in other words gets a complaint with a good status, and no data."""
    answer = ask(shown, json.dumps({"query": query, "variables": {}}).encode())

    assert answer.status == 200
    assert json.loads(answer.body)["errors"][0]["message"] == "Digdem har oppdatert, last siden paa nytt"
    assert json.loads(answer.body)["data"] is None


def test_forms_of_browsers_are_refused(shown: Published) -> None:
    """Without the preflight header, and without JSON, the status tells that it was no question."""
    assert ask(shown, b'{"query": "", "variables": {}}', {}).status == 400
    assert ask(shown, b"query=x").status == 400


@pytest.mark.parametrize("target", ["/", "/motekalender/cmm1", "/api/doc/unknown", "/graphql"])
def test_any_other_address_shows_the_program(shown: Published, target: str) -> None:
    """What the portal does not know is answered with status 200 and the empty page that scripts would fill."""
    answer = RENDER(RequestLine.parse("GET", target), shown)

    assert (answer.status, answer.content_type) == (200, "text/html; charset=utf-8")
    assert b'<div id="root"></div>' in answer.body
