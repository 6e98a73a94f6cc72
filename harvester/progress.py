"""What a run tells while it works, for bars and log lines."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Is called from the thread that runs the harvest, often; it must not take long, nor raise."""

    def source_began(self, key: str) -> None:
        """A source's first page is about to be asked for."""

    def pages(self, key: str, done: int, known: int) -> None:
        """So many pages of a source are read, of so many that are known of by now."""

    def documents(self, key: str, done: int, known: int) -> None:
        """So many documents of a source were asked for, of so many that are due."""

    def source_ended(self, key: str) -> None:
        """Everything of a source has been fetched, or given up."""

    def reading(self, done: int, total: int) -> None:
        """So many documents of all sources are read, of so many that wait."""


class Silence:
    """Progress that nobody looks at."""

    def source_began(self, key: str) -> None:
        """Nothing."""

    def pages(self, key: str, done: int, known: int) -> None:
        """Nothing."""

    def documents(self, key: str, done: int, known: int) -> None:
        """Nothing."""

    def source_ended(self, key: str) -> None:
        """Nothing."""

    def reading(self, done: int, total: int) -> None:
        """Nothing."""


SILENCE: Progress = Silence()
