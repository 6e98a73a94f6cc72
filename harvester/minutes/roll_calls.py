"""Roll calls: every voter by name, one paragraph a side."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harvester.minutes.records import Tally, Vote, VoteMatter
from harvester.minutes.tally import read_roll
from harvester.minutes.text import Flow, squeezed
from harvester.minutes.verdict import CASTING, read_verdict

_ROLL = re.compile(
    r"\b(?P<way>For|Imot|Mot) (?P<subject>[^.:\n]{3,90}?) (?:stemte|stemde|røysta|røystet)(?: følgende| følgjande)? ?(?P<number>\d{1,3})?:"
)
_ROLL_END = re.compile(
    r"\.\s(?!\s*Ikkj?e til st)|\.$|\n\s*\n|\bDermed\b|\bSlik stemte\b|\bVedtak\b|\bVEDTAK\b|\bInnstilling(?:en|a)? ble\b"
)
_ROLL_OUTCOME = re.compile(r"\b(?:Dermed|Med dette|Då|Da) (?:ble|vart|blei|er|var) [^.\n]{3,160}")
_FARTHEST_SIDE = 250
_FARTHEST_OUTCOME = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One paragraph of a roll call, from ``start`` to ``end``; ``against`` for "Imot forslaget stemte"."""

    start: int
    end: int
    against: bool
    tally: Tally


def read_roll_calls(flow: Flow, start: int, end: int) -> tuple[list[tuple[int, Vote]], list[tuple[int, int]]]:
    """The roll calls of a stretch with their places, the sides of one vote put together, and the text between them."""
    found = list(_ROLL.finditer(flow.flat, start, end))
    rest: list[tuple[int, int]] = []
    sides: list[Side] = []
    place = start
    for index, match in enumerate(found):
        rest.append((place, match.start()))
        limit = found[index + 1].start() if index + 1 < len(found) else end
        sides.append(_side(flow, match, limit))
        place = sides[-1].end
    rest.append((place, end))
    votes = [_vote(flow, group, end) for group in _grouped(sides)]
    return votes, [(begin, stop) for begin, stop in rest if stop > begin and not _is_outcome(flow, begin, stop)]


def _side(flow: Flow, match: re.Match[str], limit: int) -> Side:
    ending = _ROLL_END.search(flow.text, match.end(), limit)
    end = ending.start() if ending else limit
    voters, absent = read_roll(flow.flat[match.end() : end])
    return Side(
        start=match.start(),
        end=end,
        against=match["way"] != "For",
        tally=Tally(
            votes=int(match["number"]) if match["number"] else None,
            voters=voters,
            absent=absent,
            subject=squeezed(match["subject"]),
        ),
    )


def _is_outcome(flow: Flow, start: int, end: int) -> bool:
    """Whether a stretch only tells what became of the roll call, so that it is no vote of its own."""
    return bool(re.fullmatch(rf"[.\s]*(?:{_ROLL_OUTCOME.pattern})[.\s]*", flow.flat[start:end]))


def _grouped(sides: list[Side]) -> list[list[Side]]:
    groups: list[list[Side]] = []
    for side in sides:
        if groups and _belongs(groups[-1], side):
            groups[-1].append(side)
        else:
            groups.append([side])
    return groups


def _belongs(group: list[Side], side: Side) -> bool:
    """Whether a side is of the vote before: the votes against it, or those for another of several proposals."""
    if side.start - group[-1].end > _FARTHEST_SIDE or group[-1].against:
        return False
    if side.against:
        return len(group) == 1
    return all(one.tally.subject != side.tally.subject for one in group)


def _vote(flow: Flow, group: list[Side], limit: int) -> tuple[int, Vote]:
    start, end = group[0].start, group[-1].end
    after = min(limit, end + _FARTHEST_OUTCOME)
    told = _ROLL_OUTCOME.search(flow.flat, end, after)
    ours = [side.tally for side in group if not side.against]
    theirs = [side.tally for side in group if side.against]
    several = len(ours) > 1
    vote = Vote(
        matter=VoteMatter.PROPOSAL,
        subject=ours[0].subject if ours and not several else None,
        outcome=read_verdict(squeezed(told[0])) if told and not several else None,
        unanimous=False if theirs or several else None,
        votes_for=ours[0] if ours and not several else None,
        votes_against=theirs[0] if theirs else None,
        casting_vote=bool(CASTING.search(flow.flat, start, after)),
        evidence=flow.quote(start, told.end() if told else end),
        alternatives=tuple(ours) if several else (),
    )
    return start, vote
