"""What is known of each host while a run lasts: requests of the day, failures in a row, and refusals that last longer."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from harvester.clock import Clock
from harvester.errors import Blocked, ChallengePage, FetchError, LeftAlone, NothingFurther
from harvester.model import OSLO
from harvester.store import Block, Store

# In a row, each after its repetitions. Refusals may concern single documents that are exempt; they cost nobody time.
_FAILURES_BEFORE_GIVING_UP = 5
_REFUSALS_BEFORE_GIVING_UP = 15
# In a run. A changed page can look like a challenge, so one among pages that could be read is not believed at once.
_CHALLENGES_BEFORE_GIVING_UP = 3
_DEFAULT_PORTS = {"http": 80, "https": 443}


def host_of(url: str) -> str:
    """The host of an address, with its port unless that is the usual one."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    port = parts.port
    return host if port is None or port == _DEFAULT_PORTS.get(parts.scheme) else f"{host}:{port}"


class Hosts:
    """Shared by the sources of a run, as several can lie on one host."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._pages = store.pages
        self._blocks = store.blocks
        self._clock = clock
        self._left_alone = {block.host: block for block in store.blocks.standing(clock())}
        self._answers: Counter[str] = Counter()
        self._challenges: Counter[str] = Counter()
        self._failures: Counter[str] = Counter()
        self._refusals: Counter[str] = Counter()
        self._given_up: dict[str, str] = {}

    def admit(self, host: str, *, requests_per_day: int) -> None:
        """Refuse another request when the host has had enough of them.

        Raises:
            LeftAlone: the host refused us, and it is too early to ask again.
            NothingFurther: the day's requests are used up, or the host failed too often in a row.
        """
        if host in self._given_up:
            raise NothingFurther(self._given_up[host])
        if host in self._left_alone:
            raise LeftAlone(str(self._left_alone[host]))
        today = self._clock().astimezone(OSLO).date()
        if self._pages.requests_of(host, today) >= requests_per_day:
            raise NothingFurther(f"the {requests_per_day} requests a day that {host} is asked at most are used up")

    def count_request(self, host: str) -> None:
        """Note a request that goes out."""
        self._pages.count_requests(host, self._clock().astimezone(OSLO).date(), 1)

    def answered(self, host: str) -> None:
        """The host gave a proper answer."""
        self._failures[host] = self._refusals[host] = 0
        self._answers[host] += 1

    def failed(self, host: str, error: FetchError, *, page: bool) -> None:
        """The host gave none, refused us, or told us to slow down.

        A refusal may concern a single document. But when the first page that a host is asked for is refused, it is we
        who are refused, and so it is after many refusals in a row.
        """
        counter, limit = self._failures, _FAILURES_BEFORE_GIVING_UP
        if isinstance(error, Blocked):
            counter, limit = self._refusals, _REFUSALS_BEFORE_GIVING_UP
            if page and not self._answers[host]:
                self.leave_alone(host, error)
        counter[host] += 1
        if counter[host] >= limit:
            self._given_up[host] = f"{host} failed {limit} times in a row ({error})"
            if isinstance(error, Blocked):
                self.leave_alone(host, error)

    def challenged(self, host: str, error: ChallengePage) -> None:
        """What the host answered with asks whether we are human."""
        self._challenges[host] += 1
        if self._answers[host] <= 1 or self._challenges[host] >= _CHALLENGES_BEFORE_GIVING_UP:
            self.leave_alone(host, error)

    def leave_alone(self, host: str, error: Blocked | ChallengePage) -> None:
        """Ask the host no more, in later runs either, until a day has passed or the operator allows it."""
        self._left_alone[host] = Block(host=host, since=self._clock(), reason=str(error))
        self._blocks.remember(self._left_alone[host])
