"""What comes first: exactly the title or number that was typed, and newer things a little before older ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from search.backends.analysis import BEGINNING, END
from search.backends.base import (
    EVERYWHERE,
    And,
    Everything,
    Field,
    IndexReader,
    Or,
    Phrase,
    Preferred,
    Recency,
    Term,
    Tree,
)
from search.language import Analyzer


def exact_first(tree: Tree, typed: Tree, reader: IndexReader, analyzer: Analyzer) -> Tree:
    """The tree with what has the typed words, and no others, as its title or as its number before the rest.

    Args:
        tree: what is looked for.
        typed: the query as it was typed; with operators or fields in it, it is no title.
        reader: the index.
        analyzer: the one that the index was made with.
    """
    words = list(_words(typed))
    if not words or any(word is None for word in words):
        return tree
    leaves = [word for word in words if word is not None]
    read = tuple(place for leaf in leaves for place in _places(leaf))
    written = analyzer.written_terms(" ".join(leaf.word for leaf in leaves), edges=True)
    exact: Tree = Or(tuple(_whole_title(places) for places in dict.fromkeys((read, written))))
    if len(leaves) == 1 and any(letter.isdigit() for letter in leaves[0].word):
        exact = Or((exact, Phrase(_places(leaves[0]), leaves[0].word, (Field.NUMBER,))))
    return Preferred(And((tree, exact)), tree) if reader.count(exact) else tree


def _whole_title(places: tuple[tuple[str, ...], ...]) -> Phrase:
    return Phrase(((BEGINNING,), *places, (END,)), fields=(Field.TITLE,))


def recency(reader: IndexReader) -> Recency | None:
    """Newer things first, counted from the last year of which there is anything: the same answer on any day."""
    years = [int(year) for year in reader.known("year")]
    return Recency(day=dt.date(max(years), 12, 31)) if years else None


def _words(tree: Tree) -> Iterator[Term | Phrase | None]:
    """The words of a query that has nothing else, one after the other; None for anything else."""
    match tree:
        case And(clauses):
            for clause in clauses:
                yield from _words(clause)
        case Everything():
            pass
        case Term(fields=fields) if fields == EVERYWHERE:
            yield tree
        case Phrase(fields=fields, literal=False) if fields == EVERYWHERE:
            yield tree
        case _:
            yield None


def _places(leaf: Term | Phrase) -> tuple[tuple[str, ...], ...]:
    return leaf.places if isinstance(leaf, Phrase) else (leaf.alternatives,)
