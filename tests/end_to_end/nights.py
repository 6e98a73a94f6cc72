"""Nights as their operator runs them: the programs as processes, over the fictional portals."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from harvester.clock import clock_from
from harvester.config import Config
from harvester.demo.dataset import Dataset, DemoItem, DemoMeeting
from harvester.demo.drafting import DEMO_START
from harvester.demo.faults import Fault
from harvester.demo.municipality import municipality
from harvester.demo.portals import DemoPortals, demo_portals
from harvester.report import IndexCounts, report_of, to_json
from harvester.run import run_harvest
from harvester.store import open_store
from search.index import bring_up_to_date

ROOT = Path(__file__).parents[2]
PATIENCE = 500  # seconds; a night takes a fraction of it, unless the machine is busy with other things


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a program left: its exit code, stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True, kw_only=True)
class FirstNight:
    """The data directory of the first demo night, and what the night answered."""

    data: Path
    answer: Answer


def program(*arguments: str | Path, patience: float = PATIENCE) -> Answer:
    """Run ``python ARGUMENTS`` in the project's directory."""
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=patience,
        cwd=ROOT,
        check=False,
    )
    return Answer(code=done.returncode, out=done.stdout, err=done.stderr)


def demo_night(data: Path, *arguments: str) -> Answer:
    """``python scheduler.py --once --demo --json``."""
    return program("scheduler.py", "--once", "--demo", "--json", "--data", data, *arguments)


def night_here(config: Config, moment: dt.datetime = DEMO_START) -> Answer:
    """Harvest, index and report in this process, without the time that programs take to start."""
    clock = clock_from(moment)
    run = run_harvest(config, clock=clock)
    with open_store(config.data_directory) as store:
        done = bring_up_to_date(store, config.data_directory)
        index = IndexCounts(added=done.added, updated=done.updated, deleted=done.deleted, documents=done.documents)
        report = report_of(store, run, now=clock(), index=index)
    return Answer(code=report.exit_code, out=to_json(report), err="")


def few_meetings(number: int = 2) -> Dataset:
    """The demo's data cut to so many past meetings for each county, with all that belongs to them."""
    whole = municipality()
    homes = {body.key: body.organization for body in whole.bodies}
    kept: list[int] = []
    for organization in whole.organizations:
        own = [
            meeting
            for meeting in whole.meetings
            if [homes[key] for key in meeting.bodies] == [organization.key]
            and meeting.papers
            and meeting.states[-1].day < DEMO_START.date()
            and meeting.states[-1].status is None
        ]
        kept += [meeting.key for meeting in sorted(own, key=lambda meeting: meeting.states[-1].day)[-number:]]
    meetings = tuple(meeting for meeting in whole.meetings if meeting.key in kept)
    items = tuple(item for item in whole.items if item.meeting in kept)
    holders: tuple[DemoMeeting | DemoItem, ...] = (*meetings, *items)
    papers = {key for holder in holders for key in holder.papers}
    return dataclasses.replace(
        whole, meetings=meetings, items=items, papers=tuple(paper for paper in whole.papers if paper.key in papers)
    )


@contextlib.contextmanager
def portals_of(
    dataset: Dataset, folder: Path, *, faults: Mapping[str, Sequence[Fault]] | None = None, **limits: float
) -> Iterator[tuple[DemoPortals, Config, Path]]:
    """Portals, and a configuration for them, also as a file; trouble is met without long waiting."""
    with demo_portals(folder, DEMO_START, dataset=dataset, faults=faults) as portals:
        sources = tuple(
            source.model_copy(
                update={
                    "min_meetings": 0,
                    "politeness": source.politeness.model_copy(update={"retries": 1, "retry_seconds": 0.05}),
                }
            )
            for source in portals.config.sources
        )
        config = portals.config.model_copy(
            update={"sources": sources, "limits": portals.config.limits.model_copy(update=limits)}
        )
        file = folder / "config.yaml"
        content = config.model_dump(mode="json", exclude_defaults=True) | {"data_directory": "data"}
        file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        yield portals, config.model_copy(update={"data_directory": folder / "data"}), file


def of_source(report: Any, key: str) -> Any:
    """The part of a report that tells of one source."""
    return next(source for source in report["sources"] if source["key"] == key)
