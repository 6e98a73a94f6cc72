"""Norwegian text as index terms, the same way for documents and for queries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

from search.language.fold import fold
from search.language.tokens import Token

LONGEST_WORD = 64
"""Characters; a longer run of letters is no word, and is cut into pieces of this length."""

_TOKEN = re.compile(
    rf"""
      (?<![\w/.,-])(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?(?P<year>(?:19|20)\d\d)(?!\w)
    | (?<![\w/.,])(?P<number>\d{{1,4}}/\d{{1,7}}(?:-\d{{1,4}})?)(?![\w/])
    | (?P<word>[^\W_](?:[^\W_]|[\u00ad\u0300-\u036f]){{0,{LONGEST_WORD - 1}}})
    """,
    re.VERBOSE,
)


class Analyzer:
    """Cuts text into tokens; holds nothing that changes, so one may serve many threads."""

    version = "1"
    """Changes whenever the same text would give other terms; part of the index's fingerprint."""

    def tokens(self, text: str) -> Iterator[Token]:
        """Every token of a document's text, with all the terms under which it may be looked for."""
        for position, match in enumerate(_TOKEN.finditer(text)):
            yield Token(position, match.start(), match.end(), _terms(match))

    def query_terms(self, text: str) -> tuple[tuple[str, ...], ...]:
        """One tuple for each position of what somebody typed; terms in a tuple are alternatives."""
        return tuple(_terms(match)[:1] for match in _TOKEN.finditer(text))


def default_analyzer() -> Analyzer:
    """The analyzer that index, query and highlighting share unless told otherwise."""
    return Analyzer()


def _terms(match: re.Match[str]) -> tuple[str, ...]:
    match match.lastgroup:
        case "year":
            day, month, year = int(match["day"]), int(match["month"]), match["year"]
            return (f"{year}-{month:02}-{day:02}",)
        case "number":
            whole, _, document = match["number"].partition("-")
            return (match["number"], whole) if document else (whole,)
        case _:
            return (word_term(match[0]),)


@lru_cache(maxsize=200_000)
def word_term(word: str) -> str:
    """The term of one word."""
    stem: str = snowballstemmer.stemmer("norwegian").stemWord(fold(word))
    return stem
