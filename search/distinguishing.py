"""What tells a text from the others in the index: its words, the parts of its title's compounds, and their other names.

*Skjenkebevilling* in a title also asks for what has *bevilling* in another compound, and a little for other names of the
thing. Names of people, places and firms tell one case from the others of its kind, so they count less here.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from search.backends.base import Field, IndexReader, Phrase, Term
from search.language import Analyzer, related_terms
from search.language.fold import fold
from search.language.keys import word_key

MOST_WORDS = 24
LEAST_DISTINCT = 0.2
"""A word counts when it distinguishes at least so much as a share of the word that distinguishes most."""

SHORTEST = 3
TITLE_WEIGHT = 3.0
"""How many times a word of the first line counts."""

LONGEST_TITLE = 40
"""Words of a first line that are looked up as names of something."""

NAME_WEIGHT = 0.3
PART_WEIGHT = 0.5
OTHER_NAME_WEIGHT = 0.3
"""What a name, a part of a compound and another name weigh beside a word; chosen by ``benchmarks.relevance``."""

FIELDS = (Field.TITLE, Field.DECISION, Field.TEXT)
_LONGEST_NAME = 4
_WORD = re.compile(r"[^\W\d_]+")
_NUMBERS = re.compile(r"[\W\d_]+")
_TELLING_NUMBER = re.compile(r"\d{4}/\d+(?:-\d+)?")
"""The number of a case; that of an item is another matter's next year."""
_SENTENCE_ENDS = re.compile(r"[.!?:–\n]\s*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """Something to look for.

    Attributes:
        leaf: what is looked for, with what to call it.
        weight: what its score is multiplied with.
        rarity: how few others have it: its inverse document frequency.
    """

    leaf: Term | Phrase
    weight: float
    rarity: float

    @property
    def worth(self) -> float:
        """How much having it tells."""
        return self.weight * self.rarity


@dataclass(slots=True)
class _Words:
    """The terms of a text: how often each stands there, as what word first, and which are only names."""

    counts: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    words: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    common: set[str] = field(default_factory=set)

    def weight(self, term: str) -> float:
        return NAME_WEIGHT if term in self.named - self.common else 1.0


def distinguishing(text: str, reader: IndexReader, analyzer: Analyzer) -> tuple[Telling, ...]:
    """What to look for, the words of the text first and of them the most telling."""
    read = _read(text, analyzer)
    parts = {part: word for part, word in read.parts.items() if part not in read.counts}
    holders = _holders(reader, (*read.counts, *parts))
    rarities = {term: _rarity(count, reader.size) for term, count in holders.items() if count}
    least = LEAST_DISTINCT * max((rarities[term] for term in read.counts if term in rarities), default=0.0)
    kept = {term: rarity for term, rarity in rarities.items() if rarity >= least}
    words = sorted(
        (term for term in kept if term in read.counts),
        key=lambda term: (-(1 + math.log(read.counts[term])) * kept[term], term),
    )[:MOST_WORDS]
    return (
        *(
            Telling(leaf=Term((term,), read.words[term], FIELDS), weight=read.weight(term), rarity=kept[term])
            for term in words
        ),
        *(
            Telling(leaf=Term((part,), _part_said(part, word), FIELDS), weight=PART_WEIGHT, rarity=kept[part])
            for part, word in parts.items()
            if part in kept
        ),
        *(
            Telling(leaf=leaf, weight=OTHER_NAME_WEIGHT, rarity=_rarity(count, reader.size))
            for leaf in dict.fromkeys(_other_names(_title(text), analyzer))
            if (count := reader.count(leaf))
        ),
    )


def _read(text: str, analyzer: Analyzer) -> _Words:
    title_end = len(text) - len(text.lstrip().partition("\n")[2])
    read = _Words()
    for token in analyzer.tokens(text):
        term, word = token.terms[0], text[token.start : token.end]
        if len(word) < SHORTEST or (_NUMBERS.fullmatch(term) and not _TELLING_NUMBER.fullmatch(term)):
            continue
        in_title = token.start < title_end
        read.counts[term] += TITLE_WEIGHT if in_title else 1.0
        read.words.setdefault(term, word)
        if in_title:
            for part in token.terms[1:]:
                if part.isalpha() and len(part) >= SHORTEST:
                    read.parts.setdefault(part, word)
        if not word.istitle():
            read.common.add(term)
        elif token.start and not _SENTENCE_ENDS.search(text, max(0, token.start - 3), token.start):
            read.named.add(term)
    return read


def _part_said(part: str, word: str) -> str:
    """What to call a part of a compound: *-bevilling* of *skjenkebevilling*."""
    folded = fold(word)
    ends = (f"-{folded[at:]}" for at in range(1, len(folded)) if word_key(folded[at:]) == part)
    beginnings = (f"{folded[:at]}-" for at in range(len(folded) - 1, 0, -1) if word_key(folded[:at]) == part)
    return next(chain(ends, beginnings), part)


def _title(text: str) -> Sequence[str]:
    return _WORD.findall(text.lstrip().partition("\n")[0])[:LONGEST_TITLE]


def _other_names(words: Sequence[str], analyzer: Analyzer) -> Iterator[Term | Phrase]:
    """Other names of what a title names."""
    for length in range(1, _LONGEST_NAME + 1):
        for at in range(len(words) - length + 1):
            for name in related_terms(" ".join(words[at : at + length])):
                places = analyzer.query_terms(name)
                if len(places) > 1:
                    yield Phrase(places, name, FIELDS[:2])
                elif places:
                    yield Term(places[0], name, FIELDS[:2])


def _holders(reader: IndexReader, terms: Iterable[str]) -> Mapping[str, int]:
    """How many entries have each of the terms, at least: as many as have it in one field."""
    asked = tuple(terms)
    holders: Counter[str] = Counter()
    for where in FIELDS:
        for term, count in reader.frequency(asked, where).items():
            holders[term] = max(holders[term], count)
    return holders


def _rarity(holders: int, size: int) -> float:
    return math.log(1 + (size - holders + 0.5) / (holders + 0.5)) if holders <= size else 0.0
