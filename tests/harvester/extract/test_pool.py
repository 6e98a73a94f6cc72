"""Documents read in child processes: nothing that a file does stops the others."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from harvester.config import Limits
from harvester.errors import DocumentError, LimitExceeded, NotADocument
from harvester.extract import ExtractionPool
from harvester.model import ExtractedText
from tests.harvester.extract import hostile, made

PdfWriter = Callable[[Sequence[Sequence[str]]], Path]
Outcome = ExtractedText | DocumentError

TIGHT = Limits(cpu_seconds=1, wall_seconds=30, memory_megabytes=300, document_pages=50, extraction_processes=2)
REFUSED = {
    "html_as_pdf": NotADocument,
    "nothing": NotADocument,
    "docx_cut": NotADocument,
    "html_deep": NotADocument,
    "docx_bomb": LimitExceeded,
    "docx_of_blanks": LimitExceeded,
    "docx_deep": LimitExceeded,
    "docx_foreign_entity": DocumentError,
    "docx_entity_bomb": DocumentError,
    "docx_broken_xml": DocumentError,
    "odt_foreign_entity": DocumentError,
    "xlsx_bomb": DocumentError,
    "doc_garbage": DocumentError,
    "encrypted": DocumentError,
    "unknown_encryption": DocumentError,
    "truncated": DocumentError,
    "bare_header": DocumentError,
    "garbage_after_header": DocumentError,
    "pages_loop": DocumentError,
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """What came of every hostile file, read in one pool, and of a good file after them."""
    folder = tmp_path_factory.mktemp("hostile")

    def jobs() -> Iterator[tuple[str, Path]]:
        for name, make in hostile.KINDS.items():
            path = folder / name
            path.write_bytes(make())
            yield name, path
        good = folder / "good"
        good.write_bytes(made.stamped_pdf("Alt er bra"))
        yield "good", good

    with ExtractionPool(TIGHT) as pool:
        return dict(pool.run(jobs()))


@pytest.mark.parametrize("name", hostile.KINDS)
def test_hostile_file_ends_within_the_limits(outcomes: dict[str, Outcome], name: str) -> None:
    """Each ends as a text that is small enough, or as an error with its reason; it never ends the pool."""
    outcome = outcomes[name]

    if name in REFUSED:
        assert isinstance(outcome, REFUSED[name])
    if isinstance(outcome, DocumentError):
        assert str(outcome)
        assert "/etc" not in str(outcome)
    else:
        assert len(outcome.pages) <= TIGHT.document_pages
        assert sum(len(page.text) for page in outcome.pages) < 20_000_001


def test_many_pages_are_cut_off(outcomes: dict[str, Outcome]) -> None:
    """Ten thousand pages are read up to the limit, and that is told."""
    outcome = outcomes["many_pages"]

    assert isinstance(outcome, ExtractedText)
    assert TIGHT.document_pages == len(outcome.pages)
    assert outcome.warnings == ("truncated",)


def test_good_file_after_all_is_read(outcomes: dict[str, Outcome]) -> None:
    """The pool that has read every hostile file still reads a good one."""
    good = outcomes["good"]

    assert isinstance(good, ExtractedText)
    assert good.pages[0].text == "Alt er bra"
    assert set(outcomes) == {*hostile.KINDS, "good"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a named pipe")
def test_a_file_that_never_answers_is_given_up(tmp_path: Path, write_pdf: PdfWriter) -> None:
    """Waiting takes no CPU time; the wall-clock limit ends it, and the next document is read."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    good = write_pdf([["Alt er bra"]])

    with ExtractionPool(Limits(wall_seconds=1, extraction_processes=1)) as pool:
        results = dict(pool.run([("pipe", pipe), ("good", good)]))

    assert isinstance(results["pipe"], LimitExceeded)
    assert isinstance(results["good"], ExtractedText)


def test_cpu_time_is_counted_for_each_document(tmp_path: Path) -> None:
    """One process reads documents that together take more CPU time than one may: none is blamed for the others."""
    path = tmp_path / "many"
    path.write_bytes(hostile.many_pages())

    with ExtractionPool(Limits(cpu_seconds=1, document_pages=2000, extraction_processes=1)) as pool:
        results = [result for _, result in pool.run((number, path) for number in range(6))]

    assert len([result for result in results if isinstance(result, ExtractedText)]) == 6


def test_jobs_are_taken_as_processes_become_free(write_pdf: PdfWriter) -> None:
    """A night's ten thousand documents are not all handed out, and their texts not all held, at once."""
    path = write_pdf([["Alt er bra"]])
    taken = 0

    def jobs() -> Iterator[tuple[int, Path]]:
        nonlocal taken
        for number in range(40):
            taken += 1
            yield number, path

    with ExtractionPool(Limits(extraction_processes=1)) as pool:
        finished = 0
        for _ in pool.run(jobs()):
            finished += 1
            assert taken - finished <= 3

    assert finished == 40


def test_leaving_early_ends_the_processes(write_pdf: PdfWriter) -> None:
    """Who stops asking gets no further results and waits for none."""
    path = write_pdf([["Alt er bra"]])

    with ExtractionPool(Limits(extraction_processes=1)) as pool:
        results = pool.run((number, path) for number in range(100))
        first = next(results)
        results.close()

    assert first[0] == 0


def test_a_pool_is_used_in_a_with_block() -> None:
    """Without processes nothing is read."""
    with pytest.raises(RuntimeError, match="with block"):
        next(ExtractionPool(Limits()).run([("a", Path("a"))]))
