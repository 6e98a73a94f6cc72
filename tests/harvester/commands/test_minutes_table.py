"""What ``harvester minutes`` shows of a paper."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from harvester.commands.minutes_table import DOES_NOT_ADD_UP, print_minutes, to_plain, vote_in_words
from harvester.minutes import MinutesText, read_minutes
from harvester.minutes.records import Sum, Tally, Vote, VoteMatter
from harvester.model import Outcome, Page
from tests.harvester.minutes.minutes_summary import PAPERS, paper

ROOT = Path(__file__).parents[3]


def test_each_item_is_a_row_with_outcome_and_vote(capsys: pytest.CaptureFixture[str]) -> None:
    """Number, pages, outcome and vote of every treated item are in the table."""
    read = read_minutes(paper("ephorte_nynorsk"))
    print_minutes("moetebok.txt", read)
    printed = capsys.readouterr().out
    plain = to_plain("moetebok.txt", read)

    assert plain["split"] is True
    assert isinstance(plain["items"], list)
    assert plain["items"]
    assert all(item["number"] in printed for item in plain["items"])
    assert "adopted" in printed
    assert "unanimous" in printed


def test_a_paper_that_stays_whole_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    """A letter is not taken apart, and the reason is told, in the table and as JSON."""
    read = read_minutes(MinutesText.of([Page(number=1, text="Hei. Takk for brevet om brua. Med helsing naboen.")]))
    print_minutes("brev.txt", read)

    assert "not taken apart" in capsys.readouterr().out
    assert to_plain("brev.txt", read)["split"] is False


def test_a_vote_that_does_not_add_up_shows_no_numbers() -> None:
    """Numbers that contradict each other are never shown as fact (incident 34)."""
    vote = Vote(
        matter=VoteMatter.PROPOSAL,
        subject=None,
        outcome=Outcome.ADOPTED,
        unanimous=False,
        votes_for=Tally(votes=30),
        votes_against=Tally(votes=12),
        total=Sum.DOES_NOT_ADD_UP,
        evidence=read_minutes(paper("elements_minutes")).listed[0].evidence,
    )

    assert vote_in_words(vote) == DOES_NOT_ADD_UP


def test_the_command_reads_files(tmp_path: Path) -> None:
    """``python -m harvester minutes FILE…`` prints each file's items, as JSON too; one that cannot be read makes it exit 1."""
    file = PAPERS / "jupiter_lines.txt"
    no_document = tmp_path / "svar.pdf"
    no_document.write_text("<!DOCTYPE html><html><body>Logg inn</body></html>", encoding="utf-8")
    command = [sys.executable, "-m", "harvester", "minutes", str(file), str(no_document), "--json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    minutes, unread = json.loads(done.stdout)

    assert done.returncode == 1, done.stderr
    assert minutes["items"]
    assert unread == {"file": str(no_document), "error": "text/html came instead of a document"}
