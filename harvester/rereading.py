"""Reading again what can be read better now: after the night's work, and as long as its budgets last.

Documents that an older extractor has read are read by today's; scanned pages go to a recogniser of text, in a queue of
their own. Both begin with the newest, and whatever was done stays done.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial

from harvester.clock import Clock
from harvester.config import Config, Limits
from harvester.errors import ConfigurationError
from harvester.extract import ExtractionPool, current_extractors, fingerprint, label_of
from harvester.extract.ocr import PAGE_SECONDS, Recognizer, find_recognizer, recognize
from harvester.model import ExtractedText
from harvester.stopping import Stop
from harvester.store import Pending, Store
from harvester.texts import texts_of

logger = logging.getLogger(__name__)


def require_recognizer(config: Config) -> None:
    """Refuse to begin without what must be installed.

    Raises:
        ConfigurationError: text in pictures must be recognised, and nothing is there that could.
    """
    if config.ocr == "on":
        installed_recognizer()


def installed_recognizer() -> Recognizer:
    """What recognises text in pictures.

    Raises:
        ConfigurationError: it is not installed.
    """
    recognizer = find_recognizer()
    if recognizer is None:
        raise ConfigurationError(
            "OCR is asked for, and Tesseract with its Norwegian is not installed; on Debian and Ubuntu:\n"
            "apt install tesseract-ocr tesseract-ocr-nor"
        )
    return recognizer


def recognizing_pool(limits: Limits, recognizer: Recognizer) -> ExtractionPool:
    """A pool that also recognises text in pictures, with time enough for each of ``ocr_pages``."""
    patient = limits.model_copy(update={"wall_seconds": limits.wall_seconds + limits.ocr_pages * PAGE_SECONDS})
    return ExtractionPool(patient, partial(recognize, recognizer=recognizer))


def read_again(store: Store, config: Config, *, clock: Clock, stop: Stop) -> None:
    """Read what is outdated, then look for text in what is only a picture."""
    _read_outdated(store, config.limits, clock, stop)
    scans = store.rereading.unrecognized() if config.ocr != "off" else []
    recognizer = find_recognizer() if scans else None
    if recognizer is not None:
        _recognize_scans(store, scans, config.limits, recognizer, clock=clock, stop=stop)


def _read_outdated(store: Store, limits: Limits, clock: Clock, stop: Stop) -> None:
    labels = {extractor.label for extractor in current_extractors()}
    waiting = _by_content(store, store.rereading.outdated(labels))

    def keep(pending: Pending, result: ExtractedText | None) -> None:
        if result is None:
            store.rereading.not_read(pending.version, label_of(pending.media_type))
        else:
            store.rereading.save(pending.version, result, fingerprint(result, pending.sha256), clock())

    done = _work(store, waiting, ExtractionPool(limits), keep, seconds=limits.rereading_seconds, stop=stop)
    if waiting:
        logger.info("%d of %d documents that an older version had read were read again", done, len(waiting))


def _recognize_scans(
    store: Store, scans: Sequence[Pending], limits: Limits, recognizer: Recognizer, *, clock: Clock, stop: Stop
) -> None:
    waiting = _by_content(store, scans)

    def keep(pending: Pending, result: ExtractedText | None) -> None:
        if result is None:
            store.rereading.not_recognized(pending.version, recognizer.name)
        else:
            store.rereading.save_recognized(pending.version, result, clock())

    pool = recognizing_pool(limits, recognizer)
    done = _work(store, waiting, pool, keep, seconds=limits.ocr_seconds, stop=stop)
    if waiting:
        logger.info("text was looked for in the pictures of %d of %d documents", done, len(waiting))


def _by_content(store: Store, versions: Sequence[Pending]) -> Mapping[str, Sequence[Pending]]:
    """Versions by the hash of their bytes, as far as these are in the store."""
    waiting: defaultdict[str, list[Pending]] = defaultdict(list)
    for pending in versions:
        waiting[pending.sha256].append(pending)
    return {sha256: versions for sha256, versions in waiting.items() if store.blobs.has(sha256)}


def _work(
    store: Store,
    waiting: Mapping[str, Sequence[Pending]],
    pool: ExtractionPool,
    keep: Callable[[Pending, ExtractedText | None], None],
    *,
    seconds: float,
    stop: Stop,
) -> int:
    """Read contents until the time is up, and keep what comes; gives how many were read."""
    end = time.monotonic() + seconds

    def in_time() -> Iterator[str]:
        for sha256 in waiting:
            if stop.requested() or time.monotonic() >= end:
                return
            yield sha256

    done = 0
    if not waiting:
        return done
    with closing(texts_of(store, in_time(), pool)) as texts:
        for sha256, result in texts:
            done += 1
            for pending in waiting[sha256]:
                keep(pending, result if isinstance(result, ExtractedText) else None)
            if stop.requested():
                break
    return done
