"""A whole run: what it takes on, how it judges, how it ends, and that it goes on after any end."""

from __future__ import annotations

import datetime as dt
import logging
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harvester.clock import clock_from
from harvester.config import Politeness
from harvester.errors import ConfigurationError
from harvester.lock import harvest_lock
from harvester.model import DocumentKind, Verdict
from harvester.run import STOPPED, run_harvest
from harvester.store import KILLED, ImportedDocument, MinutesCounts, RunRow, open_store
from tests.harvester.crawl.toy import (
    START,
    TEXT,
    Reply,
    ToyMeeting,
    ToySite,
    document,
    find_toy,
    page,
    toy_config,
    toy_source,
)
from tests.harvester.store.decision_samples import COUNCIL, Treated, minutes_of
from tests.harvester.store.store_samples import text

DAY = dt.timedelta(days=1)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def site() -> Iterator[ToySite]:
    """A portal on this machine."""
    with ToySite() as site:
        yield site


class Recorder:
    """Progress that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []

    def source_began(self, key: str) -> None:
        self.told.append(("began", key))

    def pages(self, key: str, done: int, known: int) -> None:
        self.told.append(("pages", key, done, known))

    def documents(self, key: str, done: int, known: int) -> None:
        self.told.append(("documents", key, done, known))

    def source_ended(self, key: str) -> None:
        self.told.append(("ended", key))

    def reading(self, done: int, total: int) -> None:
        self.told.append(("reading", done, total))


def test_nothing_to_harvest_is_a_mistake(tmp_path: Path) -> None:
    """A configuration without an enabled source is not a good night."""
    source = toy_source("http://127.0.0.1:9/calendar", enabled=False)
    with pytest.raises(ConfigurationError, match="no source"):
        run_harvest(toy_config(tmp_path, source), clock=clock_from(START), portal=find_toy)


def test_unknown_source_or_platform_is_a_mistake(tmp_path: Path) -> None:
    """A source that does not exist, or an unknown product, is refused before anything is begun."""
    config = toy_config(tmp_path / "data", toy_source("http://127.0.0.1:9/calendar"))
    with pytest.raises(ConfigurationError, match="toi"):
        run_harvest(config, keys=["toi"], clock=clock_from(START), portal=find_toy)
    odd = config.model_copy(update={"sources": (config.sources[0].model_copy(update={"platform": "odd"}),)})
    with pytest.raises(ConfigurationError, match="odd"):
        run_harvest(odd, clock=clock_from(START), portal=find_toy)

    assert not (tmp_path / "data").exists()


def test_days_in_the_wrong_order_are_a_mistake(tmp_path: Path) -> None:
    """A window that ends before it begins is refused."""
    config = toy_config(tmp_path, toy_source("http://127.0.0.1:9/calendar"))
    with pytest.raises(ConfigurationError, match="comes after"):
        run_harvest(
            config, since=dt.date(2026, 5, 2), until=dt.date(2026, 5, 1), clock=clock_from(START), portal=find_toy
        )


def test_only_named_sources_are_harvested(site: ToySite, tmp_path: Path) -> None:
    """A named source is harvested alone, even when it is not enabled."""
    site.meetings(ToyMeeting(id="1"))
    config = toy_config(tmp_path, toy_source(site.url, key="one"), toy_source(site.url, key="two", enabled=False))
    run = run_harvest(config, keys=["two", "two"], clock=clock_from(START), portal=find_toy)

    assert [source.source for source in run.sources] == ["two"]


def test_progress_is_told(site: ToySite, tmp_path: Path) -> None:
    """Pages, documents and reading are counted from begin to end."""
    site.meetings(ToyMeeting(id="1", documents=["a", "b"]))
    recorder = Recorder()
    run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), progress=recorder, portal=find_toy)

    assert recorder.told == [
        ("began", "toy"),
        ("pages", "toy", 1, 2),
        ("pages", "toy", 2, 2),
        ("documents", "toy", 0, 2),
        ("documents", "toy", 1, 2),
        ("documents", "toy", 2, 2),
        ("ended", "toy"),
        ("reading", 0, 2),
        ("reading", 1, 2),
        ("reading", 2, 2),
    ]


def test_empty_calendar_is_suspicious_first_and_never_good(site: ToySite, tmp_path: Path) -> None:
    """A source without a meeting ever is suspicious; one that had meetings in other days is quiet (incidents 12, 13)."""
    site.routes["/calendar"] = page({"meetings": []})
    config = toy_config(tmp_path, toy_source(site.url, look_back_days=30))
    never = run_harvest(config, clock=clock_from(START), portal=find_toy)
    site.meetings(ToyMeeting(id="1", day=dt.date(2026, 5, 12)))
    good = run_harvest(config, clock=clock_from(START), portal=find_toy)
    site.routes["/calendar"] = page({"meetings": []})
    gone = run_harvest(config, clock=clock_from(START + DAY), portal=find_toy)
    quiet = run_harvest(config, clock=clock_from(START + 60 * DAY), portal=find_toy)

    assert [run.verdict for run in (never, good, gone, quiet)] == [
        Verdict.SUSPICIOUS,
        Verdict.GOOD,
        Verdict.SUSPICIOUS,
        Verdict.QUIET,
    ]
    assert gone.sources[0].counts.meetings.missing == 0


def test_far_fewer_meetings_than_usual_are_suspicious(site: ToySite, tmp_path: Path) -> None:
    """Half of the meetings missing is a fault of the portal or ours, and removes nothing (incidents 14, 28)."""
    meetings = [ToyMeeting(id=str(number)) for number in range(6)]
    site.meetings(*meetings)
    config = toy_config(tmp_path, toy_source(site.url))
    run_harvest(config, clock=clock_from(START), portal=find_toy)
    site.meetings(*meetings[:2])
    run = run_harvest(config, clock=clock_from(START + DAY), portal=find_toy)

    assert run.sources[0].verdict is Verdict.SUSPICIOUS
    assert run.sources[0].counts.meetings.missing == 0


def test_floor_holds_for_the_sources_own_window(site: ToySite, tmp_path: Path) -> None:
    """Fewer meetings than configured are suspicious, but not when somebody asked for a few days only."""
    site.meetings(ToyMeeting(id="1"))
    config = toy_config(tmp_path, toy_source(site.url, min_meetings=5))
    night = run_harvest(config, clock=clock_from(START), portal=find_toy)
    by_hand = run_harvest(config, since=dt.date(2026, 5, 1), clock=clock_from(START), portal=find_toy)

    assert night.verdict is Verdict.SUSPICIOUS
    assert by_hand.verdict is Verdict.GOOD


def test_withdrawn_document_is_missing_then_removed(site: ToySite, tmp_path: Path) -> None:
    """One miss is noted, the second a day later removes; never on the first."""
    site.meetings(ToyMeeting(id="1", documents=["a", "b"]))
    config = toy_config(tmp_path, toy_source(site.url))
    run_harvest(config, clock=clock_from(START), portal=find_toy)
    site.meetings(ToyMeeting(id="1", documents=["a"]))
    first = run_harvest(config, clock=clock_from(START + DAY), portal=find_toy)
    second = run_harvest(config, clock=clock_from(START + 2.1 * DAY), portal=find_toy)

    assert (first.sources[0].counts.documents.missing, first.sources[0].counts.documents.removed) == (1, 0)
    assert second.sources[0].counts.documents.removed == 1


def test_a_run_takes_meeting_papers_apart(site: ToySite, tmp_path: Path) -> None:
    """Also those that an import brought; what was done with them is kept with the run."""
    site.meetings(ToyMeeting(id="1"))
    minutes = minutes_of(COUNCIL, dt.date(2026, 3, 24), Treated(number="PS 12/26"))
    with open_store(tmp_path) as store:
        old = ImportedDocument(
            id="old", title="Protokoll", text=text(minutes), fingerprint="f", kind=DocumentKind.MINUTES
        )
        store.imports.save([old], "archive.jsonl", START)
    run = run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)
    with open_store(tmp_path) as store:
        counts = store.minutes.of_run(run.id)
        (untied,) = store.decisions.untied()

    assert counts == MinutesCounts(split=1, whole=0, left=0, tied=0, untied=1)
    assert untied.tie_evidence == "no meeting of Kommunestyret on 2026-03-24 is known"


def test_mass_loss_is_not_believed(site: ToySite, tmp_path: Path) -> None:
    """When most documents are missing at once, nothing is taken as missing, and the night is suspicious (incident 21)."""
    keys = [f"d{number}" for number in range(20)]
    site.meetings(ToyMeeting(id="1", documents=keys))
    config = toy_config(tmp_path, toy_source(site.url))
    run_harvest(config, clock=clock_from(START), portal=find_toy)
    site.meetings(ToyMeeting(id="1", documents=keys[:2]))
    run = run_harvest(config, clock=clock_from(START + DAY), portal=find_toy)

    assert run.sources[0].verdict is Verdict.SUSPICIOUS
    assert run.sources[0].counts.documents.missing == 0


def state(folder: Path) -> dict[str, object]:
    """What a store says, without the numbers of runs and versions."""
    with open_store(folder) as store:
        ids = sorted(store.reading.states())
        documents = {document.id: document for document in store.reading.documents(ids)}
        run = store.runs.latest()[0]
        texts = {key: found.version and store.reading.pages(found.version) for key, found in documents.items()}
        new = [
            change.record
            for number in range(1, run.id + 1)
            for change in store.runs.changes(number)
            if change.what.value == "new"
        ]
        assert store.documents.pending() == []
        return {
            "documents": {key: (found.title, found.sha256, found.meeting) for key, found in documents.items()},
            "texts": texts,
            "meetings": store.presence.known_meetings("toy"),
            "new": sorted(new),
            "verdict": run.verdict,
        }


def start_night(site: ToySite, folder: Path, day: int = 0) -> subprocess.Popen[bytes]:
    """A harvest in a process of its own."""
    command = [sys.executable, "-m", "tests.harvester.crawl.night", site.url, str(folder), str(day)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail("waited in vain")
        time.sleep(0.002)


def big_site(site: ToySite) -> int:
    """Serve enough that a harvest can be ended in the middle; gives the number of addresses."""
    meetings = [ToyMeeting(id=str(n), documents=[f"d{n}-{k}" for k in range(4)]) for n in range(8)]
    site.meetings(*meetings)
    return 1 + len(meetings) * 5


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """The store of a night that nobody disturbed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with ToySite() as site:
        big_site(site)
        run = run_harvest(toy_config(folder, toy_source(site.url)), clock=clock_from(START), portal=find_toy)
    assert run.verdict is Verdict.GOOD
    return state(folder)


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=[] if seed % 2 else [pytest.mark.exhaustive]) for seed in range(4)]
)
def test_killed_at_any_moment_the_next_run_ends_equal(
    site: ToySite, tmp_path: Path, undisturbed: dict[str, object], seed: int
) -> None:
    """SIGKILL among pages, among documents, or while reading: nothing is lost and nothing is there twice (incident 11)."""
    addresses = big_site(site)
    moment = random.Random(seed).randint(seed * addresses // 4 + 1, (seed + 1) * addresses // 4)
    with start_night(site, tmp_path) as night:
        wait_until(lambda: len(site.paths()) >= moment or night.poll() is not None)
        if seed == 3:
            time.sleep(0.2)
        night.kill()
    run = run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)

    assert run.verdict is Verdict.GOOD
    assert state(tmp_path) == undisturbed
    with open_store(tmp_path) as store:
        runs = store.runs.latest(2)
    if len(runs) == 2:
        assert runs[1].reason in {KILLED, None}
        assert all(source.reason is not None for source in runs[1].sources)


def test_documents_that_a_killed_run_left_unread_are_read(site: ToySite, tmp_path: Path) -> None:
    """Bytes that were fetched are not fetched again to be read."""
    site.meetings(ToyMeeting(id="1", documents=["a"]))
    with start_night(site, tmp_path) as night:
        wait_until(lambda: _pending(tmp_path) == 1 or night.poll() is not None)
        night.kill()
    asked = len(site.asked)
    run = run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)

    assert "/document/a" not in site.paths(since=asked)
    assert run.sources[0].downloads == 0
    with open_store(tmp_path) as store:
        found = store.reading.document("toy/a")
        assert found is not None
        assert found.version is not None
        assert store.reading.pages(found.version)[0].text == f"{TEXT} a"


def _pending(folder: Path) -> int:
    if not (folder / "store.sqlite").exists():
        return 0
    with open_store(folder, create=False) as store:
        return len(store.documents.pending())


def test_killed_run_is_visible_as_such(site: ToySite, tmp_path: Path) -> None:
    """A run is in the store from its first second, and the next one says that it was killed."""
    site.meetings(ToyMeeting(id="1"))
    site.routes["/meeting/1"] = Reply(wait=20)
    with start_night(site, tmp_path) as night:
        wait_until(lambda: "/meeting/1" in site.paths())
        with open_store(tmp_path) as store:
            running = store.runs.latest()[0]
        night.kill()
    site.meetings(ToyMeeting(id="1"))
    run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)

    assert (running.ended, running.verdict, len(running.sources)) == (None, None, 1)
    with open_store(tmp_path) as store:
        killed = store.runs.get(running.id)
    assert killed is not None
    assert (killed.verdict, killed.reason) == (Verdict.FAILED, KILLED)
    assert killed.sources[0].reason == KILLED


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
def test_asked_to_end_the_run_ends_and_the_next_goes_on(
    site: ToySite, tmp_path: Path, undisturbed: dict[str, object]
) -> None:
    """SIGTERM among the pages: the run says that it was stopped, keeps what it has, and removes nothing."""
    big_site(site)
    held = threading.Event()

    def hold(before: int) -> Reply:
        if before == 0:
            held.set()
            time.sleep(1)
        return page(ToyMeeting(id="5", documents=[f"d5-{k}" for k in range(4)]).content())

    site.routes["/meeting/5"] = hold
    with start_night(site, tmp_path) as night:
        assert held.wait(60)
        night.send_signal(signal.SIGTERM)
        out, err = night.communicate(timeout=60)
    with open_store(tmp_path) as store:
        stopped = store.runs.latest()[0]
    run = run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)

    assert (out.decode().strip(), err) == (f"failed {STOPPED}", b"")
    assert stopped.ended is not None
    assert (stopped.verdict, stopped.reason) == (Verdict.FAILED, STOPPED)
    assert stopped.sources[0].reason == STOPPED
    assert stopped.sources[0].counts.meetings.new == 5
    assert run.verdict is Verdict.GOOD
    assert state(tmp_path) == undisturbed


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
def test_waiting_for_a_throttled_portal_can_be_ended(site: ToySite, tmp_path: Path) -> None:
    """A run that waits two minutes for a portal ends at once when it is asked to."""
    site.routes["/calendar"] = Reply(status=429, headers={"Retry-After": "100"})
    with start_night(site, tmp_path) as night:
        wait_until(lambda: "/calendar" in site.paths())
        time.sleep(0.3)
        night.send_signal(signal.SIGINT)
        out, _ = night.communicate(timeout=30)

    assert out.decode().startswith("failed stopped")


def test_busy_directory_is_left_alone(site: ToySite, tmp_path: Path) -> None:
    """A harvest in a directory where one works already begins nothing."""
    site.meetings(ToyMeeting(id="1"))
    with harvest_lock(tmp_path, START), start_night(site, tmp_path) as night:
        _, err = night.communicate(timeout=60)

    assert b"BusyError: another harvest works in" in err
    assert f"process {os.getpid()}".encode() in err
    assert site.asked == []


def test_harvest_is_quiet(site: ToySite, tmp_path: Path) -> None:
    """Nothing is printed, and no handler is put on anybody's logger."""
    site.meetings(ToyMeeting(id="1", documents=["a"]))
    with start_night(site, tmp_path) as night:
        out, err = night.communicate(timeout=60)

    assert out.decode() == "good None\n"
    assert err == b""


def test_second_run_finds_a_late_paper(site: ToySite, tmp_path: Path) -> None:
    """Minutes that are published weeks after the meeting are found, as meetings are read again (incident 27)."""
    site.meetings(ToyMeeting(id="1"))
    config = toy_config(tmp_path, toy_source(site.url))
    runs: list[RunRow] = [run_harvest(config, clock=clock_from(START), portal=find_toy)]
    site.meetings(ToyMeeting(id="1", documents=["minutes"]))
    site.routes["/document/minutes"] = document("Protokoll")
    runs.append(run_harvest(config, clock=clock_from(START + 40 * DAY), portal=find_toy))

    assert [run.sources[0].counts.documents.new for run in runs] == [0, 1]


def test_what_the_adapter_remarks_is_told(site: ToySite, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Something odd on a page, which the adapter worked around, stands in the reason, and whole in the log (incident 25)."""
    site.meetings(ToyMeeting(id="1"))
    site.routes["/calendar"] = page({"meetings": ["/meeting/1"], "odd": ["PS 1/26", "PS 2/26"]})
    with caplog.at_level(logging.INFO, logger="harvester"):
        run = run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)

    assert run.verdict is Verdict.GOOD
    assert run.sources[0].reason == "1 meeting; 2 remarks on its pages, such as: an odd row (PS 1/26)"
    told = [record.getMessage() for record in caplog.records if record.name == "harvester.crawl.site"]
    assert told == [f"source toy, {site.url}: an odd row: {what}" for what in ("PS 1/26", "PS 2/26")]


def test_politeness_reaches_the_run(tmp_path: Path) -> None:
    """A source's own number of repetitions is used."""
    with ToySite() as site:
        site.routes["/calendar"] = Reply(status=500)
        source = toy_source(site.url, politeness=Politeness(pause_seconds=0, retries=4, retry_seconds=0.01))
        run_harvest(toy_config(tmp_path, source), clock=clock_from(START), portal=find_toy)

        assert site.paths() == ["/calendar"] * 5
