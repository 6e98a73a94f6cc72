"""Papers of this folder as input, and what was read out of them in the short form of the golden files."""

from __future__ import annotations

from pathlib import Path

from harvester.minutes import Minutes, MinutesText, Whole
from harvester.minutes.records import Found, T, Tally, TreatedItem, Vote
from harvester.model import Page

PAPERS = Path(__file__).parent / "papers"

Summary = dict[str, object]


def paper(name: str) -> MinutesText:
    """A paper whose pages are parted by form feeds."""
    return text_of((PAPERS / f"{name}.txt").read_text())


def text_of(text: str) -> MinutesText:
    """Text as a paper, a page after each form feed."""
    return MinutesText.of(Page(number=number, text=page) for number, page in enumerate(text.split("\f"), start=1))


def summary(result: Minutes | Whole) -> Summary:
    """Everything but the evidence, short enough to be read beside the paper."""
    if isinstance(result, Whole):
        return {"reason": result.reason.name, "detail": result.detail, "listed": len(result.listed)}
    head = result.head
    attendance = head.attendance
    return {
        "kind": result.kind.value,
        "body": value(head.body),
        "date": str(value(head.date)),
        "time": f"{value(head.start)} {value(head.end)}",
        "place": value(head.place),
        "present": [f"{member.name} {member.party}" for member in attendance.present],
        "deputies": [f"{member.name} {member.party} for {member.met_for}" for member in attendance.deputies],
        "absent": [f"{member.name} {member.party}" for member in attendance.absent],
        "listed": [
            f"{item.number.text} | {item.case_number} | {item.title}{' | exempt' if item.exempt else ''}"
            for item in result.listed
        ],
        "folded": [f"{number.text} in {home.text}" for number, home in result.folded],
        "items": [_item(item) for item in result.items],
    }


def value(found: Found[T] | None) -> T | None:
    """What was found, None for nothing."""
    return found.value if found else None


def _item(item: TreatedItem) -> Summary:
    return {
        "number": f"{item.number.text} = {item.number.sequence}/{item.number.year}",
        "title": item.title,
        "case": item.case_number,
        "pages": f"{item.page_from}-{item.page_to}",
        "sections": [
            " ".join(filter(None, (section.kind.value, section.owner, f"{section.page_from}-{section.page_to}")))
            for section in item.sections
        ],
        "recommendation": f"{item.recommended_by}: {value(item.recommendation)}",
        "resolution": value(item.resolution),
        "outcome": value(item.outcome),
        "exempt": item.exempt is not None,
        "closed": item.closed is not None,
        "listed": item.listed,
        "votes": [_vote(vote) for vote in item.votes],
    }


def _vote(vote: Vote) -> str:
    told = [
        vote.matter.value,
        vote.outcome.value if vote.outcome else "no outcome",
        *(["unanimous"] if vote.unanimous else []),
        *([f"for {_side(vote.votes_for)}"] if vote.votes_for else []),
        *([f"against {_side(vote.votes_against)}"] if vote.votes_against else []),
        *(f"alternative {_side(side)}" for side in vote.alternatives),
        *(["casting vote"] if vote.casting_vote else []),
        vote.total.value,
        *(misfit.name for misfit in vote.misfits),
    ]
    return ", ".join(told)


def _side(side: Tally) -> str:
    parties = [f"{party.party}{'' if party.votes is None else party.votes}" for party in side.parties]
    names = [voter.name for voter in side.voters]
    absent = [f"absent {voter.name}" for voter in side.absent]
    return f"{side.votes} [{' '.join(parties + names + absent)}]"
