"""One source in one run: its pages first, which name the documents, then the documents."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import logging
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from harvester import media
from harvester.clock import Clock
from harvester.config import Limits
from harvester.crawl.fetching import NO_VALIDATORS, Answer, Fetch
from harvester.crawl.jobs import SourceCrawl, SourceJob
from harvester.crawl.raw import Place, RawReader, RawRecord, RawWriter
from harvester.crawl.reasons import reason_of
from harvester.crawl.room import require_room
from harvester.errors import ChallengePage, NotADocument, NotCaptured, NothingFurther, SaksgangError
from harvester.model import Document
from harvester.phrases import blank_bytes
from harvester.portals.contract import FetchedPage, Request, Skip
from harvester.progress import Progress
from harvester.store import Failure, Moment, RawPage, Store, Validators, request_key

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Keeping:
    """Where a crawl keeps what it fetches, and what it is told by."""

    store: Store
    writer: RawWriter
    reader: RawReader
    archive_indexes: Path
    limits: Limits
    clock: Clock
    progress: Progress


class Site:
    """Crawls one source. What goes wrong is counted and told; it never ends another source."""

    def __init__(self, job: SourceJob, fetcher: Fetch, keeping: Keeping) -> None:
        self._job = job
        self._fetcher = fetcher
        self._keeping = keeping
        self._store = keeping.store
        self._key = job.source.key
        self._erased = keeping.store.erasures.phrases(job.source.key)
        self._seen: set[str] = set()
        self._documents: dict[str, Document] = {}
        self._failed_pages: list[Failure] = []
        self._failed_documents: list[Failure] = []
        self._skipped: list[Skip] = []
        self._gaps: list[Failure] = []
        self._downloads = 0
        self._finished = False

    async def crawl(self, *, documents: bool = True) -> None:
        """Fetch everything of the source; without ``documents`` its pages only."""
        self._keeping.progress.source_began(self._key)
        try:
            await self._read_pages()
            if documents:
                await self._fetch_documents()
        except Exception as error:  # the boundary of a source: whatever it is, the others go on
            logger.exception("source %s failed", self._key)
            self._failed_pages.append(Failure(url=self._job.source.base_url, reason=reason_of(error)))
        self._finished = True
        self._keeping.progress.source_ended(self._key)

    def outcome(self, requests: int) -> SourceCrawl:
        """What came of it, so far."""
        return SourceCrawl(
            requests=requests,
            downloads=self._downloads,
            finished=self._finished,
            failed_pages=tuple(self._failed_pages),
            failed_documents=tuple(self._failed_documents),
            skipped=tuple(self._skipped),
            gaps=(*self._fetcher.known_gaps, *self._gaps),
        )

    async def _read_pages(self) -> None:
        queue = deque(self._unseen(self._job.portal.start(self._job.source, self._job.window)))
        while queue:
            request = queue.popleft()
            try:
                queue.extend(await self._read_page(request))
            except NothingFurther as error:
                self._fail_page(request, error, rest=len(queue))
                return
            except SaksgangError as error:
                if isinstance(error, ChallengePage):
                    self._fetcher.challenged(request.url, error)
                self._fail_page(request, error)
            except Exception as error:  # the boundary of a page: the adapter's mistake must not hide the other pages
                logger.exception("source %s: the page %s could not be read", self._key, request.url)
                self._fail_page(request, error)
            self._keeping.progress.pages(self._key, len(self._seen) - len(queue), len(self._seen))

    def _unseen(self, requests: Iterable[Request]) -> Iterator[Request]:
        for request in requests:
            key = _key_of(request)
            if key not in self._seen:
                self._seen.add(key)
                yield request

    def _fail_page(self, request: Request, error: Exception, *, rest: int = 0) -> None:
        reason = reason_of(error)
        if rest:
            reason = f"{reason}; {rest} more pages were not asked for"
        failed = self._gaps if isinstance(error, NotCaptured) else self._failed_pages
        failed.append(Failure(url=request.url, reason=reason))

    async def _read_page(self, request: Request) -> list[Request]:
        """Fetch, parse and save one page; gives the pages that it names."""
        page = await self._page(request)
        parsed = self._job.portal.parse(self._job.source, page)
        self._store.records.save(self._moment(), parsed.records)
        for record in parsed.records:
            if isinstance(record, Document) and record.url is not None:
                known = self._documents.get(record.id)
                if known is None or (known.history and not record.history):
                    self._documents[record.id] = record
        for skip in parsed.skipped:
            logger.info("source %s, %s: %s: %s", self._key, page.url, skip.reason, skip.what)
            self._skipped.append(skip)
        return list(self._unseen(parsed.requests))

    async def _page(self, request: Request) -> FetchedPage:
        """A page as it is now: fetched, or as it was kept when the portal says that it has not changed."""
        key = _key_of(request)
        last = self._store.pages.last(self._key, key)
        body = None
        if last is not None:
            place = Place(file=last.warc_file, offset=last.warc_offset)
            body = self._keeping.reader.body(place, last.content_sha256)
        self._require_room()
        answer = await self._fetcher.fetch(
            request,
            validators=last.validators if last is not None and body is not None else NO_VALIDATORS,
            megabytes=self._keeping.limits.page_megabytes,
        )
        answer = replace(answer, body=blank_bytes(answer.body, self._erased))
        if answer.not_modified and last is not None and body is not None:
            return self._fetched(request, last, body)
        kept = last if last is not None and body == answer.body else None
        return self._fetched(request, self._keep(request, key, answer, kept), answer.body)

    def _keep(self, request: Request, key: str, answer: Answer, kept: RawPage | None) -> RawPage:
        """Remember a page that came; its bytes only when they are not kept already."""
        now = answer.retrieved_at or self._keeping.clock()
        place = Place(file=kept.warc_file, offset=kept.warc_offset) if kept else self._write(request, answer, now)
        page = RawPage(
            url=answer.url,
            kind=request.kind.value,
            context=request.context,
            status=answer.status,
            content_type=answer.content_type,
            validators=answer.validators,
            content_sha256=hashlib.sha256(answer.body).hexdigest(),
            retrieved_at=now,
            warc_file=place.file,
            warc_offset=place.offset,
            capture=answer.capture,
        )
        self._store.pages.remember(self._key, key, page)
        return page

    def _write(self, request: Request, answer: Answer, retrieved_at: dt.datetime) -> Place:
        record = RawRecord(
            source=self._key,
            kind=request.kind.value,
            url=answer.url,
            status=answer.status,
            headers=answer.headers,
            retrieved_at=retrieved_at,
            body=answer.body,
        )
        return self._keeping.writer.write(record)

    def _fetched(self, request: Request, page: RawPage, body: bytes) -> FetchedPage:
        return FetchedPage(
            url=page.url,
            kind=request.kind,
            status=page.status,
            content_type=page.content_type,
            body=body,
            retrieved_at=page.retrieved_at,
            window=self._job.window,
            context=request.context,
            capture=page.capture,
        )

    async def _fetch_documents(self) -> None:
        due = self._due()
        queue = deque(due)
        self._keeping.progress.documents(self._key, 0, len(due))
        async with asyncio.TaskGroup() as workers:
            for _ in range(self._job.source.politeness.concurrency_per_host):
                workers.create_task(self._work_off(queue, len(due)))

    def _due(self) -> list[tuple[Document, Validators]]:
        """The documents to ask for; those that failed before come last, so that they cannot keep out the others."""
        documents, now = self._store.documents, self._keeping.clock()
        due = [
            (document, validators)
            for document in self._documents.values()
            if (validators := documents.wanted(document.id, self._job.source, now)) is not None
        ]
        return sorted(due, key=lambda each: documents.failures(each[0].id))

    async def _work_off(self, queue: deque[tuple[Document, Validators]], known: int) -> None:
        while queue:
            document, validators = queue.popleft()
            try:
                await self._fetch_document(document, validators)
            except NothingFurther as error:
                reason = f"{reason_of(error)}; {len(queue) + 1} documents were not asked for"
                self._failed_documents.append(Failure(url=document.url or "", reason=reason))
                queue.clear()
            except SaksgangError as error:
                self._fail_document(document, error)
            except Exception as error:  # the boundary of a document
                logger.exception("source %s: the document %s could not be kept", self._key, document.id)
                self._fail_document(document, error)
            self._keeping.progress.documents(self._key, known - len(queue), known)

    def _fail_document(self, document: Document, error: Exception) -> None:
        reason = reason_of(error)
        if isinstance(error, NotCaptured):
            self._gaps.append(Failure(url=document.url or "", reason=reason))
            return
        self._failed_documents.append(Failure(url=document.url or "", reason=reason))
        self._store.documents.not_fetched(self._moment(), document.id, reason)

    async def _fetch_document(self, document: Document, validators: Validators) -> None:
        request = self._job.portal.download(self._job.source, document)
        self._require_room()
        answer = await self._fetcher.fetch(
            request, validators=validators, megabytes=self._keeping.limits.download_megabytes
        )
        if answer.not_modified:
            self._store.documents.not_modified(self._moment(), document.id)
            return
        if answer.capture is not None:
            logger.info("source %s: %s is %s", self._key, request.url, answer.capture)
        self._downloads += 1
        kind = media_type_of(request.url, answer.body)
        self._store.documents.fetched(self._moment(), document.id, answer.body, kind, answer.validators)

    def _require_room(self) -> None:
        require_room(self._keeping.archive_indexes.parent, self._keeping.limits.free_megabytes)

    def _moment(self) -> Moment:
        return Moment(run=self._job.run, source=self._key, now=self._keeping.clock())


def media_type_of(url: str, body: bytes) -> str:
    """The media type of a document's bytes.

    Raises:
        NotADocument: they are none.
    """
    if not body:
        raise NotADocument(f"{url} answered with nothing")
    kind = media.file_media_type(BytesIO(body))
    if kind is None or not media.is_document(kind):
        raise NotADocument(f"{url} answered with {kind or 'bytes of an unknown kind'} where a document was promised")
    return kind


def _key_of(request: Request) -> str:
    return request_key(request.method, request.url, request.body)
