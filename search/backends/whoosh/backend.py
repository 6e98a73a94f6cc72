"""The contract of :mod:`search.backends.base` on files of Whoosh."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import numpy as np
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC, FileIndex, LockError

from harvester.errors import BusyError
from search.backends.analysis import Section
from search.backends.base import (
    K1,
    Field,
    IndexEntry,
    Leaf,
    Match,
    Matches,
    Order,
    PageMatch,
    Request,
    Tree,
    leaves,
    no_listener,
)
from search.backends.whoosh.codec import ListSegmentReader
from search.backends.whoosh.execution import Execution
from search.backends.whoosh.facets import count_facet, passing
from search.backends.whoosh.merging import segments_to_merge
from search.backends.whoosh.postings import Numbers
from search.backends.whoosh.schema import FORMAT, make_schema
from search.backends.whoosh.snapshot import Scores, Snapshot
from search.backends.whoosh.writing import BatchWriter
from search.errors import IndexDamaged
from search.language import Analyzer

_NAME = "MAIN"
_ATTEMPTS = 10


class WhooshBackend:
    """An index in a folder, which is made when it is not there.

    Attributes:
        format: changes whenever indexes made before cannot be read any more.
    """

    format = FORMAT

    def __init__(self, folder: Path, analyzer: Analyzer) -> None:
        self._folder = folder
        self._analyzer = analyzer

    def create(self) -> None:
        """Make an empty index."""
        self._folder.mkdir(parents=True, exist_ok=True)
        TOC.create(FileStorage(str(self._folder)), make_schema(), _NAME)

    def reader(self) -> WhooshReader:
        """The index as it is now.

        Raises:
            IndexDamaged: it cannot be read.
        """
        # A writer may remove a merged segment's files between our reading the table of contents and opening them.
        for _ in range(_ATTEMPTS):
            generation = self.generation()
            try:
                return WhooshReader(self._snapshot())
            except IndexDamaged:
                if self.generation() == generation:
                    raise
        raise IndexDamaged(f"the index in {self._folder} changes faster than it can be opened")

    def generation(self) -> int:
        """A number that grows with each commit; -1 when there is no index."""
        generation: int = TOC._latest_generation(FileStorage(str(self._folder)), _NAME)  # noqa: SLF001
        return generation

    def check(self) -> None:
        """Compare every file with its checksum.

        Raises:
            IndexDamaged: a file is missing or was changed.
        """
        for segment in self._contents().segments:
            segment.check(self._folder, contents=True)

    def write(
        self, entries: Iterable[IndexEntry], removed: Collection[str] = (), *, added: Callable[[], None] = no_listener
    ) -> None:
        """Add, replace and remove, all at once; then join segments when there are many.

        Raises:
            BusyError: somebody else is writing.
            IndexDamaged: what is there cannot be read; it is left as it is.
        """
        batch = {entry.id: entry for entry in entries}
        with self._writing() as writer:
            with self.reader() as reader:
                numbers = reader.snapshot.numbers
            writer.remove(numbers[key] for key in {*batch, *removed} if key in numbers)
            writer.add_entries(batch.values(), added)
            writer.commit_batch()
        while self._merge():
            pass

    def _merge(self) -> bool:
        """Join the segments that are due; False when none are."""
        if not _due(self._contents().segments):
            return False
        with self._writing() as writer:
            readers = self._open_segments(_due(writer.segments))
            try:
                writer.commit_merged(readers)
            finally:
                _close(readers)
        return True

    @contextmanager
    def _writing(self) -> Iterator[BatchWriter]:
        self._contents()
        try:
            writer = BatchWriter(FileIndex(FileStorage(str(self._folder)), indexname=_NAME), self._analyzer)
        except LockError as error:
            raise BusyError(f"somebody else is writing to the index in {self._folder}") from error
        try:
            yield writer
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise

    def _contents(self) -> Any:
        """The table of contents.

        Whoosh reads it with a pickle; a damaged one fails in as many ways as there are bytes, and would stay open.
        """
        name = TOC._filename(_NAME, self.generation())  # noqa: SLF001  # Whoosh has no other way to one file
        memory = RamStorage()
        try:
            memory.files[name] = (self._folder / name).read_bytes()
            return TOC.read(memory, _NAME)
        except Exception as error:  # any error here means that the file is not what was written
            raise IndexDamaged(
                f"the index is damaged: the table of contents in {self._folder} cannot be read"
            ) from error

    def _snapshot(self) -> Snapshot:
        readers = self._open_segments()
        try:
            return Snapshot(readers)
        except FileNotFoundError as error:
            _close(readers)
            raise IndexDamaged(f"the index is damaged: {error.filename} is missing") from error

    def _open_segments(self, segments: list[Any] | None = None) -> list[Any]:
        contents = self._contents()
        storage = FileStorage(str(self._folder))
        opened: list[Any] = []
        try:
            for segment in contents.segments if segments is None else segments:
                segment.check(self._folder)
                opened.append(ListSegmentReader(storage, contents.schema, segment))
        except FileNotFoundError as error:
            _close(opened)
            raise IndexDamaged(f"the index is damaged: {error.filename} is missing") from error
        except IndexDamaged:
            _close(opened)
            raise
        return opened


def _close(readers: list[Any]) -> None:
    for reader in readers:
        reader.close()


def _due(segments: list[Any]) -> list[Any]:
    places = segments_to_merge([(segment.doc_count_all(), segment.doc_count()) for segment in segments])
    return [segments[place] for place in places]


class WhooshReader:
    """The index at one moment."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        self.snapshot.close()

    @property
    def size(self) -> int:
        """How many entries there are."""
        return self.snapshot.count

    def states(self) -> dict[str, str]:
        """The state of every entry by id."""
        states = self.snapshot.states
        return {key: states[number] for key, number in self.snapshot.numbers.items()}

    def known(self, facet: str) -> tuple[str, ...]:
        """Every value of a facet."""
        return tuple(sorted(count.value for count in count_facet(self.snapshot, self.snapshot.living, facet)))

    def count(self, tree: Tree) -> int:
        """How many entries fit."""
        return int(Execution(self.snapshot).run(tree).flags.sum())

    def frequency(self, terms: Iterable[str], field: Field = Field.TEXT) -> dict[str, int]:
        """How many entries have each of the terms in a field."""
        return {term: self.snapshot.frequency(field, term) for term in terms}

    def known_terms(self, terms: Iterable[str]) -> frozenset[str]:
        """Those of the terms that stand anywhere in the index."""
        return frozenset(term for term in terms if any(self.snapshot.lists(field, term) for field in Field))

    def pages(self, entry: str, tree: Tree) -> tuple[PageMatch, ...]:
        """The pages of an entry where leaves stand."""
        document = self.snapshot.numbers.get(entry)
        if document is None:
            return ()
        sections = self.snapshot.sections(document)
        counts: Counter[int] = Counter()
        for here in _occurrences(Execution(self.snapshot), leaves(tree), document, sections).values():
            for section, occurrences in zip(sections, here.tolist(), strict=True):
                counts[section.page] += occurrences
        return tuple(PageMatch(page=page, occurrences=count) for page, count in sorted(counts.items()) if count)

    def search(self, request: Request) -> Matches:
        """Answer a request."""
        execution = Execution(self.snapshot, request.recency)
        found = execution.run(request.tree)
        flags = found.flags & passing(self.snapshot, request.filters) if request.filters else found.flags
        scores = np.round(found.scores, 6)
        documents = self._ordered(np.flatnonzero(flags), scores, request.order)
        if request.fold:
            documents, sizes = self.snapshot.folded(documents)
        else:
            sizes = np.ones(len(documents), np.int64)
        shown = slice(request.offset, request.offset + request.limit)
        wanted = leaves(request.tree)
        return Matches(
            total=len(documents),
            matches=tuple(
                self._match(execution, wanted, document, float(scores[document]), folded=size - 1)
                for document, size in zip(documents[shown].tolist(), sizes[shown].tolist(), strict=True)
            ),
            facets={facet: count_facet(self.snapshot, flags, facet) for facet in request.facets},
        )

    def _ordered(self, documents: Numbers, scores: Scores, order: Order) -> Numbers:
        places = self.snapshot.order_by_date[documents]
        keys = (places, -scores[documents]) if order is Order.RELEVANCE else (places,)
        return documents[np.lexsort(keys)]

    def _match(
        self, execution: Execution, wanted: tuple[Leaf, ...], document: int, score: float, *, folded: int
    ) -> Match:
        sections = self.snapshot.sections(document)
        page, offset = None, 0
        if sections:
            counts = _occurrences(execution, wanted, document, sections)
            best = _best_section(execution, counts)
            page, offset = sections[best].page, sections[best].offset
        return Match(id=self.snapshot.ids[document], score=score, page=page, offset=offset, folded=folded)


def _occurrences(
    execution: Execution, wanted: tuple[Leaf, ...], document: int, sections: list[Section]
) -> dict[Leaf, Numbers]:
    """How often each leaf stands in each section of a document."""
    starts = [section.position for section in sections]
    return {
        leaf: np.bincount(
            np.searchsorted(starts, execution.positions(leaf, document), "right") - 1, minlength=len(starts)
        )
        for leaf in wanted
        if Field.TEXT in leaf.fields
    }


def _best_section(execution: Execution, counts: dict[Leaf, Numbers]) -> int:
    """The first of the sections with the most leaves, and of those the one with the highest score."""
    if not counts:
        return 0
    distinct = sum(here > 0 for here in counts.values())
    values = sum(execution.rarity(leaf) * here * (K1 + 1) / (here + K1) for leaf, here in counts.items())
    return int(np.lexsort((-np.round(values, 6), -np.asarray(distinct)))[0])
