"""How well and how fast Norwegian text is analyzed, beside Snowball and Whoosh's own Norwegian analyzer.

    python -m benchmarks.language [--tests FOLDER] [--texts FOLDER ...]

The test sets of ``--tests`` are not part of the project; what is not there is left out and shown as –. The held-out sets are
those of ``tests/search/language/held_out``.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import snowballstemmer
from rich.console import Console
from rich.table import Table
from whoosh.analysis import LanguageAnalyzer

from search.language import Analyzer, default_analyzer, fold, related_terms, word_key
from search.language.domain import concepts

_SHARED = Path(__file__).parents[1] / "../shared"
_FLOORS = {
    "nb–nn pairs, regular": (">=", 0.85),
    "nb–nn pairs, all": (">=", 0.72),
    "inflections": (">=", 0.92),
    "different words conflated, near": ("<=", 0.13),
    "different words conflated, random": ("<=", 0.0),
    "compounds, precision": (">=", 0.93),
    "compounds, recall": (">=", 0.87),
    "token cases": (">=", 1.0),
    "held out: nb–nn pairs": (">=", 0.85),
    "held out: inflections": (">=", 0.92),
    "held out: different words conflated": ("<=", 0.13),
    "held out: compounds, precision": (">=", 0.93),
    "held out: compounds, recall": (">=", 0.87),
    "domain terms": (">=", 1.0),
    "tokens a CPU second, cached": (">=", 500_000),
    "tokens a CPU second, new words with compounds": (">=", 190_000),
}
_HELD_OUT = Path(__file__).parents[1] / "tests/search/language/held_out"
_WORD = re.compile(r"[^\W_]+")

Key = Callable[[str], str]
Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """An analysis to compare: the term of a word, and the terms of a text by position."""

    name: str
    key: Key
    text: Callable[[str], Iterator[tuple[int, tuple[str, ...]]]]
    query: Callable[[str], tuple[tuple[str, ...], ...]]
    tokens: Callable[[str], Iterable[object]]
    """What an index would call, for the speed."""


def main() -> None:
    """Prints the measurements."""
    arguments = _arguments()
    rivals = (_saksgang(), _snowball(), _whoosh())
    rows: dict[str, list[float | None]] = {}
    for rival in rivals:
        for name, value in _measure(rival, arguments.tests, _texts(arguments.texts)).items():
            rows.setdefault(name, []).append(value)
    table = Table("", *(rival.name for rival in rivals), "floor")
    for name, values in rows.items():
        sign, floor = _FLOORS[name]
        table.add_row(name, *(_shown(value) for value in values), f"{sign} {_shown(floor)}")
    Console().print(table)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tests", type=Path, default=_SHARED / "eval", help="folder of the test sets")
    parser.add_argument(
        "--texts", type=Path, nargs="*", default=sorted(_SHARED.glob("real/*_texts")), help="JSON texts"
    )
    return parser.parse_args()


def _measure(rival: Rival, tests: Path, texts: list[str]) -> dict[str, float | None]:
    pairs = _rows(tests, "nbnn")
    regular = [row for row in pairs if row["type"] == "regular"]
    different = _rows(tests, "different")
    precision, recall = _compounds(rival, _rows(tests, "compounds"))
    return {
        "nb–nn pairs, regular": _share(rival.key, regular, "nb", "nn"),
        "nb–nn pairs, all": _share(rival.key, pairs, "nb", "nn"),
        "inflections": _share(rival.key, _rows(tests, "inflect"), "lemma", "form"),
        "different words conflated, near": _share(rival.key, _of_type(different, "near"), "a", "b"),
        "different words conflated, random": _share(rival.key, _of_type(different, "random"), "a", "b"),
        "compounds, precision": precision,
        "compounds, recall": recall,
        "token cases": _token_cases(rival, _rows(tests, "token_cases")),
        **_held_out(rival),
        "domain terms": _domain_terms(rival),
        **_speed(rival, texts),
    }


def _rows(tests: Path, name: str) -> Rows:
    path = tests / f"{name}_dev.tsv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _held_out(rival: Rival) -> dict[str, float | None]:
    """The same measures on words that the tables were not made for; a line is a pair, a paradigm or a labelled word."""
    forms = [{"lemma": line[0], "form": form} for line in _lines("inflections") for form in line[1:]]
    words = [
        {"word": line[-1].replace("+", ""), "split": line[-1], "class": "N" if len(line) > 1 else "C"}
        for line in _lines("compounds")
    ]
    precision, recall = _compounds(rival, words)
    return {
        "held out: nb–nn pairs": _share(rival.key, _named(_lines("pairs")), "one", "other"),
        "held out: inflections": _share(rival.key, forms, "lemma", "form"),
        "held out: different words conflated": _share(rival.key, _named(_lines("different")), "one", "other"),
        "held out: compounds, precision": precision,
        "held out: compounds, recall": recall,
    }


def _lines(name: str) -> list[list[str]]:
    text = (_HELD_OUT / f"{name}.txt").read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


def _named(pairs: list[list[str]]) -> Rows:
    return [{"one": one, "other": other} for one, other in pairs]


def _of_type(rows: Rows, kind: str) -> Rows:
    return [row for row in rows if row["type"] == kind]


def _share(key: Key, rows: Rows, one: str, other: str) -> float | None:
    """Share of the rows whose two words have one term."""
    return sum(key(row[one]) == key(row[other]) for row in rows) / len(rows) if rows else None


def _compounds(rival: Rival, rows: Rows) -> tuple[float | None, float | None]:
    """A split is right when the word is a compound and its last part is a term of its own."""
    compounds = [row for row in rows if row["class"] == "C"]
    scored = [row for row in rows if row["class"] != "O"]
    if not compounds:
        return None, None
    split = [row for row in scored if len(_terms(rival, row["word"])) > 1]
    right = [
        row
        for row in split
        if row["class"] == "C" and rival.key(row["split"].split("+")[-1]) in _terms(rival, row["word"])
    ]
    return (len(right) / len(split) if split else None), len(right) / len(compounds)


def _terms(rival: Rival, text: str) -> set[str]:
    return {term for _, terms in rival.text(text) for term in terms}


def _token_cases(rival: Rival, rows: Rows) -> float | None:
    right = [_finds(rival, row["query"], _unescape(row["text"])) == (row["match"] == "1") for row in rows]
    return sum(right) / len(right) if right else None


def _unescape(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text).replace("\\n", "\n")


def _domain_terms(rival: Rival) -> float:
    """Share of concepts whose first name, widened, finds every other name."""
    found = [
        all(
            any(_finds(rival, query, term) for query in (concept.terms[0], *related_terms(concept.terms[0])))
            for term in concept.terms
        )
        for concept in concepts()
    ]
    return sum(found) / len(found)


def _finds(rival: Rival, query: str, text: str) -> bool:
    places: dict[int, set[str]] = {}
    for position, terms in rival.text(text):
        places.setdefault(position, set()).update(terms)
    wanted = rival.query(query)
    return any(all(places.get(first + at, set()) & set(terms) for at, terms in enumerate(wanted)) for first in places)


def _speed(rival: Rival, texts: list[str]) -> dict[str, float | None]:
    if not texts:
        return {"tokens a CPU second, new words with compounds": None, "tokens a CPU second, cached": None}
    first, second = (_tokens_a_second(rival, texts) for _ in range(2))
    return {"tokens a CPU second, new words with compounds": first, "tokens a CPU second, cached": second}


def _tokens_a_second(rival: Rival, texts: list[str]) -> float:
    start = time.process_time()
    tokens = sum(1 for text in texts for _ in rival.tokens(text))
    return tokens / (time.process_time() - start)


def _texts(folders: list[Path]) -> list[str]:
    return [
        json.loads(path.read_text(encoding="utf-8"))["tekst"] for folder in folders for path in folder.glob("*.json")
    ]


def _saksgang() -> Rival:
    analyzer: Analyzer = default_analyzer()
    return Rival(
        name="Saksgang",
        key=word_key,
        text=lambda text: ((token.position, token.terms) for token in analyzer.tokens(text)),
        query=analyzer.query_terms,
        tokens=analyzer.tokens,
    )


def _snowball() -> Rival:
    stemmer = snowballstemmer.stemmer("norwegian")

    @cache
    def key(word: str) -> str:
        stem: str = stemmer.stemWord(fold(word))
        return stem

    return Rival(
        name="Snowball",
        key=key,
        text=lambda text: ((at, (key(word),)) for at, word in enumerate(_WORD.findall(text))),
        query=lambda text: tuple((key(word),) for word in _WORD.findall(text)),
        tokens=lambda text: map(key, _WORD.findall(text)),
    )


def _whoosh() -> Rival:
    analyze = LanguageAnalyzer("no")

    def terms(text: str) -> list[str]:
        return [token.text for token in analyze(text)]

    return Rival(
        name="Whoosh",
        key=lambda word: " ".join(terms(word)) or word,
        text=lambda text: ((at, (term,)) for at, term in enumerate(terms(text))),
        query=lambda text: tuple((term,) for term in terms(text)),
        tokens=analyze,
    )


def _shown(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value > 1 else f"{value:.3f}"


if __name__ == "__main__":
    main()
