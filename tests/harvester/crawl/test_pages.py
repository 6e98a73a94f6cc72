"""Pages: what is asked, what is kept, and that parsing is the same however a page came."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from harvester.clock import clock_from
from harvester.crawl import RawReader
from harvester.model import Verdict
from harvester.run import run_harvest
from harvester.store import open_store
from tests.harvester.crawl.toy import START, ToyMeeting, ToySite, find_toy, page, toy_config, toy_source

DAY = dt.timedelta(days=1)


def test_second_night_downloads_nothing(site: ToySite, tmp_path: Path) -> None:
    """A second night over an unchanged portal asks with validators, gets 304 everywhere, and sees everything again."""
    site.meetings(ToyMeeting(id="1", documents=["a", "b"]), ToyMeeting(id="2"))
    config = toy_config(tmp_path, toy_source(site.url))
    first = run_harvest(config, clock=clock_from(START), portal=find_toy)
    asked = len(site.asked)
    second = run_harvest(config, clock=clock_from(START + DAY), portal=find_toy)

    assert (first.verdict, second.verdict) == (Verdict.GOOD, Verdict.GOOD)
    assert first.sources[0].counts.meetings.new == 2
    assert first.sources[0].downloads == 2
    assert second.sources[0].downloads == 0
    assert second.sources[0].counts.meetings.unchanged == 2
    assert second.sources[0].counts.documents.unchanged == 2
    answers = [asked for asked in site.asked[asked:] if asked.path != "/robots.txt"]
    assert {answer.status for answer in answers} == {304}
    assert len(answers) == 5


def test_page_that_has_not_changed_is_not_written_again(site: ToySite, tmp_path: Path) -> None:
    """Neither a 304 nor a 200 with the same bytes is kept a second time."""
    site.meetings(ToyMeeting(id="1"))
    site.routes["/calendar"] = page({"meetings": ["/meeting/1"]}, etag=False)
    config = toy_config(tmp_path, toy_source(site.url))
    for night in range(3):
        run_harvest(config, clock=clock_from(START + night * DAY), portal=find_toy)

    kept = list(RawReader(tmp_path / "raw").pages())
    assert [record.kind for record in kept] == ["calendar", "meeting"]
    assert {record.source for record in kept} == {"toy"}


def test_changed_page_is_kept_beside_the_old_one(site: ToySite, tmp_path: Path) -> None:
    """Both readings of a page stay, so a parser that is mended later can read either (incident 35: the day moved)."""
    site.meetings(ToyMeeting(id="1", day=dt.date(2026, 5, 12)))
    config = toy_config(tmp_path, toy_source(site.url))
    run_harvest(config, clock=clock_from(START), portal=find_toy)
    site.meetings(ToyMeeting(id="1", day=dt.date(2026, 5, 13)))
    second = run_harvest(config, clock=clock_from(START + DAY), portal=find_toy)

    meetings = [record for record in RawReader(tmp_path / "raw").pages("toy") if record.kind == "meeting"]
    assert [b"2026-05-12" in record.body for record in meetings] == [True, False]
    assert second.sources[0].counts.meetings.changed == 1
    assert second.sources[0].counts.meetings.new == 0


def test_damaged_raw_page_is_asked_for_without_validators(site: ToySite, tmp_path: Path) -> None:
    """When what was kept is torn, the portal is asked for the whole page instead of for changes."""
    site.meetings(ToyMeeting(id="1"))
    config = toy_config(tmp_path, toy_source(site.url))
    run_harvest(config, clock=clock_from(START), portal=find_toy)
    [raw] = (tmp_path / "raw").iterdir()
    raw.write_bytes(raw.read_bytes()[:-20])
    asked = len(site.asked)
    second = run_harvest(config, clock=clock_from(START + DAY), portal=find_toy)

    by_path = {asked.path: asked for asked in site.asked[asked:]}
    assert by_path["/calendar"].status == 304
    assert by_path["/meeting/1"].status == 200
    assert "If-None-Match" not in by_path["/meeting/1"].headers
    assert second.sources[0].verdict is Verdict.GOOD


def test_page_named_twice_is_asked_once(site: ToySite, tmp_path: Path) -> None:
    """A meeting that the calendar lists twice costs one request."""
    site.meetings(ToyMeeting(id="1"))
    site.routes["/calendar"] = page({"meetings": ["/meeting/1", "/meeting/1"]})
    run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)

    assert site.paths() == ["/calendar", "/meeting/1"]


def test_every_meeting_is_read_again_each_night(site: ToySite, tmp_path: Path) -> None:
    """A meeting whose page changes without any sign in the calendar is noticed (incident 26: the cancelled meeting)."""
    site.meetings(ToyMeeting(id="1", title="Hovudutval for samferdsel"))
    config = toy_config(tmp_path, toy_source(site.url))
    run_harvest(config, clock=clock_from(START), portal=find_toy)
    site.routes["/meeting/1"] = page(ToyMeeting(id="1", title="AVLYST Hovudutval for samferdsel").content())
    run = run_harvest(config, clock=clock_from(START + DAY), portal=find_toy)

    assert run.sources[0].counts.meetings.changed == 1
    with open_store(tmp_path) as store:
        changes = [change for change in store.runs.changes(run.id) if change.record_type == "meeting"]
    assert [change.after for change in changes] == [{"title": "AVLYST Hovudutval for samferdsel"}]


def test_look_back_is_the_source_s(site: ToySite, tmp_path: Path) -> None:
    """The adapter is told the source's own days, counted from the run's clock (incident 27)."""
    site.meetings(ToyMeeting(id="1"))
    config = toy_config(tmp_path, toy_source(site.url, look_back_days=400, look_ahead_days=10))
    run = run_harvest(config, clock=clock_from(START), portal=find_toy)

    with open_store(tmp_path) as store:
        assert store.presence.known_meetings("toy") == 1
    assert config.sources[0].window(dt.date(2026, 5, 20)).first == dt.date(2025, 4, 15)
    assert run.sources[0].verdict is Verdict.GOOD
