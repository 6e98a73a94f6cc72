"""One paper of our own in each convention; the golden file beside it was read against the paper by a person."""

from __future__ import annotations

import json

import pytest

from harvester.minutes import read_minutes
from tests.harvester.minutes.minutes_summary import PAPERS, paper, summary

CONVENTIONS = sorted(file.stem for file in PAPERS.glob("*.txt"))


@pytest.mark.parametrize("name", CONVENTIONS)
def test_a_paper_is_read_as_its_golden_file_says(name: str) -> None:
    """Head, list, items, parts, votes and outcomes are those of the paper; lost golden files are written and fail."""
    golden = PAPERS / f"{name}.json"
    actual = json.loads(json.dumps(summary(read_minutes(paper(name))), ensure_ascii=False))
    if not golden.exists():
        golden.write_text(json.dumps(actual, ensure_ascii=False, indent=1) + "\n")
        pytest.fail(f"{golden.name} was written: read it against the paper")

    assert json.loads(golden.read_text()) == actual


def test_every_convention_has_a_paper() -> None:
    """The archive systems that were seen are all here, bokmål and nynorsk, lines and streams of words."""
    assert set(CONVENTIONS) == {
        "acos_minutes",
        "acos_notice",
        "bergen_stream",
        "dash_nynorsk",
        "elements_extract",
        "elements_minutes",
        "ephorte_bokmal",
        "ephorte_nynorsk",
        "hedmark_year_first",
        "jupiter_lines",
        "jupiter_stream",
        "ksek_stream",
    }
