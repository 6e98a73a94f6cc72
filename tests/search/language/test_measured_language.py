"""The floors of the language processing, on test sets that are not part of the project."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from search.language import Analyzer, word_key

EVALUATION = Path(__file__).parents[3] / "../shared/eval"

pytestmark = pytest.mark.skipif(not EVALUATION.is_dir(), reason="the language test sets are not on this machine")


def rows(name: str) -> list[dict[str, str]]:
    """Rows of one test set."""
    with (EVALUATION / f"{name}_dev.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def united(pairs: list[dict[str, str]], one: str, other: str) -> float:
    """Share of the pairs that have one key."""
    return sum(word_key(row[one]) == word_key(row[other]) for row in pairs) / len(pairs)


def test_bokmal_and_nynorsk_meet() -> None:
    """Regular pairs, and all pairs with those that only a dictionary knows."""
    pairs = rows("nbnn")

    assert united([row for row in pairs if row["type"] == "regular"], "nb", "nn") >= 0.90
    assert united(pairs, "nb", "nn") >= 0.80


def test_inflected_forms_meet() -> None:
    """Forms of both standards meet their lemma."""
    assert united(rows("inflect"), "lemma", "form") >= 0.96


def test_different_words_are_rarely_conflated() -> None:
    """Near-spelt words seldom, random words never."""
    pairs = rows("different")

    assert united([row for row in pairs if row["type"] == "near"], "a", "b") <= 0.11
    assert united([row for row in pairs if row["type"] == "random"], "a", "b") == 0


def test_compounds_are_split_and_others_are_not(analyzer: Analyzer) -> None:
    """Precision over everything that was split, recall over the compounds; by the last part."""
    scored = [row for row in rows("compounds") if row["class"] != "O"]
    terms = {row["word"]: next(analyzer.tokens(row["word"])).terms for row in scored}
    compounds = [row for row in scored if row["class"] == "C"]
    right = [row for row in compounds if word_key(row["split"].split("+")[-1]) in terms[row["word"]][1:]]

    assert len(right) / sum(len(found) > 1 for found in terms.values()) >= 0.93
    assert len(right) / len(compounds) >= 0.89


def test_every_token_case_holds(finds: Callable[[str, str], bool]) -> None:
    """Each text is found, or not found, by the query as it says."""
    cases = rows("token_cases")
    wrong = [case for case in cases if finds(case["query"], unescaped(case["text"])) != (case["match"] == "1")]

    assert wrong == []


def unescaped(text: str) -> str:
    """The text with its line ends and invisible letters."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text).replace("\\n", "\n")
