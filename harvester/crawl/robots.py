"""robots.txt, by RFC 9309: read once a run for each host, before anything else is asked of it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from http import HTTPStatus
from typing import Self
from urllib.parse import urljoin

import scrapy
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.robotstxt import ProtegoRobotParser, RobotParser

from harvester.crawl.guard import LOOPBACK, Throttle
from harvester.crawl.hosts import host_of
from harvester.errors import ForbiddenByRobots, Unreachable

PERMITTED_HOST = "permitted_host"
"""Key of a request's ``meta``: the host whose owner permits its source what robots.txt forbids, None for none."""

_RULES = "robots"
_WAY_OUT = "if the portal's owner permits it, say who, when and for what under robots in config.yaml"


class RobotsRules:
    """Refuses what robots.txt forbids.

    Scrapy's own middleware takes a robots.txt that cannot be had for a permission, whatever the cause. Here a server error
    forbids everything (section 2.3.1.4), and only a robots.txt that is not there allows it (section 2.3.1.3).
    With the permission of a host's owner it is read all the same, for its ``Crawl-delay``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._product = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._rules: dict[str, RobotParser] = {}
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: scrapy.Request) -> None:
        """Ask for robots.txt when it is not known yet.

        Raises:
            ForbiddenByRobots: it forbids the request.
            Unreachable: the server could not give it; what went wrong on the way is raised as it is.
        """
        if request.meta.get(_RULES):
            return
        address = urljoin(request.url, "/robots.txt")
        async with self._asking[address]:
            if address not in self._rules:
                self._rules[address] = await self._ask(address, request)
        permitted = request.meta.get(PERMITTED_HOST) == host_of(request.url)
        if not permitted and not self._rules[address].allowed(request.url, self._product):
            raise ForbiddenByRobots(f"{address} forbids {request.url}; {_WAY_OUT}")

    async def _ask(self, address: str, request: scrapy.Request) -> RobotParser:
        meta = {_RULES: True, LOOPBACK: request.meta[LOOPBACK]}
        try:
            response = await self._crawler.engine.download_async(scrapy.Request(address, meta=meta))
        except IgnoreRequest:  # more redirects than are followed: taken as not there (section 2.3.1.2)
            return self._read(b"", address)
        status = response.status
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
            raise Unreachable(f"{request.url} was not asked, as {address} answered {status}")
        return self._read(response.body if status == HTTPStatus.OK else b"", address)

    def _read(self, content: bytes, address: str) -> RobotParser:
        rules = ProtegoRobotParser.from_crawler(self._crawler, content)
        delay = rules.crawl_delay(self._product)
        throttle = self._crawler.get_extension(Throttle)
        if delay is not None and throttle is not None:
            throttle.keep_pause(host_of(address), delay)
        return rules
