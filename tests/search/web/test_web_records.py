"""The API's records: what the store knows, by permanent ids, each with its evidence."""

from __future__ import annotations

from typing import Any

import pytest

from harvester.minutes.records import Evidence, Sum, Tally, Vote, VoteMatter
from search.web.api.records import VoteRecord
from tests.search.server import ask
from tests.search.web import council


def get(site: str, address: str, status: int = 200) -> Any:
    """An answer."""
    response = ask(f"{site}/api/v1/{address}")
    assert response.status_code == status, response.text
    return response.json()


def test_organizations_and_their_bodies(county_site: str) -> None:
    """With how much is known of each."""
    assert get(county_site, "organizations")["data"] == [
        {"id": "austmark", "name": "Austmark fylkeskommune", "bodies": 2, "address": "/organisasjon/austmark"}
    ]
    bodies = get(county_site, "bodies?organization=austmark")["data"]
    assert [body["name"] for body in bodies] == ["Fylkestinget", "Fylkesutvalget"]
    assert get(county_site, f"bodies/{council.COUNCIL}") == bodies[0]
    assert get(county_site, "bodies?organization=none")["data"] == []


def test_a_meeting_with_what_belongs_to_it(county_site: str) -> None:
    """Items, papers and the next meeting of the same body."""
    answer = get(county_site, "meetings/austmark/meeting.2")

    assert answer["meeting"]["place"] == "Fylkeshuset, møterom «Ål»; 2. etasje"
    assert [item["number"] for item in answer["items"]] == ["PS 41/26"]
    assert [document["id"] for document in answer["documents"]] == ["austmark/document.2"]
    assert answer["next"]["id"] == "austmark/meeting.3"
    assert answer["previous"] is None


def test_a_calendar_in_parts(county_site: str) -> None:
    """In order of time, cancelled ones too; the cursor goes on where the last part ended."""
    whole = get(county_site, "calendar?from=2026-01-01&to=2026-12-31")
    first = get(county_site, "calendar?from=2026-01-01&to=2026-12-31&per_page=2")
    second = get(county_site, f"calendar?from=2026-01-01&to=2026-12-31&per_page=2&cursor={first['next']}")

    assert [meeting["status"] for meeting in whole["data"]] == ["held", None, "cancelled"]
    assert first["data"] + second["data"] == whole["data"]
    assert second["next"] is None
    assert [each["id"] for each in get(county_site, "calendar")["data"]] == ["austmark/meeting.3"]
    assert get(county_site, f"calendar?from=2026-01-01&to=2026-12-31&body={council.EXECUTIVE}")["data"] == [
        whole["data"][0]
    ]


def test_a_case_through_both_bodies(county_site: str) -> None:
    """In order of time, with what was resolved and what each status rests on."""
    (case,) = get(county_site, f"cases?organization=austmark&number={council.CASE_NUMBER}")["data"]

    assert [step["item"]["bodies"] for step in case["steps"]] == [["Fylkesutvalget"], ["Fylkestinget"]]
    assert case["status"] == "adopted"
    assert case["evidence"] == case["steps"][1]["resolution"]["sentence"]
    assert get(county_site, f"cases/{case['id']}") == case


def test_an_item_leads_to_its_resolution(county_site: str) -> None:
    """And that to the recommendation beside it."""
    item = get(county_site, "items/austmark/item.2")
    resolution = get(county_site, f"resolutions/{item['resolution']}")

    assert item["outcome"] == resolution["outcome"] == "adopted"
    assert resolution["resolution"] == "Fylkestinget vedtar skoleskyss til begge bostedsadresser."
    assert resolution["recommendation"] == "Fylkestinget vedtar skoleskyss til den ene bostedsadressen."
    assert resolution["address"] == f"/vedtak/{resolution['id']}"


@pytest.mark.parametrize("address", ["bodies/none", "meetings/none", "items/none", "resolutions/none", "cases/none"])
def test_what_is_not_there(county_site: str, address: str) -> None:
    """404 in the one shape of errors."""
    assert get(county_site, address, 404)["error"]["message"].endswith("none")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("calendar?from=2026-02-01&to=2026-01-01", "comes after"),
        ("calendar?from=2024-01-01&to=2026-01-01", "more than 366 days"),
        ("calendar?from=yesterday", "from"),
        ("calendar?per_page=501", "per_page"),
        ("calendar?month=1", "month"),
        ("cases?organization=austmark", "number"),
        ("organizations?q=1", "there are none here"),
    ],
)
def test_what_cannot_be_meant(county_site: str, address: str, message: str) -> None:
    """400, and why."""
    assert message in get(county_site, address, 400)["error"]["message"]


def test_a_vote_that_does_not_add_up_is_no_fact() -> None:
    """Only the sentence is given, and that it does not add up."""
    vote = Vote(
        matter=VoteMatter.PROPOSAL,
        subject="Innstillingen",
        outcome=None,
        unanimous=True,
        votes_for=Tally(votes=30),
        votes_against=Tally(votes=5),
        total=Sum.DOES_NOT_ADD_UP,
        evidence=Evidence(page=3, sentence="Enstemmig vedtatt mot 5 stemmer."),
    )
    record = VoteRecord.of(vote)

    assert (record.votes_for, record.votes_against, record.unanimous) == (None, None, None)
    assert (record.total, record.sentence, record.page) == (Sum.DOES_NOT_ADD_UP, vote.evidence.sentence, 3)
