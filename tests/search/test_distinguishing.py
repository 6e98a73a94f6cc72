"""What is looked for to find earlier decisions like a text."""

from __future__ import annotations

import pytest

from search.backends.base import IndexReader
from search.backends.memory import MemoryBackend
from search.distinguishing import MOST_WORDS, NAME_WEIGHT, OTHER_NAME_WEIGHT, PART_WEIGHT, Telling, distinguishing
from search.language import default_analyzer
from tests.search.entries import entry

TITLES = (
    "Søknad om salgsbevilling for Havsøy butikk",
    "Søknad om skjenkebevilling for Lisjevik kro",
    "Søknad om tilskudd til museum",
    "Søknad om elevtransport i Storvik",
    "Detaljregulering for Neset",
    "Søknad om støtte",
)


@pytest.fixture(scope="module")
def reader() -> IndexReader:
    """A small index of titles."""
    backend = MemoryBackend(default_analyzer())
    backend.write([entry(f"id{number}", title=title) for number, title in enumerate(TITLES)])
    return backend.reader()


def told(reader: IndexReader, text: str) -> dict[str, Telling]:
    """What is looked for, by what it is called."""
    return {telling.leaf.word: telling for telling in distinguishing(text, reader, default_analyzer())}


def test_the_rarest_words_come_first_and_common_ones_are_left_out(reader: IndexReader) -> None:
    """Words that nothing has are not looked for, nor numbers and the shortest words."""
    assert list(told(reader, "Søknad om museum i 2024 ved xyzzy")) == ["museum"]
    assert told(reader, "xyzzy 12/24") == {}


def test_parts_of_a_titles_compounds_are_looked_for(reader: IndexReader) -> None:
    """Only the title's, for a draft has too many words; they weigh less and are called what they are."""
    found = told(reader, "Skjenkebevilling\n\nOm tilskuddsordning")

    assert found["Skjenkebevilling"].weight == 1.0
    assert found["-bevilling"].weight == PART_WEIGHT
    assert found["-bevilling"].rarity < found["Skjenkebevilling"].rarity
    assert not any("ordning" in word or word.startswith("tilskudd") for word in found)


def test_other_names_of_what_a_title_names_are_looked_for(reader: IndexReader) -> None:
    """Those that something has, and only a little."""
    found = told(reader, "Ny skoleskyss")

    assert found["elevtransport"].weight == OTHER_NAME_WEIGHT
    assert found["elevtransport"].worth == OTHER_NAME_WEIGHT * found["elevtransport"].rarity


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("Søknad fra Lisjevik", NAME_WEIGHT),
        ("Lisjevik søker", 1.0),
        ("Søknad. Lisjevik søker", 1.0),
        ("Søknad fra Lisjevik og lisjevik", 1.0),
        ("SØKNAD FRA LISJEVIK", 1.0),
    ],
)
def test_a_name_tells_less_than_a_word(reader: IndexReader, text: str, weight: float) -> None:
    """A word is taken for a name where only a name has a capital, and never stands without one."""
    found = {word.casefold(): telling for word, telling in told(reader, text).items()}

    assert found["lisjevik"].weight == weight


def test_a_long_draft_is_looked_for_by_its_most_telling_words() -> None:
    """Those that it has often before those that it has once."""
    backend = MemoryBackend(default_analyzer())
    words = [f"fjell{letter}{other}vik" for letter in "abdefg" for other in "abdefg"]
    backend.write([entry(word, word) for word in words])

    found = list(told(backend.reader(), f"Sak\n\n{' '.join(words)} {words[-1]} {words[-1]}"))

    assert len(found) == MOST_WORDS
    assert found[0] == words[-1]
