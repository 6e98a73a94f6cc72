"""Bokmål, nynorsk, and what is neither."""

from __future__ import annotations

import pytest

from harvester.extract.language import language_of
from harvester.model import Language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rådmannen foreslår at saken ikke behandles før noen har sagt hva de vil, fra hver skole.", Language.BOKMAL),
        ("Rådmannen gjer framlegg om at saka ikkje vert handsama før nokon har sagt kva dei vil.", Language.NYNORSK),
        ("The council shall not decide on this, and it was not to be heard from them.", Language.ENGLISH),
        (
            "Suohkan lea mearridan ahte áššit galgá leat sámi gillii, muhto ii dat leat dán áššis.",
            Language.NORTHERN_SAMI,
        ),
        ("", Language.UNKNOWN),
        ("12.03.2024 PS 3/24 Budsjett", Language.UNKNOWN),
        ("ikke ikkje jeg eg hva kva noen nokon", Language.UNKNOWN),
    ],
)
def test_function_words_tell_the_language(text: str, expected: Language) -> None:
    """The language is told by words of one language only, and left unknown when there are too few or they disagree."""
    assert expected == language_of([text])


def test_a_quotation_does_not_turn_the_language() -> None:
    """A nynorsk document that quotes a bokmål sentence is nynorsk."""
    pages = [
        "Kommunestyret har ikkje vedteke noko om dei sakene som vart handsama i fjor. Eg meiner kva som helst."
    ] * 3

    assert language_of([*pages, "Jeg vet ikke hva noen mener."]) == Language.NYNORSK
