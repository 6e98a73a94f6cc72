"""So many requests a minute from one address, then it is told to wait; and so many bytes in a request.

A token bucket: what was not used in the last minute may be used at once. Who asks from this machine is not held back;
behind a proxy, uvicorn gives the visitor's address in the proxy's place. Addresses are kept in memory for a minute.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Callable
from threading import Lock

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from harvester.config import is_loopback_host

_MOST_ADDRESSES = 20_000
_MINUTE = 60.0
_PREFIX_OF_ONE_HOUSEHOLD = 64


class RequestLimit:
    """Counts the requests of each address."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._lock = Lock()
        self._left: dict[str, tuple[float, float]] = {}

    def seconds_to_wait(self, address: str) -> int:
        """Count a request; how long the address must wait before its next one is answered, 0 when this one is."""
        if is_loopback_host(address):
            return 0
        visitor, now, pace = _visitor(address), self._clock(), self._per_minute / _MINUTE
        with self._lock:
            left, at = self._left.get(visitor, (float(self._per_minute), now))
            left = min(float(self._per_minute), left + (now - at) * pace)
            if left < 1:
                return math.ceil((1 - left) / pace)
            if len(self._left) >= _MOST_ADDRESSES:
                self._forget(now)
            self._left[visitor] = (left - 1, now)
        return 0

    def _forget(self, now: float) -> None:
        self._left = {visitor: (left, at) for visitor, (left, at) in self._left.items() if now - at < _MINUTE}


def _visitor(address: str) -> str:
    """The address, of IPv6 the network that one household has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, _PREFIX_OF_ONE_HOUSEHOLD), strict=False))


def within_limit(request: Request) -> None:
    """Refuse a request of somebody who has asked for too much.

    Raises:
        HTTPException: 429, with how many seconds to wait.
    """
    limit: RequestLimit = request.app.state.limit
    seconds = limit.seconds_to_wait(request.client.host if request.client else "")
    if seconds:
        raise HTTPException(429, f"too many requests; wait {seconds} s", {"Retry-After": str(seconds)})


class BodyLimit:
    """Reads no more of a request than so many bytes, before anything else looks at it; then it answers 413."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self._app = app
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        received = 0

        async def limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._most_bytes:
                raise HTTPException(413, f"more than {self._most_bytes} bytes are not read")
            return message

        await self._app(scope, limited, send)
