"""What every request passes before it is sent, redirects and robots.txt included."""

from __future__ import annotations

import scrapy.http
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle

from harvester.config import is_loopback_host
from harvester.crawl.addresses import as_address, check_url, is_public
from harvester.crawl.hosts import host_of
from harvester.errors import ForbiddenAddress

LOOPBACK = "loopback"
"""Key of a request's ``meta``: whether it is made for a source on this machine."""

_LONGEST_CRAWL_DELAY = 60.0  # seconds; a longer one would make a night of every page


class RequestGuard:
    """Checks addresses, and gives each host one slot that all sources share."""

    def process_request(self, request: scrapy.Request) -> None:
        """Refuse unsafe addresses.

        Raises:
            ForbiddenAddress: the request must not be sent.
        """
        check_url(request.url, loopback=request.meta[LOOPBACK])
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
        if answered and not is_public(answered) and not (answered.is_loopback and request.meta[LOOPBACK]):
            raise ForbiddenAddress(f"{request.url} was answered by an address that is not public")
        return response


class Throttle(AutoThrottle):
    """Scrapy's AutoThrottle, which slows down with the host, and never goes below the pause that the host is due:
    the configured one, or the ``Crawl-delay`` of its robots.txt when that is longer.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        slots = crawler.settings.getdict("DOWNLOAD_SLOTS")
        self._pauses: dict[str, float] = {host: slot["delay"] for host, slot in slots.items()}

    def keep_pause(self, host: str, seconds: float) -> None:
        """Pause between requests to a host for so long at least; longer than a minute is not believed."""
        self._pauses[host] = max(self._pause_of(host), min(seconds, _LONGEST_CRAWL_DELAY))
        self._slow_down(host)

    def _response_downloaded(
        self, response: scrapy.http.Response, request: scrapy.Request, spider: scrapy.Spider
    ) -> None:
        super()._response_downloaded(response, request, spider)
        self._slow_down(request.meta["download_slot"])

    def _pause_of(self, host: str) -> float:
        return self._pauses.get(host, self.mindelay)

    def _slow_down(self, host: str) -> None:
        slot = self.crawler.engine.downloader.slots.get(host)
        if slot is not None:
            slot.delay = max(slot.delay, self._pause_of(host))
