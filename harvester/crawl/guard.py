"""What every request passes before it is sent, redirects and robots.txt included."""

from __future__ import annotations

from typing import Self

import scrapy.http
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.robotstxt import RobotParser

from harvester.config import is_loopback_host
from harvester.crawl.addresses import as_address, check_url, is_public
from harvester.crawl.hosts import host_of
from harvester.errors import ForbiddenAddress, ForbiddenByRobots

LOOPBACK = "loopback"
"""Key of a request's ``meta``: whether it is made for a source on this machine."""

_LONGEST_CRAWL_DELAY = 60.0  # seconds; a longer one would make a night of every page


class RequestGuard:
    """Checks addresses, and gives each host one slot that all sources share."""

    def __init__(self, crawler: Crawler) -> None:
        self._own_hosts = frozenset(crawler.settings["DOWNLOAD_SLOTS"])

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy."""
        return cls(crawler)

    def process_request(self, request: scrapy.Request) -> None:
        """Refuse unsafe addresses.

        Raises:
            ForbiddenAddress: the request must not be sent.
        """
        check_url(request.url, loopback=self._may_loop_back(request))
        host = host_of(request.url)
        request.meta["download_slot"] = host
        # This machine needs no slowing down, and the demo should not take minutes.
        request.meta["autothrottle_dont_adjust_delay"] = is_loopback_host(host.partition(":")[0])

    def process_response(self, request: scrapy.Request, response: scrapy.http.Response) -> scrapy.http.Response:
        """Look once more at the address that answered.

        Raises:
            ForbiddenAddress: it is none that may be asked.
        """
        answered = as_address(str(response.ip_address))
        if answered and not is_public(answered) and not (answered.is_loopback and self._may_loop_back(request)):
            raise ForbiddenAddress(f"{request.url} was answered by an address that is not public")
        return response

    def _may_loop_back(self, request: scrapy.Request) -> bool:
        # robots.txt is asked for by Scrapy itself, without our mark.
        return bool(request.meta.get(LOOPBACK, host_of(request.url) in self._own_hosts))


class RobotsRules(RobotsTxtMiddleware):
    """robots.txt as Scrapy reads it, with an error of our own."""

    async def process_request(self, request: scrapy.Request, spider: scrapy.Spider | None = None) -> None:
        """Refuse what robots.txt forbids.

        Raises:
            ForbiddenByRobots: it forbids the request.
        """
        del spider  # Scrapy's own signature; no longer given
        try:
            await super().process_request(request)
        except IgnoreRequest as error:
            raise ForbiddenByRobots(f"robots.txt of {host_of(request.url)} forbids {request.url}") from error


class Throttle(AutoThrottle):
    """Scrapy's AutoThrottle, which slows down with the host, and never goes below the pause that the host is due:
    the configured one, or the ``Crawl-delay`` of its robots.txt when that is longer.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        slots = crawler.settings.getdict("DOWNLOAD_SLOTS")
        self._pauses: dict[str, float] = {host: slot["delay"] for host, slot in slots.items()}
        crawler.signals.connect(self._robots_parsed, signal=signals.robots_parsed)

    def _response_downloaded(
        self, response: scrapy.http.Response, request: scrapy.Request, spider: scrapy.Spider
    ) -> None:
        super()._response_downloaded(response, request, spider)
        self._keep_pause(request.meta["download_slot"])

    def _robots_parsed(self, robotparser: RobotParser, request: scrapy.Request) -> None:
        delay = robotparser.crawl_delay(self.crawler.settings["ROBOTSTXT_USER_AGENT"])
        if delay is not None:
            host = host_of(request.url)
            self._pauses[host] = max(self._pauses.get(host, self.mindelay), min(delay, _LONGEST_CRAWL_DELAY))
            self._keep_pause(host)

    def _keep_pause(self, host: str) -> None:
        slot = self.crawler.engine.downloader.slots.get(host)
        if slot is not None:
            slot.delay = max(slot.delay, self._pauses.get(host, self.mindelay))
