"""Politeness: who asks, what is allowed, how often, how many at once."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from harvester.clock import clock_from
from harvester.config import Politeness, RobotsSettings
from harvester.crawl.hosts import host_of
from harvester.errors import ConfigurationError
from harvester.model import Verdict
from harvester.run import run_harvest
from tests.harvester.crawl.toy import (
    START,
    Asked,
    Reply,
    ToyMeeting,
    ToySite,
    find_toy,
    page,
    toy_config,
    toy_source,
)


def gaps(asked: list[Asked]) -> list[float]:
    """Seconds between requests."""
    return [later.at - earlier.at for earlier, later in pairwise(asked)]


def test_every_request_says_who_asks(site: ToySite, tmp_path: Path) -> None:
    """Product, version and contact stand in the User-Agent, of robots.txt too."""
    site.meetings(ToyMeeting(id="1", documents=["a"]))
    run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)
    [agent] = {asked.headers["User-Agent"] for asked in site.asked}

    assert agent.startswith("Saksgang/")
    assert agent.endswith(" (Avisa; redaksjon@example.org)")


def test_real_portal_is_not_asked_without_a_contact(tmp_path: Path) -> None:
    """A configuration that does not say who asks stops before anything is sent or written."""
    source = toy_source("https://portal.example.org/calendar")
    config = toy_config(tmp_path / "data", source).model_copy(update={"contact": None})
    with pytest.raises(ConfigurationError, match="contact"):
        run_harvest(config, clock=clock_from(START), portal=find_toy)

    assert not (tmp_path / "data").exists()


def test_robots_txt_is_obeyed(site: ToySite, tmp_path: Path) -> None:
    """What it forbids to everybody or to us by name is not asked; the reason says robots."""
    site.meetings(ToyMeeting(id="1"), ToyMeeting(id="2", documents=["a"]))
    rules = b"User-agent: *\nDisallow: /document/\n\nUser-agent: Saksgang\nDisallow: /meeting/1\nDisallow: /document/\n"
    site.routes["/robots.txt"] = Reply(body=rules)
    run = run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)

    assert [asked.path for asked in site.asked] == ["/robots.txt", "/calendar", "/meeting/2"]
    assert [failure.reason.split(":")[0] for failure in run.sources[0].failed] == ["robots", "robots"]
    assert run.verdict is Verdict.FAILED


def test_portal_that_asks_us_to_stay_away_is_left_alone(site: ToySite, tmp_path: Path) -> None:
    """Nothing but robots.txt is asked; the source fails with the reason robots, and the report names the way out."""
    site.meetings(ToyMeeting(id="1"))
    site.routes["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /\n")
    run = run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)

    assert [asked.path for asked in site.asked] == ["/robots.txt"]
    assert run.sources[0].verdict is Verdict.FAILED
    assert run.sources[0].reason is not None
    assert run.sources[0].reason.startswith("robots: ")
    assert "under robots in config.yaml" in run.sources[0].reason


def test_owner_can_permit_what_robots_txt_forbids(site: ToySite, other_site: ToySite, tmp_path: Path) -> None:
    """With a permission the portal is harvested at the pace of its robots.txt, but no other host that it sends us to."""
    rules = Reply(body=b"User-agent: *\nDisallow: /\nCrawl-delay: 0.3\n")
    site.meetings(ToyMeeting(id="1", documents=["a"]), ToyMeeting(id="2"))
    elsewhere = other_site.url.replace("/calendar", "/document/a")
    site.routes |= {"/robots.txt": rules, "/document/a": Reply(status=302, headers={"Location": elsewhere})}
    other_site.routes |= {"/robots.txt": rules, "/document/a": Reply(body=b"Saka vart utsett.")}
    permitted = RobotsSettings(override=True, permission="the archivist, 3 May 2026")
    source = toy_source(site.url, robots=permitted)
    run = run_harvest(toy_config(tmp_path, source), clock=clock_from(START), portal=find_toy)

    assert run.sources[0].counts.meetings.new == 2
    assert min(gaps(site.asked)) > 0.25
    assert [asked.path for asked in other_site.asked] == ["/robots.txt"]
    assert [failure.reason.split(":")[0] for failure in run.sources[0].failed] == ["robots"]


def test_robots_txt_that_is_not_there_allows(site: ToySite, tmp_path: Path) -> None:
    """404 for robots.txt is no prohibition."""
    site.meetings(ToyMeeting(id="1"))
    site.routes["/robots.txt"] = Reply(status=404, body=b"User-agent: *\nDisallow: /")
    run = run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)

    assert run.verdict is Verdict.GOOD


def test_robots_txt_that_the_server_cannot_give_forbids(site: ToySite, tmp_path: Path) -> None:
    """With a server error for robots.txt nothing else is asked, as nobody can know what is allowed."""
    site.meetings(ToyMeeting(id="1"))
    site.routes["/robots.txt"] = Reply(status=503)
    run = run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)

    assert {asked.path for asked in site.asked} == {"/robots.txt"}
    assert run.sources[0].reason is not None
    assert run.sources[0].reason.startswith("down: ")


def test_robots_txt_error_that_passes_is_forgotten(site: ToySite, tmp_path: Path) -> None:
    """robots.txt is asked for again when the request that needed it is repeated."""
    site.meetings(ToyMeeting(id="1"))
    site.routes["/robots.txt"] = lambda before: Reply(body=b"") if before else Reply(status=500)
    run = run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)

    assert run.verdict is Verdict.GOOD


def test_pause_between_requests_is_kept(site: ToySite, tmp_path: Path) -> None:
    """Between two requests lies the pause of the source, pages and documents alike."""
    site.meetings(ToyMeeting(id="1", documents=["a", "b"]))
    gentle = Politeness(pause_seconds=0.3)
    run_harvest(toy_config(tmp_path, toy_source(site.url, politeness=gentle)), clock=clock_from(START), portal=find_toy)

    assert len(site.asked) == 5
    assert min(gaps(site.asked)) > 0.25


def test_crawl_delay_of_robots_txt_is_kept(site: ToySite, tmp_path: Path) -> None:
    """A portal that asks for a longer pause than ours gets it."""
    site.meetings(ToyMeeting(id="1"))
    site.routes["/robots.txt"] = Reply(body=b"User-agent: *\nCrawl-delay: 0.4\n")
    run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)

    assert len(site.asked) == 3
    assert min(gaps(site.asked)) > 0.35


def test_sources_on_one_host_share_its_pause(site: ToySite, tmp_path: Path) -> None:
    """Two municipalities on one host are not two visitors: the gentler pause holds for both, one request at a time."""
    site.meetings(ToyMeeting(id="1"))
    other = site.url.replace("/calendar", "/other")
    site.routes["/other"] = page({"meetings": ["/meeting/1"]})
    config = toy_config(
        tmp_path,
        toy_source(site.url, key="one", politeness=Politeness(pause_seconds=0.3, concurrency_per_host=1)),
        toy_source(other, key="two", politeness=Politeness(pause_seconds=0, concurrency_per_host=4)),
    )
    run = run_harvest(config, clock=clock_from(START), portal=find_toy)

    assert run.verdict is Verdict.GOOD
    assert [asked.path for asked in site.asked].count("/robots.txt") == 1
    assert min(gaps(site.asked)) > 0.25


def test_documents_are_fetched_side_by_side_where_allowed(site: ToySite, tmp_path: Path) -> None:
    """With a concurrency of three, three documents are under way at once."""
    keys = [f"d{number}" for number in range(6)]
    site.meetings(ToyMeeting(id="1", documents=keys))
    for key in keys:
        site.routes[f"/document/{key}"] = Reply(body=f"Sak {key}".encode(), wait=0.5)
    source = toy_source(site.url, politeness=Politeness(pause_seconds=0, concurrency_per_host=3))
    run = run_harvest(toy_config(tmp_path, source), clock=clock_from(START), portal=find_toy)
    documents = [asked for asked in site.asked if asked.path.startswith("/document/")]

    assert run.sources[0].downloads == 6
    assert documents[2].at - documents[0].at < 0.4
    assert documents[3].at - documents[0].at > 0.4


def test_requests_per_minute_are_kept_by_all_sources_of_a_host(site: ToySite, tmp_path: Path) -> None:
    """A host that is asked 200 times a minute by the gentlest of its sources is asked every 0.3 s at most."""
    site.meetings(ToyMeeting(id="1"))
    site.routes["/other"] = page({"meetings": ["/meeting/1"]})
    config = toy_config(
        tmp_path,
        toy_source(site.url, key="one", politeness=Politeness(pause_seconds=0, requests_per_minute=200)),
        toy_source(site.url.replace("/calendar", "/other"), key="two", politeness=Politeness(pause_seconds=0.05)),
    )
    run = run_harvest(config, clock=clock_from(START), portal=find_toy)

    assert run.verdict is Verdict.GOOD
    assert min(gaps(site.asked)) > 0.25


@pytest.mark.parametrize(("pause", "a_minute", "seconds"), [(2, None, 2), (2, 60, 2), (2, 10, 6), (0, 20, 3)])
def test_the_slower_of_pause_and_requests_per_minute_holds(
    pause: float, a_minute: float | None, seconds: float
) -> None:
    """Both are upper bounds of the pace."""
    assert Politeness(pause_seconds=pause, requests_per_minute=a_minute).seconds_between_requests == seconds


def test_days_budget_is_not_overdrawn(site: ToySite, tmp_path: Path) -> None:
    """A host is asked so often a day and no more; the next day goes on where it ended."""
    site.meetings(*[ToyMeeting(id=str(number)) for number in range(6)])
    source = toy_source(site.url, politeness=Politeness(pause_seconds=0, requests_per_day=5))
    config = toy_config(tmp_path, source)
    run = run_harvest(config, clock=clock_from(START), portal=find_toy)
    again = run_harvest(config, clock=clock_from(START), portal=find_toy)

    assert len(site.asked) == 5
    assert run.sources[0].requests == 4
    assert run.sources[0].counts.meetings.new == 3
    assert run.sources[0].failed[0].reason.startswith("stopped: the 5 requests a day")
    assert again.sources[0].requests == 0


def test_name_of_this_machine_is_resolved(site: ToySite, tmp_path: Path) -> None:
    """A source is asked by name too, through the resolver that looks at addresses."""
    site.meetings(ToyMeeting(id="1"))
    source = toy_source(site.url.replace("127.0.0.1", "localhost"))
    run = run_harvest(toy_config(tmp_path, source), clock=clock_from(START), portal=find_toy)

    assert run.verdict is Verdict.GOOD


def test_host_of_an_address() -> None:
    """The usual port and the case of letters make no other host."""
    assert host_of("https://Innsyn.Example.NO:443/a?b") == "innsyn.example.no"
    assert host_of("http://innsyn.example.no/") == "innsyn.example.no"
    assert host_of("http://innsyn.example.no:8080/") == "innsyn.example.no:8080"
