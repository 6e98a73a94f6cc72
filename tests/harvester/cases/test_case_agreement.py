"""In what two papers on one resolution disagree."""

from __future__ import annotations

from dataclasses import replace

from harvester.cases.agreement import Account, differences
from harvester.cases.ties import Difference
from harvester.minutes.records import Evidence, Sum, Tally, Vote, VoteMatter
from harvester.model import Outcome


def vote(votes_for: int, against: int, total: Sum = Sum.ADDS_UP) -> Vote:
    """A counted vote."""
    return Vote(
        matter=VoteMatter.PROPOSAL,
        subject=None,
        outcome=Outcome.ADOPTED,
        unanimous=False,
        votes_for=Tally(votes=votes_for),
        votes_against=Tally(votes=against),
        total=total,
        evidence=Evidence(page=1, sentence=""),
    )


ACCOUNT = Account(
    resolution="1. Skolen bygges ut.\n2. Rammen er 40 millioner kroner.",
    outcome=Outcome.ADOPTED,
    unanimous=False,
    votes=(vote(18, 9),),
)


def test_layout_is_no_disagreement() -> None:
    """Points, line ends and what one paper does not tell make no difference."""
    other = replace(ACCOUNT, resolution="Skolen bygges ut. Rammen er 40\nmillioner kroner.", outcome=None, votes=())

    assert list(differences(ACCOUNT, other)) == []


def test_other_words_outcome_and_numbers_are_told() -> None:
    """Each is named."""
    other = Account(resolution="Saken utsettes.", outcome=Outcome.POSTPONED, unanimous=True, votes=(vote(9, 18),))

    assert set(differences(ACCOUNT, other)) == set(Difference)


def test_a_vote_that_does_not_add_up_is_not_compared() -> None:
    """Numbers that are wrong in themselves say nothing against another paper."""
    other = replace(ACCOUNT, votes=(vote(17, 9, Sum.DOES_NOT_ADD_UP),))

    assert list(differences(ACCOUNT, other)) == []
