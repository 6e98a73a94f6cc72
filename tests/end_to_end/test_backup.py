"""A backup that was made while everything ran answers every query like the original; a damaged one is refused."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harvester.backup import back_up, restore
from harvester.clock import clock_from
from harvester.config import Config
from harvester.erasure import Erasure, erase
from harvester.errors import ConfigurationError, StoreError
from harvester.run import run_harvest
from harvester.store import open_store
from search.index import bring_up_to_date
from search.service import open_search
from tests.harvester.crawl.toy import START, ToyMeeting, ToySite, document, find_toy, toy_config, toy_source

WORDS = ("skuleskyss", "budsjett", "barnehage", "samferdsel", "reguleringsplan")
QUERIES = [*WORDS, *(f"{one} {other}" for one in WORDS for other in WORDS), '"saka om budsjett"', "*", "finst-ikkje"]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A harvested and indexed data directory, and a backup of it."""

    config: Config
    backup: Path


@pytest.fixture(scope="module")
def site() -> Iterator[ToySite]:
    with ToySite() as site:
        yield site


@pytest.fixture(scope="module")
def kept(site: ToySite, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("kept")
    keys = [str(number) for number in range(10)]
    site.meetings(ToyMeeting(id="1", documents=keys))
    for number, key in enumerate(keys):
        site.routes[f"/document/{key}"] = document(f"Saka om {WORDS[number % 5]} og {WORDS[number % 3]} vart utsett.")
    config = toy_config(folder / "data", toy_source(site.url))
    harvest(config)
    back_up(config.data_directory, folder / "backup", START)
    return Kept(config=config, backup=folder / "backup")


def harvest(config: Config) -> None:
    run_harvest(config, clock=clock_from(START), portal=find_toy)
    with open_store(config.data_directory) as store:
        bring_up_to_date(store, config.data_directory)


def answers(data: Path) -> list[Any]:
    """Everything that the queries find, with its snippet."""
    with open_search(data=data) as search:
        found = [search.search(query, per_page=100) for query in QUERIES]
    return [(result.total, [(hit.document_id, hit.title, hit.snippet) for hit in result.hits]) for result in found]


def test_a_restored_backup_answers_every_query_alike(kept: Kept, tmp_path: Path) -> None:
    """Counts and checksums are compared by the restore itself; the index is made anew from the store."""
    manifest = restore(kept.backup, tmp_path / "restored")
    with open_store(tmp_path / "restored", create=False) as store:
        bring_up_to_date(store, tmp_path / "restored")

    assert manifest.documents == 10
    assert answers(tmp_path / "restored") == answers(kept.config.data_directory)
    assert sum(total for total, _ in answers(tmp_path / "restored")) > 20


def test_a_backup_is_whole_while_others_write(kept: Kept, tmp_path: Path) -> None:
    """A writer that never rests neither fails nor is seen by halves: each transaction writes two rows, or none."""
    data, asked_to_end = tmp_path / "data", threading.Event()
    shutil.copytree(kept.config.data_directory, data)
    pairs = 0

    def write() -> None:
        nonlocal pairs
        with open_store(data) as store:
            while not asked_to_end.is_set():
                with store._database.writing() as connection:
                    for host in ("one", "other"):
                        day = f"{2000 + pairs // 300}-01-01"
                        statement = "INSERT INTO host_day (host, day, requests) VALUES (?, ?, 1)"
                        connection.exec_driver_sql(statement, (f"{host}-{pairs}", day))
                pairs += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            back_up(data, tmp_path / f"backup-{number}", START)
            restore(tmp_path / f"backup-{number}", tmp_path / f"restored-{number}")
            with open_store(tmp_path / f"restored-{number}") as store, store._database.reading() as connection:
                rows = connection.exec_driver_sql("SELECT count(*) FROM host_day WHERE host LIKE 'o%-%'").scalar()
                assert rows is not None
                assert rows % 2 == 0
    finally:
        asked_to_end.set()
        writer.join()

    assert pairs > 0


def test_the_next_backup_copies_what_is_new_and_removes_what_was_erased(kept: Kept, tmp_path: Path) -> None:
    """Bytes are copied once; what was erased meanwhile is not in the backup any more."""
    data, backup = tmp_path / "data", tmp_path / "backup"
    shutil.copytree(kept.config.data_directory, data)
    first = back_up(data, backup, START)
    again = back_up(data, backup, START)
    erase(kept.config.model_copy(update={"data_directory": data}), Erasure(document="toy/3", reason="krav"), START)
    last = back_up(data, backup, START)

    assert (first.copied, again.copied, last.copied) == (10, 0, 0)
    assert (first.removed, again.removed, last.removed) == (0, 0, 1)
    assert (first.manifest.documents, last.manifest.documents) == (10, 9)


def test_damaged_bytes_are_found_and_fetched_again(kept: Kept, site: ToySite, tmp_path: Path) -> None:
    """A file that is not what its name says enters no backup; removed, it comes back with the next night."""
    data = tmp_path / "data"
    shutil.copytree(kept.config.data_directory, data)
    victim = next(path for path in sorted((data / "blobs").rglob("*")) if path.is_file())
    content = victim.read_bytes()
    victim.write_bytes(content[: len(content) // 2])

    with pytest.raises(StoreError, match=victim.name):
        back_up(data, tmp_path / "backup", START)

    victim.unlink()
    config = kept.config.model_copy(update={"data_directory": data})
    run_harvest(config, clock=clock_from(START), portal=find_toy)

    assert victim.read_bytes() == content
    assert back_up(data, tmp_path / "backup", START).manifest.blobs == 10


@pytest.mark.parametrize("part", ["store.sqlite", "blobs", "raw", "backup.json"])
def test_a_damaged_backup_is_refused_and_leaves_nothing(kept: Kept, tmp_path: Path, part: str) -> None:
    """One wrong byte anywhere is found before anything is put in place."""
    backup = tmp_path / "backup"
    shutil.copytree(kept.backup, backup)
    victim = backup / part
    if victim.is_dir():
        victim = next(path for path in sorted(victim.rglob("*")) if path.is_file())
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 0xFF
    victim.write_bytes(content)

    with pytest.raises(StoreError, match="damaged"):
        restore(backup, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()
    assert not (tmp_path / "restored.restoring").exists()


def test_a_backup_that_was_broken_off_is_none(kept: Kept, tmp_path: Path) -> None:
    """The manifest is written last, and without it nothing is restored."""
    backup = tmp_path / "backup"
    shutil.copytree(kept.backup, backup)
    (backup / "backup.json").unlink()

    with pytest.raises(ConfigurationError, match="no backup"):
        restore(backup, tmp_path / "restored")


def test_nothing_is_written_over(kept: Kept, tmp_path: Path) -> None:
    """Neither a folder with other things in it, nor the data directory itself, nor one that is in use."""
    (tmp_path / "letters.txt").write_text("mine", encoding="utf-8")
    data = kept.config.data_directory

    with pytest.raises(ConfigurationError, match="letters"):
        back_up(data, tmp_path, START)
    with pytest.raises(ConfigurationError, match="within"):
        back_up(data, data / "backup", START)
    with pytest.raises(ConfigurationError, match="not empty"):
        restore(kept.backup, data)
    with pytest.raises(StoreError, match="no store"):
        back_up(tmp_path / "nowhere", tmp_path / "backup", START)
