"""What Whoosh's own classes see of an index, which they know nothing of but the codec that stands in it."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import pytest
from whoosh.index import open_dir
from whoosh.query import And, Not, Or, Phrase, Prefix, Term
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from search.backends.base import K1, B, Field, IndexEntry
from search.backends.base import Term as Leaf
from search.backends.whoosh import export_to_whoosh
from search.language import default_analyzer
from tests.search.entries import ask, entry, make_whoosh

SKOLE, VEI, VANN = (default_analyzer().query_terms(word)[0][0] for word in ("skole", "vei", "vann"))
TEXTS = {"a": "skole vei skole", "b": "vei vann", "c": "vann vann skole vei vei", "d": "skole"}


class ContractBM25(BM25F):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's scoring with the contract's inverse document frequency; Whoosh asks its weighting model for it."""

    def __init__(self) -> None:
        super().__init__(B=B, K1=K1)

    def idf(self, searcher: Searcher, fieldname: str, text: bytes) -> float:
        """The rarity of a term, where nothing was removed."""
        holders = searcher.doc_frequency(fieldname, text)
        return math.log(1 + (searcher.doc_count() - holders + 0.5) / (holders + 0.5))


def archive() -> list[IndexEntry]:
    """A few entries."""
    return [entry(key, text, title=f"Sak {key}") for key, text in TEXTS.items()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of several segments, one of them with a removed entry."""
    backend = make_whoosh(tmp_path / "index")
    first, *others = archive()
    backend.write([first, entry("gone", "skole vei")])
    backend.write(others, removed=["gone"])
    return tmp_path / "index"


def test_whoosh_lists_terms_and_documents(folder: Path) -> None:
    """Its reader shows every term of a field and every document that was not removed."""
    with open_dir(str(folder)).reader() as reader:
        assert {term for field, term in reader.all_terms() if field == "text"} == {
            SKOLE.encode(),
            VEI.encode(),
            VANN.encode(),
        }
        assert {fields["id"] for _, fields in reader.iter_docs()} == set(TEXTS)
        assert reader.doc_count() == 4
        assert reader.doc_frequency("text", VANN) == 2
        assert list(reader.expand_prefix("text", "v")) == sorted([VANN.encode(), VEI.encode()])


def test_whoosh_answers_queries(folder: Path) -> None:
    """Its searcher finds what ours finds: words, operators, a beginning and a phrase."""
    skole, vei, vann = (Term("text", word) for word in (SKOLE, VEI, VANN))
    expected = {
        skole: {"a", "c", "d"},
        And([skole, vei]): {"a", "c"},
        Or([vann, skole]): {"a", "b", "c", "d"},
        And([skole, Not(vann)]): {"a", "d"},
        Prefix("text", "v"): {"a", "b", "c"},
        Phrase("text", [SKOLE, VEI]): {"a", "c"},
        Phrase("text", [VEI, SKOLE]): {"a"},
    }
    with open_dir(str(folder)).searcher() as searcher:
        found = {query: {hit["id"] for hit in searcher.search(query)} for query in expected}

    assert found == expected


@pytest.mark.parametrize("word", [SKOLE, VEI, VANN])
def test_scores_are_those_of_whoosh(tmp_path: Path, word: str) -> None:
    """With one field, and the same idf, our arithmetic is Whoosh's BM25F up to rounding."""
    backend = make_whoosh(tmp_path / "index")
    backend.write(archive()[:2])
    backend.write(archive()[2:])

    ours = {match.id: match.score for match in ask(backend, Leaf((word,), fields=(Field.TEXT,))).matches}

    with open_dir(str(tmp_path / "index")).searcher(weighting=ContractBM25()) as searcher:
        theirs = {hit["id"]: hit.score for hit in searcher.search(Term("text", word))}
    assert theirs == pytest.approx(ours, abs=1e-5)


def test_an_index_can_be_written_in_the_format_of_whoosh(tmp_path: Path) -> None:
    """Then a program that has nothing of ours reads it: terms, documents, queries and phrases."""
    export_to_whoosh(archive(), tmp_path, default_analyzer())
    program = f"""
import sys
sys.modules["search"] = None
from whoosh.index import open_dir
from whoosh.query import Phrase, Term
with open_dir({str(tmp_path)!r}).searcher() as searcher:
    print(sorted(hit["id"] for hit in searcher.search(Term("text", {VANN!r}))))
    print(sorted(hit["id"] for hit in searcher.search(Phrase("text", [{VEI!r}, {SKOLE!r}]))))
    print(searcher.document(id="c")["title"], searcher.doc_count())
"""

    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path)

    assert answer.stdout.splitlines() == ["['b', 'c']", "['a']", "Sak c 4"]
