"""A parser that was mended reads again what was fetched: offline, and saved as a harvest saves it.

It is a run of its own in the journal of changes, and none in the history of the sources: it says nothing of the portals, so
nothing is missing or removed after it, and no source counts as harvested.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from harvester.clock import Clock, system_clock
from harvester.config import Config, Source
from harvester.crawl import SourceCrawl, SourceJob, replay
from harvester.errors import ConfigurationError, StoreError
from harvester.lock import harvest_lock
from harvester.model import Verdict, Window
from harvester.portals import portal as find_portal
from harvester.portals.contract import Portal
from harvester.progress import SILENCE, Progress
from harvester.report import Report, report_of
from harvester.store import SourceRunRow, Store, open_store
from harvester.verdicts import worst


def replay_pages(
    config: Config,
    *,
    keys: Sequence[str] = (),
    clock: Clock = system_clock,
    progress: Progress = SILENCE,
    portal: Callable[[str], Portal] = find_portal,
) -> Report:
    """Read the newest raw page of each request again, in the days that each source was last harvested for.

    Args:
        config: the sources and the data directory.
        keys: only these sources; without any, all that were ever harvested.
        clock: the time.
        progress: is told what goes on.
        portal: finds the adapter of a platform.

    Returns:
        what differs from what was read before.

    Raises:
        ConfigurationError: a source is unknown, or nothing of it was ever fetched.
        BusyError: a harvest works in the data directory.
        StoreError: there is no store, or it cannot be used.
    """
    with (
        harvest_lock(config.data_directory, clock()),
        open_store(config.data_directory, create=False, identity_numbers=config.identity_numbers) as store,
    ):
        chosen = _chosen(config, store, keys)
        started = clock()
        run = store.runs.begin(started)
        jobs = [
            SourceJob(run=run, source=source, portal=portal(source.platform), window=window)
            for source, window in chosen
        ]
        for job in jobs:
            store.records.register(job.source)
        outcomes = replay(jobs, store, config, clock=clock, progress=progress)
        ended = clock()
        rows = tuple(_row(store, job, outcomes[job.source.key], started, ended) for job in jobs)
        verdict = worst([row.verdict or Verdict.FAILED for row in rows])
        store.runs.end(run, verdict, ended)
        done = store.runs.get(run)
        if done is None:
            raise StoreError(f"run {run} is not in the store any more")
        return replace(report_of(store, done, now=ended), sources=rows)


def _chosen(config: Config, store: Store, keys: Sequence[str]) -> list[tuple[Source, Window]]:
    """The sources to read again, each with the days that it was last harvested for."""
    sources = [config.source(key) for key in dict.fromkeys(keys)] if keys else list(config.sources)
    windows = [(source, store.runs.last_window(source.key)) for source in sources]
    fetched = [(source, window) for source, window in windows if window is not None]
    never = [source.key for source, window in windows if window is None]
    if keys and never:
        raise ConfigurationError(f"nothing of {', '.join(never)} was ever fetched, so there is nothing to read again")
    if not fetched:
        raise ConfigurationError("nothing was ever fetched, so there is nothing to read again")
    return fetched


def _row(store: Store, job: SourceJob, outcome: SourceCrawl, started: dt.datetime, ended: dt.datetime) -> SourceRunRow:
    counts = store.runs.counts(job.run, job.source.key)
    failed = outcome.failed_pages
    reason = failed[0].reason if failed else f"{counts.meetings.seen} meetings were read again"
    if len(failed) > 1:
        reason = f"{reason} (and {len(failed) - 1} more)"
    if outcome.gaps:
        reason = f"{reason}; {len(outcome.gaps)} pages are not kept"
    return SourceRunRow(
        source=job.source.key,
        platform=job.source.platform,
        started=started,
        ended=ended,
        verdict=Verdict.FAILED if failed else Verdict.GOOD,
        reason=reason,
        requests=0,
        downloads=0,
        counts=counts,
        failed=(*failed, *outcome.gaps),
    )
