"""Reading the documents that wait to be read, whichever run has fetched them."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from harvester.clock import Clock
from harvester.config import Limits
from harvester.errors import DocumentError
from harvester.extract import ExtractionPool, fingerprint
from harvester.model import ExtractedText
from harvester.progress import Progress
from harvester.stopping import Stop
from harvester.store import Failure, Moment, Pending, Store

logger = logging.getLogger(__name__)


def read_documents(
    store: Store, run: int, *, limits: Limits, clock: Clock, progress: Progress, stop: Stop
) -> Mapping[str, Sequence[Failure]]:
    """Read every version that waits, in child processes; equal bytes are read once.

    Returns:
        what cannot be read, and why, by source. It stays so until other bytes come.
    """
    waiting: defaultdict[str, list[Pending]] = defaultdict(list)
    for pending in store.documents.pending():
        waiting[pending.sha256].append(pending)
    failed: defaultdict[str, list[Failure]] = defaultdict(list)
    if not waiting or stop.requested():
        return failed
    progress.reading(0, len(waiting))
    with closing(texts_of(store, list(waiting), ExtractionPool(limits))) as texts:
        for done, (sha256, result) in enumerate(texts, start=1):
            for pending in waiting[sha256]:
                moment = Moment(run=run, source=pending.source, now=clock())
                if isinstance(result, ExtractedText):
                    store.documents.read(moment, pending.version, result, fingerprint(result, sha256))
                else:
                    store.documents.unreadable(pending.version, str(result))
                    failed[pending.source].append(Failure(url=_address(store, pending), reason=f"unreadable: {result}"))
            progress.reading(done, len(waiting))
            if stop.requested():
                logger.warning("stopped with %d documents left to read", len(waiting) - done)
                break
    return failed


def texts_of(
    store: Store, contents: Iterable[str], pool: ExtractionPool
) -> Generator[tuple[str, ExtractedText | DocumentError], None, None]:
    """The texts of contents by their hashes, as they are ready; contents are taken when a process is free for one."""
    opened: dict[str, ExitStack] = {}
    missing: list[str] = []

    def files() -> Iterator[tuple[str, Path]]:
        for sha256 in contents:
            if store.blobs.has(sha256):
                opened[sha256] = ExitStack()
                yield sha256, opened[sha256].enter_context(store.blobs.local(sha256))
            else:
                missing.append(sha256)

    with pool:
        for sha256, result in pool.run(files()):
            opened.pop(sha256).close()
            yield sha256, result
    # Known from before the reading, which forgets the bytes of a version that says nothing new.
    for sha256 in missing:
        yield sha256, DocumentError("its bytes are missing from the store")


def _address(store: Store, pending: Pending) -> str:
    document = store.reading.document(pending.document)
    return document.url if document is not None and document.url is not None else pending.document
