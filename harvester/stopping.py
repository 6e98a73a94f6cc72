"""Ending a run politely when the system or a person asks for it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """Whether a run has been asked to end."""

    def __init__(self) -> None:
        self._requested = False
        self._calls: list[Callable[[], object]] = []

    def requested(self) -> bool:
        """Whether it has."""
        return self._requested

    def request(self) -> None:
        """Ask for it; safe in a signal handler."""
        self._requested = True
        for call in list(self._calls):
            call()

    @contextmanager
    def calling(self, call: Callable[[], object]) -> Iterator[None]:
        """Inside, ``call`` is called as soon as the run is asked to end, at once if it has been already."""
        self._calls.append(call)
        if self._requested:
            call()
        try:
            yield
        finally:
            self._calls.remove(call)


@contextmanager
def stopped_by_signals(stop: Stop) -> Iterator[None]:
    """Inside, SIGTERM and Ctrl-C ask for ``stop``; a second one ends the program as it would have without us.

    Only the main thread gets signals; elsewhere nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.getsignal(number) for number in numbers}

    def handle(_number: int, _frame: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, before[each])
        stop.request()

    for number in numbers:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, before[number])
