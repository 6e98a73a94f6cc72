"""Did you mean …? Only for words that no document has, and only what finds something."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from search import Search
from search.cli import main
from tests.search.server import ask


def suggested(search: Search, query: str, **filters: str) -> list[tuple[str, int]]:
    """What may have been meant, and how much that finds."""
    return [(other.query, other.total) for other in search.search(query, **filters).suggestions]  # type: ignore[arg-type]  # a test's shorthand


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("fylkestinet", [("fylkestinget", 1)]),
        ("Gebyyr", [("gebyr", 1)]),
        ("vann gebyyr", [("vann gebyr", 1)]),
        ("forvaltningen gebyyr", []),
        ("bossted gebyyr", []),
        ("bossted dellt", [("bosted delt", 1)]),
        ("bossted OR skole", [("bosted OR skole", 5)]),
        ("skole -gebyyr", []),
        ("skole", []),
        ("xyzzyxyzzy", []),
    ],
)
def test_what_may_have_been_meant(search: Search, query: str, expected: list[tuple[str, int]]) -> None:
    """Each word that is unknown is changed, the rest of the query stays; what would find nothing is not offered."""
    assert suggested(search, query) == expected


def test_filters_count(search: Search) -> None:
    """A suggestion finds something where the person looks."""
    assert suggested(search, "bossted", kind="agenda") == [("bosted", 1)]
    assert suggested(search, "bossted", kind="minutes") == []


def test_it_is_told_everywhere(library: Path, site: str, capfd: pytest.CaptureFixture[str]) -> None:
    """In the terminal, in JSON, and as links that keep the filters."""
    for arguments in ((), ("--json",)):
        with pytest.raises(SystemExit, match="0"):
            main(["query", "bossted", "--data", str(library), *arguments])
    text, _, answer = capfd.readouterr().out.partition("{")
    assert text.splitlines()[0] == "Did you mean: bosted (1 hit)"
    assert json.loads("{" + answer)["suggestions"] == [{"query": "bosted", "total": 1}]
    assert ask(f"{site}/api/v1/search", q="bossted").json()["suggestions"] == [{"query": "bosted", "total": 1}]
    page = ask(f"{site}/sok", q="bossted", kind="agenda").text
    assert 'Mente du <a href="/sok?q=bosted&amp;kind=agenda">bosted</a>?' in page
