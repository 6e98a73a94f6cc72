"""The registry of products, and the plain shape of what a page yields."""

from __future__ import annotations

import json

import pytest

from harvester.errors import ConfigurationError
from harvester.portals import PORTALS, portal
from harvester.portals.contract import Parsed, Skip
from harvester.portals.plain import to_plain
from tests.harvester.portals.jupiter_pages import agenda, calendar, link, parse, row, table_calendar


def test_every_adapter_is_found_by_its_own_name() -> None:
    """The word in config.yaml is the adapter's name."""
    assert {name: portal(name).name for name in PORTALS} == {name: name for name in PORTALS}


@pytest.mark.parametrize(("name", "hint"), [("jupitr", "did you mean 'jupiter'"), ("qqq", "known: ")])
def test_unknown_product_is_a_mistake_in_the_configuration(name: str, hint: str) -> None:
    """The message names the nearest product, or all."""
    with pytest.raises(ConfigurationError, match=hint):
        portal(name)


def test_plain_records_have_their_type_and_times_with_offset() -> None:
    """The shape that outside programs rely on."""
    plain = to_plain(parse(agenda(row(papers=link("7", "Saksliste (publisert 18.03.2018)")))))

    records = plain["records"]
    assert isinstance(records, list)
    by_type = {record["type"]: record for record in records if isinstance(record, dict)}
    assert set(by_type) == {"Body", "Meeting", "AgendaItem", "Case", "Document"}
    assert by_type["Meeting"]["start"] == "2018-04-23T10:00:00+02:00"
    assert by_type["Meeting"]["bodies"] == ["austmark/fylkestinget"]
    assert by_type["AgendaItem"]["kind"] == "political"
    assert by_type["Document"]["published"] == "2018-03-18"
    assert json.loads(json.dumps(plain)) == plain


def test_plain_requests_and_skips() -> None:
    """A request is its address, kind and method; a skip its reason and what was skipped."""
    parsed = calendar(table_calendar("<td><a href='/motedag?offmoteid=7'>x</a></td>"))
    told = Parsed(requests=parsed.requests, skipped=(Skip(reason="why", what="which"),))

    assert to_plain(told) == {
        "records": [],
        "requests": [{"url": "http://innsyn.austmark.example/motedag?offmoteid=7", "kind": "meeting", "method": "GET"}],
        "skipped": [{"reason": "why", "what": "which"}],
    }
