"""What each page of the web costs at the server, over a data directory such as the demo's.

    python -m benchmarks.web_pages demo-data

Milliseconds are of CPU time, as other work on the machine does not count then; each page is asked once before it is
measured, and then five times, of which the middle one counts.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from fastapi.testclient import TestClient
from rich.console import Console
from rich.table import Table

from harvester.config import Web
from harvester.demo.nights import clock_of
from harvester.store import Store, open_store
from search.web import addresses, create_app

_TIMES = 5
console = Console(width=120)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--query", default="skoleskyss")
    given = parser.parse_args()
    with open_store(given.data, create=False) as store:
        pages = list(_pages(store, given.query))
    application = create_app(given.data, clock=clock_of(given.data), web=Web(requests_per_minute=100_000))
    table = Table("page", "kB", "ms", title="web pages")
    with closing(TestClient(application)) as client:
        for name, address in pages:
            size, milliseconds = _measured(client, address)
            table.add_row(name, f"{size / 1000:.1f}", f"{milliseconds:.0f}")
    console.print(table)


def _pages(store: Store, query: str) -> Iterator[tuple[str, str]]:
    """Each page with its address; of records the one with most to show."""
    yield "front", "/"
    yield "results", f"/sok?q={query}"
    yield "results, one for each case", f"/sok?q={query}&fold=true"
    yield "no results", f"/sok?q={query}+finnesikke"
    decisions = store.decisions
    meeting = max(decisions.meetings(decisions.meeting_states()), key=lambda one: one.items)
    yield "meeting", addresses.meeting_address(meeting.id)
    resolution = max(decisions.resolutions(decisions.resolution_states()), key=lambda one: len(one.resolution or ""))
    yield "resolution", addresses.decision_address(resolution.id)
    if resolution.case:
        yield "case", addresses.case_id_address(resolution.case)
    document = max(
        (one for one in store.reading.documents(store.reading.states()) if one.version is not None),
        key=lambda one: len(store.reading.page_numbers(one.version or 0)),
    )
    yield "document", addresses.document_address(document.id)
    yield "document, searched in", addresses.document_address(document.id, q=query)
    yield "body", addresses.body_address(meeting.body_ids[0])
    yield "organization", addresses.organization_address(meeting.organization or "")
    yield "calendar", f"/moter/{meeting.date:%Y-%m}"
    yield "changes", "/endringer"
    yield "coverage", "/dekning"
    for source in store.sources.holdings()[:1]:
        yield "coverage of a source", addresses.coverage_address(source.key)


def _measured(client: TestClient, address: str) -> tuple[int, float]:
    """Bytes and CPU milliseconds of a page."""
    client.get(address).raise_for_status()
    times = []
    for _ in range(_TIMES):
        began = time.process_time()
        answer = client.get(address)
        times.append((time.process_time() - began) * 1000)
    return len(answer.content), statistics.median(times)


if __name__ == "__main__":
    main()
