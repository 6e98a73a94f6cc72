"""Items, resolutions, meetings and cases as people look for them, read from the store."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from harvester.cases.status import ItemStatus
from harvester.cases.ties import Difference, TieKind
from harvester.minutes.records import Sum, Vote
from harvester.model import OSLO, BodyKind, DocumentKind, ItemKind, Language, MeetingStatus, Outcome
from harvester.store.reading import StoredDocument


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredMeeting:
    """A meeting. ``bodies`` are the names of ``body_ids``, in the same order.

    ``state`` is a hash of everything here: equal states need no new indexing. ``documents`` and ``items`` are counts.
    ``minutes`` is the id of its minutes, None when there are none.
    """

    id: str
    state: str
    organization: str | None
    organization_name: str | None
    language: Language
    bodies: tuple[str, ...]
    body_ids: tuple[str, ...]
    title: str
    start: dt.datetime
    time_known: bool
    end: dt.datetime | None
    place: str | None
    status: MeetingStatus | None
    url: str
    items: int
    documents: int
    minutes: str | None

    @property
    def date(self) -> dt.date:
        """The day in Oslo."""
        return oslo_day(self.start)


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredItem:
    """An item of an agenda, with the paper that it opens in.

    ``document``, ``version`` and ``page`` are where its resolution stands, else its case paper; None when it has neither.
    ``case`` is the id of its case, which an item without a number and a link has to itself; None until it was looked for.
    ``case_number`` is the portal's, else the one that its minutes print. ``resolution`` is the id of the preferred one.
    """

    id: str
    state: str
    organization: str | None
    organization_name: str | None
    language: Language
    bodies: tuple[str, ...]
    body_ids: tuple[str, ...]
    body_kinds: tuple[BodyKind, ...]
    meeting: str
    meeting_title: str | None
    meeting_start: dt.datetime | None
    meeting_time_known: bool
    meeting_status: MeetingStatus | None
    meeting_url: str | None
    number: str | None
    sequence: int | None
    year: int | None
    position: int
    section: str | None
    kind: ItemKind
    title: str | None
    case_number: str | None
    case: str | None
    closed: bool
    url: str
    resolution: str | None
    outcome: Outcome | None
    document: str | None
    version: int | None
    page: int | None

    @property
    def meeting_date(self) -> dt.date | None:
        """The day of the meeting in Oslo; None when the store does not know the meeting."""
        return oslo_day(self.meeting_start) if self.meeting_start else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """Another paper, or the portal itself, that tells of the same item; ``differs`` is in what it disagrees.

    ``body`` is the name in the paper's head: bodies that meet together each resolve for themselves.
    """

    resolution: str
    body: str | None
    document: str | None
    document_title: str | None
    document_kind: DocumentKind | None
    version: int | None
    page: int | None
    differs: tuple[Difference, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredResolution:
    """What a body resolved, as one paper (or the portal itself) tells it.

    Several papers can tell of one item: one of them is ``preferred`` and found by search, the others are its
    ``also_said_in``. ``item`` is None when it could not be tied; then ``bodies`` and ``meeting_date`` are what the paper
    itself says. ``tie_evidence`` says in words why it belongs to the item, or why it could not be tied.
    ``document`` and ``version`` are None when the portal itself says it. A vote with ``total`` ``DOES_NOT_ADD_UP``
    must not be shown as fact.
    """

    id: str
    state: str
    organization: str | None
    organization_name: str | None
    language: Language
    bodies: tuple[str, ...]
    body_ids: tuple[str, ...]
    meeting: str | None
    meeting_date: dt.date | None
    meeting_url: str | None
    item: str | None
    number: str | None
    title: str | None
    case_number: str | None
    case: str | None
    kind: ItemKind | None
    exempt: bool
    closed: bool
    recommendation: str | None
    recommended_by: str | None
    resolution: str | None
    outcome: Outcome | None
    unanimous: bool | None
    votes: tuple[Vote, ...]
    sentence: str
    page: int | None
    page_from: int | None
    page_to: int | None
    document: str | None
    document_title: str | None
    document_kind: DocumentKind | None
    version: int | None
    sha256: str | None
    url: str | None
    tie: TieKind | None
    tie_evidence: str
    preferred: bool
    differs: tuple[Difference, ...]
    also_said_in: tuple[Statement, ...]

    @property
    def adds_up(self) -> bool:
        """Whether no vote of it is wrong in itself."""
        return all(vote.total is not Sum.DOES_NOT_ADD_UP for vote in self.votes)


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredBody:
    """A body with how much is known of it; meetings that were removed do not count."""

    id: str
    organization: str
    organization_name: str | None
    name: str
    kind: BodyKind
    code: str | None
    meetings: int
    first_meeting: dt.date | None
    last_meeting: dt.date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingPage:
    """A meeting with what belongs to it. ``previous`` and ``next`` are meetings of its first body."""

    meeting: StoredMeeting
    items: tuple[StoredItem, ...]
    documents: tuple[StoredDocument, ...]
    previous: StoredMeeting | None
    next: StoredMeeting | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseStep:
    """One treatment of a case. ``joined_by`` says in words why the item belongs to the case."""

    item: StoredItem
    resolution: StoredResolution | None
    status: ItemStatus
    joined_by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Relative:
    """An item that is probably about the same, with the reason in words; never taken for the same."""

    item: StoredItem
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredCase:
    """A case through the bodies: ``steps`` in order of time.

    ``same_number`` are the ids of other cases with its number; ``status`` is that of the case as a whole.
    """

    id: str
    organization: str
    organization_name: str | None
    case_number: str | None
    title: str | None
    steps: tuple[CaseStep, ...]
    status: ItemStatus
    relatives: tuple[Relative, ...]
    same_number: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class NumberGap:
    """Numbers that are missing between the first and the last item of a body in a year; ``series`` is "PS" or ""."""

    organization: str
    body: str
    body_name: str
    year: int
    series: str
    first: int
    last: int
    missing: tuple[int, ...]


def oslo_day(moment: dt.datetime) -> dt.date:
    """The day of a stored time in Oslo."""
    return moment.astimezone(OSLO).date()
