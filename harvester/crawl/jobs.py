"""What is asked of a crawl, and what it says of each source afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from harvester.config import Source
from harvester.model import Window
from harvester.portals.contract import Portal, Skip
from harvester.store import Failure


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceJob:
    """One source to be crawled in a run; ``run`` is its number in the store."""

    run: int
    source: Source
    portal: Portal
    window: Window


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceCrawl:
    """What came of one source.

    ``requests`` counts everything that was sent for the source, repetitions and redirects included; ``downloads`` the
    documents whose bytes came. ``finished`` is false when the crawl was ended before the source was through. ``gaps`` are
    what an archive does not hold.
    """

    requests: int
    downloads: int
    finished: bool
    failed_pages: tuple[Failure, ...]
    failed_documents: tuple[Failure, ...]
    skipped: tuple[Skip, ...]
    gaps: tuple[Failure, ...] = ()


NOT_BEGUN = SourceCrawl(requests=0, downloads=0, finished=False, failed_pages=(), failed_documents=(), skipped=())
"""What came of a source when the crawl was ended before its turn."""
