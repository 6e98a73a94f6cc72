"""What a portal does to us on a bad night: each failure is named, and keeps out nothing but itself."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvester.clock import clock_from
from harvester.config import Politeness, Source
from harvester.errors import ChallengePage
from harvester.model import Verdict
from harvester.portals.contract import FetchedPage, Parsed
from harvester.run import run_harvest
from harvester.store import RunRow, open_store
from tests.harvester.crawl.toy import (
    START,
    Asked,
    Reply,
    ToyMeeting,
    ToyPortal,
    ToySite,
    find_toy,
    page,
    toy_config,
    toy_source,
)

DAY = dt.timedelta(days=1)


def harvest(site: ToySite, folder: Path, **limits: object) -> RunRow:
    """One night over the site."""
    return run_harvest(toy_config(folder, toy_source(site.url), **limits), clock=clock_from(START), portal=find_toy)


def asked(site: ToySite, path: str) -> list[Asked]:
    """The requests for one path."""
    return [asked for asked in site.asked if asked.path == path]


@pytest.mark.parametrize("status", [401, 403])
def test_block_is_not_asked_again(site: ToySite, tmp_path: Path, status: int) -> None:
    """A portal that refuses us is asked once, and the reason says blocked, not throttled (incident 1)."""
    site.routes["/calendar"] = Reply(status=status, body=b"<h1>Your IP has been blocked</h1>")
    run = harvest(site, tmp_path)

    assert len(asked(site, "/calendar")) == 1
    [failure] = run.sources[0].failed
    assert run.verdict is Verdict.FAILED
    assert failure.url == site.url
    assert failure.reason.startswith("blocked: ")
    assert str(status) in failure.reason
    assert run.sources[0].reason == failure.reason


def test_host_that_refused_us_is_left_alone_until_a_day_has_passed(site: ToySite, tmp_path: Path) -> None:
    """A second run of the same day asks nothing, for no source on the host; the next night asks again (incident 1)."""
    site.meetings(ToyMeeting(id="1"))
    site.routes["/other"] = page({"meetings": []})
    calendar, site.routes["/calendar"] = site.routes["/calendar"], Reply(status=403)
    config = toy_config(
        tmp_path, toy_source(site.url), toy_source(site.url.replace("/calendar", "/other"), key="neighbour")
    )
    run_harvest(config, clock=clock_from(START), keys=["toy"], portal=find_toy)
    site.routes["/calendar"] = calendar
    asked_first = len(site.asked)
    same_day = run_harvest(config, clock=clock_from(START + dt.timedelta(hours=19)), portal=find_toy)
    asked_same_day = len(site.asked)
    next_night = run_harvest(config, clock=clock_from(START + dt.timedelta(hours=23)), keys=["toy"], portal=find_toy)

    assert asked_same_day == asked_first
    for source in same_day.sources:
        assert source.reason is not None
        assert source.reason.startswith("blocked: 127.0.0.1:")
        assert "harvester unblock 127.0.0.1:" in source.reason
    assert next_night.verdict is Verdict.GOOD


def test_refused_document_leaves_the_host_as_it_is(site: ToySite, tmp_path: Path) -> None:
    """An exempt document that answers 403 blocks neither the others nor the next run."""
    site.meetings(ToyMeeting(id="1", documents=["a", "b"]))
    site.routes["/document/a"] = Reply(status=403)
    first = harvest(site, tmp_path)
    second = harvest(site, tmp_path)

    assert first.sources[0].downloads == 1
    assert second.sources[0].requests > 0


CHALLENGE = Reply(body=b"<html><title>Just a moment...</title><body>Er du et menneske?</body></html>")


@pytest.mark.parametrize(
    ("challenged", "asked"),
    [
        (["/calendar"], ["/calendar"]),
        ([f"/meeting/{number}" for number in range(5)], ["/calendar", "/meeting/0", "/meeting/1", "/meeting/2"]),
    ],
)
def test_host_that_asks_whether_we_are_human_is_left_alone(
    site: ToySite, tmp_path: Path, challenged: list[str], asked: list[str]
) -> None:
    """A challenge in place of the first page, or again and again, ends the night, and the same day nothing is asked."""
    site.meetings(*[ToyMeeting(id=str(number)) for number in range(5)])
    site.routes |= dict.fromkeys(challenged, CHALLENGE)
    config = toy_config(tmp_path, toy_source(site.url))
    first = run_harvest(config, clock=clock_from(START), portal=lambda _name: WaryPortal())
    asked_first = site.paths()
    run_harvest(config, clock=clock_from(START), portal=lambda _name: WaryPortal())

    assert asked_first == site.paths() == asked
    assert {failure.reason.split(":")[0] for failure in first.sources[0].failed} == {"blocked"}


def test_one_page_that_looks_like_a_challenge_keeps_out_only_itself(site: ToySite, tmp_path: Path) -> None:
    """Among pages that can be read it may be a page that has changed."""
    site.meetings(*[ToyMeeting(id=str(number)) for number in range(3)])
    site.routes["/meeting/1"] = CHALLENGE
    run = run_harvest(
        toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=lambda _name: WaryPortal()
    )

    assert run.sources[0].counts.meetings.new == 2
    with open_store(tmp_path) as store:
        assert store.blocks.standing(START) == ()


class WaryPortal(ToyPortal):
    """The adapter, which knows a challenge when it sees one."""

    def parse(self, source: Source, page: FetchedPage) -> Parsed:
        """Refuses what asks whether we are human."""
        if b"menneske" in page.body:
            raise ChallengePage(page.url, expected="a meeting", found="a question")
        return super().parse(source, page)


@pytest.mark.parametrize(("status", "requests"), [(403, 15), (500, 5 * 3)])
def test_portal_that_fails_in_the_middle_is_left_alone(
    site: ToySite, tmp_path: Path, status: int, requests: int
) -> None:
    """After so many failures in a row nothing more is asked of the host, however many pages are known (incident 1)."""
    meetings = [ToyMeeting(id=str(number)) for number in range(30)]
    site.meetings(*meetings)
    for meeting in meetings:
        site.routes[f"/meeting/{meeting.id}"] = Reply(status=status)
    run = harvest(site, tmp_path)

    assert len(site.paths()) == 1 + requests
    assert run.sources[0].failed[-1].reason.startswith("stopped: ")
    assert "more pages were not asked for" in run.sources[0].failed[-1].reason


def test_documents_that_are_refused_do_not_keep_out_others(site: ToySite, tmp_path: Path) -> None:
    """Exempt documents whose links answer 403 every night come last, so the others are fetched some night."""
    keys = [f"d{number:02}" for number in range(20)]
    site.meetings(ToyMeeting(id="1", documents=keys))
    for key in keys[:16]:
        site.routes[f"/document/{key}"] = Reply(status=403)
    config = toy_config(tmp_path, toy_source(site.url))
    first = run_harvest(config, clock=clock_from(START), portal=find_toy)
    second = run_harvest(config, clock=clock_from(START + DAY), portal=find_toy)

    assert (first.sources[0].downloads, second.sources[0].downloads) == (0, 4)
    assert "5 documents were not asked for" in first.sources[0].failed[-1].reason


def test_retry_after_is_waited_for(site: ToySite, tmp_path: Path) -> None:
    """A portal that asks for a pause gets it, and then gives what it has."""
    site.meetings(ToyMeeting(id="1"))
    meeting = site.routes["/meeting/1"]
    assert isinstance(meeting, Reply)
    site.routes["/meeting/1"] = lambda before: meeting if before else Reply(status=503, headers={"Retry-After": "1"})
    run = harvest(site, tmp_path)

    first, second = asked(site, "/meeting/1")
    assert second.at - first.at >= 1
    assert run.verdict is Verdict.GOOD


def test_retry_after_by_date_follows_the_servers_clock(site: ToySite, tmp_path: Path) -> None:
    """A date is compared with the server's own clock, which need not agree with ours."""
    site.meetings(ToyMeeting(id="1"))
    meeting = site.routes["/meeting/1"]
    assert isinstance(meeting, Reply)
    late = {"Date": "Wed, 01 Jan 2020 00:00:00 GMT", "Retry-After": "Wed, 01 Jan 2020 00:00:01 GMT"}
    site.routes["/meeting/1"] = lambda before: meeting if before else Reply(status=429, headers=late)
    run = harvest(site, tmp_path)

    first, second = asked(site, "/meeting/1")
    assert second.at - first.at < 60
    assert run.verdict is Verdict.GOOD


def test_portal_that_wants_an_hour_is_not_waited_for(site: ToySite, tmp_path: Path) -> None:
    """The night does not stand still for one portal; the reason says when it wants to be asked again."""
    site.routes["/calendar"] = Reply(status=429, headers={"Retry-After": "3600"})
    run = harvest(site, tmp_path)

    assert len(asked(site, "/calendar")) == 1
    assert run.sources[0].failed[0].reason.startswith("throttled: ")
    assert "3600 s" in run.sources[0].failed[0].reason


def test_server_error_is_repeated_and_then_named(site: ToySite, tmp_path: Path) -> None:
    """A page with a server error is asked three times; the other pages are harvested."""
    site.meetings(ToyMeeting(id="1"), ToyMeeting(id="2"))
    site.routes["/meeting/1"] = Reply(status=500)
    run = harvest(site, tmp_path)

    assert len(asked(site, "/meeting/1")) == 3
    assert run.sources[0].counts.meetings.new == 1
    assert run.sources[0].verdict is Verdict.FAILED
    assert run.sources[0].reason is not None
    assert run.sources[0].reason.startswith("down: ")
    assert "500 Internal Server Error" in run.sources[0].reason


def test_error_that_passes_is_no_failure(site: ToySite, tmp_path: Path) -> None:
    """One bad answer and one broken connection are forgotten when the next answer is good."""
    site.meetings(ToyMeeting(id="1"))
    meeting = site.routes["/meeting/1"]
    assert isinstance(meeting, Reply)
    bad = [Reply(status=502), Reply(body=b"{", cut=True)]
    site.routes["/meeting/1"] = lambda before: bad[before] if before < 2 else meeting
    run = harvest(site, tmp_path)

    assert run.verdict is Verdict.GOOD
    assert run.sources[0].failed == ()


def test_hanging_portal_ends(site: ToySite, other_site: ToySite, tmp_path: Path) -> None:
    """A portal that never answers is given up after its time, and the other portal does not wait for it."""
    site.routes["/calendar"] = Reply(wait=3)
    other_site.meetings(ToyMeeting(id="1", documents=["a"]))
    impatient = Politeness(pause_seconds=0, retries=0)
    config = toy_config(
        tmp_path,
        toy_source(site.url, key="hanging", politeness=impatient),
        toy_source(other_site.url, key="fine"),
        answer_seconds=0.5,
    )
    run = run_harvest(config, clock=clock_from(START), portal=find_toy)

    hanging, fine = run.sources
    assert hanging.reason is not None
    assert hanging.reason.startswith("down: ")
    assert "within 0.5 s" in hanging.reason
    assert fine.verdict is Verdict.GOOD
    assert run.verdict is Verdict.FAILED


def test_nobody_listens(tmp_path: Path) -> None:
    """A refused connection is said in plain words."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        source = toy_source(f"http://127.0.0.1:{port}/calendar", politeness=Politeness(retries=0))
        run = run_harvest(toy_config(tmp_path, source), clock=clock_from(START), portal=find_toy)

    assert run.sources[0].reason is not None
    assert run.sources[0].reason.startswith("down: ")
    assert "refused" in run.sources[0].reason


def test_oversized_page_keeps_out_only_itself(site: ToySite, tmp_path: Path) -> None:
    """One page over the limit does not keep out the municipality (incident 10)."""
    site.meetings(ToyMeeting(id="1"), ToyMeeting(id="2"))
    site.routes["/meeting/1"] = Reply(body=b" " * (1 << 20) + b"{}")
    run = harvest(site, tmp_path, page_megabytes=1)

    assert run.sources[0].failed[0].reason.startswith("too large: ")
    assert run.sources[0].counts.meetings.new == 1


def test_oversized_page_without_a_length_is_cut_off(site: ToySite, tmp_path: Path) -> None:
    """The limit holds for what arrives, whatever was announced."""
    site.meetings(ToyMeeting(id="1"), ToyMeeting(id="2"))
    site.routes["/meeting/1"] = Reply(body=b" " * (3 << 20), announced=False)
    run = harvest(site, tmp_path, page_megabytes=1)

    assert [failure.reason.split(":")[0] for failure in run.sources[0].failed] == ["too large"]
    assert run.sources[0].counts.meetings.new == 1


def test_small_page_that_unpacks_to_a_huge_one_is_refused(site: ToySite, tmp_path: Path) -> None:
    """The limit holds for what a compressed page unpacks to."""
    bomb = gzip.compress(b" " * (20 << 20))
    site.meetings(ToyMeeting(id="1"), ToyMeeting(id="2"))
    site.routes["/meeting/1"] = Reply(body=bomb, headers={"Content-Encoding": "gzip"})
    run = harvest(site, tmp_path, page_megabytes=1)

    assert len(bomb) < 1 << 20
    [failure] = run.sources[0].failed
    assert failure.url.endswith("/meeting/1")
    assert run.sources[0].counts.meetings.new == 1


def test_adapter_s_mistake_fails_its_source_and_no_other(site: ToySite, other_site: ToySite, tmp_path: Path) -> None:
    """An exception that nobody foresaw is a failure with its name; the other pages and sources are harvested."""
    site.meetings(ToyMeeting(id="1", trouble="votes"), ToyMeeting(id="2"))
    other_site.meetings(ToyMeeting(id="1"))
    config = toy_config(tmp_path, toy_source(site.url, key="bad"), toy_source(other_site.url, key="fine"))
    run = run_harvest(config, clock=clock_from(START), portal=find_toy)

    bad, fine = run.sources
    assert bad.verdict is Verdict.FAILED
    assert bad.reason == "unexpected KeyError: 'votes'"
    assert bad.failed[0].url.endswith("/meeting/1")
    assert bad.counts.meetings.new == 1
    assert fine.verdict is Verdict.GOOD
    assert run.verdict is Verdict.FAILED


def test_mended_adapter_reads_what_was_kept(site: ToySite, tmp_path: Path) -> None:
    """After an adapter has been mended, a page that has not changed since is read without being sent again."""
    site.meetings(ToyMeeting(id="1", trouble="votes"))
    config = toy_config(tmp_path, toy_source(site.url))
    broken = run_harvest(config, clock=clock_from(START), portal=find_toy)
    mended = run_harvest(config, clock=clock_from(START + DAY), portal=lambda _name: MendedPortal())

    assert (broken.verdict, mended.verdict) == (Verdict.FAILED, Verdict.GOOD)
    assert mended.sources[0].counts.meetings.new == 1
    assert asked(site, "/meeting/1")[-1].status == 304


class MendedPortal(ToyPortal):
    """The adapter without its mistake."""

    def parse(self, source: Source, page: FetchedPage) -> Parsed:
        """Reads the trouble as none."""
        return super().parse(source, dataclasses.replace(page, body=page.body.replace(b'"votes"', b"null")))


def test_changed_page_says_what_was_expected(site: ToySite, tmp_path: Path) -> None:
    """A page that is not what its address promised fails the source, and is kept for whoever mends the adapter."""
    site.meetings(ToyMeeting(id="1"))
    site.routes["/meeting/1"] = Reply(body=b"<h1>Ny portal!</h1>", etag=True)
    run = harvest(site, tmp_path)

    assert run.sources[0].reason is not None
    assert run.sources[0].reason.startswith("changed: ")
    assert "expected JSON" in run.sources[0].reason


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.7/",
        "http://[::ffff:10.0.0.7]/",
        "http://[64:ff9b::a00:7]/",
        "ftp://files.example.org/a.pdf",
    ],
)
def test_redirect_into_a_private_network_is_refused(site: ToySite, tmp_path: Path, target: str) -> None:
    """A redirect to a metadata service, a private address or another scheme is not followed."""
    site.meetings(ToyMeeting(id="1", documents=["a"]))
    site.routes["/document/a"] = Reply(status=302, headers={"Location": target})
    run = harvest(site, tmp_path)

    [failure] = run.sources[0].failed
    assert failure.url.endswith("/document/a")
    assert failure.reason.startswith(("address: ", "no answer: "))
    assert run.sources[0].downloads == 0


def test_endless_redirect_ends(site: ToySite, tmp_path: Path) -> None:
    """A portal that sends us round in circles is followed a few steps."""
    site.routes["/calendar"] = Reply(status=302, headers={"Location": "/calendar"})
    run = harvest(site, tmp_path)

    assert len(asked(site, "/calendar")) <= 6
    assert run.verdict is Verdict.FAILED


def test_redirect_within_the_portal_is_followed(site: ToySite, tmp_path: Path) -> None:
    """A moved page is found, and its links are read from where it is."""
    site.meetings(ToyMeeting(id="1"))
    site.routes["/meeting/1"] = Reply(status=301, headers={"Location": "/moved/1"})
    site.routes["/moved/1"] = page(ToyMeeting(id="1", documents=["a"]).content())
    site.routes["/document/a"] = Reply(body=b"Saka vart utsett.")
    run = harvest(site, tmp_path)

    assert run.verdict is Verdict.GOOD
    with open_store(tmp_path) as store:
        document = store.reading.document("toy/a")
    assert document is not None
    assert document.meeting_url is not None
    assert document.meeting_url.endswith("/moved/1")


def test_failed_pages_remove_nothing(site: ToySite, tmp_path: Path) -> None:
    """A night with failures takes nothing as missing (incident 21: an outage is no deletion)."""
    site.meetings(ToyMeeting(id="1", documents=["a"]), ToyMeeting(id="2"))
    config = toy_config(tmp_path, toy_source(site.url))
    run_harvest(config, clock=clock_from(START), portal=find_toy)
    site.routes["/calendar"] = Reply(status=500)
    nights = [run_harvest(config, clock=clock_from(START + n * DAY), portal=find_toy) for n in (1, 2, 3)]

    assert {night.verdict for night in nights} == {Verdict.FAILED}
    with open_store(tmp_path) as store:
        assert [change for night in nights for change in store.runs.changes(night.id)] == []


@pytest.fixture(autouse=True)
def _no_leftover_threads(site: ToySite) -> Iterator[None]:
    """Hanging handlers of a test end with it."""
    yield
    site.routes.clear()
