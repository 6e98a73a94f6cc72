"""Earlier decisions, many searches at once, coverage and the change log, as the pages show them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from search.cli import main
from tests.search.server import ask


def get(site: str, address: str, status: int = 200) -> Any:
    """An answer."""
    response = ask(f"{site}/api/v1/{address}")
    assert response.status_code == status, response.text
    return response.json()


def post(site: str, address: str, body: object, status: int = 200) -> Any:
    """The answer to something that is sent."""
    response = httpx.post(f"{site}/api/v1/{address}", json=body, trust_env=False, timeout=60)
    assert response.status_code == status, response.text
    return response.json()


def printed(capfd: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """What the command line prints."""
    with pytest.raises(SystemExit):
        main([*arguments, "--json"])
    return json.loads(capfd.readouterr().out)


def test_earlier_decisions_are_those_of_the_command_line(
    county_site: str, county: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """For a title in the address, and for a draft that is sent."""
    title = "Skoleskyss til begge bostedsadresser"
    expected = printed(capfd, "similar", title, "--body", "Fylkestinget", "--data", str(county))
    asked = ask(county_site + "/api/v1/similar", text=title, body="Fylkestinget").json()

    assert asked == expected
    assert post(county_site, "similar", {"text": title, "body": "Fylkestinget"}) == expected
    assert [one["same_body"] for one in asked["decisions"]] == [True]
    assert asked["decisions"][0]["shared"]


def test_many_searches_at_once(county_site: str) -> None:
    """Each with its count and best hits, in the order of the list."""
    answer = post(county_site, "batch", {"queries": ["skoleskyss", "drøftet", "finnes ikke"], "from": "2026-01-01"})

    assert [row["query"] for row in answer["data"]] == ["skoleskyss", "drøftet", "finnes ikke"]
    assert [row["total"] > 0 for row in answer["data"]] == [True, True, False]
    assert answer["data"][1]["hits"][0]["document_id"] == "austmark/document.1"


@pytest.mark.parametrize(
    ("address", "body", "message"),
    [
        ("batch", {"queries": []}, "queries"),
        ("batch", {"queries": [" "]}, "nothing to search for"),
        ("batch", {"queries": ["skole"], "organisation": ["a"]}, "organisation"),
        ("similar", {"text": ""}, "text"),
        ("similar", {"title": "Skole"}, "text"),
        ("similar", ["text"], "valid"),
    ],
)
def test_what_cannot_be_meant(county_site: str, address: str, body: object, message: str) -> None:
    """400 with the reason; a misspelt field is never ignored."""
    assert message in post(county_site, address, body, 400)["error"]["message"]


def test_nobody_sends_more_than_is_read(county_site: str) -> None:
    """The rest of a huge request is left unread."""
    error = post(county_site, "similar", {"text": "x" * 8_000_001}, 413)["error"]

    assert "8000000 bytes" in error["message"]


def test_coverage_is_that_of_the_page(county_site: str) -> None:
    """With what is missing in the source."""
    (source,) = get(county_site, "coverage")["data"]
    detail = get(county_site, "coverage/austmark")

    assert (source["key"], source["meetings"], source["documents"], source["is_fresh"]) == ("austmark", 4, 2, True)
    assert detail["source"] == source
    assert detail["gaps"] == []
    assert get(county_site, "coverage/none", 404)["error"]["message"].endswith("none")


def test_what_sources_have_changed(county_site: str) -> None:
    """What is new is told only when it is asked for; older changes come by cursor."""
    assert get(county_site, "changes") == {"data": [], "next": None}
    first = get(county_site, "changes?kind=published&per_page=3")
    second = get(county_site, f"changes?kind=published&per_page=100&cursor={first['next']}")

    whole = get(county_site, "changes?kind=published&from=2026-11-24&to=2026-11-24")
    assert first["data"] + second["data"] == whole["data"]
    assert {change["record_type"] for change in whole["data"]} == {"meeting", "agenda_item", "document"}
    assert get(county_site, "changes?kind=published&to=2026-11-23")["data"] == []
