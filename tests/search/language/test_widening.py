"""What a query may also be asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from search.language import Concept, concepts, letter_variants, related_terms, seed_lexicon, suggestions, word_key

Finds = Callable[[str, str], bool]


@pytest.fixture(scope="module")
def hits() -> Callable[[str], int]:
    """Documents of the lexicon by term, as an index would say."""
    documents: Counter[str] = Counter()
    for word, count in seed_lexicon().documents.items():
        documents[word_key(word)] += count
    return lambda term: documents[term]


@pytest.mark.parametrize("concept", concepts(), ids=lambda concept: concept.name)
def test_every_name_of_a_concept_is_found(finds: Finds, concept: Concept) -> None:
    """A typed name, widened, finds documents that use another; one-way concepts only from the first name."""
    for typed in concept.terms if concept.both_ways else concept.terms[:1]:
        asked = (typed, *related_terms(typed))
        missing = [name for name in concept.terms if not any(finds(query, name) for query in asked)]
        assert missing == [], typed


def test_some_terms_widen_one_way_only() -> None:
    """A reguleringsplan may be a detaljregulering, an exception is not always a dispensasjon."""
    assert "detaljregulering" in related_terms("reguleringsplanen")
    assert related_terms("detaljregulering") == ()
    assert "dispensasjon" not in related_terms("unntak")


def test_an_abbreviation_means_its_usual_concept() -> None:
    """KU is konsekvensutredning and never asks for kontrollutvalg, nor kontrollutvalg for KU."""
    assert related_terms("KU") == ("konsekvensutredning",)
    assert "KU" not in related_terms("kontrollutvalg")


def test_what_the_index_unites_is_no_widening() -> None:
    """Barnehagar and barnehage are one term, so only the other name is given."""
    assert related_terms("barnehagar") == ("førskole",)
    assert related_terms("fjellvik") == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Fjosanger", "fjøsanger"),
        ("Haakon", "håkon"),
        ("Håkon", "haakon"),
        ("okonomi", "økonomi"),
        ("naering", "næring"),
        ("naeringsoekonomiraad", "næringsøkonomiråd"),
        ("Bjørnsæråsen", "bjornsarasen"),
        ("Bjørnsæråsen", "bjoernsaeraasen"),
    ],
)
def test_letters_have_other_spellings(typed: str, meant: str) -> None:
    """Typed without Norwegian letters, or with them where the name has none; few changes come first."""
    assert meant in letter_variants(typed)[:20]
    assert fold_free(letter_variants(typed), typed)


def fold_free(variants: tuple[str, ...], typed: str) -> bool:
    """The typed word itself is no variant, and none is given twice."""
    return typed.casefold() not in variants and len(set(variants)) == len(variants)


def test_variants_stay_few_and_bounded() -> None:
    """A long word with many such letters has a bounded number of variants."""
    assert 0 < len(letter_variants("oaeoaeoaeoaeoae" * 20)) <= 512


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("komunestyre", "kommunestyre"),
        ("reguleringsplaan", "reguleringsplan"),
        ("bolgi", "bolig"),
        ("barnehagf", "barnehag"),
    ],
)
def test_a_slip_is_offered_with_hits_only(hits: Callable[[str], int], typed: str, meant: str) -> None:
    """A missing, doubled, swapped or wrong letter; what is offered has hits."""
    offered = [word_key(word) for word in suggestions(typed, hits)]

    assert word_key(meant) in offered
    assert all(hits(key) for key in offered)


def test_nothing_is_offered_for_what_is_like_nothing(hits: Callable[[str], int]) -> None:
    """No suggestion is better than one without hits; short words are like everything."""
    assert suggestions("xqzwvkjhg", hits) == ()
    assert suggestions("qx", hits) == ()
