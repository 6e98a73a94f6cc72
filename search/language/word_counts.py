"""How often words, their keys and the compounds that they make are attested: what a split is judged by.

Counting a lexicon takes about a second, reading the counts again some hundredths: they are kept beside the index
that was built with them.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from search.language.domain import domain_words
from search.language.keys import word_key
from search.language.lexicon import Lexicon
from search.language.tables import read_rows

SHORTEST_PART = 3
_VOWELS = frozenset("aeiouyæøåéü")
_FEWEST_DOCUMENTS = 3
_DOMAIN_DOCUMENTS = 200
"""Documents that a domain term counts for at least; words that are also names (*Skyss*) are rare in the lexicon."""


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class WordCounts:
    """Counts of one lexicon.

    They belong to the index: other counts give other parts, so new counts are a new index.

    Attributes:
        version: Changes with every count.
        encoded: The counts as they are saved, which the version is a digest of.
        corpus: How many documents the lexicon was grown from, besides those of the seed.
        words: In how many documents each folded word stands.
        parts: The same for those that may be parts of compounds.
        keys: In how many documents the parts with this key stand.
        heads: How many words begin with a part, with or without a linking s.
        tails: How many words end in a part with this key.
    """

    version: str
    encoded: bytes = field(repr=False)
    corpus: int
    words: Mapping[str, int]
    parts: Mapping[str, int]
    keys: Mapping[str, int]
    heads: Mapping[str, int]
    tails: Mapping[str, int]

    def write(self, path: Path) -> None:
        """Saves the counts."""
        path.write_bytes(self.encoded)


def read_counts(path: Path) -> WordCounts:
    """Counts that were saved; their version tells whether the file is still the same.

    Raises:
        ValueError: no counts are in it.
        OSError: it cannot be read.
    """
    encoded = path.read_bytes()
    try:
        corpus, *counted = json.loads(encoded)
        words, parts, keys, heads, tails = (dict(counts) for counts in counted)
    except TypeError as error:
        raise ValueError(f"{path.name} holds no counts") from error
    return WordCounts(
        version=_digest(encoded),
        encoded=encoded,
        corpus=corpus,
        words=words,
        parts=parts,
        keys=keys,
        heads=heads,
        tails=tails,
    )


def count_words(lexicon: Lexicon) -> WordCounts:
    """The counts of a lexicon."""
    parts = {word: documents for word, documents in _with_domain_words(lexicon) if _may_be_part(word, documents)}
    keys: Counter[str] = Counter()
    for word, documents in parts.items():
        keys[word_key(word)] += documents
    heads, tails = _count_compounds(lexicon, parts)
    words = dict(lexicon.documents)
    encoded = _encoded(lexicon.corpus, words, parts, keys, heads, tails)
    return WordCounts(
        version=_digest(encoded),
        encoded=encoded,
        corpus=lexicon.corpus,
        words=words,
        parts=parts,
        keys=keys,
        heads=heads,
        tails=tails,
    )


@cache
def compound_parts(kind: str) -> frozenset[str]:
    """Words that are never a part, short ones that are good parts, and prefixes."""
    return frozenset(word for row in read_rows("compound_parts.tsv") if row[0] == kind for word in row[1].split())


def _may_be_part(word: str, documents: int) -> bool:
    return (
        documents >= _FEWEST_DOCUMENTS
        and (len(word) >= SHORTEST_PART or word in compound_parts("short"))
        and word not in compound_parts("never")
        and not _VOWELS.isdisjoint(word)
    )


def _with_domain_words(lexicon: Lexicon) -> Iterator[tuple[str, int]]:
    """The lexicon, and the words of municipal politics as if they were common."""
    domain = domain_words()
    yield from (
        (word, max(documents, _DOMAIN_DOCUMENTS)) if word in domain else (word, documents)
        for word, documents in lexicon.documents.items()
    )
    yield from ((word, _DOMAIN_DOCUMENTS) for word in domain if word not in lexicon.documents)


def _count_compounds(lexicon: Lexicon, parts: Mapping[str, int]) -> tuple[Counter[str], Counter[str]]:
    """How many words of the lexicon begin with each head, and end in each tail (by its key)."""
    prefixes = compound_parts("prefix")
    heads: Counter[str] = Counter()
    tails: Counter[str] = Counter()
    for word in lexicon.documents:
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            tail = word[at:]
            if tail not in parts:
                continue
            for head in (word[:at], word[:at].removesuffix("s")):
                if head in parts and head not in prefixes:
                    heads[head] += 1
                    tails[word_key(tail)] += 1
                    break
    return heads, tails


def _encoded(corpus: int, *counted: Mapping[str, int]) -> bytes:
    return json.dumps([corpus, *counted], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _digest(encoded: bytes) -> str:
    return hashlib.sha256(encoded).hexdigest()[:12]
