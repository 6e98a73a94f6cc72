"""The scheduler: once a night whatever the clocks do, a missed night made up for, one night at a time."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from filelock import FileLock

from harvester.config import Config, OrganizationSettings, Schedule, Source
from harvester.model import Verdict, Window
from harvester.run import STOPPED
from harvester.stopping import Stop
from harvester.store import Counts, SourceCounts, SourceOutcome, open_store
from scheduler import Harvested, Night, harvest, index, is_missed, last_due, report_harvest, trigger
from search.generations import Generations

ROOT = Path(__file__).parents[1]
OSLO = ZoneInfo("Europe/Oslo")
NOW = dt.datetime(2026, 5, 20, 12, 0, tzinfo=OSLO)
WINDOW = Window(first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31))
SOURCE = Source(
    key="austmark",
    name="Austmark",
    platform="jupiter",
    base_url="http://127.0.0.1:9/motekalender",
    organization=OrganizationSettings(key="austmark", name="Austmark fylkeskommune"),
)


def nights_between(schedule: Schedule, first: dt.datetime, last: dt.datetime) -> list[dt.datetime]:
    times = []
    upcoming = trigger(schedule).get_next_fire_time(None, first)
    while upcoming <= last:
        times.append(upcoming)
        upcoming = trigger(schedule).get_next_fire_time(upcoming, upcoming + dt.timedelta(seconds=1))
    return times


@pytest.mark.parametrize(
    ("eve", "offsets"),
    [
        (dt.date(2026, 3, 28), [1, 2]),  # summer time begins on the 29th: 02:30 does not exist
        (dt.date(2026, 10, 24), [2, 1]),  # it ends on the 25th: 02:30 comes twice
        (dt.date(2026, 6, 1), [2, 2]),
    ],
)
def test_one_night_a_night(eve: dt.date, offsets: list[int]) -> None:
    """03:30 comes exactly once, also when the clocks are changed."""
    first = dt.datetime.combine(eve, dt.time(0, 0), tzinfo=OSLO)
    times = nights_between(Schedule(), first, first + dt.timedelta(days=2) - dt.timedelta(hours=1))

    assert [(time.day - eve.day, time.hour, time.minute) for time in times] == [(0, 3, 30), (1, 3, 30)]
    assert [time.utcoffset() for time in times] == [dt.timedelta(hours=hours) for hours in offsets]


def test_another_time_and_zone() -> None:
    """The configured time holds, in the configured zone."""
    schedule = Schedule(time=dt.time(23, 5), zone="Atlantic/Reykjavik")
    (only,) = nights_between(schedule, NOW, NOW + dt.timedelta(hours=24))

    assert only.astimezone(dt.UTC).time() == dt.time(23, 5)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (dt.datetime(2026, 5, 20, 12, 0, tzinfo=OSLO), dt.datetime(2026, 5, 20, 3, 30, tzinfo=OSLO)),
        (dt.datetime(2026, 5, 20, 3, 30, tzinfo=OSLO), dt.datetime(2026, 5, 20, 3, 30, tzinfo=OSLO)),
        (dt.datetime(2026, 5, 20, 3, 29, 59, tzinfo=OSLO), dt.datetime(2026, 5, 19, 3, 30, tzinfo=OSLO)),
        (dt.datetime(2026, 10, 25, 1, 0, tzinfo=dt.UTC), dt.datetime(2026, 10, 24, 3, 30, tzinfo=OSLO)),
    ],
)
def test_when_the_night_was_due_last(now: dt.datetime, due: dt.datetime) -> None:
    """The newest scheduled time that is not in the future."""
    assert last_due(Schedule(), now) == due


def ended_run(data: Path, started: dt.datetime, reason: str = "", *, ended: bool = True) -> None:
    nothing = SourceCounts(meetings=Counts(), items=Counts(), documents=Counts())
    outcome = SourceOutcome(verdict=Verdict.GOOD, reason=reason, requests=1, downloads=0, counts=nothing, failed=())
    with open_store(data) as store:
        store.records.register(SOURCE)
        run = store.runs.begin(started)
        store.runs.begin_source(run, SOURCE, WINDOW, started)
        if ended:
            store.runs.end_source(run, SOURCE.key, outcome, started)
            store.runs.end(run, Verdict.GOOD, started)


@pytest.mark.parametrize(
    ("hours_ago", "reason", "ended", "missed"),
    [
        (2, "", True, False),
        (8, "", True, False),  # 04:00, after 03:30
        (9, "", True, True),  # 03:00, before it
        (48, "", True, True),
        (2, STOPPED, True, True),
        (2, "", False, True),
    ],
)
def test_a_missed_night_is_seen(tmp_path: Path, hours_ago: int, reason: str, *, ended: bool, missed: bool) -> None:
    """A night is missed when a source has no finished run since 03:30: too old, stopped, or killed (incident 2)."""
    ended_run(tmp_path, NOW - dt.timedelta(hours=hours_ago), reason, ended=ended)

    assert is_missed(Config(data_directory=tmp_path, sources=(SOURCE,)), NOW) is missed


def test_nothing_is_missed_without_sources(tmp_path: Path) -> None:
    """A fresh installation runs its first night at once, but not when there is nothing to harvest."""
    assert is_missed(Config(data_directory=tmp_path, sources=(SOURCE,)), NOW) is True
    assert is_missed(Config(data_directory=tmp_path), NOW) is False
    assert (
        is_missed(Config(data_directory=tmp_path, sources=(SOURCE.model_copy(update={"enabled": False}),)), NOW)
        is False
    )


def write_config(folder: Path, **values: object) -> Path:
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump({"data_directory": "data", **values}), encoding="utf-8")
    return path


def night(folder: Path, config: Path) -> Night:
    return Night(config_file=config, data_directory=folder / "data", clock=lambda: NOW, stop=Stop())


def test_a_harvest_without_sources_says_so(tmp_path: Path) -> None:
    """The error of the process comes back as a sentence with its exit code."""
    harvested = harvest(night(tmp_path, write_config(tmp_path)))

    assert (harvested.code, harvested.run) == (2, None)
    assert harvested.error is not None
    assert harvested.error.startswith("there is no source to harvest")


def test_a_harvest_that_hangs_is_ended_and_says_so(tmp_path: Path) -> None:
    """A portal that takes the connection and never answers: the watchdog ends the harvest, with a reason (incident 2)."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        base_url = f"http://127.0.0.1:{silent.getsockname()[1]}/motekalender"
        source = SOURCE.model_copy(update={"base_url": base_url}).model_dump(mode="json", exclude_defaults=True)
        config = write_config(tmp_path, sources=[source])
        harvested = harvest(dataclasses.replace(night(tmp_path, config), hours=1 / 3600))

    assert harvested.code != 0
    assert harvested.error is not None
    assert "took longer than" in harvested.error


def test_each_night_leaves_two_lines_for_machines(tmp_path: Path) -> None:
    """One canonical line of JSON at the beginning, one at the end with the verdict."""
    night(tmp_path, write_config(tmp_path)).run()
    began, ended = (tmp_path / "data" / "logs" / "nights.jsonl").read_text(encoding="utf-8").splitlines()

    assert json.loads(began) == {"event": "night_began", "at": NOW.astimezone(dt.UTC).isoformat()}
    told = json.loads(ended)
    assert (told["event"], told["verdict"], told["sources"]) == ("night_ended", "failed", [])
    assert ended == json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_a_night_in_which_nothing_could_be_done_is_reported(tmp_path: Path) -> None:
    """Exit 2, and the reason is in the report that is kept."""
    report, code = night(tmp_path, write_config(tmp_path)).run()

    kept = json.loads((tmp_path / "data" / "reports" / "latest.json").read_text(encoding="utf-8"))
    assert code == 2
    assert report.verdict is Verdict.FAILED
    assert "there is no source to harvest" in kept["reason"]


def test_a_killed_harvest_is_reported_with_its_run(tmp_path: Path) -> None:
    """No JSON came from the process, but its run is in the store: it is reported as failed although the index is made (incident 15)."""
    ended_run(tmp_path, NOW, ended=False)
    with open_store(tmp_path) as store:
        process = store.runs.latest()[0].process
        killed = Harvested(process=process, code=-9, run=None, error="the harvest was killed by signal 9")
        report = index(store, tmp_path, report_harvest(store, killed, NOW, NOW))

    assert (report.run, report.verdict, report.exit_code) == (1, Verdict.FAILED, 1)
    assert report.reason == "the harvest was killed by signal 9"
    assert report.index is not None


def test_another_s_run_is_not_taken_for_ours(tmp_path: Path) -> None:
    """A process that died before it began a run is not blamed for the run of another one."""
    ended_run(tmp_path, NOW)
    with open_store(tmp_path) as store:
        died = Harvested(process=-1, code=-11, run=None, error="the harvest was killed by signal 11")
        report = report_harvest(store, died, NOW, NOW)

    assert (report.run, report.exit_code) == (None, 3)


def test_a_busy_index_is_told_and_the_harvest_stays_reported(tmp_path: Path) -> None:
    """Another process that indexes at the time makes the night failed, not lost."""
    ended_run(tmp_path, NOW)
    with open_store(tmp_path) as store:
        run = store.runs.latest()[0]
        ours = report_harvest(store, Harvested(process=run.process, code=0, run=run.id, error=None), NOW, NOW)
        with Generations(tmp_path).only_writer():
            report = index(store, tmp_path, ours)

    assert report.verdict is Verdict.FAILED
    assert report.reason is not None
    assert report.reason.startswith("the index is not up to date")
    assert report.sources == ours.sources


def test_two_nights_at_once(tmp_path: Path) -> None:
    """While a harvest holds the data directory, a night ends with 3 and a sentence that says who holds it (incident 20)."""
    config = write_config(tmp_path, sources=[SOURCE.model_dump(mode="json", exclude_defaults=True)])
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "harvest.holder").write_text("process 4711, since 2026-05-20 03:30", encoding="utf-8")
    with FileLock(tmp_path / "data" / "harvest.lock"):
        done = subprocess.run(
            [sys.executable, "scheduler.py", "--once", "--json", "--config", str(config)],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )

    assert done.returncode == 3
    assert "process 4711" in done.stderr
    assert "process 4711" in json.loads(done.stdout)["reason"]


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> bool:
    patience = time.monotonic() + seconds
    while not condition() and time.monotonic() < patience:
        time.sleep(0.05)
    return condition()


def test_the_standing_scheduler_makes_up_for_a_missed_night_and_ends_politely(tmp_path: Path) -> None:
    """Started with a night missed it runs one at once and says so; SIGTERM then ends it with 0."""
    down = SOURCE.model_copy(
        update={"politeness": SOURCE.politeness.model_copy(update={"retries": 0, "pause_seconds": 0.0})}
    )
    config = write_config(tmp_path, sources=[down.model_dump(mode="json", exclude_defaults=True)])
    latest = tmp_path / "data" / "reports" / "latest.json"
    command = [sys.executable, "scheduler.py", "--config", str(config)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as standing:
        ran = wait_for(latest.exists)
        time.sleep(0.5)
        still_up = standing.poll() is None
        standing.send_signal(signal.SIGTERM)
        out, err = standing.communicate(timeout=60)

    assert ran, err
    assert still_up
    assert standing.returncode == 0, err
    assert "a night was missed and is run now" in err
    assert "Run 1: failed" in out
    assert "Traceback" not in err
