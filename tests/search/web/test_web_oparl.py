"""OParl 1.1: every object has what the standard demands, in its types, and every link leads to such an object."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harvester.store import open_store
from tests.search.archives import execute
from tests.search.server import ask, served
from tests.search.web import council

SCHEMA = "https://schema.oparl.org/1.1/"
LATER = council.NIGHT + dt.timedelta(days=1)
REQUIRED: dict[str, dict[str, type]] = {
    "System": {"oparlVersion": str, "body": str},
    "Body": {"name": str, "organization": str, "person": str, "meeting": str, "paper": str, "legislativeTerm": list},
    "Organization": {"body": str, "name": str, "meeting": str},
    "Meeting": {"name": str, "start": str, "cancelled": bool, "organization": list},
    "AgendaItem": {"meeting": str, "public": bool},
    "Paper": {"body": str, "consultation": list},
    "Consultation": {"paper": str, "agendaItem": str, "meeting": str, "organization": list},
    "File": {"accessUrl": str},
    "Location": {},
}
"""What an object of each type has at least; the properties and types of the standard's own schema files."""
KNOWN = {
    "System": "name website",
    "Body": "system web",
    "Organization": "shortName organizationType classification web",
    "Meeting": "meetingState end location resultsProtocol invitation auxiliaryFile agendaItem web",
    "AgendaItem": "number order name consultation result resolutionText auxiliaryFile web",
    "Paper": "name reference",
    "Consultation": "authoritative",
    "File": "name mimeType meeting agendaItem web",
    "Location": "description meetings",
}
"""What it may have beside that, of the standard's words; others begin with ``no:``."""
LISTS = {"body": "Body", "organization": "Organization", "person": "Person", "meeting": "Meeting", "paper": "Paper"}
COMMON = {"id", "type", "created", "modified", "deleted"}
MOMENTS = ("start", "end", "created", "modified")


def get(address: str) -> Any:
    """What stands at an address."""
    response = ask(address)
    assert response.status_code == 200, address
    assert response.headers["content-type"] == "application/json"
    return response.json()


def check(thing: dict[str, Any]) -> str:
    """The type of an object that is as the standard wants it."""
    assert thing["type"].startswith(SCHEMA)
    name = str(thing["type"].removeprefix(SCHEMA))
    for key, kind in REQUIRED[name].items():
        assert isinstance(thing[key], kind), (name, key)
    assert {key for key in thing if not key.startswith("no:")} <= COMMON | REQUIRED[name].keys() | set(
        KNOWN[name].split()
    )
    assert None not in thing.values()
    for key in MOMENTS:
        assert key not in thing or dt.datetime.fromisoformat(thing[key]).tzinfo is not None
    return name


def things_in(value: Any) -> Iterator[dict[str, Any]]:
    """An object and those that stand within it."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        for part in value.values():
            yield from things_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from things_in(part)


def links_in(value: Any, site: str) -> Iterator[str]:
    """Every address of an OParl object or list in a value."""
    if isinstance(value, str) and value.startswith(f"{site}/oparl/"):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from links_in(part, site)


def test_a_client_finds_everything_from_the_system(county_site: str) -> None:
    """Following every link, each object is valid, has the id that it was found by, and the lists say how long they are."""
    waiting, seen, kinds = [f"{county_site}/oparl/v1.1/system"], set[str](), set[str]()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = get(address)
        if "data" in answer:
            assert len(answer["data"]) == answer["pagination"]["totalElements"]
            assert answer["links"]["self"] == address
        else:
            assert answer["id"] == address
        kinds |= {check(thing) for thing in things_in(answer)}
        waiting += links_in(answer, county_site)

    assert kinds == set(REQUIRED)
    assert len(seen) > 20


def test_a_case_is_a_paper_with_its_consultations(county_site: str) -> None:
    """Through both bodies; the council's is the authoritative one, and its agenda item has the resolution."""
    (paper,) = get(f"{county_site}/oparl/v1.1/body/austmark/papers")["data"]
    first, second = paper["consultation"]

    assert paper["reference"] == council.CASE_NUMBER
    assert (first["authoritative"], second["authoritative"]) == (False, True)
    item = get(second["agendaItem"])
    assert (item["result"], item["resolutionText"]) == (
        "adopted",
        "Fylkestinget vedtar skoleskyss til begge bostedsadresser.",
    )


def test_what_is_not_known_is_left_out(county_site: str) -> None:
    """A day without a time says so, and no place is made up."""
    meeting = get(f"{county_site}/oparl/v1.1/meeting/austmark/meeting.4")

    assert meeting["no:timeKnown"] is False
    assert "location" not in meeting
    assert "end" not in meeting


def test_only_what_has_changed_since(county: Path) -> None:
    """The filter of the standard; what is gone is then told as deleted, and a file that is gone answers 410."""
    with served(county) as site:
        list_address = f"{site}/oparl/v1.1/body/austmark/meetings"
        with open_store(county) as store:
            for table, key in (("meeting", "austmark/meeting.4"), ("document", "austmark/document.1")):
                execute(store, f"UPDATE {table} SET removed_at = ? WHERE id = ?", (str(LATER), key))
            council.tell(store, county, LATER)
        answer = get(f"{list_address}?modified_since=2026-11-25T00:00:00%2B01:00")

        assert [(thing["id"], thing["deleted"]) for thing in answer["data"]] == [
            (f"{site}/oparl/v1.1/meeting/austmark/meeting.4", True)
        ]
        assert answer["links"]["first"].endswith("?modified_since=2026-11-25T00%3A00%3A00%2B01%3A00")
        assert len(get(list_address)["data"]) == 3
        assert get(f"{site}/oparl/v1.1/meeting/austmark/meeting.4")["deleted"] is True
        assert ask(f"{site}/oparl/v1.1/file/austmark/document.1").status_code == 410


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("body/none", 404),
        ("meeting/none", 404),
        ("paper/none", 404),
        ("body/austmark/meetings?modified_since=2026-01-01T00:00:00", 400),
        ("body/austmark/meetings?since=2026", 400),
        ("body/austmark/meetings?page=0", 400),
    ],
)
def test_what_is_not_there_or_cannot_be_meant(county_site: str, address: str, status: int) -> None:
    """No guess at what was wanted."""
    assert ask(f"{county_site}/oparl/v1.1/{address}").status_code == status
