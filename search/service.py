"""The one path that every answer takes, for the command line, the web pages, the API and Python."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self, Unpack
from urllib.parse import urlsplit

from harvester.media import PDF
from harvester.model import Page
from harvester.store import Coverage, Store, StoredDocument, open_store
from search.backends.analysis import SECTION_CHARACTERS
from search.backends.base import (
    FACETS,
    Among,
    And,
    Everything,
    Filters,
    IndexReader,
    Leaf,
    Match,
    Not,
    Order,
    Request,
    Tree,
    leaves,
)
from search.highlight import Piece, find_spans, flowing, marked, snippet
from search.index import OpenIndex
from search.language import Analyzer
from search.literal import Verifier, literals, stands_in
from search.notes import Note, NoteKind
from search.query import ParsedQuery, parse
from search.question import Options, Question
from search.results import Hit, SearchResult
from search.suggesting import suggest
from search.widening import Widener


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


@dataclass(frozen=True, kw_only=True, slots=True)
class PageView:
    """A page of a document: its pieces, and how many of the searched words stand on it."""

    number: int
    pieces: tuple[Piece, ...]
    needs_ocr: bool
    occurrences: int
    url: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentView:
    """A document with some of its pages.

    Attributes:
        pages: the pages that are shown, in order.
        groups: the numbers of the pages that could be shown, in groups.
        all_pages: the number of every page there is.
        found: how often the searched words stand on each page where they do.
        url: the original.
    """

    document: StoredDocument
    pages: tuple[PageView, ...]
    groups: tuple[tuple[int, ...], ...]
    all_pages: tuple[int, ...]
    found: Mapping[int, int]
    query: str
    url: str | None


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

    @property
    def _analyzer(self) -> Analyzer:
        return self._index.analyzer

    def close(self) -> None:
        """Close the index and the store."""
        self._index.close()
        self._store.close()

    def search(self, query: str, **options: Unpack[Options]) -> SearchResult:
        """Find what a query and :class:`~search.question.Options` ask for: :meth:`answer` in everyday words.

        Raises:
            QueryError: the query is too long, or another value cannot be meant.
            IndexUnusable: the index was damaged meanwhile.
        """
        return self.answer(Question.read(query, **options))

    def answer(self, question: Question, *, among: frozenset[str] | None = None) -> SearchResult:
        """Answer a question, from the entries with some ids only when ``among`` has them.

        A query without words finds nothing, except together with filters: then it finds all that they let through.

        Raises:
            QueryError: the query is too long.
            IndexUnusable: the index was damaged meanwhile.
        """
        parsed = parse(question.query, self._analyzer)
        tree = _runnable(parsed, question.filters)
        if tree is None:
            return _nothing(parsed, question)
        request = Request(
            tree=tree if among is None else And((tree, Among(among))),
            filters=question.filters,
            order=question.order,
            offset=(question.page - 1) * question.per_page,
            limit=question.per_page,
        )
        with self._index.reader() as reader:
            return self._answer(reader, parsed, request, widen=question.widen)

    def every(self, question: Question) -> Iterator[Hit]:
        """All that a question finds, whatever page it asks for, from the index as it is now: for an export.

        Raises:
            QueryError: the query is too long.
            IndexUnusable: the index was damaged meanwhile.
        """
        parsed = parse(question.query, self._analyzer)
        tree = _runnable(parsed, question.filters)
        if tree is None:
            return
        with self._index.reader() as reader:
            tree, _ = self._prepared(reader, tree, question.filters, widen=question.widen)
            wanted, offset = leaves(tree), 0
            request = Request(tree=tree, filters=question.filters, order=question.order, limit=_EXPORTED_AT_ONCE)
            while matches := reader.search(replace(request, offset=offset)).matches:
                yield from self._hits(matches, wanted)
                offset += len(matches)

    def _answer(self, reader: IndexReader, parsed: ParsedQuery, request: Request, *, widen: bool) -> SearchResult:
        filters = request.filters
        tree, added = self._prepared(reader, request.tree, filters, widen=widen)
        found = reader.search(replace(request, tree=tree))
        wanted = leaves(tree)
        hits = self._hits(found.matches, wanted)
        notes = [*(note for note in parsed.notes if note.kind not in _SILENT or not filters), *added]
        alone: tuple[tuple[str, int], ...] = ()
        if not found.total:
            notes += _unknown_names(reader, filters)
            alone = self._counts_alone(reader, wanted)
        if len(found.matches) > len(hits):
            notes.append(Note(NoteKind.WITHDRAWN, str(len(found.matches) - len(hits))))

        def total(query: str) -> int:
            other = _runnable(parse(query, self._analyzer), filters) or Not(Everything())
            other, _ = self._prepared(reader, other, filters, widen=widen)
            return reader.search(Request(tree=other, filters=filters, limit=0)).total

        return SearchResult(
            query=parsed.text,
            total=found.total,
            page=request.offset // request.limit + 1,
            per_page=request.limit,
            hits=hits,
            facets=found.facets,
            notes=tuple(notes),
            leaves=wanted,
            alone=alone,
            widened=any(note.kind in _OF_WIDENING for note in added),
            suggestions=suggest(parsed.text, tree, reader, total),
        )

    def _prepared(
        self, reader: IndexReader, tree: Tree, filters: Filters, *, widen: bool
    ) -> tuple[Tree, tuple[Note, ...]]:
        """The tree that is run, widened and with literal phrases read, and what to tell about it."""
        widener = Widener(reader, self._analyzer)
        verifier = Verifier(reader, self._store.reading, filters)
        tree = verifier.verify(widener.widen(tree) if widen else tree)
        return tree, (*widener.notes, *verifier.notes)

    def _counts_alone(self, reader: IndexReader, wanted: tuple[Leaf, ...]) -> tuple[tuple[str, int], ...]:
        """How many documents have each leaf; nothing for a single one."""
        verifier = Verifier(reader, self._store.reading, Filters())
        return tuple((leaf.word, reader.count(verifier.verify(leaf))) for leaf in wanted) if len(wanted) > 1 else ()

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
        """A document with the words of a query marked; None when there is no such document.

        Args:
            document_id: the id in the store.
            query: what was searched for, when something was.
            first: a page that should be shown; the pages are shown in groups, and this one's group is chosen.
            most: how many pages a group has.
            only_found: leave out pages on which no searched word stands, when there are others.
            widen: as in :meth:`search`.

        Raises:
            QueryError: the query is too long.
        """
        document = self._store.reading.document(document_id)
        if document is None:
            return None
        numbers = self._store.reading.page_numbers(document.version) if document.version is not None else ()
        wanted, found = self._found_pages(document, query, widen=widen)
        shown = tuple(number for number in numbers if number in found) if only_found and found else numbers
        groups = tuple(shown[start : start + most] for start in range(0, len(shown), most)) if most else ()
        group = next((group for group in reversed(groups) if group[0] <= first), shown[:most])
        pages = [self._page(document, number) for number in group]
        return DocumentView(
            document=document,
            pages=tuple(self._page_view(document, page, wanted, found) for page in pages if page is not None),
            groups=groups,
            all_pages=numbers,
            found=found,
            query=query,
            url=original(document, None),
        )

    def latest(self, most: int = 10) -> tuple[Hit, ...]:
        """The documents of the latest meetings."""
        with self._index.reader() as reader:
            found = reader.search(Request(tree=Everything(), order=Order.DATE, limit=most))
        return self._hits(found.matches, ())

    def coverage(self) -> Coverage:
        """What the store holds, in numbers."""
        return self._store.reading.coverage()

    def known(self, facet: str) -> tuple[str, ...]:
        """Every value that documents in the index have of a facet."""
        with self._index.reader() as reader:
            return reader.known(facet)

    def _hits(self, matches: Sequence[Match], wanted: tuple[Leaf, ...]) -> tuple[Hit, ...]:
        documents = {document.id: document for document in self._store.reading.documents(match.id for match in matches)}
        return tuple(self._hit(match, documents[match.id], wanted) for match in matches if match.id in documents)

    def _hit(self, match: Match, document: StoredDocument, wanted: tuple[Leaf, ...]) -> Hit:
        page, text = self._best_page(document, match, wanted)
        return Hit(
            document_id=document.id,
            title=document.title,
            pieces=snippet(text, wanted, self._analyzer),
            page=page.number if page else None,
            score=match.score,
            meeting_date=document.meeting_date,
            body=", ".join(document.bodies) or None,
            organization=document.organization or document.organization_name,
            organization_name=document.organization_name or document.organization,
            item_number=document.item_number,
            item_title=document.item_title,
            case_number=document.case_number,
            kind=document.kind.value,
            language=document.language.value,
            url=original(document, page.number if page else None),
            restriction=document.restriction,
        )

    def _best_page(self, document: StoredDocument, match: Match, wanted: tuple[Leaf, ...]) -> tuple[Page | None, str]:
        """The page that a hit is shown from, and the part of its text; the index does not know what is literal."""
        page = self._page(document, match.page)
        text = page.text[match.offset : match.offset + SECTION_CHARACTERS] if page else ""
        typed = literals(wanted)
        if not typed or document.version is None or any(stands_in(phrase, text) for phrase in typed):
            return page, text
        pages = self._store.reading.pages(document.version)
        other = next((one for one in pages if any(stands_in(phrase, one.text) for phrase in typed)), None)
        return (other, other.text) if other else (page, text)

    def _page(self, document: StoredDocument, number: int | None) -> Page | None:
        if document.version is None or number is None:
            return None
        return self._store.reading.page(document.version, number)

    def _found_pages(
        self, document: StoredDocument, query: str, *, widen: bool
    ) -> tuple[tuple[Leaf, ...], dict[int, int]]:
        tree = parse(query, self._analyzer).tree
        if tree is None:
            return (), {}
        with self._index.reader() as reader:
            tree = Widener(reader, self._analyzer).widen(tree) if widen else tree
            wanted = leaves(tree)
            found = {match.page: match.occurrences for match in reader.pages(document.id, tree)}
        return wanted, self._as_typed(document, wanted, found) if literals(wanted) else found

    def _as_typed(self, document: StoredDocument, wanted: tuple[Leaf, ...], found: Mapping[int, int]) -> dict[int, int]:
        """The pages on which something stands when literal phrases count only as they are typed."""
        pages = (self._page(document, number) for number in found)
        counts = {page.number: len(find_spans(page.text, wanted, self._analyzer)) for page in pages if page}
        return {number: count for number, count in counts.items() if count}

    def _page_view(
        self, document: StoredDocument, page: Page, wanted: tuple[Leaf, ...], found: Mapping[int, int]
    ) -> PageView:
        spans = find_spans(page.text, wanted, self._analyzer) if page.number in found else []
        return PageView(
            number=page.number,
            pieces=marked(flowing(page.text), spans),
            needs_ocr=page.needs_ocr,
            occurrences=found.get(page.number, 0),
            url=original(document, page.number),
        )


_EXPORTED_AT_ONCE = 500
_OF_WIDENING = frozenset({NoteKind.WIDENED, NoteKind.OTHER_NAMES})
_SILENT = frozenset({NoteKind.EMPTY, NoteKind.ONLY_EXCLUDES})


def original(document: StoredDocument, page: int | None) -> str | None:
    """The address of the original, at a page when it is a PDF; None when it has none that a browser may open."""
    if document.url is None:
        return None
    try:
        parts = urlsplit(document.url)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return None
    is_pdf = document.media_type == PDF or parts.path.lower().endswith(".pdf")
    return parts._replace(fragment=f"page={page}").geturl() if is_pdf and page else document.url


def _runnable(parsed: ParsedQuery, filters: Filters) -> Tree | None:
    """The tree that may be run: filters make up for words that must be there."""
    if not filters:
        return parsed.tree if parsed.bounded else None
    return And((Everything(), parsed.tree)) if parsed.tree else Everything()


def _nothing(parsed: ParsedQuery, question: Question) -> SearchResult:
    return SearchResult(
        query=parsed.text,
        total=0,
        page=question.page,
        per_page=question.per_page,
        hits=(),
        facets=dict.fromkeys(FACETS, ()),
        notes=parsed.notes,
    )


def _unknown_names(reader: IndexReader, filters: Filters) -> tuple[Note, ...]:
    """Filters that nothing in the index has, each with what comes nearest."""
    notes = []
    for kind, facet, names in (
        (NoteKind.UNKNOWN_ORGANIZATION, "organization", filters.organizations),
        (NoteKind.UNKNOWN_BODY, "body", filters.bodies),
    ):
        known = {value.casefold(): value for value in reader.known(facet)} if names else {}
        for name in names:
            if not reader.search(Request(tree=Everything(), filters=_only(facet, name), limit=1)).total:
                near = difflib.get_close_matches(name.casefold(), known, n=3, cutoff=0.4)
                notes.append(Note(kind, name, ", ".join(known[other] for other in near) or "–"))
    return tuple(notes)


def _only(facet: str, name: str) -> Filters:
    return Filters(organizations=(name,)) if facet == "organization" else Filters(bodies=(name,))
