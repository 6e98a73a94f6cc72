"""Scrapy's settings, from ours."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import metadata
from typing import Any

from harvester.config import Config, Contact, Politeness, Source
from harvester.crawl.hosts import host_of

PRODUCT = "Saksgang"
_REDIRECTS = 5
_SLOWEST_PAUSE = 60.0  # seconds
_MEGABYTE = 1 << 20


def scrapy_settings(config: Config, sources: Iterable[Source]) -> dict[str, Any]:
    """Settings of the one crawl of a run.

    Left to Scrapy: cookies, redirects, compression, AutoThrottle, time and size limits. Not left to it:
    robots.txt, repetitions, which wait for what the portal says, and its console and remote control.
    """
    return {
        "BOT_NAME": PRODUCT,
        "USER_AGENT": user_agent(config.contact),
        # By a middleware of our own, below.
        "ROBOTSTXT_OBEY": False,
        "ROBOTSTXT_USER_AGENT": PRODUCT,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "nb,nn;q=0.9,no;q=0.8,en;q=0.1",
        },
        "CONCURRENT_REQUESTS": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_SLOTS": _slots(sources),
        "DOWNLOAD_DELAY": Politeness().pause_seconds,
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_TIMEOUT": config.limits.answer_seconds,
        "DOWNLOAD_MAXSIZE": config.limits.page_megabytes * _MEGABYTE,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_HANDLERS": {"data": None, "file": None, "ftp": None, "s3": None},
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": 0,
        "AUTOTHROTTLE_MAX_DELAY": _SLOWEST_PAUSE,
        "REDIRECT_MAX_TIMES": _REDIRECTS,
        "METAREFRESH_ENABLED": False,
        "RETRY_ENABLED": False,
        # A proxy would connect for us, to addresses that we cannot check.
        "HTTPPROXY_ENABLED": False,
        "DOWNLOADER_MIDDLEWARES": {
            "harvester.crawl.guard.RequestGuard": 10,
            "harvester.crawl.robots.RobotsRules": 100,
        },
        "EXTENSIONS": {
            "scrapy.extensions.throttle.AutoThrottle": None,
            "harvester.crawl.guard.Throttle": 0,
            "scrapy.extensions.logstats.LogStats": None,
        },
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "STATS_DUMP": False,
        "LOG_ENABLED": False,
    }


def user_agent(contact: Contact | None) -> str:
    """Product, version and whom to reach, so that a portal can talk to us instead of blocking us."""
    product = f"{PRODUCT}/{_version()}"
    return product if contact is None else f"{product} ({contact.name}; {contact.address})"


def _version() -> str:
    try:
        return metadata.version("saksgang")
    except metadata.PackageNotFoundError:  # run from a checkout that is not installed
        return "0"


def _slots(sources: Iterable[Source]) -> dict[str, dict[str, float]]:
    """One slot a host, as gentle as the gentlest of its sources."""
    slots: dict[str, dict[str, float]] = {}
    for source in sources:
        if source.asks is None:
            continue
        politeness = source.politeness
        slot = slots.setdefault(host_of(source.asks), {"concurrency": 4, "delay": 0.0, "jitter": 0.0})
        slot["concurrency"] = min(slot["concurrency"], politeness.concurrency_per_host)
        slot["delay"] = max(slot["delay"], politeness.seconds_between_requests)
    return slots
