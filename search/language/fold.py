"""The one spelling in which words are compared."""

from __future__ import annotations

import unicodedata

_NORWEGIAN_LETTERS = frozenset("æøå")
_SWEDISH_LETTERS = str.maketrans({"ö": "ø", "ä": "æ", "\u00ad": None})


def fold(word: str) -> str:
    """Small letters without accents and soft hyphens; æ, ø and å stay letters of their own.

    Ligatures become the letters they stand for, and ä and ö become æ and ø, as Norwegian names from
    Swedish, Finnish and German sources are typed.
    """
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFKC", word).casefold().translate(_SWEDISH_LETTERS)
    if folded.isascii():
        return folded
    return "".join(
        letter if letter.isascii() or letter in _NORWEGIAN_LETTERS else unicodedata.normalize("NFD", letter)[0]
        for letter in folded
        if not unicodedata.combining(letter)
    )
