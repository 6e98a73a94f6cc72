"""What is broken is told once, with what to try, and told again when it has healed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from harvester.config import Config, Operator, Source
from harvester.model import Verdict
from harvester.monitoring.health import problems
from harvester.monitoring.notifying import News, tell_operator
from harvester.store import Counts, Failure, SourceCounts, SourceOutcome, Store, open_store
from tests.harvester.store.store_samples import NIGHT, SOURCE, WINDOW, meeting, moment
from tests.letterbox import Letterbox, delivering_to

DAY = dt.timedelta(days=1)
NOTHING = SourceCounts(meetings=Counts(), items=Counts(), documents=Counts())
OTHER = SOURCE.model_copy(update={"key": "vestmark", "name": "Vestmark"})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as opened:
        yield opened


class Webhook:
    """A server that keeps what is posted; answers 500 as long as ``broken``."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.broken = False
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if not hook.broken:
                    hook.told.append(content)
                self.send_response(500 if hook.broken else 200)
                self.end_headers()

            def log_message(self, *_args: object) -> None:
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    hook = Webhook()
    thread = threading.Thread(target=hook.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield hook
    hook.server.shutdown()
    hook.server.server_close()
    thread.join()


def config(tmp_path: Path, *sources: Source, **settings: Any) -> Config:
    return Config(data_directory=tmp_path, sources=sources or (SOURCE,), **settings)


def night(store: Store, number: int, verdict: Verdict, reason: str = "", *sources: Source) -> dt.datetime:
    """A night that ended so for each source; gives when."""
    now = NIGHT + number * DAY
    run = store.runs.begin(now)
    for source in sources or (SOURCE,):
        store.records.register(source)
        store.runs.begin_source(run, source, WINDOW, now)
        failed = (Failure(url="u", reason=reason),) if verdict is Verdict.FAILED else ()
        outcome = SourceOutcome(verdict=verdict, reason=reason, requests=1, downloads=0, counts=NOTHING, failed=failed)
        store.runs.end_source(run, source.key, outcome, now)
    store.runs.end(run, verdict, now)
    return now


def harvested(store: Store, *sources: Source) -> None:
    """Let the sources have given a meeting once."""
    for source in sources or (SOURCE,):
        store.records.register(source)
        own = dataclasses.replace(moment(0), source=source.key)
        first = meeting(source.key)
        provenance = dataclasses.replace(first.provenance, source=source.key)
        store.records.save(own, [dataclasses.replace(first, provenance=provenance)])


def keys(news: News) -> tuple[list[str], list[str]]:
    return [problem.key for problem in news.broken], [alarm.key for alarm in news.healed]


def test_a_broken_source_is_told_once_and_again_when_it_has_healed(
    store: Store, tmp_path: Path, webhook: Webhook
) -> None:
    """The first bad night tells what to try, the second is silent, the good one tells that it is over."""
    settings = config(tmp_path, operator=Operator(webhook=webhook.url))
    harvested(store)
    told = []
    for number, verdict in enumerate([Verdict.GOOD, Verdict.FAILED, Verdict.FAILED, Verdict.GOOD, Verdict.GOOD]):
        now = night(store, number, verdict, "blocked: http://127.0.0.1:1/ answered 403")
        told.append(keys(tell_operator(store, settings, now, {})))

    assert told == [([], []), (["source austmark"], []), ([], []), ([], ["source austmark"]), ([], [])]
    assert [(len(each["broken"]), len(each["healed"])) for each in webhook.told] == [(1, 0), (0, 1)]
    assert "harvester unblock" in webhook.told[0]["text"]


def test_what_could_not_be_told_stays_news(store: Store, tmp_path: Path, webhook: Webhook) -> None:
    """A webhook that is down is tried again the next night; nothing is lost, and nothing told twice."""
    settings = config(tmp_path, operator=Operator(webhook=webhook.url))
    harvested(store)
    webhook.broken = True
    tell_operator(store, settings, night(store, 0, Verdict.FAILED, "down: no answer"), {})
    webhook.broken = False
    for number in (1, 2):
        tell_operator(store, settings, night(store, number, Verdict.FAILED, "down: no answer"), {})

    assert len(webhook.told) == 1


def test_the_operator_gets_an_e_mail(store: Store, tmp_path: Path) -> None:
    """Subject with numbers, reason and advice in the text."""
    letterbox = Letterbox()
    with delivering_to(letterbox) as server:
        settings = config(tmp_path, mail=server, operator=Operator(mail="drift@example.org"))
        harvested(store)
        tell_operator(store, settings, night(store, 0, Verdict.SUSPICIOUS, "no meetings"), {})

    [letter] = letterbox.letters
    assert letter["Subject"] == "Saksgang: 1 broken"
    assert "Austmark is suspicious: no meetings" in letter.get_content()
    assert "What to try" in letter.get_content()


def test_a_product_that_fails_everywhere_is_told_as_one(store: Store, tmp_path: Path, webhook: Webhook) -> None:
    """Incident 1: all sources of a product refuse us. Sources that were told before have not healed by it."""
    settings = config(tmp_path, SOURCE, OTHER, operator=Operator(webhook=webhook.url))
    harvested(store, SOURCE, OTHER)
    night(store, 0, Verdict.GOOD, "", OTHER)
    tell_operator(store, settings, night(store, 1, Verdict.FAILED, "blocked: 403", SOURCE), {})
    second = tell_operator(store, settings, night(store, 2, Verdict.FAILED, "blocked: 403", SOURCE, OTHER), {})
    third = tell_operator(store, settings, night(store, 3, Verdict.GOOD, "", SOURCE, OTHER), {})

    assert keys(second) == (["platform jupiter"], [])
    assert sorted(keys(third)[1]) == ["platform jupiter", "source austmark"]


def test_a_source_that_never_gave_a_meeting_is_red(store: Store, tmp_path: Path) -> None:
    """Incident 13: a wrong address that answers nicely is no success, whatever the verdict."""
    now = night(store, 0, Verdict.QUIET)

    [problem] = problems(store, config(tmp_path), now)
    assert "never given a meeting" in problem.reason


def test_only_runs_that_asked_the_portal_count(store: Store, tmp_path: Path) -> None:
    """Incident 15: a run without the source, such as a replay or an import, does not make it well after 36 hours."""
    harvested(store)
    good = night(store, 0, Verdict.GOOD)
    replayed = store.runs.begin(good + 2 * DAY)
    store.runs.end(replayed, Verdict.GOOD, good + 2 * DAY)

    assert problems(store, config(tmp_path), good + DAY) == ()
    [problem] = problems(store, config(tmp_path), good + 2 * DAY)
    assert "not harvested with success since 2026-05-20" in problem.reason


@pytest.mark.parametrize("change", [{"enabled": False}, {"organization": {"valid_to": dt.date(2023, 12, 31)}}])
def test_a_discontinued_source_is_not_stale(store: Store, tmp_path: Path, change: dict[str, Any]) -> None:
    """Incident 17: switched off, or of a county that was dissolved, it is left out of every alarm."""
    harvested(store)
    good = night(store, 0, Verdict.GOOD)
    organization = SOURCE.organization.model_copy(update=change.get("organization", {}))
    source = SOURCE.model_copy(update=change | {"organization": organization})

    assert problems(store, config(tmp_path, source), good + 100 * DAY) == ()


def test_a_disk_that_is_nearly_full_is_told(store: Store, tmp_path: Path) -> None:
    """Before anything breaks, with what to do."""
    settings = config(tmp_path)
    full = settings.model_copy(update={"limits": settings.limits.model_copy(update={"free_megabytes": 1 << 40})})

    assert [problem.key for problem in problems(store, full, NIGHT)] == ["disk"]
