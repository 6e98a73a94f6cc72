"""The lexicon of an index: grown from the documents when the index is built, and kept in its folder.

An index is searched, and added to, with the lexicon that it was built with: other words would give other parts of
compounds. So new words count from the next index on, and when the corpus has outgrown the lexicon a new one is due.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from harvester.store import Store
from search.errors import IndexDamaged
from search.language import (
    CompoundSplitter,
    count_words,
    read_counts,
    seed_lexicon,
    seed_splitter,
    words_of,
)

FEWEST_DOCUMENTS = 200
"""A smaller corpus teaches nothing that the shipped lexicon does not know."""

MOST_DOCUMENTS = 20_000
"""Of a larger corpus every second, third … document is counted: the common words are known by then."""

_FILE = "lexicon.json"


def lexicon_of(store: Store) -> CompoundSplitter:
    """The shipped lexicon, grown by the words of the stored documents, as it splits compounds."""
    ids = sorted(store.reading.states())
    if len(ids) < FEWEST_DOCUMENTS:
        return seed_splitter()
    chosen = ids[:: -(-len(ids) // MOST_DOCUMENTS)]
    return CompoundSplitter(count_words(seed_lexicon().grown(_words(store, chosen))))


def save_lexicon(folder: Path, splitter: CompoundSplitter) -> None:
    """Keep the lexicon beside the index that is built with it."""
    splitter.counts.write(folder / _FILE)


def read_lexicon(folder: Path) -> CompoundSplitter:
    """The lexicon that an index was built with.

    Raises:
        IndexDamaged: it cannot be read.
    """
    path = folder / _FILE
    try:
        return CompoundSplitter(read_counts(path))
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"the index is damaged: {path} cannot be read") from error


def is_outgrown(splitter: CompoundSplitter, documents: int) -> bool:
    """Whether a corpus has so many documents by now that it would teach the lexicon much: twice as many as it did."""
    taught = splitter.counts.corpus
    return taught < MOST_DOCUMENTS and documents >= max(2 * taught, 5 * FEWEST_DOCUMENTS)


def _words(store: Store, ids: list[str]) -> Iterator[frozenset[str]]:
    for document in store.reading.documents(ids):
        pages = store.reading.pages(document.version) if document.version is not None else ()
        yield frozenset().union(*(words_of(page.text) for page in pages))
