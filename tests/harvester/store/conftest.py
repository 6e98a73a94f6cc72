"""A real store in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from harvester.store import Store, open_store
from tests.harvester.store.store_samples import SOURCE


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as opened:
        opened.records.register(SOURCE)
        yield opened
