"""What text is cut into."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Token(NamedTuple):
    """One place in a text, and terms under which it can be found.

    It is a tuple because an index makes hundreds of millions: a frozen dataclass takes three times as long.

    Each position has one token. What takes several positions (*Nord-Norge*, *12. juni 2024*) has the term of the
    whole at the first and at the last of them, so that phrases hold on either side of it.

    Attributes:
        position: Number of the place, counted from 0; phrases are runs of positions.
        start: Offset of the first character in the text that was given.
        end: Offset after the last character.
        terms: Index terms, the most specific first; never empty, no term twice.
    """

    position: int
    start: int
    end: int
    terms: tuple[str, ...]


class Piece(NamedTuple):
    """A token before its position in the text is known."""

    step: int
    """Positions after the first piece of the same match."""
    start: int
    end: int
    terms: tuple[str, ...]


Terms = Callable[[str], tuple[str, ...]]
"""From a word to its terms."""


def distinct(*terms: str) -> tuple[str, ...]:
    """The terms in their order, each once, without empty ones."""
    return tuple(dict.fromkeys(filter(None, terms)))
