"""The words that parts of compounds are looked up in, and in how many documents each stands."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from search.language.fold import fold
from search.language.scan import TOKEN
from search.language.tables import read_rows

_SEED = "norwegian_words.tsv.gz"
_HEADER = "#documents"
_WORDS = frozenset(("word", "other_word"))


@dataclass(frozen=True, kw_only=True, eq=False)
class Lexicon:
    """Attested words. It belongs to the index: other words give other parts, so a new lexicon is a new index.

    Attributes:
        documents: In how many documents each folded word was seen.
        seen: Number of documents that were counted.
    """

    documents: Mapping[str, int]
    seen: int
    version: str = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha256(f"{self.seen}\n".encode())
        for word in sorted(self.documents):
            digest.update(f"{word}\t{self.documents[word]}\n".encode())
        object.__setattr__(self, "version", digest.hexdigest()[:12])

    def grown(self, documents: Iterable[Iterable[str]], *, at_least: int = 3) -> Lexicon:
        """This lexicon and the words of more documents; words in fewer than ``at_least`` of them are left out.

        Args:
            documents: The folded words of each document, as :func:`words_of` gives them.
            at_least: Documents that must have a word before it counts; below three, misreadings get in.
        """
        counts: Counter[str] = Counter()
        more = 0
        for words in documents:
            counts.update(set(words))
            more += 1
        grown = Counter(self.documents)
        grown.update({word: count for word, count in counts.items() if count >= at_least})
        return Lexicon(documents=grown, seen=self.seen + more)

    def write(self, path: Path) -> None:
        """Saves the lexicon, to be kept beside the index that was built with it."""
        lines = [f"{_HEADER}\t{self.seen}", *(f"{word}\t{self.documents[word]}" for word in sorted(self.documents))]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Lexicon:
        """A lexicon that was saved."""
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        documents = {word: int(count) for word, count in (line.split("\t") for line in lines)}
        return cls(documents=documents, seen=int(header.split("\t")[1]))


def words_of(text: str) -> frozenset[str]:
    """The folded words of a document that are written with a small letter, so that names stay out of a lexicon."""
    found = (match[form] for match in TOKEN.finditer(text) if (form := match.lastgroup) in _WORDS)
    return frozenset(fold(word) for word in found if word[0].islower())


@cache
def seed_lexicon() -> Lexicon:
    """The lexicon shipped with the package, for a young corpus; ``data/README.md`` says where it comes from."""
    documents = {word: int(count) for word, count in read_rows(_SEED)}
    return Lexicon(documents=documents, seen=21_895)
