"""The time, as an argument: nothing in the harvester asks the machine for it behind a caller's back."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

Clock = Callable[[], dt.datetime]
"""Gives the present moment, aware."""


def system_clock() -> dt.datetime:
    """The machine's time, in UTC."""
    return dt.datetime.now(dt.UTC)


def clock_from(start: dt.datetime) -> Clock:
    """A clock that stands at ``start`` now and goes on with real elapsed time.

    Raises:
        ValueError: ``start`` has no zone.
    """
    if start.tzinfo is None:
        raise ValueError("a clock starts at an aware time")
    began = time.monotonic()
    return lambda: start + dt.timedelta(seconds=time.monotonic() - began)
