"""Brings the index up to date with the store, or makes a new one beside it.

The store is the truth and the index a cache of it: what must be written is the difference of two sets of states. An
index that cannot be used is never removed because of an error; a new one is made beside it and takes its place when it
is finished.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from threading import Lock

from harvester.store import REBUILD_INDEX, Store
from search.backends.base import IndexEntry
from search.backends.whoosh import Effort, WhooshBackend, WhooshReader, export_to_whoosh
from search.entries import PAPER_PRIORS, PRIORS, by_type, entries, states
from search.errors import IndexDamaged, IndexMissing, IndexOutdated, IndexUnusable, QueryError
from search.generations import Generations
from search.language import Analyzer
from search.lexicon import is_outgrown, lexicon_of, read_lexicon, save_lexicon
from search.vocabulary import RecordType

logger = logging.getLogger(__name__)

_MOST_PROCESSES = 4
"""That make an index anew when it is large; each needs the memory of one segment."""

Progress = Callable[[int, int], None]
"""Told after each document how many of how many are done."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexReport:
    """What was done to the index.

    Attributes:
        added: documents that are new in it; ``updated`` and ``deleted`` are of documents too.
        documents: how many documents it has now.
        records: how many items, resolutions and meetings it has beside them.
        records_changed: how many of those were added, updated or deleted.
        rebuilt: the reason why all of it was made anew, when it was.
    """

    added: int
    updated: int
    deleted: int
    documents: int
    records: int
    records_changed: int
    rebuilt: str | None = None


def no_progress(_done: int, _total: int) -> None:
    """Tell nobody."""


def bring_up_to_date(store: Store, data_directory: Path, progress: Progress = no_progress) -> IndexReport:
    """Write what is new, changed and gone; make a new index when the one that is there cannot or should not be used.

    Raises:
        BusyError: another process is indexing.
    """
    generations = Generations(data_directory)
    with generations.only_writer():
        erased = data_directory / REBUILD_INDEX
        if erased.exists():
            report = _build(store, generations, progress, "something was erased")
            erased.unlink()
            return report
        try:
            backend = _checked(store, generations)
        except IndexMissing:
            return _build(store, generations, progress, None)
        except IndexUnusable as error:
            logger.warning("%s; a new one is made beside it", error.reason)
            return _build(store, generations, progress, error.reason)
        return _update(store, backend, progress)


def rebuild(store: Store, data_directory: Path, progress: Progress = no_progress) -> IndexReport:
    """Make a new index beside the one that is there, and put it in its place.

    Raises:
        BusyError: another process is indexing.
    """
    generations = Generations(data_directory)
    with generations.only_writer():
        return _build(store, generations, progress, "asked for")


def write_for_whoosh(store: Store, folder: Path, progress: Progress = no_progress) -> int:
    """Write everything that is searched as an index in Whoosh's own format, for other programs.

    Returns:
        how many entries it has.

    Raises:
        QueryError: the folder has something in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise QueryError(f"{folder} is not empty; name a new folder")
    wanted = states(store)
    done = count(1)

    def following() -> Iterator[IndexEntry]:
        for entry in entries(store, wanted):
            yield entry
            progress(next(done), len(wanted))

    export_to_whoosh(following(), folder, Analyzer(lexicon_of(store)))
    return len(wanted)


class OpenIndex:
    """The current index, for as long as a program runs: follows what the indexer does."""

    def __init__(self, data_directory: Path) -> None:
        """Open it.

        Raises:
            IndexUnusable: there is none, or it cannot be searched.
        """
        self._generations = Generations(data_directory)
        self._lock = Lock()
        self._lease: _Lease | None = None
        self._complaint = ""
        with self.reader():
            pass

    @property
    def analyzer(self) -> Analyzer:
        """What the index was made with, and what queries and the marks in texts are read with.

        Raises:
            IndexUnusable: the index cannot be searched any more.
        """
        with self._lock:
            return self._newest().analyzer

    @contextmanager
    def reader(self) -> Iterator[WhooshReader]:
        """The index as it is now; stays the same within the block.

        Raises:
            IndexUnusable: it cannot be searched any more.
        """
        with self._lock:
            lease = self._newest()
            lease.users += 1
        try:
            yield lease.reader
        finally:
            with self._lock:
                lease.users -= 1
                lease.close_if_unused(current=self._lease)

    def close(self) -> None:
        """Close the files when nobody reads in them any more."""
        with self._lock:
            lease, self._lease = self._lease, None
            if lease:
                lease.close_if_unused(current=None)

    def _newest(self) -> _Lease:
        """The index as it is now, or as it was when what is there now cannot be used."""
        open_before = self._lease
        try:
            moment = self._look()
            if open_before is not None and open_before.moment == moment:
                return open_before
            fresh = self._opened(moment)
        except IndexUnusable as error:
            if open_before is None:
                raise
            if str(error) != self._complaint:
                self._complaint = str(error)
                logger.warning("%s; until then what was opened before is searched", error)
            return open_before
        self._lease = fresh
        if open_before is not None:
            open_before.close_if_unused(current=fresh)
        return fresh

    def _look(self) -> Moment:
        folder = self._generations.current()
        return folder, WhooshBackend(folder, Analyzer(None)).generation()

    def _opened(self, moment: Moment) -> _Lease:
        for _ in range(_ATTEMPTS):
            folder, _commit = moment
            try:
                analyzer = self._analyzer_of(folder)
                self._generations.check_fingerprint(folder, fingerprint(analyzer))
                return _Lease(moment, WhooshBackend(folder, analyzer).reader(), analyzer)
            except IndexDamaged:
                moment = self._look()
                if moment[0] == folder:
                    raise
        raise IndexDamaged("the index is replaced faster than it can be opened")

    def _analyzer_of(self, folder: Path) -> Analyzer:
        """With the lexicon of an index, which stays the same as long as the index does."""
        if self._lease is not None and self._lease.moment[0] == folder:
            return self._lease.analyzer
        return Analyzer(read_lexicon(folder))


_ATTEMPTS = 5
Moment = tuple[Path, int]
"""The folder of an index and the number of its last commit."""


class _Lease:
    """An opened index and how many are reading in it."""

    def __init__(self, moment: Moment, reader: WhooshReader, analyzer: Analyzer) -> None:
        self.moment = moment
        self.reader = reader
        self.analyzer = analyzer
        self.users = 0

    def close_if_unused(self, current: _Lease | None) -> None:
        if self is not current and self.users == 0:
            self.reader.close()


def fingerprint(analyzer: Analyzer) -> str:
    """What an index made now depends on, beside the documents."""
    parts = (WhooshBackend.format, analyzer.version, PRIORS, PAPER_PRIORS)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _checked(store: Store, generations: Generations) -> WhooshBackend:
    """The current index, after comparing every file with its checksum."""
    folder = generations.current()
    splitter = read_lexicon(folder)
    analyzer = Analyzer(splitter)
    generations.check_fingerprint(folder, fingerprint(analyzer))
    backend = WhooshBackend(folder, analyzer)
    backend.check()
    if is_outgrown(splitter, len(store.reading.states())):
        raise IndexOutdated("the documents have outgrown the lexicon that the index was made with")
    return backend


def _build(store: Store, generations: Generations, progress: Progress, reason: str | None) -> IndexReport:
    splitter = lexicon_of(store)
    analyzer = Analyzer(splitter)
    folder = generations.new(fingerprint(analyzer))
    save_lexicon(folder, splitter)
    backend = WhooshBackend(folder, analyzer, effort=Effort(processes=min(_MOST_PROCESSES, os.cpu_count() or 1)))
    backend.create()
    report = _update(store, backend, progress)
    generations.make_current(folder)
    generations.remove_others(folder)
    return replace(report, rebuilt=reason)


def _update(store: Store, backend: WhooshBackend, progress: Progress) -> IndexReport:
    wanted = states(store)
    with backend.reader() as reader:
        known = reader.states()
    removed = sorted(known.keys() - wanted.keys())
    changed = sorted(key for key, state in wanted.items() if known.get(key) != state)
    written: list[str] = []

    def following() -> Iterator[IndexEntry]:
        for entry in entries(store, changed):
            written.append(entry.id)
            yield entry

    done = count(1)
    if changed or removed:
        backend.write(following(), removed, added=lambda: progress(next(done), len(changed)))
    with backend.reader() as reader:
        held = reader.states().keys()
    if held != (known.keys() - set(removed)) | set(written):
        raise IndexDamaged("the index does not hold what was written to it")
    papers = by_type(changed)[RecordType.DOCUMENT]
    added = sum(paper not in known for paper in papers)
    deleted = len(by_type(removed)[RecordType.DOCUMENT])
    documents = len(by_type(held)[RecordType.DOCUMENT])
    return IndexReport(
        added=added,
        updated=len(papers) - added,
        deleted=deleted,
        documents=documents,
        records=len(held) - documents,
        records_changed=len(changed) + len(removed) - len(papers) - deleted,
    )
