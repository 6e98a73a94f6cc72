"""Words that the index does not know, tried with the letters æ, ø and å in their other spellings."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from search.backends.base import And, IndexReader, Not, Or, Term, Tree
from search.language import Analyzer, letter_variants
from search.notes import Note, NoteKind

MOST_TRIED = 64
MOST_USED = 5


def widen(tree: Tree, reader: IndexReader, analyzer: Analyzer) -> tuple[Tree, tuple[Note, ...]]:
    """The tree with other spellings for words that no document has, and what to tell about it."""
    match tree:
        case And(clauses) | Or(clauses):
            widened = [widen(clause, reader, analyzer) for clause in clauses]
            notes = tuple(note for _, added in widened for note in added)
            return type(tree)(tuple(clause for clause, _ in widened)), notes
        case Not(clause):
            inner, notes = widen(clause, reader, analyzer)
            return Not(inner), notes
        case Term() as term:
            return _widen_term(term, reader, analyzer)
        case _:
            return tree, ()


def _widen_term(term: Term, reader: IndexReader, analyzer: Analyzer) -> tuple[Tree, tuple[Note, ...]]:
    if not term.word.isalpha() or reader.known_terms(term.alternatives):
        return term, ()
    variants: dict[str, tuple[str, ...]] = {}
    for variant in islice(letter_variants(term.word), MOST_TRIED):
        places = analyzer.query_terms(variant)
        if len(places) == 1:
            variants[variant] = places[0]
    known = reader.known_terms(other for terms in variants.values() for other in terms)
    used = [variant for variant, terms in variants.items() if not known.isdisjoint(terms)][:MOST_USED]
    if not used:
        return term, ()
    found = [other for variant in used for other in variants[variant] if other in known]
    alternatives = tuple(dict.fromkeys((*term.alternatives, *found)))
    return replace(term, alternatives=alternatives), (Note(NoteKind.WIDENED, term.word, ", ".join(used)),)
