"""Words that are not written plainly: hyphens, line ends, letter-spacing, abbreviations, addresses."""

from __future__ import annotations

import re

from search.language.fold import fold
from search.language.keys import word_key
from search.language.numerals import number_terms
from search.language.scan import token_span, token_text
from search.language.tokens import Piece, Terms, distinct

_INNER = re.compile(r"[^\W_]+")
_NOT_IN_ADDRESSES = frozenset(("http", "https", "www"))


def plain_term(word: str) -> str:
    """The key of a word; what is mixed of letters and digits stays as it is."""
    folded = fold(word)
    return word_key(folded) if folded.isalpha() else folded


def spelled_terms(word: str) -> tuple[str, ...]:
    """The key of a word and, for the old spelling aa (Nygaard), that of the word with å."""
    term = plain_term(word)
    return distinct(term, plain_term(fold(word).replace("aa", "å"))) if "aa" in term else (term,)


def letter_spaced(match: re.Match[str], terms: Terms) -> list[Piece]:
    """R E F E R E R E S is one word."""
    return [Piece(0, *token_span(match), terms(token_text(match).replace(" ", "")))]


def abbreviation(match: re.Match[str]) -> list[Piece]:
    """F.eks. is found as feks."""
    return [Piece(0, *token_span(match), abbreviation_query(match)[0])]


def abbreviation_query(match: re.Match[str]) -> list[tuple[str, ...]]:
    """The abbreviation without its points."""
    return [(word_key(token_text(match).replace(".", "").replace(" ", "")),)]


def joined(match: re.Match[str], terms: Terms) -> list[Piece]:
    """E-post is found as epost, and each of its parts where it stands; 2024-2027 is two numbers."""
    parts = [
        Piece(step, *part.span(), terms(part[0]))
        for step, part in enumerate(_INNER.finditer(match.string, *token_span(match)))
    ]
    if _only_numbers(token_text(match)):
        return parts
    whole = plain_term("".join(_INNER.findall(token_text(match))))
    first, last = parts[0], parts[-1]
    return [
        Piece(0, *token_span(match), distinct(whole, *first.terms)),
        *parts[1:-1],
        last._replace(terms=distinct(*last.terms, whole)),
    ]


def joined_query(match: re.Match[str]) -> list[tuple[str, ...]]:
    """The word without its hyphens."""
    if _only_numbers(token_text(match)):
        return [number_terms(part)[:1] for part in _INNER.findall(token_text(match))]
    return [(plain_term("".join(_INNER.findall(token_text(match)))),)]


def address(match: re.Match[str]) -> list[Piece]:
    """A web or mail address as it is written, its host, and its words."""
    whole = token_text(match).casefold().rstrip(".,;:)")
    bare = re.sub(r"^https?://(?:www\.)?|^www\.", "", whole)
    words = [fold(word) for word in _INNER.findall(bare) if word not in _NOT_IN_ADDRESSES]
    return [Piece(0, *token_span(match), distinct(bare, bare.split("/")[0], *words))]


def address_query(match: re.Match[str]) -> list[tuple[str, ...]]:
    """The address as it was typed."""
    return [address(match)[0].terms[:1]]


def _only_numbers(text: str) -> bool:
    return all(part.isdecimal() for part in _INNER.findall(text))
