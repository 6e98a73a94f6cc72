"""The one index term of a word."""

from __future__ import annotations

from functools import lru_cache

from search.language.correspondences import to_bokmal
from search.language.fold import fold
from search.language.irregular import irregular_stem
from search.language.stemmer import stem

LONGEST_WORD = 64
"""Letters; a longer run of letters is no word and is cut into pieces of this length."""


@lru_cache(maxsize=100_000)
def word_key(word: str) -> str:
    """The term in which all forms and spellings of a word meet, in both written standards.

    The same function serves documents and queries, so that no language needs to be known to search.
    """
    bokmal = to_bokmal(fold(word[:LONGEST_WORD]))
    return irregular_stem(bokmal) or stem(bokmal)


@lru_cache(maxsize=100_000)
def inflection_length(word: str) -> int:
    """How many letters of a folded word its key leaves out."""
    return len(to_bokmal(word)) - len(word_key(word))
