"""The JSON API."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from search.cli import main
from tests.search.server import ask


def get(site: str, address: str, status: int = 200) -> Any:
    """An answer."""
    response = ask(site + address)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/json"
    return response.json()


def test_it_answers_what_the_command_line_prints(site: str, library: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """One path for every answer."""
    options = ("--organization", "5501", "--sort", "date", "--limit", "1", "--page", "2", "--from", "2024-01-01")
    with pytest.raises(SystemExit):
        main(["query", "skole", "--json", "--data", str(library), *options])
    printed = json.loads(capfd.readouterr().out)

    answer = get(site, "/api/v1/search?q=skole&organization=5501&sort=date&per_page=1&page=2&from=2024-01-01&to=&body=")

    assert answer == printed
    assert answer["total"] == 2


def test_a_value_may_be_repeated(site: str) -> None:
    """Several values of a filter mean any of them."""
    assert get(site, "/api/v1/search?q=skole&kind=agenda&kind=minutes")["total"] == 3


@pytest.mark.parametrize(
    ("address", "status", "message", "allowed"),
    [
        ("/api/v1/search?q=skole&organisation=5501", 400, "organisation", "organization"),
        ("/api/v1/search?q=skole&Page=2", 400, "Page", "page"),
        ("/api/v1/search?q=skole&kind=minuttes", 400, "minuttes", "minutes"),
        ("/api/v1/search?q=skole&sort=best", 400, "best", "date"),
        ("/api/v1/search?q=skole&per_page=101", 400, "from 1 to 100", None),
        ("/api/v1/search?q=skole&per_page=many", 400, "per_page", None),
        ("/api/v1/search?q=skole&page=0", 400, "page 0", None),
        ("/api/v1/search?q=skole&from=2024", 400, "2024", None),
        ("/api/v1/documents/import/nothing", 404, "import/nothing", None),
        ("/api/v1/documents/import/minutes?last=1", 400, "last", "first"),
        ("/api/v1/nothing", 404, "Not Found", None),
        ("/healthz?x=1", 400, "x", None),
    ],
)
def test_every_error_has_one_shape(site: str, address: str, status: int, message: str, allowed: str | None) -> None:
    """Incident 9: an unknown name is refused with those that are known, never ignored."""
    answer = get(site, address, status)

    assert set(answer) == {"error"}
    assert set(answer["error"]) == {"message", "allowed"}
    assert message in answer["error"]["message"]
    assert allowed in answer["error"]["allowed"] if allowed else answer["error"]["allowed"] == []


def test_other_methods_are_refused(site: str) -> None:
    """Nothing can be written."""
    response = ask(site + "/api/v1/search", "POST")

    assert response.status_code == 405
    assert set(response.json()["error"]) == {"message", "allowed"}


def test_a_document_with_its_text(site: str) -> None:
    """Page by page, with the address of each in the original."""
    answer = get(site, "/api/v1/documents/import/minutes?first=2&most=2")

    assert answer["title"] == "Protokoll fra formannskapet"
    assert [page["number"] for page in answer["pages"]] == [1, 2]
    assert answer["pages"][1]["text"] == "Vann og avløp: gebyret økes. Sak 24/18322 behandles."
    assert answer["pages"][1]["url"] == "https://innsyn.example.org/minutes.pdf#page=2"


def test_the_schema_is_published_and_true(site: str) -> None:
    """Every parameter that is taken, and every field that is given."""
    schema = get(site, "/api/openapi.json")

    search = schema["paths"]["/api/v1/search"]["get"]
    assert {"q", "organization", "body", "kind", "from", "to", "sort", "page", "per_page", "widen"} <= {
        parameter["name"] for parameter in search["parameters"]
    }
    assert {"/api/v1/search", "/api/v1/documents/{document_id}", "/api/v1/calendar", "/healthz"} <= set(schema["paths"])
    answer = get(site, "/api/v1/search?q=skole")
    assert set(schema["components"]["schemas"]["SearchAnswer"]["properties"]) == set(answer)
    assert set(schema["components"]["schemas"]["HitAnswer"]["properties"]) == set(answer["hits"][0])
    answers = [each["responses"] for path in schema["paths"].values() for each in path.values()]
    assert all(set(each) == {"200", "default"} for each in answers)


def test_what_must_be_given_has_an_example(site: str) -> None:
    """Somebody who reads the schema sees what an id looks like, and a body that could be sent."""
    schema = get(site, "/api/openapi.json")
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    needed = [given for one in operations for given in one.get("parameters", ()) if given["required"]]
    bodies = [
        one["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        for one in operations
        if "requestBody" in one
    ]

    assert [given["name"] for given in needed if not given["schema"].get("examples")] == []
    assert len(needed) > 5
    assert all(schema["components"]["schemas"][body.rpartition("/")[2]]["examples"] for body in bodies)
    assert len(bodies) == 2


def test_it_tells_whether_it_is_well(site: str) -> None:
    """For whoever watches."""
    assert get(site, "/healthz") == {"status": "ok"}
