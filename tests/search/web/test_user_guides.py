"""The guides for secretaries, journalists and residents say what the pages do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.search.server import ask
from tests.search.web.school_plan import CASE, DECISION, PAGES

GUIDES = sorted((Path(__file__).parents[3] / "docs" / "brukerveiledning").glob("*.md"))
TEXTS = [(path.stem, path.read_text(encoding="utf-8")) for path in GUIDES]


def examples(pattern: str) -> list[tuple[str, str]]:
    """Each guide with what a pattern finds in it."""
    return sorted({(name, found) for name, text in TEXTS for found in re.findall(pattern, text)})


def test_there_is_a_guide_for_each_of_them() -> None:
    """One page each, with pictures."""
    assert [name for name, _ in TEXTS] == ["innbygger", "journalist", "sekretar"]
    assert all(len(text.splitlines()) < 80 and text.count("![") >= 2 for _, text in TEXTS)


@pytest.mark.parametrize(("guide", "address"), examples(r"`(/[^`]*)`"))
def test_every_address_of_a_guide_works(plan_site: str, guide: str, address: str) -> None:
    """A page answers there."""
    assert ask(plan_site + address).status_code == 200, guide


@pytest.mark.parametrize(("guide", "query"), examples(r"(?m)^\| `([^`]*)` \|"))
def test_every_search_of_a_guide_finds_something(plan_site: str, guide: str, query: str) -> None:
    """Read as it is meant, without a complaint."""
    page = BeautifulSoup(ask(plan_site + "/sok", q=query).text, "lxml")

    assert page.select(".hit"), (guide, query)
    assert [note.get_text() for note in page.select("p.note") if "sett bort fra" in note.get_text()] == []


def test_the_words_in_bold_stand_on_the_pages(plan_site: str) -> None:
    """A reader who looks for a button or a link finds it by the name that the guide gives it."""
    pages = [BeautifulSoup(ask(plan_site + address).text, "lxml") for address in (*PAGES, CASE, DECISION)]
    seen = " ".join(" ".join(page.get_text(" ").split()) for page in pages)
    # A script adds the button, and the name of the list of probable relatives needs some.
    elsewhere = {"Kopier", "Trolig samme sak"}

    assert [name for name in examples(r"\*\*([^*]+)\*\*") if name[1] not in seen and name[1] not in elsewhere] == []
