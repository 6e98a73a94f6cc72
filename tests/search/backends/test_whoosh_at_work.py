"""The index while somebody writes to it: several processes, a writer that is killed, threads that search meanwhile."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvester.errors import BusyError
from search.backends.base import Everything, IndexEntry, Request, Tree
from search.backends.whoosh import Effort, WhooshBackend
from search.language import default_analyzer
from tests.search.entries import ask, entry, found, make_whoosh, phrase, term

WRITER = """
import sys
from pathlib import Path
from search.backends.whoosh import Effort, WhooshBackend
from search.language import default_analyzer
from tests.search.entries import entry

def endless():
    for number in range(1_000_000):
        yield entry(f"new {number}", "skole og vei " * 50)
        if number == 400:
            print("writing", flush=True)
            sys.stdin.read()

if __name__ == "__main__":
    effort = Effort(characters=100_000, processes=int(sys.argv[2]))
    WhooshBackend(Path(sys.argv[1]), default_analyzer(), effort=effort).write(endless())
"""


def archive(size: int) -> Iterator[IndexEntry]:
    """Entries with words of their own, and one of them twice."""
    yield entry("0", "gammel")
    for number in range(size):
        yield entry(str(number), f"skole nummer{number} vei", title=f"Sak {number % 7}")


@pytest.mark.exhaustive
def test_processes_write_what_one_writes(tmp_path: Path) -> None:
    """The same answers, from several segments in one commit; the last of two entries with one id counts."""
    alone = make_whoosh(tmp_path / "alone")
    alone.write(archive(200))
    together = WhooshBackend(tmp_path / "together", default_analyzer(), effort=Effort(characters=1_500, processes=2))
    together.create()
    told: list[None] = []
    together.write(archive(200), added=lambda: told.append(None))

    assert together.generation() <= 4
    assert len(told) == 201
    trees: tuple[Tree, ...] = (term("skole"), phrase("skole nummer7 vei"), term("gammel"), term("sak"), Everything())
    for tree in trees:
        assert ask(together, tree, limit=300) == ask(alone, tree, limit=300)


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.exhaustive)])
def test_a_killed_writer_leaves_the_index_as_it_was(tmp_path: Path, processes: int) -> None:
    """The old index answers, nobody has to unlock anything, and the next commit removes what was left."""
    backend = make_whoosh(tmp_path / "index")
    backend.write([entry("a", "skole")])
    (tmp_path / "writer.py").write_text(WRITER, encoding="utf-8")
    root = str(Path(__file__).parents[3])
    writer = subprocess.Popen(
        [sys.executable, tmp_path / "writer.py", tmp_path / "index", str(processes)],
        env={**os.environ, "PYTHONPATH": root},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"writing\n"
        with pytest.raises(BusyError):
            backend.write([entry("b", "skole")])
        writer.send_signal(signal.SIGKILL)

    assert found(backend, term("skole")) == ["a"]
    backend.write([entry("c", "skole")])
    assert found(backend, term("skole")) == ["a", "c"]
    assert len(list((tmp_path / "index").glob("*.arrays"))) == 2


def test_threads_share_a_reader(tmp_path: Path) -> None:
    """Eight of them at once get the answers that one gets, whoever asks first."""
    backend = make_whoosh(tmp_path / "index")
    backend.write(archive(100))
    backend.write([entry("late", "skole vei")])
    trees: list[Tree] = [term("skole"), phrase("skole nummer3"), term("nummer5"), Everything()] * 5
    expected = [ask(backend, tree) for tree in trees]
    wrong: list[int] = []
    start = threading.Barrier(8)
    with backend.reader() as reader:

        def compare() -> None:
            start.wait()
            wrong.extend(
                place for place, tree in enumerate(trees) if reader.search(Request(tree=tree)) != expected[place]
            )

        threads = [threading.Thread(target=compare) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert wrong == []


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs a list of the mapped files")
def test_a_closed_reader_gives_its_files_back(tmp_path: Path) -> None:
    """Files that a merge has removed must not take up the disk for as long as a server runs."""
    backend = make_whoosh(tmp_path / "index")
    backend.write([entry("a", "skole")])
    gc.disable()
    try:
        with backend.reader() as reader:
            reader.search(Request(tree=term("skole")))
            assert mapped(tmp_path)
        del reader
        assert not mapped(tmp_path)
    finally:
        gc.enable()


def mapped(folder: Path) -> list[str]:
    """The mapped files in a folder."""
    return [line for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines() if str(folder) in line]
