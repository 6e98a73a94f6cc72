"""A mended parser reads the kept pages again, and asks nobody."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from harvester import cli
from harvester.clock import clock_from
from harvester.config import Config, Source
from harvester.demo.drafting import DEMO_START
from harvester.demo.portals import demo_portals
from harvester.errors import ConfigurationError
from harvester.model import Meeting, Verdict
from harvester.portals.contract import FetchedPage, Parsed, Portal
from harvester.replay import replay_pages
from harvester.run import run_harvest
from harvester.store import What, open_store
from tests.harvester.crawl.toy import START, ToyMeeting, ToyPortal, ToySite, page, toy_config, toy_source
from tests.harvester.portals.same_records.demo_cut import demo_cut

LATER = START + dt.timedelta(days=3)


class MendedPortal(ToyPortal):
    """The toy adapter, after somebody saw that titles are printed with blanks around them."""

    def parse(self, source: Source, page: FetchedPage) -> Parsed:
        """The records, with the titles of meetings mended."""
        parsed = super().parse(source, page)
        mended = [
            dataclasses.replace(record, title=record.title.strip()) if isinstance(record, Meeting) else record
            for record in parsed.records
        ]
        return dataclasses.replace(parsed, records=tuple(mended))


def mended(name: str) -> Portal:
    """The adapter, for ``replay_pages``."""
    assert name == ToyPortal.name
    return MendedPortal()


def as_before(name: str) -> Portal:
    """The adapter as it was."""
    assert name == ToyPortal.name
    return ToyPortal()


@pytest.fixture
def harvested(tmp_path: Path) -> Config:
    """Two meetings that were harvested from a portal that is not there any more."""
    with ToySite() as site:
        site.meetings(ToyMeeting(id="1", title="  Formannskapet "), ToyMeeting(id="2", documents=("a",)))
        config = toy_config(tmp_path / "data", toy_source(site.url))
        run_harvest(config, clock=clock_from(START), portal=as_before)
    return config


def test_what_a_mended_parser_yields_is_saved_and_told(harvested: Config) -> None:
    """The changed title is the only difference, and nothing was asked."""
    report = replay_pages(harvested, clock=clock_from(LATER), portal=mended)

    assert report.verdict is Verdict.GOOD
    (change,) = report.changes
    assert (change.what, change.record_type, change.name) == (What.CHANGED, "meeting", change.name)
    assert "Formannskapet" in change.name
    (source,) = report.sources
    assert source.requests == 0
    assert source.counts.meetings.changed == 1
    assert source.reason == "2 meetings were read again"


def test_the_same_parser_changes_nothing(harvested: Config) -> None:
    """Reading again is safe at any time: same records, same provenance, same raw pages."""
    before = _everything(harvested)
    report = replay_pages(harvested, clock=clock_from(LATER), portal=as_before)
    assert report.changes == ()
    assert report.exit_code == 0
    assert _everything(harvested) == before


def test_a_replay_does_not_count_as_a_harvest(harvested: Config) -> None:
    """It says nothing of the portal: the source was last harvested when it was."""
    replay_pages(harvested, clock=clock_from(LATER), portal=mended)
    with open_store(harvested.data_directory, create=False) as store:
        succeeded = store.runs.last_success("toy")
    assert succeeded is not None
    assert succeeded < START + dt.timedelta(days=1)


def test_the_newest_page_of_each_request_is_read(tmp_path: Path) -> None:
    """A meeting that has left the calendar is not brought back by its old page."""
    with ToySite() as site:
        config = toy_config(tmp_path / "data", toy_source(site.url))
        site.meetings(ToyMeeting(id="1"), ToyMeeting(id="2"))
        run_harvest(config, clock=clock_from(START), portal=as_before)
        site.routes["/calendar"] = page({"meetings": ["/meeting/1"]})
        run_harvest(config, clock=clock_from(START + dt.timedelta(days=1)), portal=as_before)
    report = replay_pages(config, clock=clock_from(LATER), portal=as_before)
    assert report.sources[0].counts.meetings.seen == 1
    assert report.changes == ()


def test_pages_that_are_not_kept_any_more_are_told(harvested: Config) -> None:
    """Raw pages that somebody removed are gaps, and fail nothing else."""
    for file in (harvested.data_directory / "raw").iterdir():
        file.unlink()
    report = replay_pages(harvested, clock=clock_from(LATER), portal=mended)
    assert report.changes == ()
    (failure,) = report.sources[0].failed
    assert failure.reason.startswith("gap: ")
    assert failure.url.endswith("/calendar")


def test_what_was_never_fetched_cannot_be_read_again(harvested: Config) -> None:
    """A source that is named and has no pages is refused with its key."""
    other = toy_source("http://127.0.0.1:9/calendar", key="other")
    config = harvested.model_copy(update={"sources": (*harvested.sources, other)})
    with pytest.raises(ConfigurationError, match="nothing of other was ever fetched"):
        replay_pages(config, keys=["other"], portal=mended)
    assert replay_pages(config, portal=as_before).sources[0].source == "toy"


def test_the_command_reads_the_pages_of_a_real_product(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """``harvester replay`` over a portal of the demo that is switched off finds everything as it was."""
    with demo_portals(tmp_path / "data", DEMO_START, dataset=demo_cut()) as portals:
        source = portals.config.source("austmark").model_copy(update={"min_meetings": 0})
        config = portals.config.model_copy(update={"sources": (source,)})
        run_harvest(config, clock=clock_from(DEMO_START))
    file = tmp_path / "config.yaml"
    file.write_text(json.dumps(config.model_dump(mode="json", by_alias=True)), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["harvester", "replay", "--config", str(file), "--json"])
    with pytest.raises(SystemExit) as ended:
        cli.main()

    report = json.loads(capfd.readouterr().out)
    assert ended.value.code == 0, report
    assert report["changes"] == []
    (told,) = report["sources"]
    assert told["key"] == "austmark"
    assert told["meetings"]["unchanged"] > 10
    assert told["failed"] == []


def _everything(config: Config) -> dict[str, list[tuple[object, ...]]]:
    """The records and raw pages, without when they were last looked at."""
    queries = {
        "meeting": "SELECT id, title, start, page_url, retrieved_at, page_sha256, first_seen FROM meeting",
        "document": "SELECT id, title, url, page_url, retrieved_at, misses FROM document",
        "raw_page": "SELECT * FROM raw_page",
    }
    with closing(sqlite3.connect(config.data_directory / "store.sqlite")) as database:
        return {name: list(database.execute(f"{query} ORDER BY 1, 2")) for name, query in queries.items()}
