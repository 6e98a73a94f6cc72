"""The index follows the store, survives whatever happens to it, and is never removed because of an error."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from harvester.errors import BusyError
from harvester.store import open_store
from search import open_search
from search.backends.base import Everything, Request
from search.backends.whoosh import WhooshBackend
from search.errors import IndexDamaged, IndexMissing, IndexOutdated
from search.generations import Generations
from search.index import IndexReport, bring_up_to_date, rebuild
from search.language import default_analyzer
from tests.search.archives import Fill, MakeDocument, save, withdraw


def update(data: Path) -> IndexReport:
    """Bring the index up to date."""
    with open_store(data) as store:
        return bring_up_to_date(store, data)


def make_anew(data: Path) -> IndexReport:
    """Make a new index."""
    with open_store(data) as store:
        return rebuild(store, data)


def found(data: Path, query: str) -> list[str]:
    """The ids that a query finds."""
    with open_search(data) as search:
        return [hit.id for hit in search.search(query, per_page=100).hits]


def states(data: Path) -> dict[str, str]:
    """What the index says it has."""
    folder = Generations(data).current()
    with WhooshBackend(folder, default_analyzer()).reader() as reader:
        return reader.states()


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, with its content."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def segment_file(data: Path, ending: str) -> Path:
    """A file of the current index."""
    return next(Generations(data).current().glob(f"*{ending}"))


def test_only_what_changed_is_written(data: Path, document: MakeDocument) -> None:
    """New, changed and gone documents are told apart by their states; a second time there is nothing to do."""
    save(data, [document("a", "skole"), document("b", "vei"), document("c", "vann")])
    assert update(data) == IndexReport(added=3, updated=0, deleted=0, documents=3, records=0, records_changed=0)
    assert update(data) == IndexReport(added=0, updated=0, deleted=0, documents=3, records=0, records_changed=0)

    save(data, [document("b", "barnehage"), document("d", "skole")])
    withdraw(data, "import/c")

    assert update(data) == IndexReport(added=1, updated=1, deleted=1, documents=3, records=0, records_changed=0)
    assert found(data, "vei OR vann") == []
    assert found(data, "barnehage") == ["import/b"]
    with open_store(data) as store:
        assert states(data) == store.reading.states()


def test_progress_is_told(data: Path, document: MakeDocument) -> None:
    """After each document: how many of how many."""
    save(data, [document(f"d{number}", "skole") for number in range(3)])
    told: list[tuple[int, int]] = []

    with open_store(data) as store:
        bring_up_to_date(store, data, lambda done, total: told.append((done, total)))

    assert told == [(1, 3), (2, 3), (3, 3)]


def test_without_an_index_there_is_advice(data: Path) -> None:
    """The message names the command."""
    with pytest.raises(IndexMissing, match="python -m search index"):
        open_search(data)


@pytest.mark.parametrize("ending", [".arrays", ".toc"])
@pytest.mark.parametrize("harm", ["missing", "cut off", "empty"])
def test_a_damaged_index_is_reported_and_left_alone(fill: Fill, document: MakeDocument, ending: str, harm: str) -> None:
    """Incident 30: a search says which command helps and deletes nothing; indexing makes a new index beside it."""
    data = fill(document("a", "skole"), document("b", "vei"))
    path = segment_file(data, ending)
    content = path.read_bytes()
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(content[: len(content) // 2] if harm == "cut off" else b"")
    before = files(path.parent)

    with pytest.raises(IndexDamaged, match="python -m search rebuild"):
        open_search(data)
    assert files(path.parent) == before

    report = update(data)
    assert report.documents == 2
    assert report.rebuilt is not None
    assert "damaged" in report.rebuilt
    assert found(data, "skole") == ["import/a"]


def test_a_changed_byte_is_found_by_the_indexer(fill: Fill, document: MakeDocument) -> None:
    """Sizes are compared at every opening, all checksums before anything is written."""
    data = fill(document("a", "skole"))
    path = segment_file(data, ".arrays")
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(bytes(content))

    report = update(data)

    assert report.rebuilt is not None
    assert "was changed" in report.rebuilt


@pytest.mark.parametrize("content", ["", "../../etc", "000009", "x\x00y", "é"])
def test_a_pointer_that_names_no_index_is_damage(fill: Fill, document: MakeDocument, content: str) -> None:
    """The pointer is no path: only the name of a generation that is there counts."""
    data = fill(document("a", "skole"))
    (data / "index" / "current").write_text(content, encoding="utf-8")

    with pytest.raises(IndexDamaged):
        open_search(data)
    assert update(data).rebuilt is not None
    assert found(data, "skole") == ["import/a"]


def test_an_index_of_another_version_is_made_anew(fill: Fill, document: MakeDocument) -> None:
    """Other rules for terms would find nothing in it, or the wrong things."""
    data = fill(document("a", "skole"))
    (Generations(data).current() / "fingerprint").write_text("older", encoding="utf-8")

    with pytest.raises(IndexOutdated, match="python -m search rebuild"):
        open_search(data)
    report = update(data)
    assert report.rebuilt is not None
    assert "another version" in report.rebuilt
    assert found(data, "skole") == ["import/a"]


def test_a_rebuild_goes_on_beside_the_index_that_is_searched(fill: Fill, document: MakeDocument) -> None:
    """Whoever has opened the old index goes on with it and then sees the new one; the old folder is gone."""
    data = fill(document("a", "skole"))
    old = Generations(data).current()
    with open_search(data) as search:
        with search._index.reader() as reader:
            save(data, [document("b", "skole")])
            make_anew(data)

            assert [match.id for match in reader.search(Request(tree=Everything())).matches] == ["import/a"]
        assert search.search("skole").total == 2
    assert not old.exists()
    assert [path.name for path in Generations(data).current().parent.iterdir() if path.is_dir()] == ["000002"]


@pytest.mark.parametrize("harm", ["damaged", "outdated", "gone"])
def test_what_is_open_is_searched_when_the_new_index_cannot_be(
    fill: Fill, document: MakeDocument, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A server answers from what it has, says so once in its log, and takes the next index that is well."""
    data = fill(document("a", "skole"))
    with open_search(data) as search:
        save(data, [document("b", "skole")])
        make_anew(data)
        current = Generations(data).current()
        if harm == "damaged":
            next(current.glob("*.arrays")).write_bytes(b"")
        elif harm == "outdated":
            (current / "fingerprint").write_text("newer", encoding="utf-8")
        else:
            (data / "index" / "current").unlink()

        assert [search.search("skole").total for _ in range(3)] == [1, 1, 1]
        assert len([record for record in caplog.records if record.name == "search.index"]) == 1
        make_anew(data)
        assert search.search("skole").total == 2


def test_an_unfinished_generation_is_not_searched(fill: Fill, document: MakeDocument) -> None:
    """What a killed rebuild left behind is removed by the next one."""
    data = fill(document("a", "skole"))
    unfinished = Generations(data).new("half")

    assert found(data, "skole") == ["import/a"]
    make_anew(data)
    assert not unfinished.exists()


def test_two_indexers_keep_out_of_each_others_way(fill: Fill, document: MakeDocument) -> None:
    """The second is told, at once."""
    data = fill(document("a", "skole"))

    with Generations(data).only_writer(), pytest.raises(BusyError, match="another process is indexing"):
        update(data)
    update(data)


def test_a_lock_file_without_an_owner_is_no_lock(fill: Fill, document: MakeDocument) -> None:
    """Incident 30: what a dead process left is taken over, and nothing is deleted because of it."""
    data = fill(document("a", "skole"))
    (data / "index" / "lock").write_text("99999999")
    (Generations(data).current() / "MAIN_WRITELOCK").write_text("99999999")
    save(data, [document("b", "skole")])

    assert update(data).added == 1


def test_readers_go_on_while_a_writer_works(data: Path, document: MakeDocument) -> None:
    """Every answer is one that was true at some moment: all of a batch or none of it."""
    batch = 5
    save(data, [document(f"a{number}", "skole") for number in range(batch)])
    update(data)
    done = threading.Event()

    def write() -> None:
        try:
            for night in range(8):
                save(data, [document(f"n{night}-{number}", "skole") for number in range(batch)])
                update(data)
        finally:
            done.set()

    writer = threading.Thread(target=write)
    totals = []
    with open_search(data) as search:
        writer.start()
        while not done.is_set():
            result = search.search("skole", per_page=100)
            assert len(result.hits) == result.total
            totals.append(result.total)
        writer.join()
        totals.append(search.search("skole").total)

    assert totals == sorted(totals)
    assert totals[-1] == batch * 9
    assert all(total % batch == 0 for total in totals)


@pytest.mark.skipif(os.name != "posix", reason="kills with a signal")
def test_an_indexer_that_is_killed_does_no_harm(data: Path, document: MakeDocument) -> None:
    """Incident 11: whenever it is killed, readers go on, and the next run ends as a fresh rebuild would."""
    rng = random.Random(11)
    command = [sys.executable, "-m", "search", "index", "--data", str(data)]
    save(data, [document("first", "skole")])
    update(data)
    killed = 0
    for night in range(3):
        save(data, [document(f"n{night}-{number}", f"skole vei{number} " * 100) for number in range(60)])
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _wait_until_writing(data, process)
        time.sleep(rng.uniform(0, 0.2))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        with open_search(data) as search:
            assert search.search("skole").total >= 1

    update(data)
    kept = states(data), sorted(found(data, "vei7"))
    make_anew(data)

    assert (states(data), sorted(found(data, "vei7"))) == kept
    assert len(kept[0]) == 181
    assert killed


def _wait_until_writing(data: Path, process: subprocess.Popen[bytes]) -> None:
    """Until the indexer has begun a batch, or has ended."""
    folder = Generations(data).current()
    before = {path.name for path in folder.iterdir()}
    while process.poll() is None and {path.name for path in folder.iterdir()} <= before:
        time.sleep(0.01)
