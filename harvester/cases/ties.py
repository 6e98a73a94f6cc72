"""Which item of an agenda a treated item of a paper is: by the portal's own link, by the paper's place, by its number.

A title alone never ties. It can only confirm: a number whose item has another case and another title is not believed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from harvester.cases.likeness import alike, body_words
from harvester.model import DocumentKind

_PRINTED = re.compile(r"(?:([^\W\d_]{1,6})\.?[\s-]*)?0*(\d{1,4})/(\d{2,4})")


class TieKind(StrEnum):
    """On what a tie between a resolution and an item rests; never on a title alone."""

    PORTAL = "portal"
    PAPER = "paper"
    NUMBER = "number"
    CASE_NUMBER = "case_number"


class Difference(StrEnum):
    """In what two papers on one resolution disagree."""

    RESOLUTION = "resolution"
    OUTCOME = "outcome"
    VOTES = "votes"


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A treated item as a paper tells it; ``printed`` is its number as it stands there."""

    printed: str
    prefix: str | None
    sequence: int
    year: int
    title: str | None
    case_key: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """An item of an agenda as the portal lists it."""

    id: str
    number: str | None
    sequence: int | None
    year: int | None
    title: str | None
    case_key: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sitting:
    """A meeting with its agenda; ``bodies`` are their names."""

    day: dt.date
    bodies: tuple[str, ...]
    items: tuple[Listed, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where the portal shows a paper; ``history`` when it is shown there as the treatment in another meeting."""

    sitting: Sitting
    item: str | None
    history: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """A paper: what its head says, and where the portal shows it. ``single`` when it treats one item only.

    ``elsewhere`` are the meetings that the organization's bodies held on the day that the head names.
    """

    kind: DocumentKind
    body: str | None
    day: dt.date | None
    single: bool
    places: tuple[Place, ...]
    elsewhere: tuple[Sitting, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tie:
    """The item and why; ``item`` and ``kind`` are None when none could be told, and ``evidence`` says why not."""

    item: str | None
    kind: TieKind | None
    evidence: str


def tie(told: Told, paper: Paper) -> Tie:
    """The item that is treated: where the portal shows the paper under it, else by number in the meeting."""
    if paper.single:
        found = _by_place(told, paper)
        if found is not None:
            return found
    return _by_number(told, paper)


def _by_place(told: Told, paper: Paper) -> Tie | None:
    """An extract under an item is about that item, unless its own number or day says that it is of another meeting."""
    for place in paper.places:
        if place.history or place.item is None or not _same_day(paper, place.sitting):
            continue
        listed = next((each for each in place.sitting.items if each.id == place.item), None)
        if listed is None or not _can_be(told, listed, place.sitting):
            continue
        if paper.kind is DocumentKind.RESOLUTION:
            return Tie(
                item=listed.id, kind=TieKind.PORTAL, evidence="the portal shows the paper as the item's resolution"
            )
        return Tie(item=listed.id, kind=TieKind.PAPER, evidence="the portal shows the paper under the item")
    return None


def _can_be(told: Told, listed: Listed, sitting: Sitting) -> bool:
    """Whether the number agrees, or the portal prints another one and no other item has the number."""
    if listed.sequence is None or _same_number(told, listed):
        return True
    is_other = any(_same_number(told, each) for each in sitting.items)
    return not is_other and alike(told.title, listed.title)


def _by_number(told: Told, paper: Paper) -> Tie:
    sittings = _sittings(paper)
    if not sittings:
        return _untied(_where(paper))
    reasons = []
    for sitting in sittings:
        found = _in_sitting(told, sitting)
        if found.item is not None:
            return found
        reasons.append(found.evidence)
    return _untied("; ".join(dict.fromkeys(reasons)))


def _sittings(paper: Paper) -> list[Sitting]:
    """The meeting that the paper belongs to: its own place if the day fits, else the body's meeting of that day."""
    own = [place.sitting for place in paper.places if not place.history and _same_day(paper, place.sitting)]
    named = body_words(paper.body)
    held = [sitting for sitting in paper.elsewhere if named and sitting.day == paper.day]
    that_day = [(sitting, body_words(body)) for sitting in held for body in sitting.bodies]
    exact = [sitting for sitting, words in that_day if words == named]
    found = own or exact or [sitting for sitting, words in that_day if words and (words < named or named < words)]
    return list(dict.fromkeys(found))


def _same_day(paper: Paper, sitting: Sitting) -> bool:
    return paper.day is None or paper.day == sitting.day


def _where(paper: Paper) -> str:
    if paper.day is None:
        return "the paper does not say of which day it is"
    return f"no meeting of {paper.body or 'a body that the paper does not name'} on {paper.day} is known"


def _in_sitting(told: Told, sitting: Sitting) -> Tie:
    bodies = " and ".join(sitting.bodies) or "the body"
    same = [listed for listed in sitting.items if _same_number(told, listed)]
    believed = [listed for listed in same if not _contradicts(told, listed)]
    if same and not believed:
        return _untied(f"item {told.printed} of {bodies} {sitting.day} has another case and title in the portal")
    chosen = _one_of(told, believed)
    if chosen is not None:
        return Tie(
            item=chosen.id, kind=TieKind.NUMBER, evidence=f"number {told.printed} in {bodies}'s meeting {sitting.day}"
        )
    if believed:
        return _untied(f"{len(believed)} items of {bodies} {sitting.day} have the number {told.printed}")
    by_case = [listed for listed in sitting.items if listed.case_key and listed.case_key == told.case_key]
    confirmed = [listed for listed in by_case if listed.sequence is None or alike(told.title, listed.title)]
    if len(by_case) == 1 and confirmed:
        printed = f", where the portal prints {by_case[0].number}" if by_case[0].number else ""
        evidence = f"case number {told.case_key} in {bodies}'s meeting {sitting.day}{printed}"
        return Tie(item=by_case[0].id, kind=TieKind.CASE_NUMBER, evidence=evidence)
    return _untied(f"the portal lists no item {told.printed} in {bodies}'s meeting {sitting.day}")


def _one_of(told: Told, candidates: Sequence[Listed]) -> Listed | None:
    """The only one; among several the one whose case, else whose title is told."""
    if len(candidates) == 1:
        return candidates[0]
    same_case = [listed for listed in candidates if told.case_key and listed.case_key == told.case_key]
    same_title = [listed for listed in candidates if alike(told.title, listed.title)]
    for group in (same_case, same_title):
        if len(group) == 1:
            return group[0]
    return None


def _same_number(told: Told, listed: Listed) -> bool:
    """Whether sequence and year agree, however they are padded; a prefix counts only where both print one."""
    parts = _PRINTED.fullmatch((listed.number or "").strip())
    prefix = parts.group(1).upper() if parts and parts.group(1) else None
    if prefix and told.prefix and prefix != told.prefix.upper():
        return False
    if listed.sequence is None:
        halves = {int(parts.group(2)), int(parts.group(3))} if parts else set()
        return halves in ({told.sequence, told.year}, {told.sequence, told.year % 100})
    return listed.sequence == told.sequence and listed.year in {None, told.year}


def _contradicts(told: Told, listed: Listed) -> bool:
    """Whether the title is another, and no case number says that it is the same all the same."""
    if told.case_key and told.case_key == listed.case_key:
        return False
    return bool(told.title and listed.title) and not alike(told.title, listed.title)


def _untied(reason: str) -> Tie:
    return Tie(item=None, kind=None, evidence=reason)
