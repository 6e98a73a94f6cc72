"""What the tests of the language package share."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from search.language import Analyzer, default_analyzer

EVALUATION = Path(__file__).parents[3] / "../shared/eval"


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    """The analyzer of the product, with the shipped lexicon."""
    return default_analyzer()


@pytest.fixture(scope="session")
def finds(analyzer: Analyzer) -> Callable[[str, str], bool]:
    """Whether typed words stand in a text, one after the other."""

    def found(query: str, text: str) -> bool:
        places: dict[int, set[str]] = {}
        for token in analyzer.tokens(text):
            places.setdefault(token.position, set()).update(token.terms)
        wanted = analyzer.query_terms(query)
        return any(
            all(not places.get(first + offset, set()).isdisjoint(terms) for offset, terms in enumerate(wanted))
            for first in places
        )

    return found


def evaluation_rows(name: str) -> list[dict[str, str]]:
    """Rows of one of the language test sets, which are not part of the project; skips the test without them."""
    path = EVALUATION / f"{name}_dev.tsv"
    if not path.is_file():
        pytest.skip("the language test sets are not on this machine")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
