"""What a query is also asked for: other names of what was typed, and other spellings of what no document has.

Both are said, and both can be switched off. What stands between quotation marks or is excluded is never widened by
names: it was meant so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from search.backends.base import (
    EVERYWHERE,
    And,
    AnyOf,
    Field,
    IndexReader,
    Leaf,
    Not,
    Or,
    Phrase,
    Preferred,
    Term,
    Tree,
)
from search.language import Analyzer, letter_variants, related_terms
from search.notes import Note, NoteKind

MOST_TRIED = 256
MOST_USED = 5
LONGEST_NAME = 4
"""Words of a run that may be one domain term, as in *plan- og bygningsloven*."""

_FIELDS = frozenset({EVERYWHERE, (Field.TITLE,)})
"""Where other names are looked for; a body or a municipality that is named is the one that is meant."""


class Widener:
    """Widens the tree of one query.

    Attributes:
        notes: what to tell about it.
    """

    def __init__(self, reader: IndexReader, analyzer: Analyzer) -> None:
        self._reader = reader
        self._analyzer = analyzer
        self.notes: list[Note] = []

    def widen(self, tree: Tree) -> Tree:
        """The tree with what else is looked for."""
        return self._tree(tree, names=True)

    def _tree(self, tree: Tree, *, names: bool) -> Tree:
        match tree:
            case And(clauses):
                return _and([self._run(run, names=names) for run in _runs(clauses, self._is_name)])
            case Or(clauses):
                return Or(tuple(self._tree(clause, names=names) for clause in clauses))
            case Not(clause):
                return Not(self._tree(clause, names=False))
            case Term():
                return self._run([tree], names=names)
            case _:
                return tree

    def _run(self, run: Sequence[Tree], *, names: bool) -> Tree:
        """One clause, or words that together are the name of one thing."""
        if len(run) == 1 and not isinstance(run[0], Term):
            return self._tree(run[0], names=names)
        words = [word for word in run if isinstance(word, Term)]
        typed = _and([self._spelled(word) for word in words])
        return self._named(words, typed) if names else typed

    def _is_name(self, words: Sequence[Term]) -> bool:
        return bool(related_terms(_text(words)))

    def _named(self, words: Sequence[Term], typed: Tree) -> Tree:
        """What was typed, and after it what only has one of its other names."""
        fields = words[0].fields
        names = related_terms(_text(words)) if fields in _FIELDS else ()
        if not names:
            return typed
        leaves = [(name, self._leaf(name, fields)) for name in names]
        used = {name: leaf for name, leaf in leaves if leaf and self._reader.count(And((leaf, Not(typed))))}
        if not used:
            return typed
        self.notes.append(Note(NoteKind.OTHER_NAMES, _text(words), ", ".join(used)))
        return Preferred(typed, AnyOf(tuple(dict.fromkeys(used.values())), ", ".join(used), fields))

    def _leaf(self, name: str, fields: tuple[Field, ...]) -> Leaf | None:
        places = self._analyzer.query_terms(name)
        if len(places) > 1:
            return Phrase(places, name, fields)
        return Term(places[0], name, fields) if places else None

    def _spelled(self, term: Term) -> Term:
        """A word that no document has, with æ, ø and å in their other spellings."""
        if not term.word.isalpha() or self._reader.known_terms(term.alternatives):
            return term
        variants: dict[str, tuple[str, ...]] = {}
        for variant in islice(letter_variants(term.word), MOST_TRIED):
            places = self._analyzer.query_terms(variant)
            if len(places) == 1:
                variants[variant] = places[0]
        known = self._reader.known_terms(other for terms in variants.values() for other in terms)
        used = [variant for variant, terms in variants.items() if not known.isdisjoint(terms)][:MOST_USED]
        if not used:
            return term
        found = [other for variant in used for other in variants[variant] if other in known]
        self.notes.append(Note(NoteKind.WIDENED, term.word, ", ".join(used)))
        return replace(term, alternatives=tuple(dict.fromkeys((*term.alternatives, *found))))


def _runs(clauses: Sequence[Tree], is_name: Callable[[Sequence[Term]], bool]) -> Iterator[Sequence[Tree]]:
    """The clauses one by one, but the longest runs of words that are a name together."""
    at = 0
    while at < len(clauses):
        longest = 1
        for length in range(2, LONGEST_NAME + 1):
            run = clauses[at : at + length]
            words = [word for word in run if isinstance(word, Term) and word.fields == EVERYWHERE]
            if len(words) == length and is_name(words):
                longest = length
        yield clauses[at : at + longest]
        at += longest


def _text(words: Sequence[Term]) -> str:
    return " ".join(word.word for word in words)


def _and(clauses: list[Tree]) -> Tree:
    return clauses[0] if len(clauses) == 1 else And(tuple(clauses))
