"""The demo's data, cut to the meetings in which something happens that portals differ in."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Callable, Iterator

from harvester.demo.blocks import ScannedPage
from harvester.demo.dataset import Dataset, DemoItem, DemoMeeting, DemoPaper
from harvester.demo.drafting import DEMO_START
from harvester.demo.municipality import municipality
from harvester.model import DocumentKind

FORTNIGHT = dt.timedelta(days=13)
_BLOCKS = 12


@functools.cache
def demo_cut() -> Dataset:
    """A few meetings of each county: one for each oddity, and all that change within the fortnight."""
    whole = municipality()
    kept = _changing(whole)
    for organization in whole.organizations:
        kept |= {meeting.key for meeting in _odd_meetings(whole, organization.key)}
    return _cut(whole, kept)


def changing_meetings() -> Dataset:
    """The meetings that change within the fortnight, and those whose papers they show."""
    whole = municipality()
    changing = _changing(whole)
    shown = {key for item in whole.items if item.meeting in changing for key in item.papers}
    return _cut(whole, changing | {meeting.key for meeting in whole.meetings if shown & set(meeting.papers)})


def _cut(whole: Dataset, kept: set[int]) -> Dataset:
    """These meetings with all that belongs to them, long papers shortened."""
    meetings = tuple(meeting for meeting in whole.meetings if meeting.key in kept)
    items = tuple(item for item in whole.items if item.meeting in kept)
    holders: tuple[DemoMeeting | DemoItem, ...] = (*meetings, *items)
    papers = {key for holder in holders for key in holder.papers}
    return dataclasses.replace(
        whole,
        meetings=meetings,
        items=items,
        papers=tuple(_shortened(paper) for paper in whole.papers if paper.key in papers),
    )


def _shortened(paper: DemoPaper) -> DemoPaper:
    """The beginning of a long paper, which tells it from others; one that is replaced later stays whole."""
    if len(paper.versions) > 1:
        return paper
    (version,) = paper.versions
    beginning = version.content.blocks[:_BLOCKS]
    scans = tuple(block for block in version.content.blocks[_BLOCKS:] if isinstance(block, ScannedPage))
    content = dataclasses.replace(version.content, blocks=(*beginning, *scans))
    return dataclasses.replace(paper, versions=(dataclasses.replace(version, content=content),))


def _changing(whole: Dataset) -> set[int]:
    """Meetings in which something happens within the fortnight."""
    events = {event.key for event in whole.events(DEMO_START, DEMO_START + FORTNIGHT)}
    found = {item.meeting for item in whole.items if item.key in events or events & set(item.papers)}
    return found | {meeting.key for meeting in whole.meetings if meeting.key in events or events & set(meeting.papers)}


def _odd_meetings(whole: Dataset, organization: str) -> Iterator[DemoMeeting]:
    homes = {body.key: body.organization for body in whole.bodies}
    items: dict[int, list[DemoItem]] = {}
    for item in whole.items:
        items.setdefault(item.meeting, []).append(item)
    meetings = [meeting for meeting in whole.meetings if organization in {homes[key] for key in meeting.bodies}]
    for is_odd in _oddities(whole):
        yield from [meeting for meeting in meetings if is_odd(meeting, items.get(meeting.key, []))][:1]
    cases = [item.case for item in whole.items if item.case and homes[_bodies(whole, item)[0]] == organization]
    wandering = next(case for case in cases if cases.count(case) > 2)
    yield from (meeting for meeting in meetings if wandering in {item.case for item in items.get(meeting.key, [])})


def _bodies(whole: Dataset, item: DemoItem) -> tuple[str, ...]:
    return next(meeting.bodies for meeting in whole.meetings if meeting.key == item.meeting)


def _oddities(whole: Dataset) -> tuple[Callable[[DemoMeeting, list[DemoItem]], bool], ...]:
    exempt = {paper.key for paper in whole.papers if paper.restriction}
    minutes = {paper.key for paper in whole.papers if paper.kind is DocumentKind.MINUTES}
    return (
        lambda meeting, _: len(meeting.bodies) > 1,
        lambda meeting, _: meeting.states[-1].time is None,
        lambda meeting, _: meeting.place is None,
        lambda meeting, _: meeting.states[-1].status is not None,
        lambda meeting, _: len(meeting.papers) > 3,
        lambda _, items: any(item.closed for item in items),
        lambda _, items: any(exempt & set(item.papers) for item in items),
        lambda _, items: any(minutes & set(item.papers) for item in items),
        lambda _, items: any(len(item.decisions) > 1 for item in items),
        lambda _, items: len({(item.section, item.number) for item in items}) < len(items),
        lambda _, items: (
            len([key for item in items for key in item.papers]) > len({key for item in items for key in item.papers})
        ),
    )
