"""A real store in a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvester.store import Store, open_store
from tests.harvester.store.store_samples import SOURCE


@pytest.fixture
def store(empty_data: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(empty_data, tmp_path, dirs_exist_ok=True)
    with open_store(tmp_path) as opened:
        opened.records.register(SOURCE)
        yield opened
