"""The language processing on words that no table was fitted to when they were first measured.

``held_out`` was written from the grammars of both standards and from words of the shipped list, each part before the
tables had been run on it; ``docs/search-quality.md`` has the first and the present measurements.
"""

from __future__ import annotations

from pathlib import Path

from search.language import Analyzer, word_key

HELD_OUT = Path(__file__).parent / "held_out"


def lines(name: str) -> list[list[str]]:
    """The words of each line of a file, without its comments."""
    text = (HELD_OUT / f"{name}.txt").read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


def apart(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs that have no common key."""
    return [(one, other) for one, other in pairs if word_key(one) != word_key(other)]


def test_bokmal_and_nynorsk_meet() -> None:
    """Strong and weak verbs, infinitives in -a, derivations, roots that differ."""
    pairs = [(bokmal, nynorsk) for bokmal, nynorsk in lines("pairs")]

    assert len(pairs) > 550
    assert len(apart(pairs)) / len(pairs) <= 0.05, apart(pairs)


def test_inflected_forms_meet() -> None:
    """Whole paradigms of both standards."""
    pairs = [(forms[0], form) for forms in lines("inflections") for form in forms[1:]]

    assert len(pairs) > 1_100
    assert len(apart(pairs)) / len(pairs) <= 0.03, apart(pairs)


def test_different_words_are_rarely_conflated() -> None:
    """Pairs of near spelling; some are homographs in one of their forms."""
    pairs = [(one, other) for one, other in lines("different")]

    assert 1 - len(apart(pairs)) / len(pairs) <= 0.09


def test_compounds_are_split_and_others_are_not(analyzer: Analyzer) -> None:
    """Words drawn at random from the shipped list, labelled by hand."""
    rows = lines("compounds")
    terms = {row[-1]: next(analyzer.tokens(row[-1].replace("+", ""))).terms for row in rows}
    compounds = [row[0] for row in rows if len(row) == 1]
    right = [word for word in compounds if word_key(word.split("+")[-1]) in terms[word][1:]]

    assert len(right) / sum(len(found) > 1 for found in terms.values()) >= 0.96
    assert len(right) / len(compounds) >= 0.91
