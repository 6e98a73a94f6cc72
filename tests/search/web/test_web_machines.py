"""The description for search boxes, and the limit on requests."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest

from harvester.config import Web
from search.web.limiting import RequestLimit
from tests.search.server import ask, served

NAMESPACE = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_a_browser_can_add_the_search(site: str) -> None:
    """OpenSearch 1.1: names within their length, and templates that find something."""
    response = ask(site + "/opensearch.xml")
    root = ET.fromstring(response.content)

    assert response.headers["content-type"] == "application/opensearchdescription+xml"
    assert root.tag == f"{NAMESPACE}OpenSearchDescription"
    assert 0 < len(root.findtext(f"{NAMESPACE}ShortName") or "") <= 16
    assert 0 < len(root.findtext(f"{NAMESPACE}Description") or "") <= 1024
    for url in root.iter(f"{NAMESPACE}Url"):
        template = url.get("template", "").replace("{searchTerms}", "skole").replace("{startPage?}", "1")
        answer = ask(template.replace("{count?}", "10"))
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == url.get("type")


def test_the_public_address_stands_in_what_machines_read(library: Path) -> None:
    """Behind a proxy, the address that was asked is not the one to come back to."""
    with served(library, web=Web(address="https://saksgang.example.org/")) as site:
        assert b"https://saksgang.example.org/sok?q=" in ask(site + "/opensearch.xml").content
        assert b"tag:saksgang.example.org,2026:" in ask(site + "/sok.atom?q=skole").content


def test_what_is_open_and_what_is_not(site: str) -> None:
    """Scripts of other sites may read the API, and not the pages; nothing from elsewhere runs in a page."""
    page, answer = ask(site + "/sok?q=skole"), ask(site + "/api/v1/search?q=skole")

    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in page.headers
    for response in (page, answer):
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert response.headers["referrer-policy"] == "no-referrer"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["cross-origin-opener-policy"] == "same-origin"
        assert "set-cookie" not in response.headers


def test_who_asks_too_much_is_told_to_wait(library: Path) -> None:
    """The visitor that the proxy names, not the proxy; in the one shape of errors; others are not held back."""
    with served(library, web=Web(requests_per_minute=2)) as site:
        answers = [from_visitor(site, "203.0.113.5") for _ in range(3)]
        other = from_visitor(site, "203.0.113.6")

    assert [answer.status_code for answer in (*answers, other)] == [200, 200, 429, 200]
    assert 1 <= int(answers[2].headers["retry-after"]) <= 30
    assert answers[2].json()["error"]["message"].startswith("too many requests")


def from_visitor(site: str, address: str) -> httpx.Response:
    return httpx.get(f"{site}/healthz", headers={"X-Forwarded-For": address}, trust_env=False, timeout=60)


@pytest.mark.parametrize(
    ("address", "neighbour", "shared"),
    [
        ("203.0.113.5", "203.0.113.6", False),
        ("2001:db8:1:2::5", "2001:db8:1:2:9::6", True),
        ("2001:db8:1:2::5", "2001:db8:1:3::5", False),
    ],
)
def test_one_household_is_one_visitor(address: str, neighbour: str, shared: bool) -> None:
    """An IPv6 network of one house has as much as one IPv4 address."""
    limit = RequestLimit(1, clock=lambda: 0.0)
    assert limit.seconds_to_wait(address) == 0

    assert (limit.seconds_to_wait(neighbour) > 0) is shared


def test_patience_is_rewarded() -> None:
    """After the seconds that were told, the next request is answered; this machine itself never waits."""
    now = [0.0]
    limit = RequestLimit(6, clock=lambda: now[0])
    waits = [limit.seconds_to_wait("203.0.113.5") for _ in range(7)]
    assert waits == [0, 0, 0, 0, 0, 0, 10]

    now[0] += 10

    assert limit.seconds_to_wait("203.0.113.5") == 0
    assert [limit.seconds_to_wait("127.0.0.1") for _ in range(50)] == [0] * 50
