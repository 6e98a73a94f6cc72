"""Real papers, where they are at hand: the shares that the benchmark prints stay above what was reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.minutes import confirmed, measure, real_papers

REAL = Path(__file__).parents[3] / "../shared/real"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real papers are not part of the project")


@pytest.fixture(scope="module")
def measured() -> tuple[dict[str, tuple[int, int, int, int]], dict[str, int]]:
    """Papers, split, listed and found of each group; and how far minutes and extracts agree."""
    table, split = measure(real_papers(REAL))
    shares = {
        group: tuple(tally.counts[name] for name in ("papers", "split", "listed", "found"))
        for group, tally in table.items()
    }
    return {group: (a, b, c, d) for group, (a, b, c, d) in shares.items()}, dict(confirmed(split))


def test_real_minutes_are_split_and_every_listed_item_is_found(
    measured: tuple[dict[str, tuple[int, int, int, int]], dict[str, int]],
) -> None:
    """Of the minutes of three archive systems at least 95 % are split, and 98 % of the listed items are found."""
    groups = [counts for group, counts in measured[0].items() if group.endswith(" minutes")]
    papers, split, listed, found = (sum(counts) for counts in zip(*groups, strict=True))

    assert papers >= 29
    assert split >= 0.95 * papers
    assert found >= 0.98 * listed


def test_papers_of_other_kinds_are_not_taken_apart(
    measured: tuple[dict[str, tuple[int, int, int, int]], dict[str, int]],
) -> None:
    """Letters, case papers and attachments stay whole; two letters that quote a resolution in full are extracts."""
    others = [counts for group, counts in measured[0].items() if group.endswith(" other")]

    assert sum(counts[1] for counts in others) <= 2


def test_minutes_and_extracts_of_one_item_tell_the_same(
    measured: tuple[dict[str, tuple[int, int, int, int]], dict[str, int]],
) -> None:
    """The portal publishes an extract of each item too; outcome, votes and resolution are compared with it.

    Two resolutions and one vote differ in the papers themselves, and one meeting has more after its last item.
    """
    agreed = measured[1]

    assert agreed["compared"] >= 150
    assert agreed["same outcome"] == agreed["compared"]
    assert agreed["same votes"] >= agreed["compared"] - 1
    assert agreed["same resolution"] >= agreed["compared"] - 3
