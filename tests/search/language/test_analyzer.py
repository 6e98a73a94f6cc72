"""Text to index terms."""

from __future__ import annotations

import pytest

from search.language import Analyzer, default_analyzer, letter_variants


def finds(query: str, text: str, analyzer: Analyzer | None = None) -> bool:
    """Whether the typed words stand in the text, one after the other."""
    analyzer = analyzer or default_analyzer()
    places: dict[int, set[str]] = {}
    for token in analyzer.tokens(text):
        places.setdefault(token.position, set()).update(token.terms)
    wanted = analyzer.query_terms(query)
    return any(
        all(not places.get(first + offset, set()).isdisjoint(terms) for offset, terms in enumerate(wanted))
        for first in places
    )


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Skolene i bydelen", "skole"),
        ("ko\u00admmunen", "kommunen"),
        ("A\u030asane", "Åsane"),
        ("sak 24/18322-1", "24/18322"),
        ("sak 24/18322-1", "24/18322-1"),
        ("PS 12/24", "12/24"),
        ("møtet 12.6.2024", "12.06.2024"),
    ],
)
def test_the_usual_spellings_meet(text: str, query: str) -> None:
    """A form, a composed letter, a soft hyphen, a number: what is typed finds what is written."""
    assert finds(query, text)


@pytest.mark.parametrize(("text", "query"), [("sak 24/18322", "24/1832"), ("Åsane", "Asane"), ("for", "før")])
def test_what_is_another_thing_is_not_found(text: str, query: str) -> None:
    """Numbers are whole tokens, and æ, ø and å are letters of their own."""
    assert not finds(query, text)


def test_offsets_point_into_the_text_given() -> None:
    """Highlighting marks what stands there, also where folding changes the length."""
    text = "«Ko\u00admmunestyret» \ufb01nner A\u030asane"

    words = [text[token.start : token.end] for token in default_analyzer().tokens(text)]

    assert words == ["Ko\u00admmunestyret", "\ufb01nner", "A\u030asane"]


def test_a_word_without_norwegian_letters_has_its_variants() -> None:
    """Fjosanger may be Fjøsanger, Haakon may be Håkon, and both ways."""
    assert "fjøsanger" in letter_variants("Fjosanger")
    assert "håkon" in letter_variants("Haakon")
    assert "haakon" in letter_variants("Håkon")


def test_text_without_blanks_stays_bounded() -> None:
    """A megabyte of letters without a blank gives terms of ordinary size."""
    terms = [term for token in default_analyzer().tokens("ab" * 500_000) for term in token.terms]

    assert max(map(len, terms)) <= 64
