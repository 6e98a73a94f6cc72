"""Questions of every class about a collection, chosen by how many papers have the words; the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from benchmarks.engines import PlainAnalyzer, Question
from search.backends.base import IndexEntry, IndexReader

CLASSES = (
    "rare",
    "case number",
    "common",
    "two words",
    "three words",
    "any of three",
    "phrase",
    "prefix",
    "filter and dates",
    "sort by date",
    "facets",
    "snippets",
)
_EACH = 40
_SAMPLED = 4_000


class Asker:
    """Knows the words of a collection."""

    def __init__(self, entries: Sequence[IndexEntry], analyzer: PlainAnalyzer, reader: IndexReader) -> None:
        self._chance = random.Random(4)
        self._analyzer = analyzer
        self._entries = self._chance.sample(list(entries), min(_SAMPLED, len(entries)))
        words = sorted({word for entry in self._entries[: _SAMPLED // 4] for word in self._stems(entry)})
        frequencies = reader.frequency(words)
        size = reader.size
        letters = [word for word in words if word.isalpha() and len(word) > 2]
        self._rare = [word for word in letters if 1 <= frequencies[word] <= 20]
        self._common = [word for word in letters if 0.05 * size <= frequencies[word] <= 0.3 * size]
        self._usual = [word for word in letters if 0.005 * size <= frequencies[word] <= 0.2 * size]

    def questions(self) -> dict[str, list[Question]]:
        """Some of each class."""
        words: dict[str, Callable[[], tuple[str, ...]]] = {
            "rare": lambda: self._some(self._rare, 1),
            "case number": self._case_number,
            "two words": lambda: self._some(self._usual, 2),
            "three words": lambda: self._some(self._usual, 3),
            "any of three": lambda: self._some(self._usual, 3),
            "phrase": self._run_of_words,
            "prefix": lambda: (self._chance.choice(self._usual)[:4],),
            "snippets": lambda: self._some(self._usual, 2),
        }
        return {
            kind: [self._question(kind, words.get(kind, self._common_word)()) for _ in range(_EACH)] for kind in CLASSES
        }

    def _common_word(self) -> tuple[str, ...]:
        return self._some(self._common, 1)

    def _question(self, kind: str, words: tuple[str, ...]) -> Question:
        entry = self._chance.choice([one for one in self._entries if one.date])
        day = entry.date.toordinal() if entry.date else 0
        return Question(kind, words, entry.organization or "", (day - 700, day + 700))

    def _some(self, words: list[str], how_many: int) -> tuple[str, ...]:
        return tuple(self._chance.sample(words, how_many))

    def _case_number(self) -> tuple[str, ...]:
        while True:
            for number in self._chance.choice(self._entries).numbers:
                (terms,) = self._analyzer.query_terms(number)[:1]
                if "/" in terms[0]:
                    return terms

    def _run_of_words(self) -> tuple[str, ...]:
        while True:
            stems = self._stems(self._chance.choice(self._entries))
            length = self._chance.choice((2, 2, 3, 4))
            if len(stems) > length:
                start = self._chance.randrange(len(stems) - length)
                return tuple(stems[start : start + length])

    def _stems(self, entry: IndexEntry) -> list[str]:
        page = entry.pages[len(entry.pages) // 2]
        return [terms[0] for terms in self._analyzer.query_terms(page.text)]
