"""Kill -9 at any moment: the next night ends with what an undisturbed one has, nothing lost and nothing twice."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet

from harvester.config import Config
from harvester.demo.portals import DemoPortals
from harvester.model import Page
from harvester.store import open_store
from search.entries import states
from search.index import OpenIndex
from tests.end_to_end.nights import PATIENCE, ROOT, few_meetings, night_here, portals_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a thing of Unix")

_ATTEMPTS = 5


@dataclass(frozen=True, kw_only=True)
class Trial:
    """Small portals, and what a night over them leaves when nobody disturbs it."""

    portals: DemoPortals
    config: Config
    file: Path
    undisturbed: dict[str, Any]
    requests: int
    texts: int
    index_files: int


def contents(data: Path) -> dict[str, Any]:
    """Everything of a data directory that must come out the same, whatever happened on the way."""
    with open_store(data, create=False) as store:
        states = store.reading.states()
        documents = {found.id: found for found in store.reading.documents(states)}
        texts = {key: _pages(store.reading.pages(found.version)) for key, found in documents.items() if found.version}
        told = {
            key: (found.title, found.kind, found.meeting, found.item, found.bodies, found.sha256)
            for key, found in documents.items()
        }
        decisions = store.decisions.resolutions(store.decisions.resolution_states())
        # Versions are numbered in the order in which they came, which differs from night to night.
        decided = {each.id: replace(each, version=None, state="", also_said_in=()) for each in decisions}
        waiting = store.documents.pending()
        blobs = sorted(store.documents.hashes())
        lost = [sha256 for sha256 in blobs if not store.blobs.has(sha256)]
    with closing(sqlite3.connect(data / "store.sqlite")) as database:
        query = "SELECT record_type, record FROM change WHERE what = 'new'"
        twice = [key for key, number in Counter(database.execute(query)).items() if number > 1]
        tables = {name: _rows(database, name) for name in ("meeting", "agenda_item", "body", "case_file", "document")}
        places = sorted(database.execute("SELECT document, meeting, item FROM document_place"))
        versions = sorted(database.execute("SELECT document, sha256, state, fingerprint FROM document_version"))
    return {
        "documents": told,
        "texts": texts,
        "decided": decided,
        "waiting": waiting,
        "lost": lost,
        "new twice": twice,
        "places": places,
        "versions": versions,
        **tables,
    }


def _pages(pages: tuple[Page, ...]) -> list[str]:
    return [page.text for page in pages]


def _rows(database: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    return sorted(database.execute(f"SELECT id, content_sha256 FROM {table}"))


def index_agrees(data: Path) -> bool:
    """Whether the index holds exactly what the store says should be found, in the state that it is in."""
    with open_store(data, create=False) as store:
        wanted = states(store)
    index = OpenIndex(data)
    with index.reader() as reader:
        held = reader.states()
    index.close()
    return held == wanted


def index_files(data: Path) -> int:
    folder = data / "index"
    return sum(1 for path in folder.rglob("*") if path.is_file()) if folder.exists() else 0


def texts_read(data: Path) -> int:
    if not (data / "store.sqlite").exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{data / 'store.sqlite'}?mode=ro", uri=True, timeout=1)) as database:
            (number,) = database.execute("SELECT count(*) FROM extracted_text").fetchone()
    except sqlite3.OperationalError:  # its tables are being made
        return 0
    return int(number)


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    folder = tmp_path_factory.mktemp("trial")
    with portals_of(few_meetings(), folder) as (portals, config, file):
        night_here(config)
        yield Trial(
            portals=portals,
            config=config,
            file=file,
            undisturbed=contents(config.data_directory),
            requests=_requests(portals),
            texts=texts_read(config.data_directory),
            index_files=index_files(config.data_directory),
        )


def _requests(portals: DemoPortals) -> int:
    return sum(len(server.requests) for server in portals.servers.values())


def _moments() -> list[ParameterSet]:
    """Twenty moments by phase and share of it, the same ones each time; of each phase one is always tried."""
    dice = random.Random(20260520)
    return [
        pytest.param(phase, dice.random(), marks=[pytest.mark.exhaustive] if place else [])
        for phase, number in {"harvest": 8, "extraction": 5, "index": 4, "after": 3}.items()
        for place in range(number)
    ]


def _reached(trial: Trial, data: Path, phase: str, share: float) -> Callable[[], bool]:
    before = _requests(trial.portals)
    match phase:
        case "harvest":
            return lambda: _requests(trial.portals) - before > share * trial.requests
        case "extraction":
            return lambda: texts_read(data) > share * trial.texts
        case "index":
            return lambda: index_files(data) > share * trial.index_files
        case _:
            return (data / "index" / "current").exists


@pytest.mark.parametrize(("phase", "share"), _moments())
def test_a_killed_night_is_made_up_for(trial: Trial, tmp_path: Path, phase: str, share: float) -> None:
    """The scheduler and its harvest are killed in harvest, extraction, commit or swap (incidents 2 and 11)."""
    folders = (tmp_path / f"data-{attempt}" for attempt in range(_ATTEMPTS))
    data = next((folder for folder in folders if _is_struck(trial, folder, phase, share)), None)

    assert data is not None, "each night was over before it could be killed"

    _until_free(data)
    night_here(trial.config.model_copy(update={"data_directory": data}))

    assert contents(data) == trial.undisturbed
    assert index_agrees(data)


def _is_struck(trial: Trial, data: Path, phase: str, share: float) -> bool:
    """Start a night and kill it at its moment; False when it was over by then."""
    reached = _reached(trial, data, phase, share)
    command = [sys.executable, "scheduler.py", "--once", "--config", str(trial.file), "--data", str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as night:
        patience = time.monotonic() + PATIENCE
        while night.poll() is None and not reached() and time.monotonic() < patience:
            time.sleep(0.002)
        if phase == "after":
            time.sleep(share * 0.05)
        night.kill()
        return night.wait() == -signal.SIGKILL


def _until_free(data: Path) -> None:
    """The harvest ends with the scheduler that started it: wait for the moment that this takes."""
    holder = data / "harvest.holder"
    patience = time.monotonic() + 10
    while holder.exists() and time.monotonic() < patience:
        process = int(holder.read_text(encoding="utf-8").split(",")[0].removeprefix("process ") or 0)
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)


def test_the_harvest_does_not_outlive_a_killed_scheduler(trial: Trial, tmp_path: Path) -> None:
    """Killing only the scheduler ends its harvest at once, and the next night has the directory to itself."""
    data = tmp_path / "data"
    command = [sys.executable, "scheduler.py", "--once", "--config", str(trial.file), "--data", str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as night:
        before = _requests(trial.portals)
        while night.poll() is None and _requests(trial.portals) == before:
            time.sleep(0.002)
        night.kill()
    process = int((data / "harvest.holder").read_text(encoding="utf-8").split(",")[0].removeprefix("process "))
    patience = time.monotonic() + 10
    alive = True
    while alive and time.monotonic() < patience:
        alive = _is_alive(process)
        time.sleep(0.01)

    assert not alive


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not (status.exists() and ") Z " in status.read_text(encoding="utf-8"))


def test_a_polite_end_says_so_and_the_next_start_goes_on(trial: Trial, tmp_path: Path) -> None:
    """SIGTERM: the run ends as stopped, exit 1, the report says so; the next night has everything."""
    data = tmp_path / "data"
    reached = _reached(trial, data, "harvest", 0.3)
    command = [sys.executable, "scheduler.py", "--once", "--config", str(trial.file), "--data", str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as night:
        while night.poll() is None and not reached():
            time.sleep(0.002)
        night.send_signal(signal.SIGTERM)
        out, err = night.communicate(timeout=PATIENCE)

    assert night.returncode == 1, err
    assert "stopped" in out
    assert "Traceback" not in err
    assert "stopped" in (data / "reports" / "latest.txt").read_text(encoding="utf-8")

    night_here(trial.config.model_copy(update={"data_directory": data}))

    assert contents(data) == trial.undisturbed
    assert index_agrees(data)
