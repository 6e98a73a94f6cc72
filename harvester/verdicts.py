"""What the operator should think of a source after a run: silence is not success."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harvester.model import Verdict
from harvester.store import Failure, Held, SourceCounts

_ENOUGH_HELD = 3
_ORDER = (Verdict.GOOD, Verdict.QUIET, Verdict.SUSPICIOUS, Verdict.FAILED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What is known of one source when its pages have been read.

    ``floor`` and ``usual`` hold for the source's own window, and are left out when a run was given another one; ``usual``
    are the medians of the last good runs. ``held`` is how many meetings were held in the last weeks of which the portal
    shows anything, by what it shows: nothing at all, or items or papers. ``known`` is the number of meetings that the store has in the days that were looked at, ``ever`` in all days.
    """

    failed_pages: tuple[Failure, ...]
    seen: SourceCounts
    floor: int
    usual: SourceCounts | None
    held: Held
    known: int
    ever: int


def judge(evidence: Evidence) -> tuple[Verdict, str]:
    """The verdict, and why, in a sentence."""
    if evidence.failed_pages:
        return Verdict.FAILED, _failures(evidence.failed_pages)
    doubt = _doubt(evidence)
    if doubt is not None:
        return Verdict.SUSPICIOUS, doubt
    seen = evidence.seen.meetings.seen
    if seen == 0:
        return Verdict.QUIET, "no meetings, and none were expected"
    return Verdict.GOOD, _meetings(seen)


def _doubt(evidence: Evidence) -> str | None:
    seen, usual = evidence.seen.meetings.seen, evidence.usual
    if seen < evidence.floor:
        return f"{_meetings(seen)}, although at least {evidence.floor} are expected"
    if seen == 0 and evidence.known:
        return f"no meetings, although {evidence.known} were seen in these days before"
    if seen == 0 and not evidence.ever:
        return "never a meeting so far: is this the address of the calendar?"
    if usual is not None and 0 < seen * 2 < usual.meetings.seen:
        return f"{_meetings(seen)}, although there usually are {usual.meetings.seen}"
    return _dropped_to_nothing(evidence) or _held_in_silence(evidence.held)


def _dropped_to_nothing(evidence: Evidence) -> str | None:
    """A kind of record that there always was and that is not seen any more, while meetings are."""
    if evidence.usual is None or not evidence.seen.meetings.seen:
        return None
    for kind in ("items", "documents"):
        usual = getattr(evidence.usual, kind).seen
        if usual and not getattr(evidence.seen, kind).seen:
            return f"no {kind}, although there usually are {usual}"
    return None


def _held_in_silence(held: Held) -> str | None:
    """Meetings were held and nothing was published of any of them, which is no recess."""
    if held.meetings >= _ENOUGH_HELD and held.meetings == held.silent and held.spoke_before:
        return (
            f"{held.meetings} meetings were held in the last weeks, and neither items nor papers of any are published"
        )
    return None


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict on a run with those of its sources."""
    return max(verdicts, key=_ORDER.index)


def _meetings(number: int) -> str:
    return "1 meeting" if number == 1 else f"{number or 'no'} meetings"


def _failures(failures: tuple[Failure, ...]) -> str:
    first = failures[0].reason
    return first if len(failures) == 1 else f"{first} (and {len(failures) - 1} more)"
