"""Fetches pages and documents politely; the only room that imports Scrapy."""

from harvester.crawl.crawling import crawl
from harvester.crawl.jobs import SourceCrawl, SourceJob
from harvester.crawl.raw import RawReader
from harvester.crawl.replaying import replay

__all__ = ["RawReader", "SourceCrawl", "SourceJob", "crawl", "replay"]
