"""The two years as they are being written down: what the clerk of one county has registered so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from harvester.demo.blocks import Content
from harvester.demo.dataset import DemoCase, DemoItem, DemoMeeting, DemoPaper, PaperVersion
from harvester.model import OSLO, DocumentKind

DEMO_START = dt.datetime(2026, 5, 20, 3, 30, tzinfo=OSLO)
"""The first night of the demo."""

_QUIET_DAY = DEMO_START.date()
"""The portal publishes nothing on the demo's first day, so that a second night on it has nothing new."""


def moment(day: dt.date, hour: int) -> dt.datetime:
    """A moment of publishing, which moves to the next day when it falls on the quiet one."""
    if day == _QUIET_DAY:
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(hour), tzinfo=OSLO)


def announced(day: dt.date) -> dt.datetime:
    """When a meeting enters the calendar: with the plan for the year from August to July, which comes in May."""
    return moment(dt.date(day.year if day.month >= 8 else day.year - 1, 5, 2), 9)


def notice_moment(day: dt.date) -> dt.datetime:
    """When the agenda and the papers of a meeting are published: a week before."""
    return moment(day - dt.timedelta(days=7), 12)


def minutes_moment(day: dt.date) -> dt.datetime:
    """When the minutes and resolutions of a meeting are published: a week after."""
    return moment(day + dt.timedelta(days=7), 14)


@dataclass(kw_only=True)
class Draft:
    """Everything registered so far, by key; the oddities of real life are worked into it afterwards."""

    paper_keys: Iterator[int]
    item_keys: Iterator[int]
    meetings: dict[int, DemoMeeting] = field(default_factory=dict)
    cases: dict[str, DemoCase] = field(default_factory=dict)
    items: dict[int, DemoItem] = field(default_factory=dict)
    papers: dict[int, DemoPaper] = field(default_factory=dict)

    def add_paper(
        self,
        kind: DocumentKind,
        title: str,
        content: Content,
        published: dt.datetime,
        *,
        restriction: str | None = None,
    ) -> int:
        """Register a paper and give its key."""
        key = next(self.paper_keys)
        self.papers[key] = DemoPaper(
            key=key,
            kind=kind,
            title=title,
            versions=(PaperVersion(published=published, content=content),),
            restriction=restriction,
        )
        return key
