"""The night: harvest, index, report, alerts; once, or every night at the configured time.

The harvest is a process of its own, because Scrapy's reactor starts only once in a process; it ends with this one,
however this one ends. Whatever was killed, the next night goes on from what is in the store.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NoReturn
from zoneinfo import ZoneInfo

import typer
import yaml
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from harvester.cli import run_command
from harvester.clock import Clock, system_clock
from harvester.commands.options import (
    DEFAULT_CONFIG,
    ConfigOption,
    DataOption,
    JsonOption,
    VerboseOption,
    set_up_logging,
)
from harvester.commands.output import print_report
from harvester.commands.terminal import counter
from harvester.config import Config, Limits, Schedule, load_config
from harvester.demo.nights import demo_clock
from harvester.demo.portals import demo_portals
from harvester.errors import ConfigurationError, MailError, SaksgangError
from harvester.model import Verdict
from harvester.monitoring.night_log import note_beginning, note_end
from harvester.monitoring.notifying import tell_operator
from harvester.report import IndexCounts, Report, nothing_done, report_of, write_report
from harvester.run import STOPPED
from harvester.stopping import Stop, stopped_by_signals
from harvester.store import STORE_FILE, Store, open_store
from search.errors import IndexUnusable
from search.index import bring_up_to_date
from search.publishing import publish
from search.web.alerts import send_alerts

logger = logging.getLogger("scheduler")

HOME = Path(__file__).resolve().parent
DEMO_DATA = Path("demo-data")
_DEMO_CONFIG = "demo-config.yaml"
_SILENT = "the harvest left no report"
_GRACE = dt.timedelta(hours=20)
"""How late a night may begin after the machine was asleep; later than that, the next one is near."""
_POLITE_SECONDS = 30.0
"""How long a harvest that was asked to end may take for it."""
_HEARTBEAT_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Harvested:
    """How the harvest's process ended: with a run that is in the store, or with an error."""

    process: int
    code: int
    run: int | None
    error: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Night:
    """What a night needs: configuration, data, a clock, and somebody who may stop it.

    ``pretended`` tells that the clock is not the machine's, so that the harvest must be told the time; ``hours`` is how
    long the harvest may take before it is ended as one that hangs.
    """

    config_file: Path
    data_directory: Path
    clock: Clock
    stop: Stop
    pretended: bool = False
    verbose: bool = False
    hours: float = Limits().night_hours

    def run(self) -> tuple[Report, int]:
        """Harvest, index, report, alerts; the report is kept in the data directory. Gives it with the exit code."""
        began = self.clock()
        note_beginning(self.data_directory, began)
        harvested = harvest(self)
        if harvested.run is None and not (self.data_directory / STORE_FILE).exists():
            report = nothing_done(harvested.error or _SILENT, began)
        else:
            with open_store(self.data_directory) as store:
                report = report_harvest(store, harvested, began, self.clock())
                if not self.stop.requested():
                    report = index(store, self.data_directory, report)
                    tell_readers(store, load_config(self.config_file, data_directory=self.data_directory), self.clock())
                self._tell_operator(store)
        report = dataclasses.replace(report, ended=self.clock())
        write_report(report, self.data_directory)
        note_end(self.data_directory, report)
        return report, report.exit_code if report.run is not None else max(harvested.code, 1)

    def _tell_operator(self, store: Store) -> None:
        config = load_config(self.config_file, data_directory=self.data_directory)
        for problem in tell_operator(store, config, self.clock(), os.environ).broken:
            logger.warning("%s", problem)


def harvest(night: Night) -> Harvested:
    """Run the harvest as a process, which is ended politely when the night is stopped."""
    command = [sys.executable, "-m", "harvester", "run", "--json", "--tethered"]
    command += ["--config", str(night.config_file), "--data", str(night.data_directory)]
    if night.pretended:
        command += ["--now", night.clock().isoformat()]
    if night.verbose:
        command += ["--verbose"]
    paths = filter(None, (str(HOME), os.environ.get("PYTHONPATH")))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    # In a session of its own: Ctrl-C comes to this process alone, and is passed on once.
    with subprocess.Popen(  # noqa: S603  the command is our own
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True
    ) as child:
        answer = _await(child, night.stop, hours=night.hours)
    harvested = _harvested(child.pid, child.returncode, answer.text)
    if not answer.overdue:
        return harvested
    hangs = f"the harvest took longer than {night.hours:g} hours (limits.night_hours) and was ended"
    return dataclasses.replace(harvested, code=max(harvested.code, 1), error=hangs)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Answer:
    text: bytes
    overdue: bool


def _await(child: subprocess.Popen[bytes], stop: Stop, *, hours: float) -> _Answer:
    """What the process prints until it ends; asked to stop, or overdue, it has a bounded time for that."""
    pieces: list[bytes] = []
    reader = threading.Thread(target=lambda: pieces.append(child.stdout.read() if child.stdout else b""))
    reader.start()
    due = time.monotonic() + hours * 3600
    overdue = False
    deadline: float | None = None
    with stop.calling(child.terminate):
        while child.poll() is None:
            if not overdue and deadline is None and time.monotonic() > due:
                overdue = True
                child.terminate()
            if (stop.requested() or overdue) and deadline is None:
                deadline = time.monotonic() + _POLITE_SECONDS
            if deadline is not None and time.monotonic() > deadline:
                child.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=0.2)
    reader.join()
    return _Answer(text=b"".join(pieces), overdue=overdue)


def _harvested(process: int, code: int, answer: bytes) -> Harvested:
    try:
        content = json.loads(answer)
    except ValueError:
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        return Harvested(process=process, code=3, run=None, error=f"the harvest {how} and left no report")
    if "error" in content:
        return Harvested(process=process, code=code, run=None, error=str(content["error"]["message"]))
    return Harvested(process=process, code=code, run=int(content["run"]), error=None)


def report_harvest(store: Store, harvested: Harvested, began: dt.datetime, now: dt.datetime) -> Report:
    """The report of the run that the process made; one that was killed is found by its process."""
    if harvested.run is not None:
        run = store.runs.get(harvested.run)
    else:
        run = next((row for row in store.runs.latest() if row.process == harvested.process), None)
    if run is None:
        return nothing_done(harvested.error or _SILENT, began)
    report = report_of(store, run, now=now)
    return report if harvested.error is None else dataclasses.replace(report, reason=harvested.error)


def index(store: Store, data_directory: Path, report: Report) -> Report:
    """Bring the index up to date, whatever became of the harvest, and add that to the report."""
    try:
        with counter() as shown:
            done = bring_up_to_date(store, data_directory, lambda done, total: shown.show("indexing", done, total))
    except SaksgangError as error:
        reason = f"the index is not up to date: {error}"
        return dataclasses.replace(report, verdict=Verdict.FAILED, reason=reason)
    counts = IndexCounts(added=done.added, updated=done.updated, deleted=done.deleted, documents=done.documents)
    return dataclasses.replace(report, index=counts)


def tell_readers(store: Store, config: Config, now: dt.datetime) -> None:
    """Publish what has changed, for feeds, calendars and exports, and write to those who follow a search.

    A letter that cannot be sent spoils no night: it is written again after the next one.
    """
    publish(store, now)
    if config.mail is None or config.web.address is None:
        return
    try:
        told = send_alerts(store, config, now)
    except (MailError, IndexUnusable) as error:
        logger.error("nobody could be alerted: %s", error)  # noqa: TRY400  one sentence, as everywhere
    else:
        logger.info("alerts: %d sent, %d without news, %d failed", told.sent, told.nothing_new, told.failed)


def trigger(schedule: Schedule) -> CronTrigger:
    """The configured time of every night."""
    return CronTrigger(
        hour=schedule.time.hour,
        minute=schedule.time.minute,
        second=schedule.time.second,
        timezone=ZoneInfo(schedule.zone),
    )


def last_due(schedule: Schedule, now: dt.datetime) -> dt.datetime:
    """When the night should have begun last, seen from ``now``."""
    nights = trigger(schedule)
    due: dt.datetime = nights.get_next_fire_time(None, now - dt.timedelta(days=2))
    while (later := nights.get_next_fire_time(due, due + dt.timedelta(seconds=1))) <= now:
        due = later
    return due


def is_missed(config: Config, now: dt.datetime) -> bool:
    """Whether a source has not been harvested to its end since the night should have begun last."""
    enabled = [source for source in config.sources if source.enabled]
    if not (config.data_directory / STORE_FILE).exists():
        return bool(enabled)
    due = last_due(config.schedule, now)
    with open_store(config.data_directory) as store:
        runs = [store.runs.last_of_source(source.key) for source in enabled]
    return any(run is None or run.ended is None or run.reason == STOPPED or run.started < due for run in runs)


def stay_up(night: Night, config: Config) -> None:
    """Run every night until the process is asked to end; a missed one at once."""
    nights = trigger(config.schedule)
    first = nights.get_next_fire_time(None, night.clock())
    logger.setLevel(logging.INFO)
    logger.info("the next night begins %s", first)
    if is_missed(config, night.clock()):
        logger.info("a night was missed and is run now")
        first = night.clock()
    background = BackgroundScheduler(timezone=ZoneInfo(config.schedule.zone))
    background.add_job(
        _nightly,
        nights,
        args=[night],
        coalesce=True,
        max_instances=1,
        misfire_grace_time=int(_GRACE.total_seconds()),
        next_run_time=first,
    )
    background.start()
    while not night.stop.requested():
        time.sleep(_HEARTBEAT_SECONDS)
    background.shutdown(wait=True)


def _nightly(night: Night) -> None:
    try:
        report, _ = night.run()
    except SaksgangError as error:
        logger.error("the night could not be run: %s", error)  # noqa: TRY400  one sentence, as everywhere
    else:
        print_report(report, as_json=False)


@contextlib.contextmanager
def demo_night(
    data_directory: Path, *, move_days: int, stop: Stop, verbose: bool, mail_of: Config | None = None
) -> Iterator[Night]:
    """A night of the fictional counties, whose portals are served while the context lasts.

    Alerts go through the mail server of ``mail_of``, when it has one.
    """
    clock = demo_clock(data_directory, move_days=move_days)
    with demo_portals(data_directory, clock()) as portals:
        path = data_directory / _DEMO_CONFIG
        config = portals.config
        if mail_of is not None:
            config = config.model_copy(update={"mail": mail_of.mail, "web": mail_of.web})
        content = config.model_dump(mode="json", exclude_defaults=True, by_alias=True) | {"data_directory": "."}
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
        yield Night(
            config_file=path, data_directory=data_directory, clock=clock, stop=stop, pretended=True, verbose=verbose
        )


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def command(
    *,
    once: Annotated[bool, typer.Option("--once", help="One night now, instead of one every night.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="With --once: harvest the fictional counties.")] = False,
    demo_days: Annotated[int, typer.Option(min=0, metavar="N", help="Move the demo on by N days first.")] = 0,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Run the night: harvest, index, report, alerts. Stays up, and runs it at the configured time.

    Exit codes: 0 good, 1 some source or document failed, 2 wrong use or configuration, 3 nothing could be done.

    Example: python scheduler.py --once --demo
    """
    set_up_logging(verbose=verbose)
    if demo and not once:
        raise ConfigurationError("--demo goes with --once")
    stop = Stop()
    with stopped_by_signals(stop):
        path = config or DEFAULT_CONFIG
        if demo:
            own = load_config(path) if path.exists() else None
            with demo_night(data or DEMO_DATA, move_days=demo_days, stop=stop, verbose=verbose, mail_of=own) as night:
                _once(night, as_json=as_json)
        settings = load_config(path, data_directory=data)
        night = Night(
            config_file=path,
            data_directory=settings.data_directory,
            clock=system_clock,
            stop=stop,
            verbose=verbose,
            hours=settings.limits.night_hours,
        )
        _once(night, as_json=as_json) if once else stay_up(night, settings)


def _once(night: Night, *, as_json: bool) -> NoReturn:
    report, code = night.run()
    print_report(report, as_json=as_json)
    raise typer.Exit(code)


if __name__ == "__main__":
    run_command(app, name="scheduler")
