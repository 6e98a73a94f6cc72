"""In what two papers on one resolution disagree. What only one of them says is no disagreement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harvester.cases.ties import Difference
from harvester.minutes.records import Sum, Vote, VoteMatter
from harvester.model import Outcome

_WORD = re.compile(r"[^\W\d_]{2,}")
_LONG_ENOUGH = 30
_TAIL = 80


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """What one paper tells of a resolution."""

    resolution: str | None
    outcome: Outcome | None
    unanimous: bool | None
    votes: tuple[Vote, ...]


def differences(one: Account, other: Account) -> Iterator[Difference]:
    """What both tell, and tell differently."""
    if one.resolution and other.resolution and not _same_words(one.resolution, other.resolution):
        yield Difference.RESOLUTION
    if one.outcome and other.outcome and one.outcome is not other.outcome:
        yield Difference.OUTCOME
    first, second = _numbers(one), _numbers(other)
    unlike = one.unanimous is not None and other.unanimous is not None and one.unanimous is not other.unanimous
    if unlike or (first and second and not first & second):
        yield Difference.VOTES


def _same_words(one: str, other: str) -> bool:
    """Letters alone: papers number points and break lines differently, and one may go on a little after the end."""
    shorter, longer = sorted(("".join(_WORD.findall(text.casefold())) for text in (one, other)), key=len)
    if shorter == longer:
        return True
    return len(shorter) > _LONG_ENOUGH and longer.startswith(shorter) and len(longer) - len(shorter) < _TAIL


def _numbers(account: Account) -> set[tuple[int, int]]:
    """Votes for and against of each proposal that was counted, but those that do not add up."""
    return {
        (vote.votes_for.votes, vote.votes_against.votes)
        for vote in account.votes
        if vote.matter is VoteMatter.PROPOSAL and vote.total is not Sum.DOES_NOT_ADD_UP
        if vote.votes_for and vote.votes_against
        if vote.votes_for.votes is not None and vote.votes_against.votes is not None
    }
