"""Once a week a night looks further back: what was published late is found, and what a portal no longer shows stays."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from harvester.clock import clock_from
from harvester.run import run_harvest
from harvester.store import open_store
from tests.harvester.crawl.toy import START, ToyMeeting, ToySite, find_toy, toy_config, toy_source

DAY = dt.timedelta(days=1)


def test_each_seventh_night_looks_further_back(site: ToySite, tmp_path: Path) -> None:
    """Incident 27: late publications lie behind the usual window; the first night is not the longest."""
    site.meetings(ToyMeeting(id="1"))
    source = toy_source(site.url, look_back_days=30, reconcile_every_days=3, reconcile_back_days=300)
    config = toy_config(tmp_path, source)
    far_back = []
    for number in range(8):
        run_harvest(config, clock=clock_from(START + number * DAY), portal=find_toy)
        with open_store(tmp_path) as store:
            window = store.runs.last_window("toy")
        assert window is not None
        far_back.append(((START + number * DAY).date() - window.first).days)

    assert far_back == [30, 30, 30, 300, 30, 30, 300, 30]


def test_what_lies_behind_the_usual_window_is_read_and_not_missed(site: ToySite, tmp_path: Path) -> None:
    """Incident 21: a portal whose own window has moved on does not show an old meeting any more; it is not removed."""
    old = ToyMeeting(id="old", day=START.date() - 100 * DAY)
    site.meetings(old, ToyMeeting(id="1"))
    source = toy_source(site.url, look_back_days=30, reconcile_every_days=1, reconcile_back_days=300)
    config = toy_config(tmp_path, source)
    run_harvest(config, clock=clock_from(START), portal=find_toy)
    site.meetings(ToyMeeting(id="1"))
    for number in range(1, 5):
        run_harvest(config, clock=clock_from(START + number * DAY), portal=find_toy)

    with open_store(tmp_path) as store:
        assert store.presence.known_meetings("toy") == 2
        assert store.changes.between() == ()
