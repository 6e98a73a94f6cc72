"""Erasing for good: store, bytes, raw pages, reports, and the index at its next update; and it stays erased.

Backups that were made before still hold what was erased; whoever keeps them must erase it there, or make new ones.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harvester.config import Config
from harvester.crawl.crawling import RAW_FOLDER
from harvester.crawl.raw import RawRecord, rewrite
from harvester.errors import ConfigurationError
from harvester.lock import harvest_lock
from harvester.phrases import Phrase, blank_bytes, phrase_of
from harvester.report import REPORTS
from harvester.store import REBUILD_INDEX, Erased, Store, open_store
from harvester.store.database import copies_before_migration


@dataclass(frozen=True, kw_only=True, slots=True)
class Erasure:
    """What is to be erased: a document; only one of its versions; or a passage, wherever its source has it."""

    document: str
    reason: str
    version: int | None = None
    passage: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ErasureResult:
    """What was erased: versions of documents, files with their bytes, and files of raw pages that were rewritten."""

    versions: int
    blobs: int
    raw_files: int


def erase(config: Config, wanted: Erasure, now: dt.datetime) -> ErasureResult:
    """Erase, and leave a rule that keeps it erased, with reason and date.

    Raises:
        ConfigurationError: there is nothing to erase in what was asked for, or no reason was given.
        BusyError: a harvest works in the data directory.
        StoreError: there is no such document or version.
    """
    _check(wanted)
    folder = config.data_directory
    with (
        harvest_lock(folder, now),
        open_store(folder, create=False, identity_numbers=config.identity_numbers) as store,
    ):
        erased = _erase(store, wanted, now)
        rewritten = _rewrite_raw(store, folder / RAW_FOLDER, erased)
        _rewrite_reports(folder / REPORTS, erased.phrases)
        (folder / REBUILD_INDEX).touch()
        store.shred()
        for copy in copies_before_migration(folder):
            copy.unlink()
    return ErasureResult(versions=erased.versions, blobs=erased.blobs, raw_files=rewritten)


def _check(wanted: Erasure) -> None:
    if not wanted.reason.strip():
        raise ConfigurationError("an erasure needs a reason, which stays when all else is gone")
    if wanted.version is not None and wanted.passage is not None:
        raise ConfigurationError("a passage is erased from every version; give either --version or --passage")


def _erase(store: Store, wanted: Erasure, now: dt.datetime) -> Erased:
    if wanted.version is not None:
        return store.erasures.erase_version(wanted.document, wanted.version, wanted.reason, now)
    if wanted.passage is not None:
        passage = phrase_of(wanted.passage)
        if passage is None:
            raise ConfigurationError("the passage has no words")
        return store.erasures.erase_passage(wanted.document, passage, wanted.reason, now)
    return store.erasures.erase_document(wanted.document, wanted.reason, now)


def _rewrite_raw(store: Store, folder: Path, erased: Erased) -> int:
    """Blank the phrases in the kept pages of the source; gives how many files were rewritten."""
    if not erased.phrases:
        return 0
    rewritten = 0
    change = functools.partial(_blanked, erased.source, erased.phrases)
    for path in sorted(folder.glob("*.warc.gz")):
        places = rewrite(path, change)
        if places:
            store.pages.moved(path.name, places)
            rewritten += 1
    return rewritten


def _blanked(source: str, phrases: Sequence[Phrase], page: RawRecord) -> bytes:
    return blank_bytes(page.body, phrases) if page.source == source else page.body


def _rewrite_reports(folder: Path, phrases: Sequence[Phrase]) -> None:
    for path in sorted(folder.glob("*")) if phrases else ():
        before = path.read_bytes()
        after = blank_bytes(before, phrases)
        if after != before:
            path.write_bytes(after)
