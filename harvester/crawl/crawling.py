"""Running the spider from a program: a loop that can be run again, no handlers, no console."""

from __future__ import annotations

import asyncio
import atexit
import functools
from collections.abc import Mapping, Sequence

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings
from twisted.internet import asyncioreactor
from twisted.python.log import PythonLoggingObserver

from harvester.clock import Clock
from harvester.config import Config
from harvester.crawl.addresses import PublicAddresses, look_up
from harvester.crawl.jobs import NOT_BEGUN, SourceCrawl, SourceJob
from harvester.crawl.raw import RawReader, RawWriter
from harvester.crawl.settings import scrapy_settings, user_agent
from harvester.crawl.site import Keeping
from harvester.crawl.spider import PortalSpider
from harvester.progress import Progress
from harvester.stopping import Stop
from harvester.store import Store

RAW_FOLDER = "raw"
"""Folder of the raw pages in the data directory."""

ARCHIVE_INDEXES = "archive-indexes"
"""Folder of what is known of archives that are read, in the data directory; may be removed at any time."""


def crawl(
    jobs: Sequence[SourceJob], store: Store, config: Config, *, clock: Clock, progress: Progress, stop: Stop
) -> Mapping[str, SourceCrawl]:
    """Fetch the pages and documents of all sources at once, and save what they say.

    Args:
        jobs: the sources; all of one run, registered and begun in the store.
        store: takes records, pages and documents as they come.
        config: limits, contact, and the data directory, where raw pages are kept.
        clock: the time.
        progress: is told.
        stop: when it is asked for, what is under way is dropped, and the sources that were not through say so.

    Returns:
        what came of each source, by key.
    """
    folder = config.data_directory / RAW_FOLDER
    software = user_agent(config.contact)
    with RawWriter(folder, run=jobs[0].run, began=clock(), software=software) as writer:
        keeping = Keeping(
            store=store,
            writer=writer,
            reader=RawReader(folder),
            archive_indexes=config.data_directory / ARCHIVE_INDEXES,
            limits=config.limits,
            clock=clock,
            progress=progress,
        )
        loop, addresses = _network()
        settings = Settings(scrapy_settings(config, [job.source for job in jobs]))
        outcomes = loop.run_until_complete(_run(settings, jobs, keeping, addresses, stop))
    return {job.source.key: outcomes.get(job.source.key, NOT_BEGUN) for job in jobs}


async def _run(
    settings: Settings, jobs: Sequence[SourceJob], keeping: Keeping, addresses: PublicAddresses, stop: Stop
) -> dict[str, SourceCrawl]:
    outcomes: dict[str, SourceCrawl] = {}
    loop = asyncio.get_running_loop()
    asked_to_end = asyncio.Event()
    with stop.calling(lambda: loop.call_soon_threadsafe(asked_to_end.set)):
        await AsyncCrawlerRunner(settings).crawl(
            PortalSpider,
            jobs=jobs,
            keeping=keeping,
            addresses=addresses,
            outcomes=outcomes,
            asked_to_end=asked_to_end,
        )
    await _drop_what_is_left()
    return outcomes


async def _drop_what_is_left() -> None:
    """Cancel what Scrapy leaves behind, such as the requests that were under way when it was stopped."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


@functools.cache
def _network() -> tuple[asyncio.AbstractEventLoop, PublicAddresses]:
    """The loop of this process, with Twisted's reactor on it, which cannot be started twice: so it is never stopped,
    and only runs while the loop does.
    """
    loop = asyncio.SelectorEventLoop()
    asyncio.set_event_loop(loop)
    asyncioreactor.install(loop)  # type: ignore[no-untyped-call] # Twisted is typed in part
    from twisted.internet import reactor  # noqa: PLC0415 - importing it earlier would install another one

    addresses = PublicAddresses(look_up)
    reactor.installNameResolver(addresses)
    PythonLoggingObserver("twisted").start()  # type: ignore[no-untyped-call] # as above
    reactor.startRunning(installSignalHandlers=False)
    atexit.register(loop.close)
    return loop, addresses
