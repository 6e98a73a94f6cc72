"""Whether two titles or two names of bodies say the same, as far as words can tell."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset({
    "og", "av", "for", "til", "på", "i", "om", "med", "fra", "frå", "en", "ei", "et", "eit", "den", "det", "de", "dei", "som",
    "ved", "etter", "under", "mot", "over", "vedr", "vedrørende", "vedrørande", "sak", "saker", "kommune", "kommunes",
    "fylkeskommune", "fylkeskommunes",
})  # fmt: skip
_STEM = 6
_REMEMBERED = 50_000
_BODY_ENDINGS = re.compile(r"(?:et|en|e|a|t)$")


@lru_cache(maxsize=_REMEMBERED)
def title_words(title: str | None) -> frozenset[str]:
    """The words that make a title, by their beginnings, which bokmål and nynorsk and most inflections share."""
    words = (word.casefold() for word in _WORD.findall(title or ""))
    return frozenset(word[:_STEM] for word in words if word not in _SMALL and (len(word) > 2 or word.isdigit()))


def alike(one: str | None, other: str | None, *, share: float = 0.5) -> bool:
    """Whether that share of the shorter title's words stands in the other; False when one has none."""
    first, second = title_words(one), title_words(other)
    shorter = min(len(first), len(second))
    return shorter > 0 and len(first & second) >= share * shorter


def title_key(title: str | None) -> str | None:
    """A key that titles share when they consist of the same words; None for titles of fewer than three."""
    words = title_words(title)
    if len(words) < 3:
        return None
    return hashlib.sha256(" ".join(sorted(words)).encode()).hexdigest()[:32]


@lru_cache(maxsize=_REMEMBERED)
def body_words(name: str | None) -> frozenset[str]:
    """What is the same in ``Formannskap`` and ``Formannskapet``; the names of bodies agree when one holds the other."""
    words = (word.casefold() for word in _WORD.findall(name or ""))
    return frozenset(_BODY_ENDINGS.sub("", word) for word in words if word not in _SMALL)
