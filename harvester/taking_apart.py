"""Taking meeting papers apart that have been read, whichever run or import brought them, and tying what they say."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator

from harvester.clock import Clock
from harvester.minutes import READER_VERSION, Minutes, MinutesText, read_minutes
from harvester.stopping import Stop
from harvester.store import MinutesCounts, Store

logger = logging.getLogger(__name__)

_BATCH = 200


def take_apart(store: Store, *, clock: Clock, cpu_seconds: float, stop: Stop) -> MinutesCounts:
    """Read the minutes, extracts and agendas that this reader has not read, newest first, and tie what they say.

    Each paper is kept as soon as it is read, so what is killed goes on with the next.

    Args:
        store: where the texts are and the readings go.
        clock: the time.
        cpu_seconds: after so much computing the rest is left for the next night.
        stop: ends it after the paper that is being read; then nothing is tied.
    """
    counted = Counter(_readings(store, clock, cpu_seconds, stop))
    left = store.minutes.counts(READER_VERSION).waiting
    if left:
        logger.warning("%d meeting papers are left to be taken apart by the next run", left)
    ties = store.linking.counts() if stop.requested() else store.linking.link()
    return MinutesCounts(split=counted[True], whole=counted[False], left=left, tied=ties.tied, untied=ties.untied)


def _readings(store: Store, clock: Clock, cpu_seconds: float, stop: Stop) -> Iterator[bool]:
    """Whether each paper that was read could be taken apart."""
    began = time.process_time()
    while batch := store.minutes.unread(READER_VERSION, _BATCH):
        for paper in batch:
            if stop.requested() or time.process_time() - began > cpu_seconds:
                return
            text = MinutesText.of(store.reading.pages(paper.version))
            reading = read_minutes(text, body_hint=paper.body)
            store.minutes.save(paper, reading, READER_VERSION, clock())
            yield isinstance(reading, Minutes)
