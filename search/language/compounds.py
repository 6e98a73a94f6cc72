"""Compounds and their parts: *skoleskyssen* is also found by *skole* and by *skyss*.

A split is believed when both parts are attested words that are common enough for how common the whole is:
a word that stands in many documents is more likely a word of its own (*avtale*) than one that is made on the
spot (*vektertjeneste*). Parts are only for documents; a query asks for what was typed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from search.language.domain import domain_words
from search.language.keys import inflection_length, word_key
from search.language.lexicon import Lexicon
from search.language.tables import read_rows

_VOWELS = frozenset("aeiouyæøåéü")
_SHORTEST_COMPOUND = 6
_SHORTEST_PART = 3
_SHORTEST_UNSEEN = 4
"""Letters that the key of a tail must have before its unseen forms are believed."""

_DEEPEST = 3
_FEWEST_DOCUMENTS = 3
_LINKS = {"s": 0.3, "e": 1.2}
"""Letters between two parts, and what believing in them costs."""

_LENGTH_COST = {True: {3: 1.0, 4: 1.0}, False: {3: 3.5, 4: 1.0}}
"""Cost of a part by its letters; short words that are known as good parts cost less."""

_PRODUCTIVITY_WEIGHT = 0.3
_BASE = 0.2
_RATIO = 1.15
_RARE_ENOUGH = 50
"""Documents; beyond them a word does not become more of a word of its own."""

_DOMAIN_DOCUMENTS = 200
"""Documents that a domain term counts for at least; words that are also names (*Skyss*) are rare in the lexicon."""

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
    """Splits folded words by a lexicon; the same lexicon always gives the same parts."""

    def __init__(self, lexicon: Lexicon) -> None:
        never, short, prefixes = (_parts(kind) for kind in ("never", "short", "prefix"))
        self.words = lexicon.documents
        self._short = short
        self._prefixes = prefixes
        self._never = never
        self._parts = {
            word: documents
            for word, documents in self._with_domain_words(lexicon)
            if documents >= _FEWEST_DOCUMENTS
            and (len(word) >= _SHORTEST_PART or word in short)
            and word not in never
            and not _VOWELS.isdisjoint(word)
        }
        self._beginnings = {word[:_SHORTEST_UNSEEN] for word in self._parts}
        self._head_weights = {
            word: math.log(documents) for word, documents in self._parts.items() if word not in prefixes
        }
        self._keys: Counter[str] = Counter()
        for word, documents in self._parts.items():
            self._keys[word_key(word)] += documents
        self._heads, self._tails = self._count_compounds()

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
        attested = next((beginning + tail for tail in tails if beginning + tail in self.words), None)
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
        documents = self.words.get(word, 1)
        split = max(self._splits(word), key=lambda split: split.score, default=None)
        if split and split.score > _BASE + _RATIO * math.log(min(documents, _RARE_ENOUGH) + 1):
            return split
        return self._name_and_tail(word) if documents <= _RARE_ENOUGH else None

    def _splits(self, word: str) -> Iterator[_Split]:
        """Splits into two attested words."""
        for at in range(2 if word[:2] in self._short else _SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            head, head_weight = self._head(word[:at])
            if not head:
                continue
            tail = word[at:]
            documents = self._tail_documents(tail)
            if not documents or self._eats_tail(word, tail):
                continue
            tail_weight = math.log(documents)
            productivity = min(self._heads[head], self._tails[word_key(tail)])
            score = min(head_weight, tail_weight) + (head_weight + tail_weight) / 4
            score += _PRODUCTIVITY_WEIGHT * math.log(1 + productivity)
            yield _Split(score=score - self._cost(head) - self._cost(tail), at=at, head=head, tail=tail)

    def _head(self, text: str) -> tuple[str, float]:
        """The word that a beginning stands for, without its linking letter, and how well it is attested."""
        weights = self._head_weights
        found, weight = text, weights.get(text, 0.0)
        if text[-1] in _LINKS and len(text) > 4:
            unlinked = weights.get(text[:-1], 0.0) - _LINKS[text[-1]]
            if unlinked > weight:
                found, weight = text[:-1], unlinked
        return (found, weight) if weight > 0 else ("", 0.0)

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
        return self._keys[key] // 8 if len(key) >= _SHORTEST_UNSEEN else 0

    def _name_and_tail(self, word: str) -> _Split | None:
        """A split into an unknown beginning and the longest familiar tail: *grimseidvassdraget*."""
        for at in range(4, len(word) - 4):
            head, tail = word[:at], word[at:]
            if tail not in self._parts or head in self._prefixes or _VOWELS.isdisjoint(head):
                continue
            if self._tails[word_key(tail)] >= _FAMILIAR_TAIL and not self._eats_tail(word, tail):
                return _Split(score=0.0, at=at, head=head, tail=tail)
        return None

    @staticmethod
    def _with_domain_words(lexicon: Lexicon) -> Iterator[tuple[str, int]]:
        """The lexicon, and the words of municipal politics as if they were common."""
        domain = domain_words()
        yield from (
            (word, max(documents, _DOMAIN_DOCUMENTS)) if word in domain else (word, documents)
            for word, documents in lexicon.documents.items()
        )
        yield from ((word, _DOMAIN_DOCUMENTS) for word in domain if word not in lexicon.documents)

    @staticmethod
    def _eats_tail(word: str, tail: str) -> bool:
        return inflection_length(word) - inflection_length(tail) >= _MOST_EATEN

    def _cost(self, part: str) -> float:
        return _LENGTH_COST[part in self._short].get(len(part), 0.0)

    def _count_compounds(self) -> tuple[Counter[str], Counter[str]]:
        """How many words of the lexicon begin with each head, and end in each tail (by its key)."""
        heads: Counter[str] = Counter()
        tails: Counter[str] = Counter()
        for word in self.words:
            for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
                tail = word[at:]
                if tail not in self._parts:
                    continue
                for head in (word[:at], word[:at].removesuffix("s")):
                    if head in self._parts and head not in self._prefixes:
                        heads[head] += 1
                        tails[word_key(tail)] += 1
                        break
        return heads, tails


@lru_cache(maxsize=4)
def splitter_of(lexicon: Lexicon) -> CompoundSplitter:
    """The splitter of a lexicon; making it takes about a second, so analyzers share it."""
    return CompoundSplitter(lexicon)


@cache
def _parts(kind: str) -> frozenset[str]:
    return frozenset(word for row in read_rows("compound_parts.tsv") if row[0] == kind for word in row[1].split())
