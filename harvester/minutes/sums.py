"""Whether a vote adds up: names and numbers, parties and numbers, voters and attendance, majority and outcome."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from harvester.minutes.names import same_person
from harvester.minutes.records import Attendance, Member, Misfit, Sum, Tally, Vote
from harvester.model import Outcome

_MOST_VOTERS = 300  # of one side; the largest council has 77 members


def checked(vote: Vote, attendance: Attendance) -> Vote:
    """The vote with its misfits, and whether it may be shown as fact."""
    sides = [side for side in (vote.votes_for, vote.votes_against, *vote.alternatives) if side is not None]
    if not sides:
        return vote
    misfits: list[Misfit] = []
    for side in sides:
        misfits += _of_side(side, casting=vote.casting_vote)
    misfits += _of_voters(sides, attendance)
    misfits += _of_outcome(vote)
    misfits += _of_members(vote, sides, attendance)
    unique = tuple(dict.fromkeys(misfits))
    return replace(vote, misfits=unique, total=Sum.DOES_NOT_ADD_UP if unique else Sum.ADDS_UP)


def _of_side(side: Tally, *, casting: bool) -> list[Misfit]:
    found: list[Misfit] = []
    if side.votes is None:
        return found
    extra = 1 if casting else 0
    if side.parties:
        known = [party.votes for party in side.parties]
        least = sum(1 if votes is None else votes for votes in known)
        if None not in known and not side.votes - extra <= least <= side.votes:
            found.append(Misfit.PARTIES)
        elif None in known and least > side.votes:
            found.append(Misfit.MORE_PARTIES_THAN_VOTES)
        of_parties = _named_by_party(side)
        if any(votes is not None and of_parties.get(party) not in (None, votes) for party, votes in _counts(side)):
            found.append(Misfit.NAMES)
    elif side.voters and not side.votes - extra <= len(side.voters) <= side.votes:
        found.append(Misfit.NAMES)
    return found


def _counts(side: Tally) -> list[tuple[str, int | None]]:
    return [(party.party, party.votes) for party in side.parties]


def _named_by_party(side: Tally) -> dict[str, int]:
    named: dict[str, int] = {}
    for voter in side.voters:
        if voter.party:
            named[voter.party] = named.get(voter.party, 0) + 1
    return named


def _of_voters(sides: list[Tally], attendance: Attendance) -> list[Misfit]:
    found: list[Misfit] = []
    if any(len(side.voters) > _MOST_VOTERS for side in sides):
        return [Misfit.NAMES]
    named = [side.voters for side in sides if side.voters]
    for one, other in combinations(named, 2):
        if any(_is_same(first, second) for first in one for second in other):
            found.append(Misfit.BOTH_SIDES)
    for side in sides:
        if any(same_person(voter.name, gone.name) for gone in side.absent for voter in side.voters):
            found.append(Misfit.MARKED_ABSENT)
        if any(_is_same(one, other) for one, other in combinations(side.voters, 2)):
            found.append(Misfit.NAMES)
    there = [member.name for member in attendance.present] + [deputy.name for deputy in attendance.deputies]
    if attendance.complete and any(
        not any(same_person(voter.name, name) for name in there) for side in sides for voter in side.voters
    ):
        found.append(Misfit.NOT_PRESENT)
    return found


def _is_same(one: Member, other: Member) -> bool:
    return same_person(one.name, other.name) and (one.party is None or other.party is None or one.party == other.party)


def _of_outcome(vote: Vote) -> list[Misfit]:
    found: list[Misfit] = []
    ours = vote.votes_for.votes if vote.votes_for else None
    theirs = vote.votes_against.votes if vote.votes_against else None
    if vote.unanimous and theirs:
        found.append(Misfit.NOT_UNANIMOUS)
    if ours is None or theirs is None:
        return found
    if vote.outcome is Outcome.ADOPTED and (ours < theirs or (ours == theirs and not vote.casting_vote)):
        found.append(Misfit.MAJORITY)
    if vote.outcome is Outcome.REJECTED and ours > theirs:
        found.append(Misfit.MAJORITY)
    return found


def _of_members(vote: Vote, sides: list[Tally], attendance: Attendance) -> list[Misfit]:
    """More votes than there were people. Members who came or went make fewer, never more."""
    if not attendance.complete:
        return []
    people = len(attendance.present) + len(attendance.deputies)
    cast = sum(side.votes or 0 for side in sides) - (1 if vote.casting_vote else 0)
    return [Misfit.MORE_VOTES_THAN_MEMBERS] if cast > people else []
