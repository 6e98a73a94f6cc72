"""The demo's facts, free of any portal: what is decided, when, by whom, and which papers tell it.

A :class:`Dataset` knows its whole life. :meth:`Dataset.as_of` gives what is published at one moment, which is all that
a rendering of a portal product may see, and :meth:`Dataset.events` lists what changes between two moments.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from harvester.demo.blocks import Content
from harvester.model import BodyKind, DocumentKind, Language, MeetingStatus, Outcome


class Section(StrEnum):
    """The part of an agenda in which an item stands; each portal and language has its own words for it."""

    APPROVAL = "approval"
    POLITICAL = "political"
    SUPPLEMENTARY = "supplementary"
    INTERPELLATION = "interpellation"
    DELEGATED = "delegated"
    BRIEFING = "briefing"
    REPORT = "report"


class EventKind(StrEnum):
    """What can change from one night to the next."""

    MEETING_ANNOUNCED = "meeting_announced"
    MEETING_CANCELLED = "meeting_cancelled"
    MEETING_POSTPONED = "meeting_postponed"
    MEETING_MOVED = "meeting_moved"
    ITEM_PUBLISHED = "item_published"
    PAPER_PUBLISHED = "paper_published"
    PAPER_REPLACED = "paper_replaced"
    PAPER_WITHDRAWN = "paper_withdrawn"


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoOrganization:
    """A *fylkeskommune* that does not exist."""

    key: str
    name: str
    number: str
    language: Language
    seat: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoBody:
    """An *utvalg* of a demo organization; ``size`` is its number of seats."""

    key: str
    organization: str
    name: str
    code: str
    kind: BodyKind
    size: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingState:
    """When a meeting is to be held and how it stands, as announced from ``since`` on."""

    since: dt.datetime
    day: dt.date
    time: dt.time | None
    status: MeetingStatus | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoMeeting:
    """A *møte*; ``states`` is in order of time and never empty. ``papers`` belong to the meeting, not to an item."""

    key: int
    bodies: tuple[str, ...]
    place: str | None
    states: tuple[MeetingState, ...]
    papers: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoDecision:
    """What a body resolved in an item: the truth that a reader of the minutes should find again."""

    body: str
    recommendation: str
    resolution: str
    outcome: Outcome
    votes_for: int | None
    votes_against: int | None
    unanimous: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoCase:
    """An *arkivsak*. ``number`` is what is printed; two cases can share one."""

    key: str
    organization: str
    number: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoItem:
    """A *sak på sakslista*. ``title`` is None when it is exempt."""

    key: int
    meeting: int
    section: Section
    number: str
    title: str | None
    published: dt.datetime
    case: str | None = None
    closed: bool = False
    papers: tuple[int, ...] = ()
    decisions: tuple[DemoDecision, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperVersion:
    """A paper as it was laid out from ``published`` on."""

    published: dt.datetime
    content: Content


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoPaper:
    """A paper. An exempt one has a ``restriction`` in the portal's words and no content that anyone can fetch."""

    key: int
    kind: DocumentKind
    title: str
    versions: tuple[PaperVersion, ...]
    withdrawn: dt.datetime | None = None
    restriction: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoEvent:
    """One change; ``key`` is that of the meeting, item or paper, ``organizations`` those whose portals show it."""

    kind: EventKind
    key: int
    day: dt.date
    organizations: tuple[str, ...]
    paper_kind: DocumentKind | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedPaper:
    """A paper that can be seen at a moment; ``modified`` is when its present content was laid out."""

    key: int
    kind: DocumentKind
    title: str
    content: Content
    published: dt.datetime
    modified: dt.datetime
    restriction: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedItem:
    """An agenda item as it can be seen at a moment."""

    key: int
    section: Section
    number: str
    title: str | None
    case: DemoCase | None
    closed: bool
    papers: tuple[PublishedPaper, ...]
    decisions: tuple[DemoDecision, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedMeeting:
    """A meeting as it can be seen at a moment."""

    key: int
    bodies: tuple[DemoBody, ...]
    day: dt.date
    time: dt.time | None
    status: MeetingStatus | None
    place: str | None
    papers: tuple[PublishedPaper, ...]
    items: tuple[PublishedItem, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Treatment:
    """That a body treated a case on a day, and the paper that says what came of it."""

    body: DemoBody
    day: dt.date
    number: str
    paper: PublishedPaper


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """Everything that one organization's portal shows at a moment."""

    organization: DemoOrganization
    bodies: tuple[DemoBody, ...]
    meetings: tuple[PublishedMeeting, ...]

    def meeting(self, key: int) -> PublishedMeeting | None:
        """The meeting with that key, if it is published."""
        return next((meeting for meeting in self.meetings if meeting.key == key), None)

    def paper(self, key: int) -> PublishedPaper | None:
        """The paper with that key, if anyone may fetch it."""
        for meeting in self.meetings:
            for paper in papers_of(meeting):
                if paper.key == key and paper.restriction is None:
                    return paper
        return None

    def treatments(self, case: DemoCase) -> tuple[Treatment, ...]:
        """What each body has said about a case, in order of time."""
        found = [
            Treatment(body=body, day=meeting.day, number=item.number, paper=paper)
            for meeting in self.meetings
            for item in meeting.items
            if item.case == case
            for body, paper in zip(meeting.bodies, _resolutions(item), strict=False)
        ]
        return tuple(sorted(found, key=lambda treatment: treatment.day))


def papers_of(meeting: PublishedMeeting) -> Iterator[PublishedPaper]:
    """Every paper that a meeting shows, its own before those of its items; a paper in two places comes twice."""
    yield from meeting.papers
    for item in meeting.items:
        yield from item.papers


def _resolutions(item: PublishedItem) -> tuple[PublishedPaper, ...]:
    return tuple(paper for paper in item.papers if paper.kind is DocumentKind.RESOLUTION)


@dataclass(frozen=True, kw_only=True, slots=True)
class Dataset:
    """Organizations, bodies, meetings, cases, items and papers with their whole life.

    An organization's portal shows the meetings in which one of its bodies takes part.
    """

    organizations: tuple[DemoOrganization, ...]
    bodies: tuple[DemoBody, ...]
    meetings: tuple[DemoMeeting, ...]
    cases: tuple[DemoCase, ...]
    items: tuple[DemoItem, ...]
    papers: tuple[DemoPaper, ...]

    def as_of(self, moment: dt.datetime, organization: str) -> Published:
        """What that organization's portal shows at ``moment``, which must be aware."""
        bodies = {body.key: body for body in self.bodies}
        cases = {case.key: case for case in self.cases}
        papers = {paper.key: seen for paper in self.papers if (seen := _paper_at(paper, moment))}
        items: dict[int, list[PublishedItem]] = {}
        for item in self.items:
            if item.published <= moment:
                items.setdefault(item.meeting, []).append(_item_at(item, cases, papers))
        meetings = [
            _meeting_at(meeting, state, bodies, tuple(items.get(meeting.key, ())), papers)
            for meeting in self.meetings
            if organization in {bodies[key].organization for key in meeting.bodies}
            if (state := _state_at(meeting, moment))
        ]
        shown = {body.key for meeting in meetings for body in meeting.bodies}
        return Published(
            organization=next(one for one in self.organizations if one.key == organization),
            bodies=tuple(body for body in self.bodies if body.key in shown),
            meetings=tuple(sorted(meetings, key=lambda meeting: (meeting.day, meeting.key))),
        )

    def events(self, after: dt.datetime, until: dt.datetime) -> tuple[DemoEvent, ...]:
        """What changes after the first moment, up to and including the second, in order of day.

        Exempt papers have events as others have: their names appear, though nobody can fetch them.
        """
        homes = self._homes()
        dated = [*self._meeting_events(homes), *self._item_events(homes), *self._paper_events(homes)]
        chosen = [event for moment, event in dated if after < moment <= until]
        return tuple(sorted(chosen, key=lambda event: (event.day, event.kind, event.key)))

    def _homes(self) -> dict[int, tuple[str, ...]]:
        bodies = {body.key: body.organization for body in self.bodies}
        return {meeting.key: tuple(dict.fromkeys(bodies[key] for key in meeting.bodies)) for meeting in self.meetings}

    def _meeting_events(self, homes: dict[int, tuple[str, ...]]) -> Iterator[tuple[dt.datetime, DemoEvent]]:
        for meeting in self.meetings:
            for position, state in enumerate(meeting.states):
                kind = _STATUS_EVENTS.get(state.status, EventKind.MEETING_MOVED) if position else _FIRST_STATE
                yield state.since, _event(kind, meeting.key, state.since, homes[meeting.key])

    def _item_events(self, homes: dict[int, tuple[str, ...]]) -> Iterator[tuple[dt.datetime, DemoEvent]]:
        for item in self.items:
            yield (
                item.published,
                _event(EventKind.ITEM_PUBLISHED, item.key, item.published, homes[item.meeting]),
            )

    def _paper_events(self, homes: dict[int, tuple[str, ...]]) -> Iterator[tuple[dt.datetime, DemoEvent]]:
        places: dict[int, tuple[str, ...]] = {}
        for meeting in self.meetings:
            places |= {key: places.get(key, ()) + homes[meeting.key] for key in meeting.papers}
        for item in self.items:
            places |= {key: places.get(key, ()) + homes[item.meeting] for key in item.papers}
        for paper in self.papers:
            shown = tuple(sorted(set(places.get(paper.key, ()))))
            for position, version in enumerate(paper.versions):
                kind = EventKind.PAPER_REPLACED if position else EventKind.PAPER_PUBLISHED
                yield version.published, _event(kind, paper.key, version.published, shown, paper.kind)
            if paper.withdrawn:
                yield (
                    paper.withdrawn,
                    _event(EventKind.PAPER_WITHDRAWN, paper.key, paper.withdrawn, shown, paper.kind),
                )


_FIRST_STATE = EventKind.MEETING_ANNOUNCED
_STATUS_EVENTS: dict[MeetingStatus | None, EventKind] = {
    MeetingStatus.CANCELLED: EventKind.MEETING_CANCELLED,
    MeetingStatus.POSTPONED: EventKind.MEETING_POSTPONED,
}


def _event(
    kind: EventKind,
    key: int,
    moment: dt.datetime,
    organizations: tuple[str, ...],
    paper_kind: DocumentKind | None = None,
) -> DemoEvent:
    return DemoEvent(kind=kind, key=key, day=moment.date(), organizations=organizations, paper_kind=paper_kind)


def _state_at(meeting: DemoMeeting, moment: dt.datetime) -> MeetingState | None:
    return next((state for state in reversed(meeting.states) if state.since <= moment), None)


def _paper_at(paper: DemoPaper, moment: dt.datetime) -> PublishedPaper | None:
    version = next((one for one in reversed(paper.versions) if one.published <= moment), None)
    if version is None or (paper.withdrawn and paper.withdrawn <= moment):
        return None
    return PublishedPaper(
        key=paper.key,
        kind=paper.kind,
        title=paper.title,
        content=version.content,
        published=paper.versions[0].published,
        modified=version.published,
        restriction=paper.restriction,
    )


def _item_at(item: DemoItem, cases: dict[str, DemoCase], papers: dict[int, PublishedPaper]) -> PublishedItem:
    return PublishedItem(
        key=item.key,
        section=item.section,
        number=item.number,
        title=item.title,
        case=cases[item.case] if item.case else None,
        closed=item.closed,
        papers=tuple(papers[key] for key in item.papers if key in papers),
        decisions=item.decisions,
    )


def _meeting_at(
    meeting: DemoMeeting,
    state: MeetingState,
    bodies: dict[str, DemoBody],
    items: tuple[PublishedItem, ...],
    papers: dict[int, PublishedPaper],
) -> PublishedMeeting:
    return PublishedMeeting(
        key=meeting.key,
        bodies=tuple(bodies[key] for key in meeting.bodies),
        day=state.day,
        time=state.time,
        status=state.status,
        place=meeting.place,
        papers=tuple(papers[key] for key in meeting.papers if key in papers),
        items=items,
    )
