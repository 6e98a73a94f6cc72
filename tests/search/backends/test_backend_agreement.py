"""The quick back end beside the naive one, on whatever can be thought of."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvester.model import Page
from search.backends.base import (
    EVERYWHERE,
    FACETS,
    Among,
    And,
    AnyOf,
    Everything,
    Field,
    Filters,
    IndexBackend,
    IndexEntry,
    Near,
    Not,
    Or,
    Order,
    Phrase,
    Preferred,
    Prefix,
    Recency,
    Request,
    Term,
    Tree,
    Weighted,
    Within,
)
from search.backends.memory import MemoryBackend
from search.language import default_analyzer
from tests.search.entries import ask, entry, make_whoosh

WORDS = ["skole", "skoler", "vei", "vann", "for", "før", "24/18322", "12", "e", "a"]
TERMS = [terms[0] for terms in default_analyzer().query_terms("skole vei vann")]
texts = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
dates = st.none() | st.dates(dt.date(2022, 12, 28), dt.date(2023, 1, 4))
names = st.sampled_from(["Ås", "Bø", "Bø kommune"])
entries = st.builds(
    IndexEntry,
    id=st.sampled_from([f"id{number}" for number in range(12)]),
    state=st.sampled_from(["1", "2"]),
    titles=st.lists(texts, max_size=2).map(tuple),
    numbers=st.lists(st.sampled_from(["24/18322", "PS 12/24"]), max_size=1).map(tuple),
    organization=st.none() | st.sampled_from(["5501", "ås"]),
    organization_name=st.none() | names,
    bodies=st.lists(st.sampled_from(["Rådet", "Rådet for vei", "Vann"]), max_size=2).map(tuple),
    kind=st.sampled_from(["minutes", "agenda"]),
    date=dates,
    decision=st.just("") | texts,
    language=st.none() | st.sampled_from(["nb", "nn"]),
    outcome=st.none() | st.sampled_from(["adopted", "rejected"]),
    parties=st.lists(st.sampled_from(["Ap", "H", "h"]), max_size=2).map(tuple),
    case=st.none() | st.sampled_from(["1", "2"]),
    prior=st.sampled_from([0.9, 1.0, 1.2]),
    pages=st.lists(texts, max_size=3).map(
        lambda pages: tuple(Page(number=number, text=text) for number, text in enumerate(pages, start=1))
    ),
)
fields = st.just(EVERYWHERE) | st.lists(st.sampled_from(list(Field)), min_size=1, unique=True).map(tuple)
places = st.sampled_from(WORDS).map(lambda word: default_analyzer().query_terms(word)[0])
alternatives = st.lists(places, min_size=1, max_size=2).map(lambda chosen: tuple(itertools.chain(*chosen)))
filters = st.builds(
    Filters,
    organizations=st.just(()) | st.tuples(st.sampled_from(["5501", "ÅS", "bø"])),
    bodies=st.just(()) | st.tuples(st.sampled_from(["rådet", "Vann", "x"])),
    kinds=st.just(()) | st.just(("minutes",)),
    parties=st.just(()) | st.tuples(st.sampled_from(["ap", "H", ""])),
    outcomes=st.just(()) | st.just(("adopted",)),
    languages=st.just(()) | st.just(("nb", "nn")),
    cases=st.just(()) | st.just(("1",)),
    years=st.just(()) | st.just((2022,)),
    date_from=dates,
    date_to=dates,
)
recencies = st.none() | st.builds(
    Recency, day=st.dates(dt.date(2022, 12, 30), dt.date(2023, 1, 2)), half_life=st.just(2.5), weight=st.just(0.5)
)
words: st.SearchStrategy[Term | Phrase] = st.builds(Term, alternatives, st.just(""), fields) | st.builds(
    Phrase, st.lists(alternatives, min_size=1, max_size=3).map(tuple), st.just(""), fields
)
several = st.builds(AnyOf, st.lists(words, min_size=1, max_size=3).map(tuple), st.just(""), fields)
trees: st.SearchStrategy[Tree] = st.recursive(
    words
    | several
    | st.builds(Near, words | several, words | several, st.integers(1, 3), st.just(""), fields)
    | st.builds(Among, st.frozensets(st.sampled_from(["id1", "id2", "id3", "id99"])))
    | st.builds(Prefix, st.sampled_from(["s", "v", "sko", "2", "x"]), st.just(()), st.just(""), fields)
    | st.just(Everything())
    | st.builds(Within, filters),
    lambda inner: (
        st.builds(And, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(Or, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(Preferred, inner, inner)
        | st.builds(Weighted, inner, st.sampled_from([0.25, 0.5, 2.0]))
        | st.builds(Not, inner)
    ),
    max_leaves=5,
)
requests = st.builds(
    Request,
    tree=trees,
    filters=filters,
    order=st.sampled_from(Order),
    recency=recencies,
    fold=st.booleans(),
    limit=st.just(100),
)
batches = st.lists(
    st.tuples(st.lists(entries, max_size=6), st.lists(st.sampled_from(["id1", "id2", "id3"]), max_size=2)),
    min_size=1,
    max_size=5,
)


def agree(naive: IndexBackend, quick: IndexBackend, requests_: Iterable[Request]) -> None:
    """Both give the same answers."""
    with naive.reader() as expected, quick.reader() as actual:
        assert expected.states() == actual.states()
        assert expected.size == actual.size
        assert expected.frequency(TERMS) == actual.frequency(TERMS)
        for facet in (*FACETS, "party"):
            assert expected.known(facet) == actual.known(facet)
        for request in requests_:
            assert expected.search(request) == actual.search(request)
            assert expected.count(request.tree) == actual.count(request.tree)
            assert expected.pages("id1", request.tree) == actual.pages("id1", request.tree)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=batches, request=requests)
def test_whoosh_answers_as_the_naive_one(
    tmp_path_factory: pytest.TempPathFactory,
    batches: list[tuple[list[IndexEntry], list[str]]],
    request: Request,
) -> None:
    """Same totals, scores, order, pages and facets, whatever was written, replaced, removed and merged before."""
    naive, quick = MemoryBackend(default_analyzer()), make_whoosh(tmp_path_factory.mktemp("index"))
    for added, removed in batches:
        naive.write(added, removed)
        quick.write(added, removed)
    agree(naive, quick, [request])


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[IndexBackend, IndexBackend]:
    """The naive one and the quick one with several hundred entries, some of them replaced and some removed."""
    chance = random.Random(5)
    naive, quick = MemoryBackend(default_analyzer()), make_whoosh(tmp_path_factory.mktemp("large") / "index")
    for night in range(11):
        added = [random_entry(chance, f"id{chance.randrange(200)}") for _ in range(30)]
        removed = [f"id{chance.randrange(200)}" for _ in range(night)]
        naive.write(added, removed)
        quick.write(added, removed)
    return naive, quick


def random_entry(chance: random.Random, key: str) -> IndexEntry:
    """Short texts of few words, some of which stand in nearly every entry and some in hardly any."""

    def text() -> str:
        return " ".join(WORDS[int(len(WORDS) * chance.random() ** 3)] for _ in range(chance.randrange(9)))

    return entry(
        key,
        *(text() for _ in range(chance.randrange(4))),
        title=text(),
        decision=text() if chance.random() < 0.2 else "",
        organization=chance.choice(["5501", "ås", None]),
        bodies=tuple(chance.sample(["Rådet", "Rådet for vei", "Vann"], chance.randrange(3))),
        case=chance.choice(["1", "2", "3", None, None]),
        date=chance.choice([None, dt.date(2022, 12, 30), dt.date(2023, 1, 1)]),
        prior=chance.choice([0.9, 1.0]),
    )


@settings(max_examples=4, deadline=None)
@given(asked=st.lists(requests, min_size=4, max_size=8))
def test_many_questions_to_one_collection(large: tuple[IndexBackend, IndexBackend], asked: list[Request]) -> None:
    """Lists that are long enough for every way of joining them, over several segments with removed entries."""
    agree(*large, asked)


@pytest.mark.exhaustive
@settings(max_examples=40, deadline=None)
@given(asked=st.lists(requests, min_size=20, max_size=40))
def test_thousands_of_questions(large: tuple[IndexBackend, IndexBackend], asked: list[Request]) -> None:
    """The same at length."""
    agree(*large, asked)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(added=st.lists(entries, min_size=4, max_size=12), tree=trees, size=st.integers(1, 4))
def test_pages_put_together_are_the_whole_answer(
    tmp_path_factory: pytest.TempPathFactory, added: list[IndexEntry], tree: Tree, size: int
) -> None:
    """Incident 5: no page repeats or skips a document, the total is exact and the same on every page."""
    quick = make_whoosh(tmp_path_factory.mktemp("index"))
    quick.write(added)
    whole = ask(quick, tree, limit=100)
    parts = [ask(quick, tree, offset=offset, limit=size) for offset in range(0, whole.total + size, size)]

    assert [match for part in parts for match in part.matches] == list(whole.matches)
    assert {part.total for part in parts} == {len(whole.matches)}
