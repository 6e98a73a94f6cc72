"""Other spellings of a typed word, for words that the index does not know.

Nothing here is in the index: folding å, æ and ø for everybody would make one word of *for* and *før*. The
caller keeps the spellings that have hits and says what it looked for instead.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping

from search.language.fold import fold
from search.language.keys import LONGEST_WORD, word_key

_SPELLINGS = {
    "aa": ("aa", "å"),
    "ae": ("ae", "æ"),
    "oe": ("oe", "ø"),
    "a": ("a", "å", "æ"),
    "o": ("o", "ø", "å"),
    "e": ("e", "æ"),
    "å": ("å", "aa", "a"),
    "ø": ("ø", "oe", "o"),
    "æ": ("æ", "ae", "e", "a"),
}
_TYPED_THROUGHOUT = (
    {"aa": "å", "ae": "æ", "oe": "ø"},
    {"å": "aa", "æ": "ae", "ø": "oe"},
    {"å": "a", "æ": "a", "ø": "o"},
    {"å": "a", "æ": "e", "ø": "o"},
)
"""What a keyboard or a system without Norwegian letters makes of a whole word, and back."""

_MOST_VARIANTS = 512
_LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"
_SHORTEST_SUGGESTED_FOR = 4


def letter_variants(word: str) -> tuple[str, ...]:
    """The word with æ, ø and å in place of the letters typed for them, and the other way, likeliest first.

    Fjosanger gives Fjøsanger, Haakon gives Håkon and Håkon gives Haakon. First come those in which all such letters
    are typed in one way, then those with the fewest changes. Most variants are no words.
    """
    letters = _split_letters(fold(word[:LONGEST_WORD]))
    places = [place for place, letter in enumerate(letters) if letter in _SPELLINGS]
    variants = [spelled for table in _TYPED_THROUGHOUT if (spelled := _spelled(letters, table)) != "".join(letters)]
    for changes in range(1, len(places) + 1):
        for changed in itertools.combinations(places, changes):
            others = [_SPELLINGS[letters[place]][1:] for place in changed]
            for spelling in itertools.product(*others):
                variant = list(letters)
                for place, letter in zip(changed, spelling, strict=True):
                    variant[place] = letter
                variants.append("".join(variant))
                if len(variants) == _MOST_VARIANTS:
                    return tuple(dict.fromkeys(variants))
    return tuple(dict.fromkeys(variants))


def suggestions(word: str, hits: Callable[[str], int], *, most: int = 3) -> tuple[str, ...]:
    """Words one slip away (a letter missing, too much, wrong, or two swapped) that have hits, the likeliest first.

    Args:
        word: A typed word; short ones have no suggestions, as everything is one slip away from them.
        hits: In how many documents the index has a term.
        most: Suggestions at most.
    """
    typed = fold(word[:LONGEST_WORD])
    if len(typed) < _SHORTEST_SUGGESTED_FOR or not typed.isalpha():
        return ()
    shortest: dict[str, str] = {}
    for slip in sorted(_slips(typed), key=len):
        shortest.setdefault(word_key(slip), slip)
    shortest.pop(word_key(typed), None)
    likely = [(_likelihood(slip, typed, hits(key)), slip) for key, slip in shortest.items()]
    return tuple(slip for score, slip in sorted(likely, reverse=True)[:most] if score)


def _likelihood(slip: str, typed: str, documents: int) -> float:
    """Common words are likelier, and few people mistype the first letter; 0 for a word without hits."""
    return math.log(1 + documents) * (1.0 if slip[0] == typed[0] else 0.5)


def _spelled(letters: list[str], table: Mapping[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in letters)


def _split_letters(word: str) -> list[str]:
    """The letters of a word, with aa, ae and oe as one."""
    letters: list[str] = []
    at = 0
    while at < len(word):
        pair = word[at : at + 2]
        letters.append(pair if pair in _SPELLINGS else word[at])
        at += len(letters[-1])
    return letters


def _slips(word: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        yield from (before + letter + after for letter in _LETTERS)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in _LETTERS if letter != after[0])
        if len(after) > 1 and after[0] != after[1]:
            yield before + after[1] + after[0] + after[2:]
