"""Phrases that are meant as they are typed: the index finds every form of their words, the text tells which.

What is compared are the letters without regard to case; blanks and line ends are all the same, and a word may be broken
at a line end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from harvester.store import Store
from search.backends.analysis import short_fields
from search.backends.base import (
    Among,
    And,
    Field,
    Filters,
    IndexEntry,
    IndexReader,
    Leaf,
    Not,
    Or,
    Phrase,
    Preferred,
    Request,
    Tree,
    Weighted,
)
from search.entries import entries
from search.notes import Note, NoteKind

MOST_CANDIDATES = 500
"""How many documents are read for one phrase: the best of those that have its words in any form."""

_LINE_END = re.compile(r"-[ \t]*\n\s*")
_EDGES = re.compile(r"^\W+|\W+$")


class Verifier:
    """Puts the documents that have them in the place of literal phrases.

    Attributes:
        notes: what to tell about it.
    """

    def __init__(self, reader: IndexReader, store: Store, filters: Filters) -> None:
        self._reader = reader
        self._store = store
        self._filters = filters
        self.notes: list[Note] = []

    def verify(self, tree: Tree) -> Tree:
        """The tree with only those documents for each literal phrase that have it as it was typed."""
        match tree:
            case And(clauses) | Or(clauses):
                return type(tree)(tuple(self.verify(clause) for clause in clauses))
            case Preferred(first, then):
                return Preferred(self.verify(first), self.verify(then))
            case Weighted(clause, weight):
                return Weighted(self.verify(clause), weight)
            case Not(clause):
                return Not(self.verify(clause))
            case Phrase(literal=True):
                return And((tree, Among(frozenset(self._holders(tree)))))
            case _:
                return tree

    def _holders(self, phrase: Phrase) -> Iterator[str]:
        request = Request(tree=phrase, filters=self._filters, limit=MOST_CANDIDATES, facets=())
        found = self._reader.search(request)
        if found.total > MOST_CANDIDATES:
            self.notes.append(Note(NoteKind.LITERAL_BOUNDED, phrase.word, str(MOST_CANDIDATES)))
        for entry in entries(self._store, [match.id for match in found.matches]):
            if any(stands_in(phrase, text) for text in _texts(entry, phrase)):
                yield entry.id


def _texts(entry: IndexEntry, phrase: Phrase) -> Iterator[str]:
    yield from (text for field, texts in short_fields(entry).items() if field in phrase.fields for text in texts)
    if Field.TEXT in phrase.fields:
        yield from (page.text for page in entry.pages)


def literals(wanted: tuple[Leaf, ...]) -> tuple[Phrase, ...]:
    """Those of the leaves that are meant as they are typed."""
    return tuple(leaf for leaf in wanted if isinstance(leaf, Phrase) and leaf.literal)


def stands_in(phrase: Phrase, text: str) -> bool:
    """Whether a text has the words of a phrase as they are typed."""
    words = r"\s+".join(re.escape(word) for word in _EDGES.sub("", _plain(phrase.word)).split())
    pattern = re.compile(rf"(?<!\w){words}(?!\w)")
    return any(pattern.search(reading) for reading in _readings(text))


def is_literally(phrase: Phrase, text: str) -> bool:
    """Whether a piece of text is the phrase as it is typed, and nothing else."""
    typed = _EDGES.sub("", _plain(phrase.word)).split()
    return any(_EDGES.sub("", reading).split() == typed for reading in _readings(text))


def _readings(text: str) -> tuple[str, ...]:
    """The text, and the text with the words whole that are broken at a line end."""
    plain = _plain(text)
    return (plain, _LINE_END.sub("", plain)) if _LINE_END.search(plain) else (plain,)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.casefold()).replace("\xad", "")
