"""Other spellings of a typed word, for words that the index does not know."""

from __future__ import annotations

import itertools

from search.language.fold import fold

_SPELLINGS = {
    "aa": ("aa", "å"),
    "ae": ("ae", "æ"),
    "oe": ("oe", "ø"),
    "a": ("a", "å", "æ"),
    "o": ("o", "ø"),
    "e": ("e", "æ"),
    "å": ("å", "aa", "a"),
    "ø": ("ø", "oe", "o"),
    "æ": ("æ", "ae", "e"),
}
_MOST_VARIANTS = 512


def letter_variants(word: str) -> tuple[str, ...]:
    """The word with æ, ø and å in place of the letters typed for them, and the other way, likeliest first.

    They are for words that the index does not know (Fjosanger, Haakon): most of them are no words, so the
    caller keeps those that have hits. A word with too many such letters has none.
    """
    letters = _letters(fold(word))
    choices = [_SPELLINGS.get(letter, (letter,)) for letter in letters]
    count = 1
    for choice in choices:
        count *= len(choice)
        if count > _MOST_VARIANTS:
            return ()
    variants = [
        (sum(new != old for new, old in zip(spelling, letters, strict=True)), "".join(spelling))
        for spelling in itertools.product(*choices)
    ]
    return tuple(variant for changes, variant in sorted(variants) if changes)


def _letters(word: str) -> list[str]:
    """The letters of a word, with aa, ae and oe as one."""
    letters: list[str] = []
    at = 0
    while at < len(word):
        pair = word[at : at + 2]
        letters.append(pair if pair in _SPELLINGS else word[at])
        at += len(letters[-1])
    return letters
