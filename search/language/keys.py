"""The one index term of a word."""

from __future__ import annotations

import re
from functools import lru_cache

from search.language.correspondences import to_bokmal
from search.language.fold import fold
from search.language.irregular import irregular_stem
from search.language.stemmer import stem

LONGEST_WORD = 64
"""Letters; a longer run of letters is no word and is cut into pieces of this length."""


_LINKED_ACT = re.compile(r"(?:n?ing|(?<=[^h])else)s(?=\w{3})")
"""The act in a compound, which the two standards form differently: forvaltningsloven and forvaltingslova."""


@lru_cache(maxsize=100_000)
def word_key(word: str) -> str:
    """The term in which all forms and spellings of a word meet, in both written standards.

    The same function serves documents and queries, so that no language needs to be known to search.
    """
    common = _common_form(fold(word[:LONGEST_WORD]))
    return irregular_stem(common) or stem(common)


@lru_cache(maxsize=100_000)
def inflection_length(word: str) -> int:
    """How many letters of a folded word its key leaves out."""
    return len(_common_form(word)) - len(word_key(word))


@lru_cache(maxsize=100_000)
def _common_form(word: str) -> str:
    """A folded word with bokmål roots, its inner -nings- and -elses- as -ings-."""
    return _LINKED_ACT.sub("ings", to_bokmal(word))
