"""Norwegian text as index terms, the same way for documents and for queries."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import cache

from search.language import dates, numerals, words
from search.language.compounds import CompoundSplitter, seed_splitter
from search.language.correspondences import to_bokmal
from search.language.fold import fold
from search.language.keys import LONGEST_WORD, word_key
from search.language.scan import SUSPENDED_END, TOKEN, token_span, token_text
from search.language.tables import DATA_FILES, read_bytes
from search.language.tokens import Piece, Token, distinct

_RULES = 5
"""Raised when the code, not a table, makes other terms of the same text."""

_PLAIN = frozenset(TOKEN.groupindex[form] for form in ("word", "plain_number", "other_word", "number"))
"""Groups of the forms whose terms depend on nothing but their letters, and are remembered."""

_ALONE: dict[str, tuple[Callable[[re.Match[str]], list[Piece]], Callable[[re.Match[str]], list[tuple[str, ...]]]]] = {
    "url": (words.address, words.address_query),
    "property": (numerals.property_number, numerals.property_number_query),
    "property_pair": (numerals.property_number, numerals.property_number_query),
    "section": (numerals.section, numerals.section_query),
    "iso_date": (dates.numeric_date, dates.numeric_date_query),
    "year_month": (dates.year_month, dates.year_month_query),
    "date": (dates.numeric_date, dates.numeric_date_query),
    "named_date": (dates.named_date, dates.named_date_query),
    "case": (numerals.case_number, numerals.case_number_query),
    "item": (numerals.item_number, numerals.item_number_query),
    "amount": (numerals.amount, numerals.amount_query),
    "vat": (numerals.vat_number, numerals.vat_number_query),
    "grouped": (numerals.grouped_number, numerals.grouped_number_query),
    "abbreviation": (words.abbreviation, words.abbreviation_query),
}
"""How the forms that need no lexicon are read, in documents and in queries."""


class _Remembered(dict[str, tuple[str, ...]]):
    """Terms by word, found when first asked for; forgotten when they are too many. An LRU cache takes twice as long."""

    _MOST = 200_000

    def __init__(self, find: Callable[[str], tuple[str, ...]]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= self._MOST:
            self.clear()
        terms = self._find(word)
        self[word] = terms
        return terms


class Analyzer:
    """Cuts text into tokens. Nothing of it changes but its cache, so one may serve many threads.

    Args:
        splitter: Finds the parts of compounds in documents; None leaves them whole. Queries do without.
    """

    def __init__(self, splitter: CompoundSplitter | None) -> None:
        self._splitter = splitter
        self._remembered = _Remembered(self._plain_terms)
        self._terms = self._remembered.__getitem__

    @property
    def version(self) -> str:
        """Changes whenever the same text would give other terms; part of the index's fingerprint."""
        lexicon = "none" if self._splitter is None else self._splitter.counts.version
        return f"{_RULES}-{_tables_digest()}-{lexicon}"

    def tokens(self, text: str) -> Iterator[Token]:
        """Every token of a document's text, with all the terms under which it may be looked for."""
        position = 0
        terms = self._remembered
        new = tuple.__new__  # the class itself would call a Python function for each of millions
        for match in TOKEN.finditer(text):
            form = match.lastindex or 0
            if form in _PLAIN:
                start, end = match.span(form)
                yield new(Token, (position, start, end, terms[match[form]]))
                position += 1
                continue
            last = 0
            for step, start, end, piece_terms in self._pieces(match):
                yield Token(position + step, start, end, piece_terms)
                last = step
            position += last + 1

    def query_terms(self, text: str) -> tuple[tuple[str, ...], ...]:
        """One tuple for each position of what somebody typed; terms in a tuple are alternatives.

        Give it everything that was typed between operators at once, as *12. juni 2024* is one date but three words.
        """
        return tuple(terms for match in TOKEN.finditer(text) for terms in _query_pieces(match))

    def written_terms(self, text: str, *, edges: bool = False) -> tuple[tuple[str, ...], ...]:
        """The same for a text that stands so in a document: what takes several positions there has all of them.

        Between other words, *Nord-Norge* and *12. juni 2024* are otherwise shorter than where they stand written; with
        ``edges`` something adjoins the text itself, such as the end of a title.
        """
        matches = list(TOKEN.finditer(text))
        between = range(len(matches)) if edges else range(1, len(matches) - 1)
        return tuple(
            terms
            for number, match in enumerate(matches)
            for terms in (self._written_pieces(match) if number in between else _query_pieces(match))
        )

    def _written_pieces(self, match: re.Match[str]) -> list[tuple[str, ...]]:
        if match.lastindex in _PLAIN:
            return _query_pieces(match)
        pieces = self._pieces(match)
        return [piece.terms[:1] for piece in pieces] if len(pieces) > 1 else _query_pieces(match)

    def _pieces(self, match: re.Match[str]) -> list[Piece]:
        kind = match.lastgroup or ""
        if kind in _ALONE:
            return _ALONE[kind][0](match)
        match kind:
            case "spaced":
                return words.letter_spaced(match, self._terms)
            case "broken":
                return self._broken(match)
            case "suspended":
                return [Piece(0, *token_span(match), self._suspended_terms(match))]
            case _:
                return words.joined(match, self._terms)

    def _broken(self, match: re.Match[str]) -> list[Piece]:
        """A word broken at a line end; a hyphen that belongs there (*Nord-⏎Norge*) leaves its parts to be found."""
        first, second = match["line_end"], match["line_start"]
        whole = first + second
        terms = self._terms(whole[:LONGEST_WORD])
        if self._splitter is None or not self._splitter.is_attested(fold(whole)):
            terms = distinct(*terms, *self._terms(first), *self._terms(second))
        return [Piece(0, *token_span(match), terms)]

    def _suspended_terms(self, match: re.Match[str]) -> tuple[str, ...]:
        """*barne-* before *og ungdomsskole*: the beginning, and the word that it stands for."""
        beginning = match["beginning"]
        end = SUSPENDED_END.match(match.string, match.end())
        whole = None
        if end and self._splitter:
            whole = self._splitter.completed(fold(beginning), fold(end["word"]))
        return distinct(*self._terms(beginning), *(self._terms(whole) if whole else ()))

    def _plain_terms(self, word: str) -> tuple[str, ...]:
        """The key of a word, and those of its parts; a number with and without leading zeros."""
        folded = fold(word)
        if not folded.isalpha():
            return numerals.number_terms(folded)
        if self._splitter is None:
            return words.spelled_terms(folded)
        parts = self._splitter.parts(folded) or self._splitter.parts(to_bokmal(folded))
        return distinct(*words.spelled_terms(folded), *(word_key(part) for part in parts))


def default_analyzer() -> Analyzer:
    """The analyzer with the shipped lexicon; making the first one takes about a second."""
    return Analyzer(seed_splitter())


def _query_pieces(match: re.Match[str]) -> list[tuple[str, ...]]:
    kind = match.lastgroup or ""
    if kind in _ALONE:
        return _ALONE[kind][1](match)
    if kind == "joined":
        return words.joined_query(match)
    if kind in {"number", "plain_number"}:
        return [numerals.number_terms(token_text(match))[:1]]
    if kind == "broken":
        return [words.spelled_terms(match["line_end"] + match["line_start"])]
    return [words.spelled_terms(match["beginning"] or token_text(match).replace(" ", ""))]


@cache
def _tables_digest() -> str:
    digest = hashlib.sha256()
    for name in DATA_FILES:
        digest.update(read_bytes(name))
    return digest.hexdigest()[:12]
