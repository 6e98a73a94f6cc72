"""The demo as Jupiter tells it, harvested once for all products that are held to it."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from filelock import FileLock

from harvester.demo.portals import INSTALLATIONS
from tests.harvester.portals.same_records.harvests import Nights, three_nights


@pytest.fixture(scope="session")
def jupiter(shared_folder: Path) -> Nights:
    """Three nights over Jupiter, which the first of all test processes runs."""
    folder = shared_folder / "jupiter"
    kept = folder / "nights.pickle"
    with FileLock(f"{folder}.lock"):
        if not kept.exists():
            kept.parent.mkdir()
            kept.write_bytes(pickle.dumps(three_nights(folder, INSTALLATIONS)))
    nights: Nights = pickle.loads(kept.read_bytes())
    return nights


@pytest.fixture(scope="class")
def nights(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Nights:
    """Three nights over the product of a test class."""
    return three_nights(tmp_path_factory.mktemp(request.cls.platform), request.cls.installations)
