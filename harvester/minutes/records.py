"""What is read out of the minutes, notice or extract of a meeting. Every value stands beside its page and sentence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from harvester.model import DocumentKind, Outcome

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """Where a value was read: the page, counted from 1, and the sentence as it stands there."""

    page: int
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Found(Generic[T_co]):
    """A value and where it was read."""

    value: T_co
    evidence: Evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """An elected member in that role. Contact details are never read."""

    name: str
    party: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Deputy:
    """*Varamedlem*: who met, and for whom when the text tells."""

    name: str
    party: str | None
    met_for: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Attendance:
    """Who was there. A list that could not be taken apart into persons is empty and its count None.

    ``complete`` when everybody who could vote is among ``present`` and ``deputies``: not for a roll call at the start.
    """

    present: tuple[Member, ...]
    deputies: tuple[Deputy, ...]
    absent: tuple[Member, ...]
    present_count: Found[int] | None
    deputy_count: Found[int] | None
    absent_count: Found[int] | None
    complete: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """The head of the paper. ``start`` and ``end`` are local times; what is not printed is None."""

    body: Found[str] | None
    date: Found[dt.date] | None
    start: Found[dt.time] | None
    end: Found[dt.time] | None
    place: Found[str] | None
    attendance: Attendance


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemNumber:
    """*Saksnummer* of a meeting's item; ``text`` is as printed ("PS 6/26", "0174/24", "PS 19/1")."""

    prefix: str | None
    sequence: int
    year: int
    text: str

    @property
    def value(self) -> tuple[int, int]:
        """Sequence and year, however they are printed."""
        return self.sequence, self.year

    @property
    def key(self) -> tuple[int, int, str | None]:
        """What tells the numbers of one paper apart."""
        return self.sequence, self.year, self.prefix

    def same(self, other: ItemNumber) -> bool:
        """Whether both name one item, however they are padded; a prefix counts only where both have one."""
        prefixes = {self.prefix, other.prefix} - {None}
        return self.value == other.value and len(prefixes) < 2


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedItem:
    """One line of the *saksliste*. ``title`` is None when it cannot be told from its neighbours."""

    number: ItemNumber
    title: str | None
    case_number: str | None
    exempt: bool
    evidence: Evidence


class SectionKind(StrEnum):
    """The parts of a treated item."""

    HISTORY = "history"
    RECOMMENDATION = "recommendation"
    FACTS = "facts"
    PROCEEDINGS = "proceedings"
    VOTE = "vote"
    RESOLUTION = "resolution"
    EARLIER = "earlier"


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A part of an item. ``owner`` is whose recommendation it is, or the body whose earlier treatment it tells."""

    kind: SectionKind
    owner: str | None
    text: str
    page_from: int
    page_to: int
    evidence: Evidence


class VoteMatter(StrEnum):
    """What was voted over."""

    PROPOSAL = "proposal"
    ELIGIBILITY = "eligibility"
    PROCEDURE = "procedure"


class Sum(StrEnum):
    """Whether a vote adds up. Only one that does, or has nothing to add, may be shown as fact."""

    ADDS_UP = "adds_up"
    DOES_NOT_ADD_UP = "does_not_add_up"
    NOTHING_TO_ADD = "nothing_to_add"


class Misfit(StrEnum):
    """Why a vote does not add up."""

    NAMES = "other number of names than stated"
    PARTIES = "the parties' votes make another number than stated"
    MORE_PARTIES_THAN_VOTES = "more parties than votes"
    NOT_PRESENT = "a voter is not on the attendance list"
    MARKED_ABSENT = "a voter is marked as not present"
    BOTH_SIDES = "a voter stands on more than one side"
    MORE_VOTES_THAN_MEMBERS = "more votes than members present"
    MAJORITY = "the outcome is not that of the majority"
    NOT_UNANIMOUS = "called unanimous with votes against"


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyVotes:
    """How many of a party voted so; None when only the party is named."""

    party: str
    votes: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """One side of a vote: the stated number, and who it was as far as the text tells."""

    votes: int | None
    parties: tuple[PartyVotes, ...] = ()
    voters: tuple[Member, ...] = ()
    absent: tuple[Member, ...] = ()
    subject: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Vote:
    """*Votering*. ``alternatives`` hold the sides of a vote between proposals, where nobody votes against.

    ``outcome`` is that of the proposal voted over: adopted, rejected, or None when it is not told.
    """

    matter: VoteMatter
    subject: str | None
    outcome: Outcome | None
    unanimous: bool | None
    votes_for: Tally | None = None
    votes_against: Tally | None = None
    alternatives: tuple[Tally, ...] = ()
    casting_vote: bool = False
    total: Sum = Sum.NOTHING_TO_ADD
    misfits: tuple[Misfit, ...] = ()
    evidence: Evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class TreatedItem:
    """One item of the meeting with what became of it. ``listed`` is False for one that was added in the meeting."""

    number: ItemNumber
    title: str | None
    case_number: str | None
    page_from: int
    page_to: int
    sections: tuple[Section, ...]
    votes: tuple[Vote, ...]
    recommendation: Found[str] | None
    recommended_by: str | None
    resolution: Found[str] | None
    outcome: Found[Outcome] | None
    exempt: Found[str] | None
    closed: Found[str] | None
    listed: bool
    evidence: Evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class Minutes:
    """A paper taken apart consistently. A notice or agenda has listed items only; an extract has one treated item.

    ``folded`` are listed items, such as *referatsaker*, that have no part of their own: the number of the treated item
    in whose text each is named.
    """

    kind: DocumentKind
    head: Head
    listed: tuple[ListedItem, ...]
    items: tuple[TreatedItem, ...]
    folded: tuple[tuple[ItemNumber, ItemNumber], ...]


class Reason(StrEnum):
    """Why a paper is not taken apart."""

    NO_TEXT = "there is no text"
    NOT_A_MEETING_PAPER = "neither minutes, notice nor extract"
    NO_ITEMS = "no item numbers were found"
    NUMBER_LISTED_TWICE = "the list has a number twice"
    LIST_NOT_RISING = "the numbers of the list do not rise"
    ITEM_NOT_FOUND = "a listed item was not found again"
    ITEM_FOUND_TWICE = "a listed item was found more than once"
    OTHER_ORDER = "the items stand in another order than in the list"
    OTHER_TITLE = "an item has another title than in the list"


@dataclass(frozen=True, kw_only=True, slots=True)
class Whole:
    """A paper that stays one record, and why. ``detail`` names the numbers concerned, never persons."""

    reason: Reason
    detail: str
    kind: DocumentKind | None
    head: Head | None
    listed: tuple[ListedItem, ...]
