"""Running the parsers again over the pages that were kept: nobody is asked, and no document is fetched."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from harvester.clock import Clock
from harvester.config import Config
from harvester.crawl.crawling import ARCHIVE_INDEXES, RAW_FOLDER
from harvester.crawl.fetching import NO_VALIDATORS, Answer
from harvester.crawl.jobs import SourceCrawl, SourceJob
from harvester.crawl.raw import Place, RawReader, RawWriter
from harvester.crawl.settings import user_agent
from harvester.crawl.site import Keeping, Site
from harvester.errors import ChallengePage, NotCaptured
from harvester.portals.contract import Request
from harvester.progress import Progress
from harvester.store import Failure, Store, Validators, request_key


class KeptPages:
    """Answers requests of a source with its own raw pages, the newest of each request."""

    known_gaps: tuple[Failure, ...] = ()

    def __init__(self, source: str, store: Store, reader: RawReader) -> None:
        self._source = source
        self._pages = store.pages
        self._reader = reader

    async def fetch(self, request: Request, *, validators: Validators = NO_VALIDATORS, megabytes: int) -> Answer:
        """The page as it was kept.

        Raises:
            NotCaptured: it was never fetched, or what was kept is missing or torn.
        """
        del validators, megabytes
        page = self._pages.last(self._source, request_key(request.method, request.url, request.body))
        if page is None:
            raise NotCaptured(f"{request.url} was never fetched")
        body = self._reader.body(Place(file=page.warc_file, offset=page.warc_offset), page.content_sha256)
        if body is None:
            raise NotCaptured(f"{request.url} is not in {page.warc_file} any more")
        return Answer(
            url=page.url,
            status=page.status,
            headers=(),
            content_type=page.content_type,
            validators=page.validators,
            body=body,
            retrieved_at=page.retrieved_at,
            capture=page.capture,
        )

    def challenged(self, url: str, error: ChallengePage) -> None:
        """The host was left alone when the page came."""


def replay(
    jobs: Sequence[SourceJob], store: Store, config: Config, *, clock: Clock, progress: Progress
) -> Mapping[str, SourceCrawl]:
    """Parse the kept pages of each source again, and save what they say now.

    Args:
        jobs: the sources, all of one run, with the windows in which their pages were fetched.
        store: has the pages, and takes the records.
        config: limits, and the data directory, where raw pages are kept.
        clock: the time.
        progress: is told.

    Returns:
        what came of each source, by key; pages that are not kept are its gaps.
    """
    folder = config.data_directory / RAW_FOLDER
    reader = RawReader(folder)
    software = user_agent(config.contact)
    outcomes = {}
    with RawWriter(folder, run=jobs[0].run, began=clock(), software=software) as writer:
        keeping = Keeping(
            store=store,
            writer=writer,
            reader=reader,
            archive_indexes=config.data_directory / ARCHIVE_INDEXES,
            limits=config.limits,
            clock=clock,
            progress=progress,
        )
        for job in jobs:
            site = Site(job, KeptPages(job.source.key, store, reader), keeping)
            asyncio.run(site.crawl(documents=False))
            outcomes[job.source.key] = site.outcome(requests=0)
    return outcomes
