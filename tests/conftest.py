"""What holds for the whole suite: no network but this machine, property tests that try the same cases each time.

And a store with nothing in it, which is copied: making its tables takes a tenth of a second, hundreds of times.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import hypothesis
import pytest

from harvester.store import open_store

_LOOPBACK_ONLY = Path(__file__).parent / "loopback_only"


def _stay_on_this_machine() -> None:
    specification = importlib.util.spec_from_file_location("loopback_only", _LOOPBACK_ONLY / "sitecustomize.py")
    if specification is None or specification.loader is None:
        raise RuntimeError(f"{_LOOPBACK_ONLY} is incomplete")
    specification.loader.exec_module(importlib.util.module_from_spec(specification))
    inherited = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_LOOPBACK_ONLY), inherited)))


_stay_on_this_machine()
hypothesis.settings.register_profile("suite", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("suite")


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what is made once for all processes of a test run; whoever makes something there holds a lock."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def empty_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with an empty store, to be copied."""
    data = tmp_path_factory.mktemp("empty-data")
    with open_store(data):
        pass
    return data
