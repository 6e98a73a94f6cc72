"""The page about searching says what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from search import literal, open_search
from search.query import parse
from search.vocabulary import FIELDS, KINDS, OUTCOMES, QueryField
from tests.search.archives import MakeDocument, save, update_index

PAGE = (Path(__file__).parents[2] / "docs" / "searching.md").read_text(encoding="utf-8")
HELP = (Path(__file__).parents[2] / "docs" / "sokehjelp.md").read_text(encoding="utf-8")
_EXAMPLE = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)
QUERIES = _EXAMPLE.findall(PAGE)


@pytest.mark.parametrize("query", [*QUERIES, *_EXAMPLE.findall(HELP)])
def test_every_example_is_understood(query: str) -> None:
    """Nothing has to be mended or explained."""
    assert parse(query).notes == ()


def test_every_field_and_kind_is_shown() -> None:
    """By its first name."""
    text = " ".join(QUERIES)
    named = {FIELDS[name] for name in re.findall(r"(\w+):", text)}
    quoted = re.findall(r"`(\w+)`", PAGE)
    kinds = {KINDS[name] for name in quoted if name in KINDS}
    outcomes = {OUTCOMES[name] for name in quoted if name in OUTCOMES}

    assert named == set(QueryField)
    assert kinds == set(KINDS.values())
    assert outcomes == set(OUTCOMES.values())
    assert f"{literal.MOST_CANDIDATES} best documents" in PAGE


def test_the_help_for_residents_names_every_kind_and_outcome() -> None:
    """By a name that the search knows."""
    quoted = re.findall(r"`(?:\w+ \w+:)?(\w+)`", HELP)

    assert {OUTCOMES[name] for name in quoted if name in OUTCOMES} == set(OUTCOMES.values())
    # Of the papers those that a resident asks for.
    assert {KINDS[name] for name in quoted if name in KINDS} >= {"resolution", "item", "meeting", "minutes", "notice"}


def test_the_examples_find_what_is_said(data: Path, document: MakeDocument) -> None:
    """Each in a document that is written for it."""
    texts = {
        "skole barnehage": "Barnehagar og barneskular.",
        '"delt bosted"': "delte bosteder",
        '="delt bosted"': "Delt\nbosted",
        "skole nær/5 skyss": "skyss til en liten skole",
        "2024/18322": "sak 24/18322",
        "12. juni 2024": "12.06.2024",
        "forslag til vedtak": "innstilling",
        "skoleskyss": "elevtransport",
        "Fjosanger": "Fjøsanger",
    }
    save(data, [document(str(number), text) for number, text in enumerate(texts.values())])
    update_index(data)

    with open_search(data) as search:
        for number, query in enumerate(texts):
            assert f"`{query}`" in PAGE
            assert f"import/{number}" in {hit.document_id for hit in search.search(query).hits}, query
        assert len(search.search('="delt bosted"').hits) == 1
