"""What a night costs: the demo harvested, read and indexed without pauses, then the same night again.

python -m benchmarks.night
"""

from __future__ import annotations

import datetime as dt
import resource
import tempfile
import time
from pathlib import Path

from harvester.clock import clock_from
from harvester.config import Config
from harvester.demo.drafting import DEMO_START
from harvester.demo.portals import demo_portals
from harvester.extract import extract
from harvester.progress import Silence
from harvester.run import run_harvest
from harvester.store import Store, open_store
from search.index import bring_up_to_date


class Stopwatch(Silence):
    """Notes when reading begins, so that harvest and reading are told apart."""

    def __init__(self) -> None:
        self.reading_began: float | None = None

    def reading(self, done: int, total: int) -> None:
        """The first call is the beginning."""
        del done, total
        self.reading_began = self.reading_began or time.perf_counter()


def cpu_seconds() -> float:
    """CPU seconds of this process and of the children that have ended."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main() -> None:
    """Run the nights and print the table."""
    with tempfile.TemporaryDirectory() as folder, demo_portals(Path(folder)) as portals:
        data_directory = Path(folder)
        watch = Stopwatch()
        began = time.perf_counter()
        first = run_harvest(portals.config, clock=clock_from(DEMO_START), progress=watch)
        ended = time.perf_counter()
        harvest_seconds = (watch.reading_began or ended) - began
        print(f"verdict                              {first.verdict}")
        counts = [source.counts for source in first.sources]
        records = sum(one.meetings.seen + one.items.seen + one.documents.seen for one in counts)
        documents = sum(one.documents.seen for one in counts)
        print(f"records                              {records}, {records / harvest_seconds:.0f} per second")
        print(f"documents                            {documents}, {documents / harvest_seconds:.0f} per second")
        print(f"reading, wall seconds                {ended - (watch.reading_began or ended):.1f}")
        asked = {key: len(server.requests) for key, server in portals.servers.items()}
        again = run_harvest(portals.config, clock=clock_from(DEMO_START + dt.timedelta(minutes=10)))
        requests = sum(len(server.requests) - asked[key] for key, server in portals.servers.items())
        downloads = sum(source.downloads for source in again.sources)
        print(f"second night                         {requests} requests, {downloads} downloads")
        with open_store(data_directory) as store:
            measure_reading(store, portals.config)
            measure_index(store, data_directory)


def measure_reading(store: Store, config: Config) -> None:
    """Read every stored document once more in this process, and print pages per CPU second."""
    shas = sorted({one.sha256 for one in store.reading.documents(store.reading.states()) if one.sha256})
    before, pages = time.process_time(), 0
    for sha in shas:
        with store.blobs.local(sha) as path:
            pages += len(extract(path, config.limits).pages)
    seconds = time.process_time() - before
    print(f"reading                              {pages} pages, {pages / seconds:.0f} pages per CPU second")


def measure_index(store: Store, data_directory: Path) -> None:
    """Index everything, and print MB of text per CPU second."""
    characters = sum(
        len(page.text.encode())
        for one in store.reading.documents(store.reading.states())
        if one.version is not None
        for page in store.reading.pages(one.version)
    )
    before = cpu_seconds()
    report = bring_up_to_date(store, data_directory)
    seconds = cpu_seconds() - before
    megabytes = characters / 1e6
    print(f"index                                {report.documents} documents, {megabytes:.1f} MB of text")
    print(f"                                     {megabytes / seconds:.2f} MB per CPU second")


if __name__ == "__main__":
    main()
