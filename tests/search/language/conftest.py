"""What the tests of the language package share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.language import Analyzer, default_analyzer


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    """The analyzer of the product, with the shipped lexicon."""
    return default_analyzer()


@pytest.fixture(scope="session")
def finds(analyzer: Analyzer) -> Callable[[str, str], bool]:
    """Whether typed words stand in a text, one after the other."""

    def found(query: str, text: str) -> bool:
        places = {token.position: set(token.terms) for token in analyzer.tokens(text)}
        wanted = analyzer.query_terms(query)
        return any(
            all(not places.get(first + offset, set()).isdisjoint(terms) for offset, terms in enumerate(wanted))
            for first in places
        )

    return found
