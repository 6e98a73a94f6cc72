"""Progress on stderr: bars on a terminal, otherwise a line now and then, so that a log is never silent for long."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from harvester.progress import Progress as HarvestProgress

_SECONDS_BETWEEN_LINES = 5.0


class Counter:
    """Shows how far something has come; whoever works calls :meth:`show` as often as it likes."""

    def __init__(self, console: Console, bars: Progress | None, now: Callable[[], float]) -> None:
        self._console = console
        self._bars = bars
        self._now = now
        self._tasks: dict[str, TaskID] = {}
        self._last_line = now()

    def show(self, what: str, done: int, total: int) -> None:
        """``what`` has come to ``done`` of ``total``."""
        if self._bars is not None:
            if what not in self._tasks:
                self._tasks[what] = self._bars.add_task(what, total=None)
            self._bars.update(self._tasks[what], completed=done, total=total)
        elif self._now() - self._last_line >= _SECONDS_BETWEEN_LINES:
            self.say(f"{what}: {done} of {total}")

    def say(self, line: str) -> None:
        """A line of its own."""
        self._last_line = self._now()
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)


class HarvestCounter:
    """A harvest's progress, shown by a :class:`Counter`."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def source_began(self, key: str) -> None:
        """Says so."""
        self._counter.say(f"{key}: harvest begins")

    def pages(self, key: str, done: int, known: int) -> None:
        """Moves the bar of the source's pages."""
        self._counter.show(f"{key} pages", done, known)

    def documents(self, key: str, done: int, known: int) -> None:
        """Moves the bar of the source's documents."""
        self._counter.show(f"{key} documents", done, known)

    def source_ended(self, key: str) -> None:
        """Says so."""
        self._counter.say(f"{key}: everything is fetched")

    def reading(self, done: int, total: int) -> None:
        """Moves the bar of documents that are read."""
        self._counter.show("reading documents", done, total)


@contextlib.contextmanager
def counter(*, now: Callable[[], float] = time.monotonic) -> Iterator[Counter]:
    """A counter on stderr for as long as the context lasts; its bars are gone afterwards."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Counter(console, None, now)
        return
    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        yield Counter(console, bars, now)


@contextlib.contextmanager
def harvest_progress() -> Iterator[HarvestProgress]:
    """Shows a harvest's progress on stderr for as long as the context lasts."""
    with counter() as shown:
        yield HarvestCounter(shown)
