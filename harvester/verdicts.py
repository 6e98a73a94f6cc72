"""What the operator should think of a source after a run: silence is not success."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harvester.model import Verdict
from harvester.store import Failure

_ORDER = (Verdict.GOOD, Verdict.QUIET, Verdict.SUSPICIOUS, Verdict.FAILED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What is known of one source when its pages have been read.

    ``floor`` and ``usual`` hold for the source's own window, and are left out when a run was given another one.
    ``known`` is the number of meetings that the store has in the days that were looked at, ``ever`` in all days.
    """

    failed_pages: tuple[Failure, ...]
    seen: int
    floor: int
    usual: int | None
    known: int
    ever: int


def judge(evidence: Evidence) -> tuple[Verdict, str]:
    """The verdict, and why, in a sentence."""
    if evidence.failed_pages:
        return Verdict.FAILED, _failures(evidence.failed_pages)
    doubt = _doubt(evidence)
    if doubt is not None:
        return Verdict.SUSPICIOUS, doubt
    if evidence.seen == 0:
        return Verdict.QUIET, "no meetings, and none were expected"
    return Verdict.GOOD, _meetings(evidence.seen)


def _doubt(evidence: Evidence) -> str | None:
    seen, usual = evidence.seen, evidence.usual
    if seen < evidence.floor:
        return f"{_meetings(seen)}, although at least {evidence.floor} are expected"
    if seen == 0 and evidence.known:
        return f"no meetings, although {evidence.known} were seen in these days before"
    if seen == 0 and not evidence.ever:
        return "never a meeting so far: is this the address of the calendar?"
    if usual is not None and 0 < seen * 2 < usual:
        return f"{_meetings(seen)}, although there usually are {usual}"
    return None


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict on a run with those of its sources."""
    return max(verdicts, key=_ORDER.index)


def _meetings(number: int) -> str:
    return "1 meeting" if number == 1 else f"{number or 'no'} meetings"


def _failures(failures: tuple[Failure, ...]) -> str:
    first = failures[0].reason
    return first if len(failures) == 1 else f"{first} (and {len(failures) - 1} more)"
