"""A portal in trouble: the report names the source and the reason, exit 1, and everything else is harvested."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet

from harvester.demo.drafting import DEMO_START
from harvester.demo.faults import Fault, FaultKind
from tests.end_to_end.nights import Answer, few_meetings, night_here, of_source, portals_of, program

CALENDAR = r"^/motekalender$"
FILES = r"^/application/"


def night(folder: Path, faults: Sequence[Fault]) -> Answer:
    """A night over two small portals, of which Austmark's is in trouble."""
    with portals_of(few_meetings(), folder, faults={"austmark": faults}, answer_seconds=2) as (_, config, _):
        return night_here(config)


def healthy(source: Any) -> bool:
    return bool(
        source["verdict"] == "good"
        and source["meetings"]["new"] == 2
        and source["documents"]["new"] > 0
        and source["failed"] == []
    )


def some_always(trouble: Mapping[str, tuple[object, ...]], *names: str) -> list[ParameterSet]:
    """A night for each trouble; those that are not named here are only in the exhaustive run."""
    return [
        pytest.param(*values, id=name, marks=[] if name in names else [pytest.mark.exhaustive])
        for name, values in trouble.items()
    ]


TROUBLE = {
    "login page": (FaultKind.LOGIN_PAGE, "failed", "log"),
    "challenge page": (FaultKind.CHALLENGE_PAGE, "failed", "human"),
    "block page": (FaultKind.BLOCK_PAGE, "failed", "403"),
    "empty calendar": (FaultKind.EMPTY_CALENDAR, "suspicious", "meeting"),
    "empty answer": (FaultKind.EMPTY_ANSWER, "failed", "motekalender"),
    "server error": (FaultKind.SERVER_ERROR, "failed", "500"),
    "hanging": (FaultKind.HANGING, "failed", "no whole answer within 2 s"),
    "private redirect": (FaultKind.PRIVATE_REDIRECT, "failed", "not public"),
}


@pytest.mark.parametrize(("kind", "verdict", "reason"), some_always(TROUBLE, "login page", "empty calendar", "hanging"))
def test_a_calendar_in_trouble(tmp_path: Path, kind: FaultKind, verdict: str, reason: str) -> None:
    """The source is named with what came instead of its calendar; the other portal is harvested whole (incident 1)."""
    answer = night(tmp_path, [Fault(kind=kind, path_pattern=CALENDAR)])

    report = answer.json
    bad = of_source(report, "austmark")
    told = " ".join([bad["reason"], *(failure["reason"] for failure in bad["failed"])]).casefold()
    assert answer.code == 1
    assert bad["verdict"] == report["verdict"] == verdict
    assert bad["reason"]
    assert reason.casefold() in told
    assert healthy(of_source(report, "vestmark"))
    assert report["index"]["documents"] == of_source(report, "vestmark")["documents"]["new"]


FILE_TROUBLE = {
    "truncated": (FaultKind.TRUNCATED_FILE,),
    "cut connection": (FaultKind.CUT_CONNECTION,),
    "zero bytes": (FaultKind.ZERO_BYTES,),
    "HTML for PDF": (FaultKind.HTML_FOR_PDF,),
}


@pytest.mark.parametrize("kind", some_always(FILE_TROUBLE, "truncated"))
def test_files_in_trouble(tmp_path: Path, kind: FaultKind) -> None:
    """Each file that is not what it should be is named with its reason; records and the other portal are there."""
    answer = night(tmp_path, [Fault(kind=kind, path_pattern=FILES)])

    report = answer.json
    bad = of_source(report, "austmark")
    told = {failure["url"] for failure in bad["failed"] if failure["reason"]}
    assert answer.code == 1
    assert bad["meetings"]["new"] == 2
    assert bad["documents"]["failed"] > 0
    assert len([url for url in told if "/application/" in url]) >= bad["documents"]["failed"]
    assert healthy(of_source(report, "vestmark"))


def test_the_night_after_makes_up_for_it(tmp_path: Path) -> None:
    """What was zero bytes in one night is fetched in the next, and only that (incident 23)."""
    faults = [Fault(kind=FaultKind.ZERO_BYTES, path_pattern=FILES)]
    with portals_of(few_meetings(), tmp_path, faults={"austmark": faults}) as (portals, config, _):
        first = night_here(config)
        portals.servers["austmark"].set_faults()
        second = night_here(config, DEMO_START + dt.timedelta(hours=1))

    assert (first.code, second.code) == (1, 0)
    assert of_source(second.json, "austmark")["downloads"] == of_source(first.json, "austmark")["documents"]["failed"]
    assert of_source(second.json, "vestmark")["downloads"] == 0
    assert of_source(second.json, "austmark")["documents"]["failed"] == 0


def test_an_outage_takes_nothing_away(tmp_path: Path) -> None:
    """Nights in which a known portal is down lose no record and no document (incident 21)."""
    with portals_of(few_meetings(), tmp_path) as (portals, config, _):
        before = night_here(config)
        portals.servers["austmark"].set_faults(Fault(kind=FaultKind.SERVER_ERROR))
        outage = [night_here(config, DEMO_START + dt.timedelta(days=day)) for day in (1, 2, 3)]

    assert before.code == 0
    assert [night.code for night in outage] == [1, 1, 1]
    assert [night.json["changes"] for night in outage] == [[], [], []]
    assert outage[-1].json["index"]["documents"] == before.json["index"]["documents"]


def test_the_programs_say_so_too(tmp_path: Path) -> None:
    """As a process: exit 1, the reason in the table, no traceback, and the report is kept."""
    faults = [Fault(kind=FaultKind.LOGIN_PAGE, path_pattern=CALENDAR)]
    with portals_of(few_meetings(), tmp_path, faults={"austmark": faults}) as (_, _, config):
        answer = program("scheduler.py", "--once", "--config", config)

    assert answer.code == 1
    assert answer.out.startswith("Run 1: failed")
    assert "login" in answer.out
    assert "Traceback" not in answer.err
    assert (tmp_path / "data" / "reports" / "latest.txt").read_text(encoding="utf-8").rstrip() == answer.out.rstrip()
