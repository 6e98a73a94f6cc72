"""Taking meeting papers apart that have been read, whichever run or import brought them, and tying what they say."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from harvester.clock import Clock
from harvester.minutes import READER_VERSION, Minutes, MinutesText, read_minutes
from harvester.stopping import Stop
from harvester.store import Store

logger = logging.getLogger(__name__)

_BATCH = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenApart:
    """How many papers were taken apart, stayed whole, and are left for the next night."""

    split: int
    whole: int
    left: int


def take_apart(store: Store, *, clock: Clock, cpu_seconds: float, stop: Stop) -> TakenApart:
    """Read the minutes, extracts and agendas that this reader has not read, newest first.

    Each paper is kept as soon as it is read, so what is killed goes on with the next.

    Args:
        store: where the texts are and the readings go.
        clock: the time.
        cpu_seconds: after so much computing the rest is left for the next night.
        stop: ends it after the paper that is being read.
    """
    split = whole = 0
    began = time.process_time()
    while batch := store.minutes.unread(READER_VERSION, _BATCH):
        for paper in batch:
            if stop.requested() or time.process_time() - began > cpu_seconds:
                left = store.minutes.counts(READER_VERSION).waiting
                logger.warning("stopped with %d meeting papers left to take apart", left)
                return TakenApart(split=split, whole=whole, left=left)
            text = MinutesText.of(store.reading.pages(paper.version))
            reading = read_minutes(text, body_hint=paper.body)
            store.minutes.save(paper, reading, READER_VERSION, clock())
            split += isinstance(reading, Minutes)
            whole += not isinstance(reading, Minutes)
    return TakenApart(split=split, whole=whole, left=0)
