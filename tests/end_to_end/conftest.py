"""One demo night for the whole session, kept as it is; tests that go on from it get a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.end_to_end.nights import PATIENCE, FirstNight, demo_night


@pytest.fixture(scope="session")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> FirstNight:
    data = tmp_path_factory.mktemp("first-night") / "demo-data"
    return FirstNight(data=data, answer=demo_night(data))


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
