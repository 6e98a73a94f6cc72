"""A disk that is nearly full: fetching ends in order, and what is there stays usable."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from harvester.clock import clock_from
from harvester.model import Verdict
from harvester.run import run_harvest
from harvester.store import open_store
from tests.harvester.crawl.toy import START, ToyMeeting, ToySite, find_toy, toy_config, toy_source


def test_nothing_is_fetched_when_the_disk_is_nearly_full(site: ToySite, tmp_path: Path) -> None:
    """The night fails with the reason before it asks for a page, nothing counts as missing, and the old papers are found."""
    site.meetings(ToyMeeting(id="1", documents=["a"]))
    run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)
    asked = len(site.asked)
    full = toy_config(tmp_path, toy_source(site.url), free_megabytes=1 << 40)
    run = run_harvest(full, clock=clock_from(START + dt.timedelta(days=2)), portal=find_toy)

    assert run.verdict is Verdict.FAILED
    assert "the disk is nearly full" in (run.sources[0].reason or "")
    assert site.paths(since=asked) == []
    with open_store(tmp_path) as store:
        assert len(store.reading.states()) == 1
        assert store.runs.changes(run.id) == []
