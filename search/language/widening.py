"""What a query may also be asked for, and how that is said to the reader.

Widening never happens silently: each :class:`Widening` names what was typed, what is looked for too, and why,
so that the reader sees it and can switch it off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from search.language.domain import related_terms
from search.language.spelling import known_variants, suggestions


class WideningReason(StrEnum):
    """Why something else is looked for too."""

    DOMAIN_TERM = "domain_term"
    """Another name of the same thing; added to what was typed."""
    LETTERS = "letters"
    """The same word with æ, ø, å, or without; instead of a word that has no hits."""
    SPELLING = "spelling"
    """A word one slip away; only offered, never looked for unasked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Widening:
    """Other things to look for than what was typed.

    Attributes:
        typed: The word or phrase as it was typed.
        alternatives: What to look for, each a word or a phrase, to be analyzed like typed text.
        reason: Why.
    """

    typed: str
    alternatives: tuple[str, ...]
    reason: WideningReason


def widen_terms(typed: str) -> Widening | None:
    """Other names of a domain term; None when it is none."""
    terms = related_terms(typed)
    return Widening(typed=typed, alternatives=terms, reason=WideningReason.DOMAIN_TERM) if terms else None


def widen_unknown(word: str, hits: Callable[[str], int]) -> Widening | None:
    """For a word without hits: its spellings with and without Norwegian letters, else words one slip away.

    Args:
        word: One typed word whose terms the index does not have.
        hits: In how many documents the index has a term; what has none is never given.

    Returns:
        None when nothing similar has hits.
    """
    variants = known_variants(word, hits)
    if variants:
        return Widening(typed=word, alternatives=variants, reason=WideningReason.LETTERS)
    similar = suggestions(word, hits)
    return Widening(typed=word, alternatives=similar, reason=WideningReason.SPELLING) if similar else None
