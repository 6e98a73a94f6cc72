"""The one spider: it drives every portal, by asking the adapters what to fetch."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import Any, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler

from harvester.config import Source
from harvester.crawl.addresses import PublicAddresses
from harvester.crawl.archive import ArchiveFiles
from harvester.crawl.fetching import SOURCE, Fetch, Fetcher
from harvester.crawl.hosts import Hosts
from harvester.crawl.jobs import SourceCrawl, SourceJob
from harvester.crawl.memento import ArchiveOnTheWeb
from harvester.crawl.site import Keeping, Site


class PortalSpider(scrapy.Spider):
    """All sources of a run at once; Scrapy's downloader keeps the pauses of their hosts.

    Requests are awaited where they are needed, instead of being handed to callbacks: what a source does reads from top
    to bottom, an error rises to the boundary of its page or source, and never more is queued than is asked for next.
    """

    name = "portal"

    def __init__(
        self,
        *,
        jobs: Sequence[SourceJob],
        keeping: Keeping,
        addresses: PublicAddresses,
        outcomes: dict[str, SourceCrawl],
        asked_to_end: asyncio.Event,
    ) -> None:
        super().__init__()
        self._jobs = jobs
        self._keeping = keeping
        self._addresses = addresses
        self._outcomes = outcomes
        self._asked_to_end = asked_to_end
        self._hosts = Hosts(keeping.store, keeping.clock)
        self._requests: Counter[str] = Counter()
        self._sites: dict[str, Site] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Called by Scrapy."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._count, signal=signals.request_reached_downloader)  # noqa: SLF001 - ourselves
        crawler.signals.connect(spider._tell, signal=signals.spider_closed)  # noqa: SLF001 - ourselves
        return spider

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Crawl every source, until it is through or the run is asked to end."""
        for job in self._jobs:
            live = Fetcher(
                self.crawler.engine,
                job.source,
                hosts=self._hosts,
                addresses=self._addresses,
                answer_seconds=self._keeping.limits.answer_seconds,
            )
            self._sites[job.source.key] = Site(job, self._seam(job.source, live), self._keeping)
        crawling = asyncio.create_task(self._crawl_sites())
        ending = asyncio.create_task(self._asked_to_end.wait())
        await asyncio.wait((crawling, ending), return_when=asyncio.FIRST_COMPLETED)
        crawling.cancel()
        ending.cancel()
        await asyncio.wait((crawling, ending))
        if not crawling.cancelled():
            crawling.result()
        nothing: tuple[scrapy.Request, ...] = ()  # Scrapy expects to be handed requests; here they are awaited
        for request in nothing:
            yield request

    def _seam(self, source: Source, live: Fetcher) -> Fetch:
        """What answers a source: the portal, or the archive that its row names."""
        archive = source.archive
        if archive is None:
            return live
        if archive.files:
            return ArchiveFiles(archive, self._keeping.archive_indexes)
        return ArchiveOnTheWeb(archive, live)

    async def _crawl_sites(self) -> None:
        async with asyncio.TaskGroup() as sources:
            for site in self._sites.values():
                sources.create_task(site.crawl())

    def _count(self, request: scrapy.Request) -> None:
        self._hosts.count_request(request.meta["download_slot"])
        self._requests[request.meta.get(SOURCE, "")] += 1

    def _tell(self) -> None:
        for key, site in self._sites.items():
            self._outcomes[key] = site.outcome(self._requests[key])
