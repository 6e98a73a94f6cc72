"""Ending a crawl from inside the program."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from harvester.clock import clock_from
from harvester.crawl import SourceJob, crawl
from harvester.progress import SILENCE
from harvester.stopping import Stop, stopped_by_signals
from harvester.store import open_store
from tests.harvester.crawl.toy import START, ToyMeeting, ToyPortal, ToySite, toy_config, toy_source


def test_crawl_that_is_to_end_asks_nothing_more(site: ToySite, tmp_path: Path) -> None:
    """A stop that was asked for before the crawl begins leaves every source unfinished, and says so."""
    site.meetings(ToyMeeting(id="1"))
    source = toy_source(site.url)
    clock = clock_from(START)
    stop = Stop()
    stop.request()
    with open_store(tmp_path) as store:
        run = store.runs.begin(clock())
        store.records.register(source)
        job = SourceJob(run=run, source=source, portal=ToyPortal(), window=source.window(START.date()))
        store.runs.begin_source(run, source, job.window, clock())
        config = toy_config(tmp_path, source)
        stopped = crawl([job], store, config, clock=clock, progress=SILENCE, stop=stop)
        whole = crawl([job], store, config, clock=clock, progress=SILENCE, stop=Stop())

    assert not stopped["toy"].finished
    assert "/meeting/1" not in site.paths()[:1]
    assert whole["toy"].finished
    assert whole["toy"].requests == 2


def test_stop_calls_whoever_waits() -> None:
    """Whoever is to be told is told once, and at once when it was asked for before."""
    stop, told = Stop(), []
    with stop.calling(lambda: told.append("early")):
        assert not stop.requested()
        stop.request()
    stop.request()
    with stop.calling(lambda: told.append("late")):
        pass

    assert stop.requested()
    assert told == ["early", "late"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
def test_first_signal_asks_and_handlers_come_back() -> None:
    """SIGTERM asks to end; a second one, and signals afterwards, go where they went before."""
    seen: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: seen.append(number))
    try:
        stop = Stop()
        with stopped_by_signals(stop):
            os.kill(os.getpid(), signal.SIGTERM)
            assert stop.requested()
            assert seen == []
            os.kill(os.getpid(), signal.SIGTERM)
            assert seen == [signal.SIGTERM]
        os.kill(os.getpid(), signal.SIGTERM)
        assert seen == [signal.SIGTERM] * 2
    finally:
        signal.signal(signal.SIGTERM, before)


def test_other_threads_get_no_signals() -> None:
    """Outside of the main thread nothing is changed."""
    handlers = []

    def run() -> None:
        with stopped_by_signals(Stop()):
            handlers.append(signal.getsignal(signal.SIGTERM))

    before = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()

    assert handlers == [before]
