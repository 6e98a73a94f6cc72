"""A document as it is shown: its pages with the words of a query marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harvester.model import Page
from harvester.store import Store, StoredDocument
from search.backends.base import IndexReader, Leaf, leaves
from search.highlight import Piece, find_spans, flowing, marked
from search.hits import original
from search.language import Analyzer
from search.literal import literals
from search.query import parse
from search.widening import Widener


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """Which pages are shown, and what is marked on them.

    Attributes:
        query: what was searched for, when something was.
        first: a page that should be shown; the pages are shown in groups, and this one's group is chosen.
        most: how many pages a group has.
        only_found: leave out pages on which no searched word stands, when there are others.
        widen: mark other names and spellings too.
    """

    query: str = ""
    first: int = 1
    most: int = 50
    only_found: bool = False
    widen: bool = True


class Viewing:
    """Shows documents of a store with the words that the index knows of them."""

    def __init__(self, reader: IndexReader, store: Store, analyzer: Analyzer) -> None:
        self._reader = reader
        self._store = store
        self._analyzer = analyzer

    def view(self, document: StoredDocument, choice: Choice) -> DocumentView:
        """A document."""
        numbers = self._store.reading.page_numbers(document.version) if document.version is not None else ()
        wanted, found = self._found_pages(document, choice)
        shown = tuple(number for number in numbers if number in found) if choice.only_found and found else numbers
        most = choice.most
        groups = tuple(shown[start : start + most] for start in range(0, len(shown), most)) if most else ()
        group = next((group for group in reversed(groups) if group[0] <= choice.first), shown[:most])
        pages = [self._page(document, number) for number in group]
        return DocumentView(
            document=document,
            pages=tuple(self._page_view(document, page, wanted, found) for page in pages if page is not None),
            groups=groups,
            all_pages=numbers,
            found=found,
            query=choice.query,
            url=original(document, None),
        )

    def _found_pages(self, document: StoredDocument, choice: Choice) -> tuple[tuple[Leaf, ...], dict[int, int]]:
        tree = parse(choice.query, self._analyzer).tree
        if tree is None:
            return (), {}
        tree = Widener(self._reader, self._analyzer).widen(tree) if choice.widen else tree
        wanted = leaves(tree)
        found = {match.page: match.occurrences for match in self._reader.pages(document.id, tree)}
        return wanted, self._as_typed(document, wanted, found) if literals(wanted) else found

    def _as_typed(self, document: StoredDocument, wanted: tuple[Leaf, ...], found: Mapping[int, int]) -> dict[int, int]:
        """The pages on which something stands when literal phrases count only as they are typed."""
        pages = (self._page(document, number) for number in found)
        counts = {page.number: len(find_spans(page.text, wanted, self._analyzer)) for page in pages if page}
        return {number: count for number, count in counts.items() if count}

    def _page(self, document: StoredDocument, number: int) -> Page | None:
        return self._store.reading.page(document.version, number) if document.version is not None else None

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
