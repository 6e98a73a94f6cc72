"""How a body treats an item: who proposes what, how the votes fall, and what is resolved."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

from harvester.demo.bodies import Member
from harvester.demo.dataset import DemoBody, DemoDecision
from harvester.demo.words import Words
from harvester.model import Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Sitting:
    """A body at work one day: who is present, the words it uses, and its luck."""

    body: DemoBody
    present: tuple[Member, ...]
    words: Words
    rng: random.Random


@dataclass(frozen=True, kw_only=True, slots=True)
class Motion:
    """What lies before a body: whose recommendation, its numbered points, and what a member may move instead."""

    recommended_by: str
    points: tuple[str, ...]
    proposal: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Debate:
    """The treatment of one item in one body, in the sentences of the minutes."""

    motion: Motion
    points: tuple[str, ...]
    discussion: tuple[str, ...]
    voting: tuple[str, ...]
    decision: DemoDecision

    @property
    def resolution(self) -> tuple[str, ...]:
        """What was resolved, numbered."""
        return numbered(self.points)

    @property
    def ends_here(self) -> bool:
        """Whether the case does not reach the next body now."""
        return self.decision.outcome in {Outcome.POSTPONED, Outcome.SENT_BACK}


_COURSES = (
    ("unanimous", 56),
    ("against_party", 14),
    ("tally", 12),
    ("roll_call", 6),
    ("proposal_wins", 5),
    ("postponed", 4),
    ("sent_back", 3),
)


def numbered(points: tuple[str, ...]) -> tuple[str, ...]:
    """Points as they are printed: numbered when there are several."""
    return points if len(points) == 1 else tuple(f"{index}. {point}" for index, point in enumerate(points, 1))


def hold_debate(sitting: Sitting, motion: Motion) -> Debate:
    """One of the courses that a debate can take; the votes always add up to those present."""
    names, weights = zip(*_COURSES, strict=True)
    course = sitting.rng.choices(names, weights)[0]
    if len(sitting.present) < 9 and course != "postponed":
        course = "unanimous"
    match course:
        case "postponed" | "sent_back":
            return _put_off(sitting, motion, sent_back=course == "sent_back")
        case "against_party" | "tally" | "roll_call":
            return _contested(sitting, motion, course)
        case "proposal_wins":
            return _amended(sitting, motion)
        case _:
            return approve(sitting, motion)


def approve(sitting: Sitting, motion: Motion) -> Debate:
    """A debate in which nobody disagrees."""
    speaker, other = (member.number for member in sitting.rng.sample(sitting.present, 2))
    return Debate(
        motion=motion,
        points=motion.points,
        discussion=(sitting.rng.choice(sitting.words.no_debate).format(a=speaker, b=other),),
        voting=(sitting.rng.choice(sitting.words.unanimous),),
        decision=_decision(sitting.body, motion, motion.points, Outcome.ADOPTED, unanimous=True),
    )


def _put_off(sitting: Sitting, motion: Motion, *, sent_back: bool) -> Debate:
    speaker = sitting.rng.choice(sitting.present)
    words = sitting.words
    resolution = (words.sent_back if sent_back else words.postponed,)
    proposal = words.send_back_proposal if sent_back else words.postpone_proposal
    outcome = Outcome.SENT_BACK if sent_back else Outcome.POSTPONED
    return Debate(
        motion=motion,
        points=resolution,
        discussion=(proposal.format(number=speaker.number, party=speaker.party),),
        voting=(words.sent_back_vote if sent_back else words.postponed_vote,),
        decision=_decision(sitting.body, motion, resolution, outcome, unanimous=True),
    )


def _contested(sitting: Sitting, motion: Motion, course: str) -> Debate:
    words = sitting.words
    minority = _minority(sitting, parties=1 if course == "against_party" else 2)
    majority = [member for member in sitting.present if member not in minority]
    speaker = minority[0]
    counts = {"votes_for": len(majority), "against": len(minority)}
    if course == "against_party":
        voting = [words.against.format(parties=_by_party(minority), **counts)]
    elif course == "tally":
        voting = [words.tally.format(parties=_by_party(minority), **counts)]
    else:
        voting = [
            words.roll_for.format(count=len(majority), names=_names(majority)),
            words.roll_against.format(count=len(minority), names=_names(minority)),
        ]
    falls = words.proposal_falls.format(number=speaker.number, party=speaker.party, **counts)
    return Debate(
        motion=motion,
        points=motion.points,
        discussion=(words.proposal.format(number=speaker.number, party=speaker.party), motion.proposal),
        voting=(falls, *voting),
        decision=_decision(sitting.body, motion, motion.points, Outcome.ADOPTED, votes=(len(majority), len(minority))),
    )


def _amended(sitting: Sitting, motion: Motion) -> Debate:
    words = sitting.words
    minority = _minority(sitting, parties=2)
    speaker = next(member for member in sitting.present if member not in minority)
    votes = (len(sitting.present) - len(minority), len(minority))
    points = (*motion.points, motion.proposal)
    wins = words.proposal_wins.format(number=speaker.number, party=speaker.party, votes_for=votes[0], against=votes[1])
    return Debate(
        motion=motion,
        points=points,
        discussion=(words.proposal.format(number=speaker.number, party=speaker.party), motion.proposal),
        voting=(words.rest_unanimous, wins),
        decision=_decision(sitting.body, motion, points, Outcome.ADOPTED, votes=votes),
    )


def _minority(sitting: Sitting, *, parties: int) -> list[Member]:
    small = ["Sko", "Lys", "Sam", "Byk"] if len(sitting.present) > 11 else ["Lys", "Byk"]
    chosen = set(sitting.rng.sample(small, parties))
    return [member for member in sitting.present if member.party in chosen]


def _by_party(voters: list[Member]) -> str:
    return ", ".join(Counter(member.party for member in voters))


def _names(voters: list[Member]) -> str:
    return ", ".join(f"Representant {member.number} ({member.party})" for member in voters)


def _decision(
    body: DemoBody,
    motion: Motion,
    resolution: tuple[str, ...],
    outcome: Outcome,
    *,
    unanimous: bool = False,
    votes: tuple[int | None, int | None] = (None, None),
) -> DemoDecision:
    return DemoDecision(
        body=body.key,
        recommendation="\n".join(numbered(motion.points)),
        resolution="\n".join(numbered(resolution)),
        outcome=outcome,
        votes_for=votes[0],
        votes_against=votes[1],
        unanimous=unanimous,
    )
