"""The demo as a newcomer runs it: a first night, a second one right after, and a fortnight later."""

from __future__ import annotations

import datetime as dt
import json
import runpy
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from harvester.demo.dataset import DemoEvent, EventKind
from harvester.demo.drafting import DEMO_START
from harvester.demo.municipality import municipality
from tests.end_to_end.nights import ROOT, FirstNight, demo_night, night_here, of_source, portals_of, program
from tests.harvester.portals.same_records.demo_cut import FORTNIGHT, changing_meetings


def ids(report: Any, what: str, record_type: str) -> set[str]:
    return {change["id"] for change in report["changes"] if (change["what"], change["type"]) == (what, record_type)}


def assert_told(report: Any, events: Sequence[DemoEvent]) -> None:
    """New, replaced, changed and withdrawn things are those of the events, no more and no fewer."""
    assert ids(report, "new", "document") == expected(events, EventKind.PAPER_PUBLISHED)
    assert ids(report, "replaced", "document") == expected(events, EventKind.PAPER_REPLACED)
    assert ids(report, "missing", "document") == expected(events, EventKind.PAPER_WITHDRAWN)
    assert ids(report, "new", "meeting") == expected(events, EventKind.MEETING_ANNOUNCED)
    assert ids(report, "changed", "meeting") == expected(
        events, EventKind.MEETING_MOVED, EventKind.MEETING_CANCELLED, EventKind.MEETING_POSTPONED
    )
    assert len(ids(report, "new", "item")) == len(expected(events, EventKind.ITEM_PUBLISHED))
    assert {change["what"] for change in report["changes"]} == {"new", "replaced", "missing", "changed"}


def expected(events: Iterable[DemoEvent], *kinds: EventKind) -> set[str]:
    """Ids of the records of which the demo's data tell such events, on every portal that shows them."""
    return {f"{key}/{event.key}" for event in events if event.kind in kinds for key in event.organizations}


def test_the_first_night_finds_everything(first_night: FirstNight) -> None:
    """Exit 0, every source good, and as many meetings, items and documents as a portal of that size has."""
    answer = first_night.answer

    assert answer.code == 0, answer.err
    assert answer.json["verdict"] == "good"
    assert {source["verdict"] for source in answer.json["sources"]} == {"good"}
    assert len(answer.json["sources"]) >= 2
    assert sum(source["meetings"]["new"] for source in answer.json["sources"]) >= 60
    assert sum(source["items"]["new"] for source in answer.json["sources"]) >= 300
    assert sum(source["documents"]["new"] for source in answer.json["sources"]) >= 600
    assert [source["failed"] for source in answer.json["sources"]] == [[], []]


def test_every_document_of_the_store_can_be_searched(first_night: FirstNight) -> None:
    """What was harvested is what the index holds, document for document."""
    report = first_night.answer.json

    assert report["index"]["added"] == sum(source["documents"]["new"] for source in report["sources"])
    assert report["index"]["documents"] == report["index"]["added"]


def test_the_first_night_shows_that_it_works(first_night: FirstNight) -> None:
    """Stdout is the report alone; stderr tells of progress, without a single warning."""
    assert json.loads(first_night.answer.out)["run"] == 1
    assert "austmark: harvest begins" in first_night.answer.err
    assert " of " in first_night.answer.err
    assert "WARNING" not in first_night.answer.err
    assert "Traceback" not in first_night.answer.err


def test_the_report_is_kept(first_night: FirstNight) -> None:
    """As JSON and as text of the same night, under its number and as the latest."""
    folder = first_night.data / "reports"

    assert json.loads((folder / "latest.json").read_text(encoding="utf-8")) == first_night.answer.json
    assert (folder / "run-000001.txt").read_text(encoding="utf-8").startswith("Run 1: good")


def test_a_search_finds_pages(first_night: FirstNight) -> None:
    """The README's search has hits, each with a page and a link that opens the original there."""
    answer = program("-m", "search", "query", "skuleskyss", "--data", first_night.data, "--json")

    assert answer.code == 0, answer.err
    assert answer.json["total"] > 0
    for hit in answer.json["hits"]:
        assert hit["page"] >= 1
        assert hit["url"].startswith("http://127.0.0.1:")
        assert hit["document_id"].startswith(("austmark/", "vestmark/"))


def test_a_search_in_the_terminal(first_night: FirstNight) -> None:
    """Without --json a person reads titles and page numbers."""
    answer = program("-m", "search", "query", "skuleskyss", "--data", first_night.data)

    assert answer.code == 0, answer.err
    assert "side " in answer.out.casefold() or "page " in answer.out.casefold()


def test_a_second_night_right_after_finds_nothing_new(after_first_night: Path) -> None:
    """Nothing new, changed or gone, not one document downloaded, and the index is left alone: exit 0."""
    answer = demo_night(after_first_night)

    assert answer.code == 0, answer.err
    assert answer.json["changes"] == []
    for source in answer.json["sources"]:
        for kind in ("meetings", "items", "documents"):
            counts = source[kind]
            assert counts["unchanged"] > 0
            assert sum(counts.values()) == counts["unchanged"]
        assert source["downloads"] == 0
        assert source["requests"] <= source["meetings"]["unchanged"] + 5
    index = answer.json["index"]
    assert (index["added"], index["updated"], index["deleted"]) == (0, 0, 0)


@pytest.mark.exhaustive
def test_a_fortnight_later_exactly_what_happened_is_told(after_first_night: Path) -> None:
    """What is told is what the demo's data say that happened (incident 26)."""
    answer = demo_night(after_first_night, "--demo-days", "13")

    assert answer.code == 0, answer.err
    assert_told(answer.json, municipality().events(DEMO_START, DEMO_START + dt.timedelta(days=13, hours=1)))


def test_a_fortnight_and_a_second_look_at_what_changes(tmp_path: Path) -> None:
    """As above, over the meetings that change; a withdrawn paper is missing, and removed two days later (incident 21)."""
    dataset = changing_meetings()
    moments = (DEMO_START, DEMO_START + FORTNIGHT, DEMO_START + FORTNIGHT + dt.timedelta(days=2))
    nights = []
    with portals_of(dataset, tmp_path) as (portals, config, _):
        for moment in moments:
            portals.move_to(moment)
            nights.append(night_here(config, moment))

    _, later, second_look = (night.json for night in nights)
    assert [night.code for night in nights] == [0, 0, 0]
    assert_told(later, dataset.events(*moments[:2]))
    assert later["index"]["deleted"] == 0
    (withdrawn,) = ids(later, "missing", "document")
    assert ids(second_look, "removed", "document") == {withdrawn}
    assert second_look["index"]["deleted"] == 1
    assert of_source(second_look, withdrawn.partition("/")[0])["documents"]["removed"] == 1


@pytest.mark.parametrize("arguments", [("--demo",), ("--once", "--demo", "--demo-days", "-1"), ("--unknown",)])
def test_wrong_use_of_the_scheduler(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command line that cannot be meant ends with 2, before anything is touched."""
    monkeypatch.setattr(sys, "argv", ["scheduler.py", *arguments, "--data", str(tmp_path / "data")])
    with pytest.raises(SystemExit) as left:
        runpy.run_path(str(ROOT / "scheduler.py"), run_name="__main__")

    assert left.value.code == 2
    assert "Traceback" not in capsys.readouterr().err
    assert not (tmp_path / "data").exists()
