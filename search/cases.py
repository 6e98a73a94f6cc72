"""What a page says about a case and its resolutions: the vote that decided, and how each party voted on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harvester.cases.status import Status
from harvester.minutes.records import Sum, Tally, Vote, VoteMatter
from harvester.model import BodyKind, Outcome
from harvester.store.decisions import CaseStep, StoredCase, StoredResolution

_FINAL = frozenset({Outcome.ADOPTED, Outcome.REJECTED, Outcome.NOTED, Outcome.WITHDRAWN})


@dataclass(frozen=True, kw_only=True, slots=True)
class Headline:
    """How a resolution came about, in a line. The numbers are None unless the vote that gave them adds up."""

    outcome: Outcome | None
    unanimous: bool
    votes_for: int | None
    votes_against: int | None

    @property
    def is_counted(self) -> bool:
        """Whether there are numbers on both sides."""
        return self.votes_for is not None and self.votes_against is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyLine:
    """One party through the case: what it did in each step, None where the minutes do not say."""

    party: str
    votes: tuple[tuple[int | None, int | None] | None, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyTable:
    """The parties' votes in those steps whose minutes tell them."""

    steps: tuple[CaseStep, ...]
    parties: tuple[PartyLine, ...]


def headline(resolution: StoredResolution) -> Headline:
    """The outcome, with the numbers of the vote that decided where there are certain ones."""
    vote = deciding_vote(resolution.votes)
    certain = vote is not None and vote.total is not Sum.DOES_NOT_ADD_UP
    unanimous = bool(resolution.unanimous) and (vote is None or certain)
    counted = vote if certain and not unanimous else None
    return Headline(
        outcome=resolution.outcome,
        unanimous=unanimous,
        votes_for=_votes(counted.votes_for) if counted else None,
        votes_against=_votes(counted.votes_against) if counted else None,
    )


def deciding_vote(votes: Sequence[Vote]) -> Vote | None:
    """The one vote that gave the resolution; None when there was none, or when several together gave it."""
    proposals = [vote for vote in votes if vote.matter is VoteMatter.PROPOSAL]
    adopted = [vote for vote in proposals if vote.outcome is Outcome.ADOPTED]
    deciding = adopted or [vote for vote in proposals if vote.outcome is not Outcome.REJECTED]
    return deciding[0] if len(deciding) == 1 else None


def counted_votes(resolution: StoredResolution) -> tuple[Vote, ...]:
    """The votes with numbers on both sides that add up."""
    return tuple(
        vote
        for vote in resolution.votes
        if vote.total is not Sum.DOES_NOT_ADD_UP
        and _votes(vote.votes_for) is not None
        and _votes(vote.votes_against) is not None
    )


def is_final(step: CaseStep) -> bool:
    """Whether a case ends here: a council has decided, and did not put it off."""
    return BodyKind.COUNCIL in step.item.body_kinds and step.item.outcome in _FINAL


def waits(step: CaseStep) -> bool:
    """Whether the case did not come further here."""
    return step.status.status is Status.POSTPONED


def bodies_of(case: StoredCase) -> int:
    """How many bodies treated the case."""
    return len({body for step in case.steps for body in step.item.body_ids})


def party_table(steps: Iterable[CaseStep]) -> PartyTable:
    """How the parties voted through a case, the larger ones of the last step first."""
    told = [(step, by_party) for step in steps if (by_party := _by_party(step.resolution))]
    last = told[-1][1] if told else {}
    parties = sorted(
        {party for _, by_party in told for party in by_party}, key=lambda party: (-_size(last, party), party)
    )
    return PartyTable(
        steps=tuple(step for step, _ in told),
        parties=tuple(
            PartyLine(party=party, votes=tuple(by_party.get(party) for _, by_party in told)) for party in parties
        ),
    )


def _by_party(resolution: StoredResolution | None) -> dict[str, tuple[int | None, int | None]]:
    """For and against of each party; empty unless the vote that decided adds up and names parties."""
    vote = deciding_vote(resolution.votes) if resolution else None
    if vote is None or vote.total is Sum.DOES_NOT_ADD_UP:
        return {}
    votes: dict[str, tuple[int | None, int | None]] = {}
    for tally, place in ((vote.votes_for, 0), (vote.votes_against, 1)):
        for party in tally.parties if tally else ():
            before = votes.get(party.party, (None, None))
            number = party.votes if party.votes is not None else 0
            votes[party.party] = (number, before[1]) if place == 0 else (before[0], number)
    return votes


def _size(by_party: dict[str, tuple[int | None, int | None]], party: str) -> int:
    return sum(number or 0 for number in by_party.get(party, ()))


def _votes(tally: Tally | None) -> int | None:
    return tally.votes if tally else None
