"""Writes batches of entries as segments, in one process or several, and keeps the segments few.

A segment becomes part of the index when the table of contents names it, so batches are written independently, and all of
them are committed in one step.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice

from search.backends.analysis import Tokenizer
from search.backends.base import IndexEntry
from search.backends.whoosh.catalogue import NAME, Catalogue
from search.backends.whoosh.codec import ArrayCodec
from search.backends.whoosh.columns import Name
from search.backends.whoosh.merging import Weight, merge_segments, segments_to_merge
from search.backends.whoosh.schema import make_schema
from search.backends.whoosh.segment import SealedSegment, write_segment

_KILLED = 137
_MOST_ENTRIES = 60_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Effort:
    """What writing may cost.

    Attributes:
        characters: of text in one segment; each process needs some 15 bytes of memory for each.
        processes: that analyse text and write segments at the same time, when there is more than one segment to write.
    """

    characters: int = 24_000_000
    processes: int = 1

    @property
    def occurrences(self) -> int:
        """How many occurrences of words a merge may join in one go, with the memory that writing a segment takes."""
        return self.characters // 12


class IndexWriter:
    """Changes an index whose lock is held."""

    def __init__(self, catalogue: Catalogue, tokenizer: Tokenizer, effort: Effort) -> None:
        self._catalogue = catalogue
        self._tokenizer = tokenizer
        self._effort = effort

    def write(self, entries: Iterable[IndexEntry], removed: Collection[str], added: Callable[[], None]) -> None:
        """Add, replace and remove in one commit."""
        segments = self._catalogue.segments()
        written: list[SealedSegment] = []
        newest: dict[str, tuple[SealedSegment, int]] = {}
        for segment, ids in self._segments_of(entries, added):
            written.append(segment)
            for document, key in enumerate(ids):
                if key in newest:
                    before, replaced = newest[key]
                    before.delete_document(replaced)
                newest[key] = segment, document
        self._remove(segments, {*newest, *removed})
        self._commit([*segments, *written])

    def merge(self) -> bool:
        """Join the segments that are due; False when none are."""
        segments = self._catalogue.segments()
        folder = self._catalogue.folder
        due = [
            segments[place]
            for place in segments_to_merge(
                [Weight(segment.seal.size, segment.doc_count_all(), segment.doc_count()) for segment in segments]
            )
        ]
        if not due:
            return False
        merged = merge_segments(
            folder, NAME, ArrayCodec(), [segment.open(folder) for segment in due], self._effort.occurrences
        )
        place = segments.index(due[0])
        rest = [segment for segment in segments if segment not in due]
        self._commit([*rest[:place], merged, *rest[place:]])
        return True

    def _segments_of(
        self, entries: Iterable[IndexEntry], added: Callable[[], None]
    ) -> Iterator[tuple[SealedSegment, list[str]]]:
        batches = _batches(entries, self._effort.characters)
        first = list(islice(batches, 2))
        everything = chain(first, batches)
        if self._effort.processes > 1 and len(first) > 1:
            yield from self._in_processes(everything, added)
            return
        for batch in everything:
            told = _telling(batch, added)
            yield write_segment(self._catalogue.folder, NAME, ArrayCodec(), self._tokenizer, told), _ids(batch)

    def _in_processes(
        self, batches: Iterable[Sequence[IndexEntry]], added: Callable[[], None]
    ) -> Iterator[tuple[SealedSegment, list[str]]]:
        """One process reads, the others write; never more batches are under way than there are processes."""
        waiting: deque[tuple[Future[SealedSegment], list[str]]] = deque()
        with ProcessPoolExecutor(
            self._effort.processes, multiprocessing.get_context("spawn"), _begin_work, (self._tokenizer,)
        ) as pool:
            for batch in batches:
                if len(waiting) == self._effort.processes:
                    yield _finished(*waiting.popleft(), added)
                waiting.append((pool.submit(_work, self._catalogue, batch), _ids(batch)))
            while waiting:
                yield _finished(*waiting.popleft(), added)

    def _remove(self, segments: Sequence[SealedSegment], gone: Collection[str]) -> None:
        """Note which documents of these segments do not count any more, after opening each once."""
        for segment in segments if gone else ():
            opened = segment.open(self._catalogue.folder)
            ids, places = opened.columns.names(Name.ID)
            for document, place in enumerate(places.tolist()):
                if ids[place] in gone:
                    segment.delete_document(document)

    def _commit(self, segments: Iterable[SealedSegment]) -> None:
        kept = [segment for segment in segments if segment.doc_count() > 0]
        self._catalogue.commit(make_schema(), kept, self._catalogue.generation() + 1)


def _batches(entries: Iterable[IndexEntry], most: int) -> Iterator[list[IndexEntry]]:
    """Entries in groups that memory can hold."""
    batch: list[IndexEntry] = []
    characters = 0
    for entry in entries:
        batch.append(entry)
        characters += sum(len(page.text) for page in entry.pages) + len(entry.decision)
        if characters >= most or len(batch) >= _MOST_ENTRIES:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _ids(batch: Iterable[IndexEntry]) -> list[str]:
    return [entry.id for entry in batch]


def _telling(batch: Iterable[IndexEntry], added: Callable[[], None]) -> Iterator[IndexEntry]:
    for entry in batch:
        yield entry
        added()


def _finished(
    work: Future[SealedSegment], ids: list[str], added: Callable[[], None]
) -> tuple[SealedSegment, list[str]]:
    segment = work.result()
    for _ in ids:
        added()
    return segment, ids


class _Worker:
    """What a process that writes segments keeps from one to the next: the analyzer's cache above all."""

    tokenizer: Tokenizer


def _begin_work(tokenizer: Tokenizer) -> None:
    _Worker.tokenizer = tokenizer
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(_KILLED)


def _work(catalogue: Catalogue, batch: Sequence[IndexEntry]) -> SealedSegment:
    return write_segment(catalogue.folder, NAME, ArrayCodec(), _Worker.tokenizer, batch)
