"""Verdicts: silence is not success."""

from __future__ import annotations

import dataclasses

import pytest

from harvester.model import Verdict
from harvester.store import Counts, Failure, Held, SourceCounts
from harvester.verdicts import Evidence, judge, worst


def counts(meetings: int, *, items: int = 100, documents: int = 300) -> SourceCounts:
    return SourceCounts(
        meetings=Counts(unchanged=meetings), items=Counts(unchanged=items), documents=Counts(unchanged=documents)
    )


HELD = Held(meetings=4, silent=1, spoke_before=True)
USUAL = Evidence(failed_pages=(), seen=counts(20), floor=10, usual=counts(22), held=HELD, known=20, ever=60)


@pytest.mark.parametrize(
    ("evidence", "verdict", "words"),
    [
        (USUAL, Verdict.GOOD, "20 meetings"),
        (dataclasses.replace(USUAL, seen=counts(1), floor=0, usual=None), Verdict.GOOD, "1 meeting"),
        (dataclasses.replace(USUAL, seen=counts(9), usual=None), Verdict.SUSPICIOUS, "at least 10"),
        (dataclasses.replace(USUAL, seen=counts(10), usual=counts(21)), Verdict.SUSPICIOUS, "usually are 21"),
        (dataclasses.replace(USUAL, seen=counts(10), usual=counts(20)), Verdict.GOOD, "10 meetings"),
        (dataclasses.replace(USUAL, seen=counts(0), floor=0), Verdict.SUSPICIOUS, "20 were seen in these days before"),
        (dataclasses.replace(USUAL, seen=counts(0), floor=0, known=0), Verdict.QUIET, "none were expected"),
        (dataclasses.replace(USUAL, seen=counts(0), floor=0, known=0, ever=0), Verdict.SUSPICIOUS, "never a meeting"),
        (dataclasses.replace(USUAL, seen=counts(0)), Verdict.SUSPICIOUS, "at least 10"),
        (dataclasses.replace(USUAL, seen=counts(20, items=0)), Verdict.SUSPICIOUS, "no items, although"),
        (dataclasses.replace(USUAL, seen=counts(20, documents=0)), Verdict.SUSPICIOUS, "no documents, although"),
        (dataclasses.replace(USUAL, usual=None, seen=counts(20, documents=0)), Verdict.GOOD, "20 meetings"),
        (
            dataclasses.replace(USUAL, held=Held(meetings=3, silent=3, spoke_before=True)),
            Verdict.SUSPICIOUS,
            "were held",
        ),
        (dataclasses.replace(USUAL, held=Held(meetings=3, silent=2, spoke_before=True)), Verdict.GOOD, "20 meetings"),
        (dataclasses.replace(USUAL, held=Held(meetings=3, silent=3, spoke_before=False)), Verdict.GOOD, "20 meetings"),
        (dataclasses.replace(USUAL, held=Held(meetings=0, silent=0, spoke_before=True)), Verdict.GOOD, "20 meetings"),
    ],
)
def test_verdict_and_its_reason(evidence: Evidence, verdict: Verdict, words: str) -> None:
    """Each rule, at its edge: below the floor, nothing at all, never anything, far fewer than usual, a kind of record
    that dropped to nothing, meetings that were held in silence (incidents 12–14). A recess, with none held, is good.
    """
    judged, reason = judge(evidence)

    assert judged is verdict
    assert words in reason


def test_failed_page_outweighs_everything() -> None:
    """A source with failed pages has failed, and the first of them is named."""
    failures = (Failure(url="a", reason="down: a"), Failure(url="b", reason="down: b"))
    verdict, reason = judge(dataclasses.replace(USUAL, failed_pages=failures))

    assert verdict is Verdict.FAILED
    assert reason == "down: a (and 1 more)"


def test_run_is_as_bad_as_its_worst_source() -> None:
    """Good, quiet, suspicious, failed: in that order."""
    assert worst([Verdict.GOOD, Verdict.QUIET]) is Verdict.QUIET
    assert worst([Verdict.SUSPICIOUS, Verdict.QUIET]) is Verdict.SUSPICIOUS
    assert worst([Verdict.GOOD, Verdict.FAILED, Verdict.SUSPICIOUS]) is Verdict.FAILED
