"""Bokmål, nynorsk, and what is neither."""

from __future__ import annotations

import pytest

from harvester.demo.topics_bokmal import BOKMAL
from harvester.demo.topics_bokmal_transport import TRANSPORT
from harvester.demo.topics_nynorsk import NYNORSK
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


def test_short_texts_of_every_topic() -> None:
    """Of the demo's cases, of some fifty words each, most are told and none is taken for another language."""
    told = [
        (language, language_of([" ".join((*topic.facts, *topic.assessment, *topic.points, topic.proposal))]))
        for language, topics in ((Language.BOKMAL, (*BOKMAL, *TRANSPORT)), (Language.NYNORSK, NYNORSK))
        for topic in topics
    ]

    right = sum(expected == found for expected, found in told)
    assert [pair for pair in told if pair[1] not in {pair[0], Language.UNKNOWN}] == []
    assert right >= 0.8 * len(told)


def test_words_of_another_sense_tell_nothing() -> None:
    """Debt is no nynorsk, two no English, a Roman number and yes no Sami."""
    assert language_of(["Langsiktig gjeld: gjeld per innbygger, gjeld i alt"]) == Language.UNKNOWN
    assert language_of(["to saker, to vedlegg og to merknader"]) == Language.UNKNOWN
    assert language_of(["Del II, II og II. Votering: ja, ja, ja, nei"]) == Language.UNKNOWN
