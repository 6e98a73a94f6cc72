"""Documents: fetched once, told by their content, and tried again the next night when what came was none."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from harvester.clock import clock_from
from harvester.model import Verdict
from harvester.run import run_harvest
from harvester.store import StoredDocument, open_store
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

DAY = dt.timedelta(days=1)


def stored(folder: Path, key: str) -> StoredDocument:
    """A document as people find it."""
    with open_store(folder) as store:
        found = store.reading.document(f"toy/{key}")
    assert found is not None
    return found


def test_text_of_a_document_is_in_the_store(site: ToySite, tmp_path: Path) -> None:
    """A harvest ends with the text in the store, and the type told by content, whatever the header says."""
    site.meetings(ToyMeeting(id="1", documents=["a"]))
    run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)

    found = stored(tmp_path, "a")
    assert found.media_type == "text/plain"
    assert found.version is not None
    with open_store(tmp_path) as store:
        assert [text.text for text in store.reading.pages(found.version)] == [f"{TEXT} a"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<!DOCTYPE html><html><body><h1>Logg inn</h1></body></html>", "text/html"),
        (b"<html><body>Velkommen til kommunen</body></html>", "text/html"),
        (b"", "nothing"),
        (bytes(range(256)), "unknown kind"),
    ],
)
def test_what_is_no_document_is_recorded_and_tried_again(
    site: ToySite, tmp_path: Path, body: bytes, reason: str
) -> None:
    """HTML for a PDF, zero bytes or noise is no document (incident 23); the next night asks again and gets it."""
    site.meetings(ToyMeeting(id="1", documents=["a", "b"]))
    site.routes["/document/a"] = Reply(body=body, etag=True)
    config = toy_config(tmp_path, toy_source(site.url))
    first = run_harvest(config, clock=clock_from(START), portal=find_toy)

    assert first.sources[0].verdict is Verdict.GOOD
    [failure] = first.sources[0].failed
    assert failure.url.endswith("/document/a")
    assert failure.reason.startswith("no document: ")
    assert reason in failure.reason
    assert first.sources[0].counts.documents.failed == 1
    assert stored(tmp_path, "a").version is None

    site.routes["/document/a"] = document(TEXT)
    second = run_harvest(config, clock=clock_from(START + DAY), portal=find_toy)

    assert second.sources[0].failed == ()
    assert second.sources[0].counts.documents.failed == 0
    assert stored(tmp_path, "a").version is not None


def test_missing_document_does_not_fail_the_source(site: ToySite, tmp_path: Path) -> None:
    """A dead link is listed; the source is good, as its pages are."""
    site.meetings(ToyMeeting(id="1", documents=["a"]))
    site.routes["/document/a"] = Reply(status=404)
    run = run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)

    assert run.sources[0].verdict is Verdict.GOOD
    assert [failure.reason for failure in run.sources[0].failed] == [
        f"no answer: {site.url.replace('/calendar', '/document/a')} answered 404 Not Found"
    ]


def test_document_that_stands_in_two_meetings_is_asked_once(site: ToySite, tmp_path: Path) -> None:
    """A paper that is attached in two boards' meetings is one document and one request."""
    site.meetings(ToyMeeting(id="1", documents=["a"]), ToyMeeting(id="2", documents=["a"]))
    run = run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)

    assert site.paths().count("/document/a") == 1
    assert run.sources[0].counts.documents.new == 1


def test_replaced_document_gets_a_second_version(site: ToySite, tmp_path: Path) -> None:
    """Another text under the same id is a change that the run reports, and both versions are there."""
    site.meetings(ToyMeeting(id="1", documents=["a", "b"]))
    config = toy_config(tmp_path, toy_source(site.url))
    run_harvest(config, clock=clock_from(START), portal=find_toy)
    before = stored(tmp_path, "a")
    site.routes["/document/a"] = document(f"{TEXT} Vedtaket er endra.")
    run = run_harvest(config, clock=clock_from(START + DAY), portal=find_toy)
    after = stored(tmp_path, "a")

    assert run.sources[0].downloads == 1
    assert run.sources[0].counts.documents.changed == 1
    assert run.sources[0].counts.documents.unchanged == 1
    assert before.version is not None
    assert after.version is not None
    with open_store(tmp_path) as store:
        assert store.reading.pages(before.version)[0].text == f"{TEXT} a"
        assert store.reading.pages(after.version)[0].text == f"{TEXT} Vedtaket er endra."


def test_other_bytes_with_the_same_text_are_no_new_version(site: ToySite, tmp_path: Path) -> None:
    """A document that differs at each download and says the same has not changed (incident 22)."""
    site.meetings(ToyMeeting(id="1", documents=["a"]))
    site.routes["/document/a"] = document("Saka vart   utsett.", etag=False)
    config = toy_config(tmp_path, toy_source(site.url))
    run_harvest(config, clock=clock_from(START), portal=find_toy)
    before = stored(tmp_path, "a")
    site.routes["/document/a"] = document("Saka vart utsett.\n", etag=False)
    run = run_harvest(config, clock=clock_from(START + 8 * DAY), portal=find_toy)

    assert run.sources[0].downloads == 1
    assert run.sources[0].counts.documents.changed == 0
    assert stored(tmp_path, "a").version == before.version


def test_document_without_validators_is_left_alone_for_a_week(site: ToySite, tmp_path: Path) -> None:
    """Only a whole download can tell whether it has changed, so it is not asked for every night."""
    site.meetings(ToyMeeting(id="1", documents=["a"]))
    site.routes["/document/a"] = document(TEXT, etag=False)
    config = toy_config(tmp_path, toy_source(site.url))
    for night in (0, 1, 6, 8):
        run_harvest(config, clock=clock_from(START + night * DAY), portal=find_toy)

    assert site.paths().count("/document/a") == 2


def test_document_on_another_host_is_fetched(site: ToySite, other_site: ToySite, tmp_path: Path) -> None:
    """Portals link to documents that lie elsewhere; that host's robots.txt is asked for."""
    elsewhere = other_site.url.replace("/calendar", "/document/a")
    content = ToyMeeting(id="1").content() | {"documents": [{"id": "a", "url": elsewhere}]}
    site.meetings(ToyMeeting(id="1"))
    site.routes["/meeting/1"] = page(content)
    other_site.routes["/document/a"] = document(TEXT)
    run = run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)

    assert [asked.path for asked in other_site.asked] == ["/robots.txt", "/document/a"]
    assert run.sources[0].downloads == 1


def test_document_link_that_is_no_web_address_is_named(site: ToySite, tmp_path: Path) -> None:
    """A link to a script, a file or nowhere is a failure of that document alone."""
    content = ToyMeeting(id="1").content()
    links = ["javascript:alert(1)", "file:///etc/passwd", "http://user:pass@example.org/a.pdf", "http://[bad"]
    content["documents"] = [{"id": f"d{number}", "url": link} for number, link in enumerate(links) if number < 3]
    site.meetings(ToyMeeting(id="1"))
    site.routes["/meeting/1"] = page(content)
    run = run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)

    assert {failure.reason.split(":")[0] for failure in run.sources[0].failed} == {"address"}
    assert len(run.sources[0].failed) == 3
    assert not any(re.search("pass@", failure.reason) for failure in run.sources[0].failed)


def test_unreadable_document_is_listed_and_the_night_goes_on(site: ToySite, tmp_path: Path) -> None:
    """A document that cannot be read is recorded with its reason, beside those that can."""
    site.meetings(ToyMeeting(id="1", documents=["a", "b"]))
    site.routes["/document/a"] = Reply(body=b"%PDF-1.7\nthis is no PDF after all", etag=True)
    run = run_harvest(toy_config(tmp_path, toy_source(site.url)), clock=clock_from(START), portal=find_toy)

    [failure] = run.sources[0].failed
    assert failure.url.endswith("/document/a")
    assert failure.reason.startswith("unreadable: ")
    assert run.sources[0].counts.documents.failed == 1
    assert stored(tmp_path, "b").version is not None
