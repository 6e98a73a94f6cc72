"""The one path that every answer takes, for the command line, the web pages, the API and Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, Unpack

from harvester.model import DocumentKind
from harvester.store import Coverage, Store, open_store
from search.answering import Answering
from search.backends.base import Everything, Filters, Order, Request
from search.batch import BatchRow, answer_all, expected_weekly
from search.hits import Hits
from search.index import OpenIndex
from search.question import Options, Question
from search.results import Hit, SearchResult
from search.similar import Draft, SimilarResult, find_similar
from search.viewing import Choice, DocumentView, Viewing


def open_search(data: str | Path) -> Search:
    """The search over a data directory, to be used in a ``with`` block.

    Raises:
        StoreError: there is no store.
        IndexUnusable: there is no index, or it cannot be searched.
    """
    directory = Path(data)
    store = open_store(directory, create=False)
    try:
        return Search(store, directory)
    except BaseException:
        store.close()
        raise


class Search:
    """Answers queries from the index, and shows what the store has; never asks a portal."""

    def __init__(self, store: Store, data_directory: Path) -> None:
        self._store = store
        self._index = OpenIndex(data_directory)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the index and the store."""
        self._index.close()
        self._store.close()

    def search(self, query: str, **options: Unpack[Options]) -> SearchResult:
        """Find what a query and :class:`~search.question.Options` ask for: :meth:`answer` in everyday words.

        Raises:
            QueryError: a value cannot be meant.
            IndexUnusable: the index was damaged meanwhile.
        """
        return self.answer(Question.read(query, **options))

    def answer(self, question: Question, *, among: frozenset[str] | None = None) -> SearchResult:
        """Answer a question, from the entries with some keys only when ``among`` has them.

        A query without words finds nothing, except together with filters: then it finds all that they let through.

        Raises:
            IndexUnusable: the index was damaged meanwhile.
        """
        with self._answering(among) as answering:
            return answering.answer(question)

    def every(self, question: Question) -> Iterator[Hit]:
        """All that a question finds, whatever page it asks for, from the index as it is now: for an export.

        Raises:
            IndexUnusable: the index was damaged meanwhile.
        """
        with self._answering() as answering:
            yield from answering.every(question)

    def batch(self, queries: Sequence[str], today: dt.date, **options: Unpack[Options]) -> tuple[BatchRow, ...]:
        """What each of many queries finds, with the same options for all; see :mod:`search.batch`.

        Raises:
            QueryError: an option cannot be meant.
            IndexUnusable: the index was damaged meanwhile.
        """
        question = Question.read(**options)
        with self._index.reader() as reader:
            answering = Answering(reader, self._store, self._index.analyzer)
            return tuple(answer_all(answering, reader, queries, question, today))

    def expected_weekly(self, question: Question, today: dt.date) -> float | None:
        """How many hits a week a question can be expected to have, from what the last year brought.

        Raises:
            IndexUnusable: the index was damaged meanwhile.
        """
        with self._index.reader() as reader:
            answering = Answering(reader, self._store, self._index.analyzer)
            return expected_weekly(answering, reader, question, today)

    def similar(
        self,
        text: str,
        *,
        body: str | None = None,
        organization: str | None = None,
        before: dt.date | None = None,
        case: str | None = None,
        most: int = 10,
    ) -> SimilarResult:
        """What was decided before in cases like a title or a draft; see :class:`~search.similar.Draft`.

        Raises:
            IndexUnusable: the index was damaged meanwhile.
        """
        draft = Draft(text=text, body=body, organization=organization, before=before, case=case)
        with self._index.reader() as reader:
            return find_similar(reader, self._store, self._index.analyzer, draft, most)

    def document(
        self,
        document_id: str,
        *,
        query: str = "",
        first: int = 1,
        most: int = 50,
        only_found: bool = False,
        widen: bool = True,
    ) -> DocumentView | None:
        """A document with the words of a query marked, None when there is none; see :class:`~search.viewing.Choice`.

        Raises:
            IndexUnusable: the index was damaged meanwhile.
        """
        document = self._store.reading.document(document_id)
        if document is None:
            return None
        choice = Choice(query=query, first=first, most=most, only_found=only_found, widen=widen)
        with self._index.reader() as reader:
            return Viewing(reader, self._store, self._index.analyzer).view(document, choice)

    def latest(self, most: int = 10) -> tuple[Hit, ...]:
        """The documents of the latest meetings."""
        papers = Filters(kinds=tuple(DocumentKind))
        with self._index.reader() as reader:
            found = reader.search(Request(tree=Everything(), filters=papers, order=Order.DATE, limit=most, facets=()))
        return Hits(self._store, self._index.analyzer, ()).of(found.matches)

    def coverage(self) -> Coverage:
        """What the store holds, in numbers."""
        return self._store.reading.coverage()

    def known(self, facet: str) -> tuple[str, ...]:
        """Every value that entries in the index have of a facet."""
        with self._index.reader() as reader:
            return reader.known(facet)

    @contextmanager
    def _answering(self, among: frozenset[str] | None = None) -> Iterator[Answering]:
        with self._index.reader() as reader:
            yield Answering(reader, self._store, self._index.analyzer, among)
