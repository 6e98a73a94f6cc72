"""The words that parts of compounds are looked up in, and in how many documents each stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from search.language.fold import fold
from search.language.scan import TOKEN
from search.language.tables import SEED, read_rows

_WORDS = frozenset(("word", "other_word"))
_FEWEST_DOCUMENTS = 3
_DOCUMENTS_A_MISREADING = 2_700
"""Of so many documents about one has a certain misreading; a word must be more frequent than that to count."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Lexicon:
    """Attested words.

    Attributes:
        documents: In how many documents each folded word was seen.
        corpus: How many documents it was grown from, besides those of the seed.
    """

    documents: Mapping[str, int]
    corpus: int = 0

    def grown(self, documents: Iterable[Iterable[str]]) -> Lexicon:
        """This lexicon and the words of more documents, without those that only a few of them have.

        Args:
            documents: The folded words of each document, as :func:`words_of` gives them.
        """
        counts: Counter[str] = Counter()
        corpus = 0
        for words in documents:
            counts.update(set(words))
            corpus += 1
        at_least = max(_FEWEST_DOCUMENTS, corpus // _DOCUMENTS_A_MISREADING)
        grown = Counter(self.documents)
        grown.update({word: count for word, count in counts.items() if count >= at_least})
        return Lexicon(documents=grown, corpus=self.corpus + corpus)


def words_of(text: str) -> frozenset[str]:
    """The folded words of a document that are written with a small letter, so that names stay out of a lexicon."""
    found = (match[form] for match in TOKEN.finditer(text) if (form := match.lastgroup) in _WORDS)
    return frozenset(fold(word) for word in found if word[0].islower())


@cache
def seed_lexicon() -> Lexicon:
    """The lexicon shipped with the package, for a young corpus; ``data/README.md`` says where it comes from."""
    return Lexicon(documents={word: int(count) for word, count in read_rows(SEED)})
