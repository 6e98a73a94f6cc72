"""One harvest: fetch, read, take apart, sweep, judge.

Whatever is fetched is in the store as soon as it comes, so a run that is ended, politely or not, loses what was under
way and nothing else, and the next run goes on from there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from harvester.clock import Clock, system_clock
from harvester.config import Config, Source
from harvester.crawl import SourceCrawl, SourceJob, crawl
from harvester.errors import ConfigurationError, StoreError
from harvester.lock import harvest_lock
from harvester.model import OSLO, Verdict, Window
from harvester.portals import portal as find_portal
from harvester.portals.contract import Portal, Skip
from harvester.progress import SILENCE, Progress
from harvester.rereading import read_again, require_recognizer
from harvester.stopping import Stop, stopped_by_signals
from harvester.store import Failure, Moment, RunRow, SourceOutcome, Store, open_store
from harvester.taking_apart import take_apart
from harvester.texts import read_documents
from harvester.verdicts import Evidence, judge, worst

STOPPED = "stopped before it was finished; the next run goes on"
_WEEKS = dt.timedelta(days=28)
"""So long ago a meeting was held lately; a portal publishes minutes within this time."""
_EARLY = dt.timedelta(hours=4)
"""By so much two nights may lie nearer to each other than whole days."""
_BROKE_OFF = "the crawl broke off before the source was through"


def run_harvest(
    config: Config,
    *,
    keys: Sequence[str] = (),
    since: dt.date | None = None,
    until: dt.date | None = None,
    clock: Clock = system_clock,
    progress: Progress = SILENCE,
    portal: Callable[[str], Portal] = find_portal,
) -> RunRow:
    """Harvest the sources of a configuration once.

    Args:
        config: what is harvested, how, and into which data directory.
        keys: only these sources; without any, all that are enabled.
        since: first day to look at, instead of each source's own.
        until: last day, likewise.
        clock: the time.
        progress: is told what goes on.
        portal: finds the adapter of a platform.

    Returns:
        the run as it was stored, with a verdict on each source. A run that was ended by SIGTERM or Ctrl-C has failed,
        with that reason.

    Raises:
        ConfigurationError: there is nothing to harvest, or something without which it must not be begun is missing.
        BusyError: another harvest works in the data directory.
        StoreError: the store cannot be used.
    """
    sources = _chosen(config, keys)
    today = clock().astimezone(OSLO).date()
    for source in sources:
        _window(source.window(today), since, until)
    portals = {source.key: portal(source.platform) for source in sources}
    stop = Stop()
    with (
        harvest_lock(config.data_directory, clock()),
        open_store(config.data_directory, identity_numbers=config.identity_numbers) as store,
        stopped_by_signals(stop),
    ):
        run = store.runs.begin(clock())
        windows = [source.window(today, reconcile=_is_due(store, source, clock())) for source in sources]
        jobs = [
            SourceJob(run=run, source=source, portal=portals[source.key], window=_window(window, since, until))
            for source, window in zip(sources, windows, strict=True)
        ]
        usual_window = since is None and until is None
        return _Harvest(config, store, jobs, clock=clock, progress=progress, stop=stop).run(usual_window=usual_window)


def _chosen(config: Config, keys: Sequence[str]) -> list[Source]:
    """The sources to harvest; one that is named is harvested even when it is not enabled."""
    sources = [config.source(key) for key in dict.fromkeys(keys)] if keys else [s for s in config.sources if s.enabled]
    if not sources:
        raise ConfigurationError("there is no source to harvest: add one to config.yaml, or enable one")
    for source in sources:
        config.require_contact(source)
    require_recognizer(config)
    return sources


def _is_due(store: Store, source: Source, now: dt.datetime) -> bool:
    """Whether the source is to be compared further back: each so many days, the first time so long after its first run."""
    last = store.runs.reconciled(source.key, source.reconcile_back_days)
    return last is not None and now - last >= dt.timedelta(days=source.reconcile_every_days) - _EARLY


def _window(own: Window, since: dt.date | None, until: dt.date | None) -> Window:
    window = Window(first=since or own.first, last=until or own.last)
    if window.first > window.last:
        raise ConfigurationError(f"the first day, {window.first}, comes after the last, {window.last}")
    return window


class _Harvest:
    """A run that has begun."""

    def __init__(
        self, config: Config, store: Store, jobs: Sequence[SourceJob], *, clock: Clock, progress: Progress, stop: Stop
    ) -> None:
        self._config = config
        self._store = store
        self._jobs = jobs
        self._run = jobs[0].run
        self._clock = clock
        self._progress = progress
        self._stop = stop

    def run(self, *, usual_window: bool) -> RunRow:
        for job in self._jobs:
            self._store.records.register(job.source)
            self._store.runs.begin_source(job.run, job.source, job.window, self._clock())
        crawled = crawl(
            self._jobs, self._store, self._config, clock=self._clock, progress=self._progress, stop=self._stop
        )
        unread = read_documents(
            self._store,
            self._run,
            limits=self._config.limits,
            clock=self._clock,
            progress=self._progress,
            stop=self._stop,
        )
        if not self._stop.requested():
            self._take_apart()
        verdicts = [
            self._judge(job, crawled[job.source.key], unread.get(job.source.key, ()), usual_window=usual_window)
            for job in self._jobs
        ]
        stopped = self._stop.requested()
        verdict = Verdict.FAILED if stopped else worst(verdicts)
        if not stopped:
            read_again(self._store, self._config, clock=self._clock, stop=self._stop)
        self._store.runs.end(self._run, verdict, self._clock(), reason=STOPPED if stopped else None)
        row = self._store.runs.get(self._run)
        if row is None:
            raise StoreError(f"run {self._run} is not in the store any more")
        return row

    def _take_apart(self) -> None:
        counts = take_apart(
            self._store, clock=self._clock, cpu_seconds=self._config.limits.minutes_cpu_seconds, stop=self._stop
        )
        self._store.minutes.note(self._run, counts)

    def _judge(self, job: SourceJob, crawled: SourceCrawl, unread: Sequence[Failure], *, usual_window: bool) -> Verdict:
        """End a source: sweep what is missing, count, and say what is to be thought of it."""
        key, store = job.source.key, self._store
        if crawled.finished:
            verdict, reason = judge(self._evidence(job, crawled, usual_window=usual_window))
        else:
            verdict, reason = Verdict.FAILED, STOPPED if self._stop.requested() else _BROKE_OFF
        # What an archive does not hold was not removed by anybody.
        sweeps = verdict is Verdict.GOOD and job.source.archive is None
        if sweeps and not store.presence.sweep(
            self._moment(key), self._expected(job, usual_window=usual_window), whole=True
        ):
            verdict, reason = Verdict.SUSPICIOUS, "so much is missing that nothing was taken as removed"
        outcome = SourceOutcome(
            verdict=verdict,
            reason=_with_remarks(_with_gaps(reason, crawled.gaps), crawled.skipped),
            requests=crawled.requests,
            downloads=crawled.downloads,
            counts=store.runs.counts(self._run, key),
            failed=(*crawled.failed_pages, *crawled.failed_documents, *crawled.gaps, *unread),
        )
        store.runs.end_source(self._run, key, outcome, self._clock())
        return verdict

    def _evidence(self, job: SourceJob, crawled: SourceCrawl, *, usual_window: bool) -> Evidence:
        source, store = job.source, self._store
        today = self._clock().astimezone(OSLO).date()
        weeks = Window(first=today - _WEEKS, last=today - dt.timedelta(days=1))
        return Evidence(
            failed_pages=crawled.failed_pages,
            seen=store.runs.counts(self._run, source.key),
            floor=source.min_meetings if usual_window else 0,
            usual=store.runs.usual(source.key, before=self._run) if usual_window else None,
            held=store.presence.held(source.key, weeks),
            known=store.presence.known_meetings(source.key, self._expected(job, usual_window=usual_window)),
            ever=store.presence.known_meetings(source.key),
        )

    def _expected(self, job: SourceJob, *, usual_window: bool) -> Window:
        """The days in which what is known should be seen again: a portal may show less far back than a night looks that
        compares everything.
        """
        if not usual_window:
            return job.window
        usual = job.source.window(self._clock().astimezone(OSLO).date())
        return Window(first=max(job.window.first, usual.first), last=job.window.last)

    def _moment(self, source: str) -> Moment:
        return Moment(run=self._run, source=source, now=self._clock())


def _with_gaps(reason: str, gaps: Sequence[Failure]) -> str:
    """The reason, and how much the archive does not hold, which the report lists."""
    if not gaps:
        return reason
    return f"{reason}; {len(gaps)} gap{'s' if len(gaps) > 1 else ''} in the archive"


def _with_remarks(reason: str, skipped: Sequence[Skip]) -> str:
    """The reason, and that the adapter remarked something on the pages, which the log has in full."""
    if not skipped:
        return reason
    number = "1 remark" if len(skipped) == 1 else f"{len(skipped)} remarks"
    return f"{reason}; {number} on its pages, such as: {skipped[0].reason} ({skipped[0].what})"
