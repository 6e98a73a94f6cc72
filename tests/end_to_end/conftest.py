"""One demo night for the whole suite, kept as it is; tests that go on from it get a copy."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest
from filelock import FileLock

from tests.end_to_end.nights import PATIENCE, Answer, FirstNight, demo_night


@pytest.fixture(scope="session")
def first_night(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> FirstNight:
    """The night that the first of all test processes runs; each gets a copy, as SQLite leaves files beside an open store."""
    shared = shared_folder / "the-demo-night"
    told = shared / "answer.json"
    with FileLock(f"{shared}.lock"):
        if not told.exists():
            answer = demo_night(shared / "demo-data")
            told.write_text(json.dumps(asdict(answer)), encoding="utf-8")
    data = tmp_path_factory.mktemp("first-night") / "demo-data"
    shutil.copytree(shared / "demo-data", data)
    return FirstNight(data=data, answer=Answer(**json.loads(told.read_text(encoding="utf-8"))))


@pytest.fixture
def after_first_night(first_night: FirstNight, tmp_path: Path) -> Path:
    """A copy of the data directory, to go on from."""
    shutil.copytree(first_night.data, tmp_path / "demo-data")
    return tmp_path / "demo-data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole nights take their time on a busy machine, which is no failure."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.timeout(PATIENCE + 60))
