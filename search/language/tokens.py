"""What text is cut into."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """One place in a text, and every term under which it can be found.

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
