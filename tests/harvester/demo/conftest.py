"""The demo's data, made once for all its tests."""

from __future__ import annotations

import pytest

from harvester.demo.dataset import Dataset
from harvester.demo.municipality import municipality


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """Both fictional counties, from the first meeting to the last."""
    return municipality()
