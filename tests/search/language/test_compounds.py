"""Parts of compounds, and the lexicon they are looked up in."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.language import Lexicon, count_words, read_counts, seed_splitter, words_of


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("møteprotokoll", "møte protokoll"),
        ("skoleskyss", "skole skyss"),
        ("kommuneloven", "kommune loven"),
        ("ledningsnettet", "ledning nettet"),
        ("drikkevannsledning", "drikkevann ledning"),
        ("skolefritidsordning", "skole fritids ordning"),
        ("sjukeheimsplassar", "sjukeheim plassar"),
        ("nybygg", "ny bygg"),
        ("fjellvikveien", "fjellvik veien"),
    ],
)
def test_compounds_have_their_parts(word: str, parts: str) -> None:
    """Linking letters go, names may begin a compound, both standards are known."""
    assert set(parts.split()) <= set(seed_splitter().parts(word))


@pytest.mark.parametrize(
    "word",
    [
        "kommunen",
        "vedtak",
        "behandling",
        "følgende",
        "representant",
        "leverende",
        "lokalene",
        "tekniske",
        "nødvendig",
        "avtale",
        "registrering",
        "forslag",
        "oversikt",
        "innbygger",
    ],
)
def test_other_words_stay_whole(word: str) -> None:
    """Endings, prefixes and words of their own are no parts."""
    assert seed_splitter().parts(word) == ()


def test_inner_words_are_parts_too() -> None:
    """Who looks for reguleringsplan finds a detaljreguleringsplan."""
    assert "reguleringsplan" in seed_splitter().parts("detaljreguleringsplan")


@pytest.mark.parametrize(
    ("beginning", "word", "whole"),
    [
        ("gang", "sykkelvei", "gangvei"),
        ("plan", "bygningsetaten", "planetaten"),
        ("under", "overskudd", "underskudd"),
        ("vann", "møte", None),
    ],
)
def test_suspended_beginnings_are_completed(beginning: str, word: str, whole: str | None) -> None:
    """The last part of the next word completes it; a word without parts completes nothing."""
    assert seed_splitter().completed(beginning, word) == whole


def test_a_lexicon_grows_from_documents() -> None:
    """Words of three documents count, words of two do not; parts follow."""
    documents = [["torvstrøbane", "torvstrø", "torvstrø"]] * 3 + [["sjelden"]] * 2
    grown = Lexicon(documents={"bane": 40}).grown(documents)

    assert grown.documents == {"bane": 40, "torvstrø": 3, "torvstrøbane": 3}
    assert grown.corpus == 5


def test_names_and_numbers_stay_out_of_a_lexicon() -> None:
    """Words with a small letter are counted, folded; what a name or a number is made of is not."""
    text = "Fjellvik vedtok 12. juni en idéplan for torvstrøbanen, sak 24/123. Torvstrø brukes."

    assert words_of(text) == {"vedtok", "juni", "en", "ideplan", "for", "torvstrøbanen", "sak", "brukes"}


def test_counts_are_saved_beside_the_index(tmp_path: Path) -> None:
    """What is read again is the same, with the same version; other counts are another version."""
    counts = count_words(Lexicon(documents={"bane": 40, "ærfugl": 3, "baneærfugl": 3}, corpus=100))
    counts.write(tmp_path / "lexicon.json")

    again = read_counts(tmp_path / "lexicon.json")

    assert (again.version, again.corpus, again.words) == (counts.version, 100, counts.words)
    assert (again.parts, again.keys, again.heads, again.tails) == (
        counts.parts,
        counts.keys,
        counts.heads,
        counts.tails,
    )
    assert count_words(Lexicon(documents={"bane": 41})).version != counts.version


@pytest.mark.parametrize("damaged", [b"", b"{}", b"[1, 2]", b"[1, 2, 3, 4, 5, 6]", b"\xff", b"null"])
def test_what_is_no_counts_is_not_read(tmp_path: Path, damaged: bytes) -> None:
    """A damaged file is an error, not an empty lexicon."""
    (tmp_path / "lexicon.json").write_bytes(damaged)

    with pytest.raises(ValueError, match=r"."):
        read_counts(tmp_path / "lexicon.json")
