"""Entries and questions for the tests of back ends."""

from __future__ import annotations

from pathlib import Path

from harvester.model import Page
from search.backends.base import EVERYWHERE, Field, IndexBackend, IndexEntry, Matches, Phrase, Request, Term, Tree
from search.backends.whoosh import WhooshBackend
from search.language import default_analyzer


def make_whoosh(folder: Path) -> WhooshBackend:
    """An empty index on disk."""
    backend = WhooshBackend(folder, default_analyzer())
    backend.create()
    return backend


def entry(key: str, *pages: str, title: str = "", **others: object) -> IndexEntry:
    """An entry with pages of text."""
    values: dict[str, object] = {"state": f"state of {key}", "kind": "minutes", "titles": (title,) if title else ()}
    numbered = tuple(Page(number=number, text=text) for number, text in enumerate(pages, start=1))
    return IndexEntry(id=key, pages=numbered, **(values | others))  # type: ignore[arg-type]  # a test's shorthand


def term(word: str, *fields: Field) -> Term:
    """A typed word as a leaf."""
    (alternatives,) = default_analyzer().query_terms(word)
    return Term(alternatives, word, fields or EVERYWHERE)


def phrase(words: str) -> Phrase:
    """Typed words as a phrase."""
    return Phrase(default_analyzer().query_terms(words), words)


def ask(backend: IndexBackend, tree: Tree, **request: object) -> Matches:
    """One answer."""
    with backend.reader() as reader:
        return reader.search(Request(tree=tree, **request))  # type: ignore[arg-type]  # a test's shorthand


def found(backend: IndexBackend, tree: Tree, **request: object) -> list[str]:
    """The ids of an answer."""
    return [match.id for match in ask(backend, tree, **request).matches]
