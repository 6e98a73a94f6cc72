"""Items, resolutions, meetings and cases for search and for the pages that people see.

Only reading: what belongs together was found by :mod:`harvester.store.linking` and stands in the store.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from harvester.store.database import Database
from harvester.store.decisions.stored import (
    CaseStep,
    MeetingPage,
    NumberGap,
    Relative,
    Statement,
    StoredBody,
    StoredCase,
    StoredItem,
    StoredMeeting,
    StoredResolution,
)

__all__ = [
    "CaseStep",
    "Decisions",
    "MeetingPage",
    "NumberGap",
    "Relative",
    "Statement",
    "StoredBody",
    "StoredCase",
    "StoredItem",
    "StoredMeeting",
    "StoredResolution",
]


class Decisions:
    """Reads what was on agendas and what was resolved. Removed records are left out everywhere."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def item_states(self) -> dict[str, str]:
        """The state of every item that should be found, by id: the half of a set difference."""
        raise NotImplementedError

    def items(self, ids: Iterable[str]) -> Iterator[StoredItem]:
        """Items by id, in no particular order; unknown ones are left out."""
        raise NotImplementedError

    def item(self, item: str) -> StoredItem | None:
        """One item by id."""
        return next(self.items([item]), None)

    def resolution_states(self) -> dict[str, str]:
        """The state of every resolution that should be found, by id: the preferred of each item, and those untied."""
        raise NotImplementedError

    def resolutions(self, ids: Iterable[str]) -> Iterator[StoredResolution]:
        """Resolutions by id, preferred or not, in no particular order; unknown ones are left out."""
        raise NotImplementedError

    def resolution(self, resolution: str) -> StoredResolution | None:
        """One resolution by id; that of a paper's older version is the one of its newest."""
        return next(self.resolutions([resolution]), None)

    def untied(self, organization: str | None = None) -> Iterator[StoredResolution]:
        """Resolutions that could not be tied to an item, newest meeting first."""
        raise NotImplementedError

    def meeting_states(self) -> dict[str, str]:
        """The state of every meeting that should be found, by id."""
        raise NotImplementedError

    def meetings(self, ids: Iterable[str]) -> Iterator[StoredMeeting]:
        """Meetings by id, in no particular order; unknown ones are left out."""
        raise NotImplementedError

    def meeting(self, meeting: str) -> MeetingPage | None:
        """One meeting with its items, documents and neighbours."""
        raise NotImplementedError

    def meetings_between(
        self, first: dt.date, last: dt.date, *, organization: str | None = None, body: str | None = None
    ) -> tuple[StoredMeeting, ...]:
        """The meetings of some days, both included, in order of time: a calendar."""
        raise NotImplementedError

    def body(self, body: str) -> StoredBody | None:
        """One body by id."""
        raise NotImplementedError

    def bodies(self, organization: str | None = None) -> tuple[StoredBody, ...]:
        """The bodies of an organization by name, or all by organization and name."""
        raise NotImplementedError

    def case(self, case: str, now: dt.datetime) -> StoredCase | None:
        """One case by its id (``StoredItem.case``), as it stands ``now``."""
        raise NotImplementedError

    def cases(self, organization: str, case_number: str, now: dt.datetime) -> tuple[StoredCase, ...]:
        """The cases of a number, however it is printed; two when the number stands for two."""
        raise NotImplementedError

    def number_gaps(self, organization: str | None = None) -> tuple[NumberGap, ...]:
        """Item numbers that are missing, by body and year."""
        raise NotImplementedError

    def meetings_without_minutes(
        self, now: dt.datetime, *, organization: str | None = None
    ) -> tuple[StoredMeeting, ...]:
        """Meetings that were held longer ago than minutes are waited for and have none, newest first."""
        raise NotImplementedError
