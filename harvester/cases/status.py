"""How an item and a case stand, by written rules. The clock is an argument.

The first rule that holds decides; each answer says on what it rests.

1. A paper, or the portal, tells the outcome: *postponed* when the item was put off or sent back, *adopted* when a
   council adopted it, otherwise *treated*.
2. The meeting was cancelled or postponed: the item is *postponed*.
3. The meeting is still to come: *to be treated*.
4. The item is exempt from public access: *exempt*.
5. Minutes treat the item without an outcome that could be read: *treated*.
6. There are minutes, and the item was not found in them: *not found in the minutes*.
7. No more than 30 days have passed: *waiting for minutes*; afterwards *minutes not published*.

A case stands as its last item does; a case without a dated item is *to be treated*.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from harvester.model import OSLO, BodyKind, MeetingStatus, Outcome

MINUTES_PATIENCE = dt.timedelta(days=30)
"""How long minutes are waited for before they are said not to be published."""


class Status(StrEnum):
    """How an item or a case stands."""

    TO_BE_TREATED = "to_be_treated"
    TREATED = "treated"
    ADOPTED = "adopted"
    POSTPONED = "postponed"
    EXEMPT = "exempt"
    NOT_FOUND_IN_MINUTES = "not_found_in_minutes"
    WAITING_FOR_MINUTES = "waiting_for_minutes"
    MINUTES_NOT_PUBLISHED = "minutes_not_published"


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemStatus:
    """A status and what it rests on, in words."""

    status: Status
    evidence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemFacts:
    """What the rules look at. ``treated`` when minutes or an extract treat the item; ``sentence`` is what they say."""

    start: dt.datetime | None
    time_known: bool
    meeting_status: MeetingStatus | None
    body_kinds: tuple[BodyKind, ...]
    outcome: Outcome | None
    treated: bool
    sentence: str
    exempt: bool
    has_minutes: bool


def item_status(facts: ItemFacts, now: dt.datetime) -> ItemStatus:
    """How an item stands at a moment."""
    if facts.outcome is not None:
        return ItemStatus(status=_ended(facts), evidence=facts.sentence)
    if facts.meeting_status in {MeetingStatus.CANCELLED, MeetingStatus.POSTPONED}:
        return ItemStatus(status=Status.POSTPONED, evidence=f"the meeting was {facts.meeting_status.value}")
    if facts.start is None or _is_to_come(facts.start, now, time_known=facts.time_known):
        day = "on a day that is not known" if facts.start is None else f"{_day(facts.start)}"
        return ItemStatus(status=Status.TO_BE_TREATED, evidence=f"the meeting is to be held {day}")
    if facts.exempt:
        return ItemStatus(status=Status.EXEMPT, evidence="the item is exempt from public access")
    if facts.treated:
        return ItemStatus(status=Status.TREATED, evidence=facts.sentence)
    return _without_resolution(facts, facts.start, now)


def case_status(steps: Sequence[ItemStatus]) -> ItemStatus:
    """How a case stands whose items, in order of time, stand so."""
    if not steps:
        return ItemStatus(status=Status.TO_BE_TREATED, evidence="no meeting has it on its agenda")
    return steps[-1]


def _is_to_come(start: dt.datetime, now: dt.datetime, *, time_known: bool) -> bool:
    """Whether a meeting is still ahead; without a known time, until its day is over."""
    return start > now if time_known else start.astimezone(OSLO).date() >= now.astimezone(OSLO).date()


def _ended(facts: ItemFacts) -> Status:
    if facts.outcome in {Outcome.POSTPONED, Outcome.SENT_BACK}:
        return Status.POSTPONED
    if facts.outcome is Outcome.ADOPTED and BodyKind.COUNCIL in facts.body_kinds:
        return Status.ADOPTED
    return Status.TREATED


def _without_resolution(facts: ItemFacts, start: dt.datetime, now: dt.datetime) -> ItemStatus:
    if facts.has_minutes:
        return ItemStatus(
            status=Status.NOT_FOUND_IN_MINUTES,
            evidence="the meeting has minutes, and what they say of the item was not found",
        )
    days = (now - start).days
    held = f"the meeting was held {_day(start)}, {days} days ago, and has no minutes"
    status = Status.WAITING_FOR_MINUTES if now - start <= MINUTES_PATIENCE else Status.MINUTES_NOT_PUBLISHED
    return ItemStatus(status=status, evidence=held)


def _day(moment: dt.datetime) -> str:
    return moment.astimezone(OSLO).date().isoformat()
