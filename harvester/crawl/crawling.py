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
from harvester.crawl.jobs import SourceCrawl, SourceJob
from harvester.crawl.raw import RawReader, RawWriter
from harvester.crawl.settings import scrapy_settings, user_agent
from harvester.crawl.site import Keeping
from harvester.crawl.spider import PortalSpider
from harvester.progress import Progress
from harvester.stopping import Stop
from harvester.store import Store

RAW_FOLDER = "raw"
"""Folder of the raw pages in the data directory."""


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
            limits=config.limits,
            clock=clock,
            progress=progress,
        )
        loop, addresses = _network()
        settings = Settings(scrapy_settings(config, [job.source for job in jobs]))
        return loop.run_until_complete(_run(settings, jobs, keeping, addresses, stop))


async def _run(
    settings: Settings, jobs: Sequence[SourceJob], keeping: Keeping, addresses: PublicAddresses, stop: Stop
) -> dict[str, SourceCrawl]:
    outcomes: dict[str, SourceCrawl] = {}
    runner = AsyncCrawlerRunner(settings)
    crawling = runner.crawl(PortalSpider, jobs=jobs, keeping=keeping, addresses=addresses, outcomes=outcomes)
    loop = asyncio.get_running_loop()
    stopping: set[asyncio.Task[None]] = set()
    with stop.calling(lambda: loop.call_soon_threadsafe(lambda: stopping.add(loop.create_task(runner.stop())))):
        await crawling
        await asyncio.gather(*stopping)
    return outcomes


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
