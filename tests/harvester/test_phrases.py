"""Phrases that must not be kept: found however they are written, known by a hash alone."""

from __future__ import annotations

import html
import json

import pytest

from harvester.phrases import Phrase, blank, blank_bytes, phrase_of

PASSAGE = "Åse Eksempel på Øvre gard"


def phrase() -> Phrase:
    made = phrase_of(PASSAGE)
    assert made is not None
    return made


@pytest.mark.parametrize(
    "written",
    [
        PASSAGE,
        PASSAGE.upper(),
        PASSAGE.replace(" ", "\n  "),
        PASSAGE.replace(" ", "&nbsp;"),
        PASSAGE.replace(" på ", ", på "),
        "".join(f"&#{ord(letter)};" if ord(letter) > 127 else letter for letter in PASSAGE),
        html.escape(PASSAGE).replace("Å", "&Aring;").replace("Ø", "&Oslash;").replace("å", "&aring;"),
        json.dumps(PASSAGE)[1:-1],
        json.dumps(f"\n{PASSAGE}\n")[1:-1],
    ],
)
def test_a_phrase_is_found_however_it_is_written(written: str) -> None:
    """Capitals, line ends, entities and escapes make no difference; what stands around it stays."""
    page = f"<p>Klage frå {written}</p> og meir"
    blanked = blank_bytes(page.encode(), [phrase()]).decode()

    assert blanked.startswith("<p>Klage frå ")
    assert blanked.endswith("</p> og meir")
    assert len(blanked.encode()) <= len(page.encode())
    assert not any(word in html.unescape(blanked).casefold() for word in ("eksempel", "øvre", "gard"))


def test_pages_in_latin_1_are_blanked_too() -> None:
    """An old portal's encoding is kept."""
    page = f"Sak om {PASSAGE}".encode("latin-1")

    assert blank_bytes(page, [phrase()]) == b"Sak om *** ******** ** **** ****"


def test_part_of_a_phrase_is_none() -> None:
    """A word of it by itself, or the words in another order, stay."""
    text = "Eksempel på Åse, Øvre gard"

    assert blank(text, [phrase()], "█") == text


def test_a_phrase_does_not_tell_what_it_is() -> None:
    """Neither its words nor the same hash twice."""
    one, other = phrase(), phrase()

    assert one.digest != other.digest
    assert "ksempel" not in repr(one)
    assert phrase_of("...") is None
