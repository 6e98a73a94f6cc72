"""What is erased is in no file of the data directory, and stays away: after the next night, a replay and a new index."""

from __future__ import annotations

import datetime as dt
import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvester.clock import clock_from
from harvester.config import Config
from harvester.erasure import Erasure, erase
from harvester.errors import ConfigurationError, StoreError
from harvester.replay import replay_pages
from harvester.report import report_of, write_report
from harvester.run import run_harvest
from harvester.store import RunRow, open_store
from search.index import bring_up_to_date
from search.service import open_search
from tests.harvester.crawl.toy import START, Reply, ToyMeeting, ToySite, document, find_toy, toy_config, toy_source

DAY = dt.timedelta(days=1)
SECRET = "Hemmelegheimsen"
TITLE = f"Klage på {SECRET} frå naboen i vest"
OTHER = "Eit anna ord om skuleskyss"


@pytest.fixture
def site() -> Iterator[ToySite]:
    with ToySite() as site:
        site.meetings(ToyMeeting(id="1", title=TITLE, documents=["a", "b"]), ToyMeeting(id="2"))
        site.routes["/document/a"] = document(f"Saka gjeld {SECRET}, som bur her. {OTHER}.")
        site.routes["/document/b"] = document(f"{OTHER} står att.")
        yield site


def night(config: Config, number: int) -> RunRow:
    """Harvest, index and report, so many days after the first night."""
    clock = clock_from(START + number * DAY)
    run = run_harvest(config, clock=clock, portal=find_toy)
    with open_store(config.data_directory) as store:
        bring_up_to_date(store, config.data_directory)
        write_report(report_of(store, run, now=clock()), config.data_directory)
    return run


def files_with(folder: Path, words: str) -> list[str]:
    """Every file whose bytes hold the words, also within compressed pages."""
    pattern = re.compile(re.escape(words).encode(), re.IGNORECASE)
    found = []
    for path in (path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".gz":
            content += gzip.decompress(content)
        if pattern.search(content):
            found.append(str(path.relative_to(folder)))
    return sorted(found)


def hits(config: Config, query: str) -> int:
    with open_search(data=config.data_directory) as search:
        return search.search(query).total


def test_a_passage_is_in_no_file_and_does_not_come_back(site: ToySite, tmp_path: Path) -> None:
    """Title, text, index, kept pages and reports lose it, the rest of the paper stays; the portal still shows it."""
    config = toy_config(tmp_path, toy_source(site.url, refetch_days=0, revalidate_hours=0))
    night(config, 0)
    assert len(files_with(tmp_path, SECRET)) > 3
    shutil.copy(tmp_path / "store.sqlite", tmp_path / "store.before-migration-0001.sqlite")

    done = erase(config, Erasure(document="toy/a", reason="krav frå den det gjeld", passage=SECRET), START + DAY / 2)
    with open_store(tmp_path) as store:
        bring_up_to_date(store, tmp_path)

    assert (done.versions, done.blobs, done.raw_files) == (1, 1, 1)
    assert files_with(tmp_path, SECRET) == []
    assert hits(config, SECRET) == 0
    assert hits(config, '"anna ord"') == 2

    site.routes["/document/a"] = document(f"Saka gjeld {SECRET}, som bur her. {OTHER}, med andre byte.")
    site.routes["/meeting/2"] = Reply(status=404)
    night(config, 1)
    replay_pages(config, clock=clock_from(START + 20 * DAY), portal=find_toy)

    assert files_with(tmp_path, SECRET) == []
    assert hits(config, '"anna ord"') == 2


def test_a_document_leaves_a_tombstone(site: ToySite, tmp_path: Path) -> None:
    """Id, reason and date stay; texts, bytes and title are gone, and the next night does not even ask for it."""
    config = toy_config(tmp_path, toy_source(site.url, refetch_days=0, revalidate_hours=0))
    site.routes["/document/a"] = document(f"Saka gjeld {SECRET}. {OTHER}.", etag=False)
    site.meetings(ToyMeeting(id="1", documents=["a", "b"]))
    night(config, 0)
    erase(config, Erasure(document="toy/a", reason="pålegg"), START + DAY / 2)
    asked = len(site.asked)
    night(config, 1)
    replay_pages(config, clock=clock_from(START + 2 * DAY), portal=find_toy)

    assert files_with(tmp_path, SECRET) == []
    assert hits(config, '"anna ord"') == 1
    assert "/document/a" not in site.paths(since=asked)
    with open_store(tmp_path) as store:
        [stone] = store.erasures.tombstones()
        [told] = store.changes.between(document="toy/a")
    assert (stone.document, stone.reason, stone.at) == ("toy/a", "pålegg", START + DAY / 2)
    assert (told.kind, told.title) == ("erased", None)


def test_one_version_goes_and_the_others_stay(site: ToySite, tmp_path: Path) -> None:
    """The version before is what is found again, and the erased bytes are not kept when they come once more."""
    config = toy_config(tmp_path, toy_source(site.url, refetch_days=0, revalidate_hours=0))
    site.meetings(ToyMeeting(id="1", documents=["b"]))
    night(config, 0)
    good = site.routes["/document/b"]
    bad = site.routes["/document/b"] = document(f"{OTHER}, og {SECRET}.")
    night(config, 1)
    with open_store(tmp_path) as store:
        newest = store.changes.versions("toy/b")[-1]
    erase(config, Erasure(document="toy/b", reason="feil versjon", version=newest.id), START + 1.5 * DAY)
    night(config, 2)

    assert bad != good
    assert files_with(tmp_path, SECRET) == []
    assert hits(config, '"anna ord"') == 1
    with open_store(tmp_path) as store:
        assert len(store.changes.versions("toy/b")) == 1


def test_nothing_is_erased_by_mistake(site: ToySite, tmp_path: Path) -> None:
    """A misspelt id, a version that is not there, no reason, or two wishes at once."""
    config = toy_config(tmp_path, toy_source(site.url))
    night(config, 0)
    before = files_with(tmp_path, SECRET)

    for wanted in (Erasure(document="toy/x", reason="r"), Erasure(document="toy/a", reason="r", version=99)):
        with pytest.raises(StoreError):
            erase(config, wanted, START)
    for wanted in (
        Erasure(document="toy/a", reason=" "),
        Erasure(document="toy/a", reason="r", version=1, passage="p"),
        Erasure(document="toy/a", reason="r", passage="…"),
    ):
        with pytest.raises(ConfigurationError):
            erase(config, wanted, START)

    assert files_with(tmp_path, SECRET) == before
