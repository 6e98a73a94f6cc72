"""Compounds and their parts: *skoleskyssen* is also found by *skole* and by *skyss*.

A split is believed when both parts are attested words that are common enough for how common the whole is:
a word that stands in many documents is more likely a word of its own (*avtale*) than one that is made on the
spot (*vektertjeneste*). Parts are only for documents; a query asks for what was typed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from search.language.keys import inflection_length, word_key
from search.language.lexicon import seed_lexicon
from search.language.word_counts import SHORTEST_PART, WordCounts, compound_parts, count_words

_VOWELS = frozenset("aeiouyæøåéü")
_SHORTEST_COMPOUND = 6
_SHORTEST_UNSEEN = 4
"""Letters that the key of a tail must have before its unseen forms are believed."""

_DEEPEST = 3
_LINKS = {"s": 0.3, "e": 1.2}
"""Letters between two parts, and what believing in them costs."""

_LENGTH_COST = {True: {3: 1.0, 4: 1.0}, False: {3: 3.5, 4: 1.0}}
"""Cost of a part by its letters; short words that are known as good parts cost less."""

_PRODUCTIVITY_WEIGHT = 0.3
_BASE = 0.2
_RATIO = 1.15
_RARE_ENOUGH = 50
"""Documents; beyond them a word does not become more of a word of its own."""

_MOST_EATEN = 2
"""Letters of the tail that may vanish in the stem of the whole: lok-alene would lose -ene, so it is lokal."""

_FAMILIAR_TAIL = 20
"""Compounds that must end in a word before a beginning is believed that no document has as a word (a name)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Split:
    score: float
    at: int
    head: str
    tail: str


class CompoundSplitter:
    """Splits folded words by the counts of a lexicon; the same counts always give the same parts."""

    def __init__(self, counts: WordCounts) -> None:
        self.counts = counts
        self._words = counts.words
        self._parts = counts.parts
        self._keys = counts.keys
        self._heads = counts.heads
        self._tails = counts.tails
        self._never = compound_parts("never")
        self._short = compound_parts("short")
        self._prefixes = compound_parts("prefix")
        self._beginnings = {word[:_SHORTEST_UNSEEN] for word in self._parts}

    def is_attested(self, word: str) -> bool:
        """Whether the lexicon has a folded word."""
        return word in self._words

    def parts(self, word: str) -> tuple[str, ...]:
        """The parts of a folded word without linking letters; none when it is no compound.

        Attested words of more than one part come last: *bybane* of *bybanetrase*.
        """
        parts = self._split(word, 0)
        runs = [(first, last) for first in range(len(parts)) for last in range(first + 1, len(parts))]
        spellings = (word[parts[first][0] : parts[last][0] + len(parts[last][1])] for first, last in runs)
        inner = tuple(spelling for spelling in spellings if spelling != word and spelling in self._parts)
        return tuple(part for _, part in parts) + inner

    def completed(self, beginning: str, word: str) -> str | None:
        """What a suspended beginning stands for before a word: *gang-* before *sykkelvei* is *gangvei*.

        An attested word is preferred; else the beginning takes the last part of the word. None when the word
        has no parts.
        """
        tails = self.tails(word)
        tails += tuple(word.removeprefix(prefix) for prefix in self._prefixes if word.startswith(prefix))
        attested = next((beginning + tail for tail in tails if beginning + tail in self._words), None)
        last = self.tails(word)[-1:]
        return attested or (beginning + last[0] if last else None)

    def tails(self, word: str) -> tuple[str, ...]:
        """What the word ends in, the longest first: *ungdomsskolebygg* in *skolebygg* and *bygg*."""
        return tuple(word[at:] for at, _ in self._split(word, 0)[1:])

    def _split(self, word: str, depth: int) -> list[tuple[int, str]]:
        """Offset and spelling of each part."""
        if len(word) < _SHORTEST_COMPOUND or depth == _DEEPEST:
            return []
        split = self._believed_split(word)
        if split is None:
            return []
        head = self._split(split.head, depth + 1) or [(0, split.head)]
        tail = self._split(split.tail, depth + 1) or [(0, split.tail)]
        return head + [(split.at + offset, part) for offset, part in tail]

    def _believed_split(self, word: str) -> _Split | None:
        documents = self._words.get(word, 1)
        split = max(self._splits(word), key=lambda split: split.score, default=None)
        if split and split.score > _BASE + _RATIO * math.log(min(documents, _RARE_ENOUGH) + 1):
            return split
        return self._name_and_tail(word) if documents <= _RARE_ENOUGH else None

    def _splits(self, word: str) -> Iterator[_Split]:
        """Splits into two attested words."""
        for at in range(2 if word[:2] in self._short else SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            head, head_weight = self._head(word[:at])
            if not head:
                continue
            tail = word[at:]
            documents = self._tail_documents(tail)
            if not documents or self._eats_tail(word, tail):
                continue
            tail_weight = math.log(documents)
            productivity = min(self._heads.get(head, 0), self._tails.get(word_key(tail), 0))
            score = min(head_weight, tail_weight) + (head_weight + tail_weight) / 4
            score += _PRODUCTIVITY_WEIGHT * math.log(1 + productivity)
            yield _Split(score=score - self._cost(head) - self._cost(tail), at=at, head=head, tail=tail)

    def _head(self, text: str) -> tuple[str, float]:
        """The word that a beginning stands for, without its linking letter, and how well it is attested."""
        found, weight = text, self._head_weight(text)
        if text[-1] in _LINKS and len(text) > 4:
            unlinked = self._head_weight(text[:-1]) - _LINKS[text[-1]]
            if unlinked > weight:
                found, weight = text[:-1], unlinked
        return (found, weight) if weight > 0 else ("", 0.0)

    def _head_weight(self, word: str) -> float:
        documents = self._parts.get(word, 0)
        return math.log(documents) if documents and word not in self._prefixes else 0.0

    def _tail_documents(self, tail: str) -> int:
        """Documents that have the tail; an unseen form of a known word counts for an eighth of its other forms.

        An unseen form that is a linking s and an attested word is none: drikkevann-s-kilde.
        """
        documents = self._parts.get(tail, 0)
        if documents or tail in self._never or tail[:_SHORTEST_UNSEEN] not in self._beginnings:
            return documents
        if tail[0] == "s" and tail[1:] in self._parts:
            return 0
        key = word_key(tail)
        return self._keys.get(key, 0) // 8 if len(key) >= _SHORTEST_UNSEEN else 0

    def _name_and_tail(self, word: str) -> _Split | None:
        """A split into an unknown beginning and the longest familiar tail: *grimseidvassdraget*."""
        for at in range(4, len(word) - 4):
            head, tail = word[:at], word[at:]
            if tail not in self._parts or head in self._prefixes or _VOWELS.isdisjoint(head):
                continue
            if self._tails.get(word_key(tail), 0) >= _FAMILIAR_TAIL and not self._eats_tail(word, tail):
                return _Split(score=0.0, at=at, head=head, tail=tail)
        return None

    @staticmethod
    def _eats_tail(word: str, tail: str) -> bool:
        return inflection_length(word) - inflection_length(tail) >= _MOST_EATEN

    def _cost(self, part: str) -> float:
        return _LENGTH_COST[part in self._short].get(len(part), 0.0)


@cache
def seed_splitter() -> CompoundSplitter:
    """The splitter of the shipped lexicon; the first call takes about a second."""
    return CompoundSplitter(count_words(seed_lexicon()))
