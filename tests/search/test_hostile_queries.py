"""Whatever is typed gets an answer for a bounded amount of work, and filters let through what they say."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from harvester.store import Store, open_store
from search import Search, open_search
from search.backends.base import Filters, leaves
from search.entries import entries, states
from search.language import default_analyzer
from search.notes import NoteKind
from search.query import LONGEST_QUERY, MOST_LEAVES, parse
from search.question import Question
from search.vocabulary import FIELDS, KINDS, OUTCOMES
from tests.search.web.council import NIGHT

MOST_CPU_SECONDS = 5.0
"""For one query: a hundred times what the dearest takes, so that a slow machine does not matter."""

WORDS = ["skoleskyss", "møte", "delt", "bosted", "begge", "protokoll", "fylkestinget", "finnesikke", "2025/77", "41"]
SIGNS = [
    "(",
    ")",
    '"',
    "«",
    "=",
    "-",
    "--",
    "*",
    ":",
    "|",
    "&",
    "\\",
    "\x00",
    "\u202e",
    "\ud800",
    "'",
    ";--",
    "../",
    "<b>",
]
OPERATORS = [
    "OR",
    "ELLER",
    "AND",
    "NOT",
    "IKKE",
    "nær/5",
    "near/99",
    "nær/0",
    "sko*",
    "b*",
    "..",
    "PS",
    "gnr. 1 bnr. 2",
]


@pytest.fixture(scope="module")
def search(county_master: Path) -> Iterator[Search]:
    """The search over it."""
    with open_search(county_master) as opened:
        yield opened


@pytest.fixture(scope="module")
def store(county_master: Path) -> Iterator[Store]:
    """The store beside it."""
    with open_store(county_master) as opened:
        yield opened


def hostile(chance: random.Random) -> str:
    """A query of words, operators, fields and signs in any order, sometimes of anything at all."""
    if chance.random() < 0.1:
        return "".join(chr(chance.randrange(0x11_0000)) for _ in range(chance.randrange(60)))
    if chance.random() < 0.05:
        return chance.choice(SIGNS) * chance.randrange(LONGEST_QUERY + 50)
    values = [*KINDS, *OUTCOMES, "2024", "2026-11", "2026..2025", "høyre", "nn", '"']
    fields = [f"{name}:{chance.choice([*values, *WORDS, ''])}" for name in chance.sample(list(FIELDS), 3)]
    pieces = chance.choices([*WORDS, *SIGNS, *OPERATORS, *fields], k=chance.randrange(1, 20))
    return chance.choice(["", " "]).join(pieces) if chance.random() < 0.3 else " ".join(pieces)


def answer_all_kinds(search: Search, count: int, seed: str) -> None:
    """Ask hostile queries, with and without what may stand beside them."""
    chance = random.Random(seed)
    for _ in range(count):
        query = hostile(chance)
        options = Question(
            query=query,
            filters=chance.choice([Filters(), Filters(kinds=("item",)), Filters(bodies=("fylkestinget",))]),
            fold=chance.random() < 0.3,
            widen=chance.random() < 0.7,
            per_page=100,
        )
        began = time.process_time()
        found = search.answer(options)
        assert time.process_time() - began < MOST_CPU_SECONDS, query
        assert len(found.hits) == found.total, query
        assert found.total or found.notes or found.understood is not None or options.filters, query
        assert all(hit.snippet.count("<mark>") == hit.snippet.count("</mark>") for hit in found.hits), query


def test_a_few_hundred_hostile_queries(search: Search) -> None:
    """No exception, no endless work; every answer has hits or tells how the query was read."""
    answer_all_kinds(search, 150, "few")


@pytest.mark.exhaustive
def test_ten_thousand_hostile_queries(search: Search) -> None:
    """The same, for longer."""
    answer_all_kinds(search, 10_000, "many")


def test_the_dearest_query_is_bounded(search: Search) -> None:
    """As many beginnings near each other as are searched for; of one more, and of a longer text, the rest is left out."""
    dear = " ".join(["(b* OR s* OR skol*) nær/99 (fyl* OR møt* OR bos*)"] * (MOST_LEAVES // 6))
    tree = parse(dear).tree

    assert tree is not None
    assert len(leaves(tree)) <= MOST_LEAVES
    search.search(dear)
    many = search.search(" ".join(f"ab{number}*" for number in range(MOST_LEAVES + 1)))
    assert [note.kind for note in many.notes] == [NoteKind.TOO_MANY_WORDS]
    long = search.search("a" * (LONGEST_QUERY + 1))
    assert [note.kind for note in long.notes] == [NoteKind.TOO_LONG]


def let_through(store: Store, word: str, filters: Filters) -> set[str]:
    """The keys of what has a word and is let through, by looking at everything that is stored."""
    analyzer = default_analyzer()
    (wanted,) = analyzer.query_terms(word)
    found = set()
    for entry in entries(store, states(store)):
        names = (*entry.titles, entry.decision, *entry.numbers, *entry.bodies, entry.organization_name or "")
        texts = (*names, *(page.text for page in entry.pages))
        terms = {term for text in texts for token in analyzer.tokens(text) for term in token.terms}
        year = entry.date.year if entry.date else None
        fits = (
            (not filters.kinds or entry.kind in filters.kinds)
            and (not filters.outcomes or entry.outcome in filters.outcomes)
            and (not filters.years or year in filters.years)
            and (not filters.bodies or bool({body.casefold() for body in entry.bodies} & set(filters.bodies)))
            and (not filters.date_from or (entry.date is not None and entry.date >= filters.date_from))
        )
        if fits and not terms.isdisjoint(wanted):
            found.add(entry.id)
    return found


def test_filters_let_through_what_they_say(search: Search, store: Store) -> None:
    """As many random filters as words: the same as looking at everything, and counted exactly in the facets."""
    chance = random.Random("filters")
    for _ in range(60):
        word = chance.choice(["skoleskyss", "møte", "bosted", "fylkestinget", "begge", "protokoll"])
        filters = Filters(
            kinds=chance.choice([(), ("item",), ("resolution", "minutes"), ("meeting",)]),
            outcomes=chance.choice([(), (), ("adopted",)]),
            years=chance.choice([(), (), (2026,), (2027, 2026)]),
            bodies=chance.choice([(), (), ("fylkestinget",)]),
            date_from=chance.choice([None, None, NIGHT.date()]),
        )
        question = Question(query=word, filters=filters, per_page=100, widen=False)
        found = search.answer(question)

        assert {hit.key for hit in found.hits} == let_through(store, word, filters), (word, filters)
        for count in found.facets["kind"]:
            narrowed = search.answer(replace(question, filters=replace(filters, kinds=(count.value,))))
            assert narrowed.total == count.count, (word, filters)
