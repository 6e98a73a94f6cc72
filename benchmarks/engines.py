"""Three engines that are asked the same questions: the embedded index, SQLite FTS5 and tantivy.

All of them get the same words: the text is cut and stemmed outside, once, by :class:`PlainAnalyzer`. The embedded index is
searched as the program does it, in all of its fields and with an exact total; the others in one column with the text.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Protocol

import snowballstemmer
import tantivy

from search.backends.base import (
    FACETS,
    And,
    Filters,
    IndexEntry,
    IndexReader,
    Or,
    Order,
    Phrase,
    Prefix,
    Request,
    Term,
    Tree,
    leaves,
)
from search.backends.whoosh import Effort, WhooshBackend
from search.highlight import Piece, snippet
from search.language import Analyzer, Token

_WORD = re.compile(r"\d+/\d+|[^\W_]+")


class _Stems(dict[str, tuple[str, ...]]):
    def __init__(self) -> None:
        super().__init__()
        self._stemmer = snowballstemmer.stemmer("norwegian")

    def __missing__(self, word: str) -> tuple[str, ...]:
        terms = self[word] = (self._stemmer.stemWord(word.lower()),)
        return terms


class PlainAnalyzer:
    """One expression and a dictionary of Snowball stems: what the engines, not Norwegian, cost."""

    version = "plain"

    def __init__(self) -> None:
        self._stems = _Stems()

    def __reduce__(self) -> tuple[type[PlainAnalyzer], tuple[()]]:
        return PlainAnalyzer, ()

    def tokens(self, text: str) -> Iterator[Token]:
        """Every word of a text; without a step of Python's own for any of them."""
        found = list(_WORD.finditer(text))
        terms = map(self._stems.__getitem__, map(re.Match.group, found))
        values = zip(count(), map(re.Match.start, found), map(re.Match.end, found), terms, strict=False)
        return map(partial(tuple.__new__, Token), values)

    def query_terms(self, text: str) -> tuple[tuple[str, ...], ...]:
        """The words of a query."""
        return tuple(self._stems[word] for word in _WORD.findall(text))

    def stemmed(self, entry: IndexEntry) -> str:
        """A text as the other engines get it."""
        stems = self._stems
        return "\n".join(" ".join([stems[word][0] for word in _WORD.findall(page.text)]) for page in entry.pages)


@dataclass(frozen=True, slots=True)
class Question:
    """A question of one of the classes, in stems."""

    kind: str
    words: tuple[str, ...]
    organization: str = ""
    days: tuple[int, int] = (0, 0)


class Engine(Protocol):
    """Something that can be built and asked."""

    name: str

    def build(self, entries: Sequence[IndexEntry]) -> None:
        """Make the index."""

    def add(self, entries: Sequence[IndexEntry]) -> None:
        """Put more into it."""

    def size(self) -> int:
        """The bytes of the index, without texts that are kept beside it."""

    def open(self) -> None:
        """Make ready for questions."""

    def asking(self, question: Question) -> Callable[[], object]:
        """What answers a question, with the ten best."""


class Embedded:
    """The index of this program."""

    name = "saksgang"

    def __init__(
        self, folder: Path, analyzer: PlainAnalyzer | Analyzer, processes: int = 1, cached_bytes: int = 64_000_000
    ) -> None:
        self.folder = folder
        self.analyzer = analyzer
        self.backend = WhooshBackend(
            folder,
            analyzer,
            effort=Effort(processes=processes),
            cached_bytes=cached_bytes,
        )
        self.texts: dict[str, IndexEntry] = {}
        self.reader: IndexReader

    def build(self, entries: Sequence[IndexEntry]) -> None:
        """Make the index."""
        self.backend.create()
        self.backend.write(entries)

    def add(self, entries: Sequence[IndexEntry]) -> None:
        """Put more into it."""
        self.backend.write(entries)

    def size(self) -> int:
        """The bytes of its files."""
        return sum(path.stat().st_size for path in self.folder.iterdir())

    def open(self) -> None:
        """A new reader."""
        self.reader = self.backend.reader()

    def asking(self, question: Question) -> Callable[[], object]:
        """What answers a question."""
        request = self.request(question)
        if question.kind == "snippets":
            return lambda: self._with_snippets(request)
        return lambda: self.reader.search(request)

    def request(self, question: Question) -> Request:
        """A question as the back end gets it."""
        return Request(
            tree=_tree(question),
            filters=_filters(question),
            order=Order.DATE if question.kind == "sort by date" else Order.RELEVANCE,
            facets=FACETS if question.kind == "facets" else (),
        )

    def _with_snippets(self, request: Request) -> list[tuple[Piece, ...]]:
        wanted = leaves(request.tree)
        found = []
        for match in self.reader.search(request).matches:
            page = next((page for page in self.texts[match.id].pages if page.number == match.page), None)
            text = page.text[match.offset :] if page else ""
            found.append(snippet(text, wanted, self.analyzer))  # type: ignore[arg-type]  # it has what is called
        return found


def _tree(question: Question) -> Tree:
    terms = tuple(Term((word,)) for word in question.words)
    match question.kind:
        case "phrase":
            return Phrase(tuple((word,) for word in question.words))
        case "prefix":
            return Prefix(question.words[0])
        case "any of three":
            return Or(terms)
        case _:
            return And(terms) if len(terms) > 1 else terms[0]


def _filters(question: Question) -> Filters:
    if question.kind != "filter and dates":
        return Filters()
    first, last = question.days
    return Filters(organizations=(question.organization,), date_from=_date(first), date_to=_date(last))


class Fts5:
    """SQLite's full-text search; columns for filters in a table beside it."""

    name = "FTS5"

    def __init__(self, path: Path, analyzer: PlainAnalyzer) -> None:
        self._analyzer = analyzer
        self._database = sqlite3.connect(path)

    def build(self, entries: Sequence[IndexEntry]) -> None:
        """Make the index."""
        # The slash of case numbers is part of a word, as for the others.
        self._database.execute("CREATE VIRTUAL TABLE texts USING fts5(text, tokenize=\"unicode61 tokenchars '/'\")")
        self._database.execute("CREATE TABLE facts (id INTEGER PRIMARY KEY, organization, kind, body, day INTEGER)")
        self.add(entries)

    def add(self, entries: Sequence[IndexEntry]) -> None:
        """Put more into it."""
        with self._database:
            for entry in entries:
                facts = (entry.organization, entry.kind, entry.bodies[0] if entry.bodies else "", _day(entry))
                row = self._database.execute(
                    "INSERT INTO facts(organization, kind, body, day) VALUES (?, ?, ?, ?)", facts
                ).lastrowid
                self._database.execute(
                    "INSERT INTO texts(rowid, text) VALUES (?, ?)", (row, self._analyzer.stemmed(entry))
                )

    def size(self) -> int:
        """The bytes of its tables but that of the texts."""
        tables = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'texts_%' AND name <> 'texts_content'"
        return int(self._database.execute(tables).fetchone()[0])

    def open(self) -> None:
        """Nothing is to be done."""

    def asking(self, question: Question) -> Callable[[], object]:
        """What answers a question."""
        quoted = [f'"{word}"' for word in question.words]
        match question.kind:
            case "phrase":
                text = '"' + " ".join(question.words) + '"'
            case "prefix":
                text = quoted[0] + "*"
            case "any of three":
                text = " OR ".join(quoted)
            case _:
                text = " ".join(quoted)
        statements, values = self._statements(question)
        return lambda: [self._database.execute(one, (text, *values)).fetchall() for one in statements]

    def _statements(self, question: Question) -> tuple[tuple[str, ...], tuple[object, ...]]:
        joined = "FROM texts JOIN facts ON facts.id = texts.rowid WHERE texts MATCH ?"
        best = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10"
        match question.kind:
            case "filter and dates":
                filtered = (
                    f"SELECT texts.rowid {joined} AND organization = ? AND day BETWEEN ? AND ? ORDER BY rank LIMIT 10"
                )
                return (filtered,), (question.organization, *question.days)
            case "sort by date":
                return (f"SELECT texts.rowid {joined} ORDER BY day DESC LIMIT 10",), ()
            case "facets":
                return (
                    best,
                    *(f"SELECT {name}, count(*) {joined} GROUP BY {name}" for name in ("organization", "kind")),
                ), ()
            case "snippets":
                return (
                    "SELECT snippet(texts, 0, '<b>', '</b>', '…', 30) FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10",
                ), ()
            case _:
                return (best,), ()


class Tantivy:
    """The engine of Rust's world."""

    name = "tantivy"

    def __init__(self, folder: Path, analyzer: PlainAnalyzer) -> None:
        self._analyzer = analyzer
        self._folder = folder
        folder.mkdir()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", stored=True, tokenizer_name="whitespace")
        for name in ("organization", "kind"):
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        builder.add_integer_field("day", indexed=True, fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._searcher: tantivy.Searcher

    def build(self, entries: Sequence[IndexEntry]) -> None:
        """Make the index."""
        self.add(entries)

    def add(self, entries: Sequence[IndexEntry]) -> None:
        """Put more into it."""
        writer = self._index.writer(256_000_000, 1)
        for entry in entries:
            document = tantivy.Document()
            document.add_text("text", self._analyzer.stemmed(entry))
            document.add_text("organization", entry.organization or "")
            document.add_text("kind", entry.kind)
            document.add_integer("day", _day(entry))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def size(self) -> int:
        """The bytes of its files but those of the texts."""
        return sum(path.stat().st_size for path in self._folder.iterdir() if path.suffix != ".store")

    def open(self) -> None:
        """A new searcher."""
        self._index.reload()
        self._searcher = self._index.searcher()

    def asking(self, question: Question) -> Callable[[], object]:
        """What answers a question."""
        query = self._query(question)
        match question.kind:
            case "sort by date":
                return lambda: self._searcher.search(query, 10, order_by_field="day")
            case "facets":
                counted = {name: {"terms": {"field": name, "size": 1000}} for name in ("organization", "kind")}
                return lambda: (self._searcher.search(query, 10), self._searcher.aggregate(query, counted))
            case "snippets":
                return lambda: self._snippets(query)
            case _:
                return lambda: self._searcher.search(query, 10)

    def _query(self, question: Question) -> tantivy.Query:
        query, schema = tantivy.Query, self._schema
        must, should = tantivy.Occur.Must, tantivy.Occur.Should
        if question.kind == "phrase":
            return query.phrase_query(schema, "text", list(question.words))
        if question.kind == "prefix":
            return query.regex_query(schema, "text", re.escape(question.words[0]) + ".*")
        terms = [query.term_query(schema, "text", word, "position") for word in question.words]
        if question.kind == "filter and dates":
            terms += [
                query.term_query(schema, "organization", question.organization, "basic"),
                query.range_query(schema, "day", tantivy.FieldType.Integer, *question.days),
            ]
        return query.boolean_query([(should if question.kind == "any of three" else must, term) for term in terms])

    def _snippets(self, query: tantivy.Query) -> list[str]:
        makes = tantivy.SnippetGenerator.create(self._searcher, query, self._schema, "text")
        hits = self._searcher.search(query, 10).hits
        return [makes.snippet_from_doc(self._searcher.doc(address)).to_html() for _, address in hits]


def _day(entry: IndexEntry) -> int:
    return entry.date.toordinal() if entry.date else 0


def _date(day: int) -> dt.date:
    return dt.date.fromordinal(day)


def texts_of(entries: Iterable[IndexEntry]) -> int:
    """The bytes of text."""
    return sum(len(page.text.encode()) for entry in entries for page in entry.pages)
