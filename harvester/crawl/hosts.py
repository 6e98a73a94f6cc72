"""What is known of each host while a run lasts: requests of the day, and failures in a row."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from harvester.clock import Clock
from harvester.errors import Blocked, FetchError, NothingFurther
from harvester.model import OSLO
from harvester.store import Pages

# In a row, each after its repetitions. Refusals may concern single documents that are exempt; they cost nobody time.
_FAILURES_BEFORE_GIVING_UP = 5
_REFUSALS_BEFORE_GIVING_UP = 15
_DEFAULT_PORTS = {"http": 80, "https": 443}


def host_of(url: str) -> str:
    """The host of an address, with its port unless that is the usual one."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    port = parts.port
    return host if port is None or port == _DEFAULT_PORTS.get(parts.scheme) else f"{host}:{port}"


class Hosts:
    """Shared by the sources of a run, as several can lie on one host."""

    def __init__(self, pages: Pages, clock: Clock) -> None:
        self._pages = pages
        self._clock = clock
        self._failures: Counter[str] = Counter()
        self._refusals: Counter[str] = Counter()
        self._given_up: dict[str, str] = {}

    def admit(self, host: str, *, requests_per_day: int) -> None:
        """Refuse another request when the host has had enough of them.

        Raises:
            NothingFurther: the day's requests are used up, or the host failed too often in a row.
        """
        if host in self._given_up:
            raise NothingFurther(self._given_up[host])
        today = self._clock().astimezone(OSLO).date()
        if self._pages.requests_of(host, today) >= requests_per_day:
            raise NothingFurther(f"the {requests_per_day} requests a day that {host} is asked at most are used up")

    def count_request(self, host: str) -> None:
        """Note a request that goes out."""
        self._pages.count_requests(host, self._clock().astimezone(OSLO).date(), 1)

    def answered(self, host: str) -> None:
        """The host gave a proper answer."""
        self._failures[host] = self._refusals[host] = 0

    def failed(self, host: str, error: FetchError) -> None:
        """The host gave none, refused us, or told us to slow down."""
        counter, limit = self._failures, _FAILURES_BEFORE_GIVING_UP
        if isinstance(error, Blocked):
            counter, limit = self._refusals, _REFUSALS_BEFORE_GIVING_UP
        counter[host] += 1
        if counter[host] >= limit:
            self._given_up[host] = f"{host} failed {limit} times in a row ({error})"
