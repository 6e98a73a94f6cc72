"""The demo as Jupiter tells it, harvested once for all products that are held to it."""

from __future__ import annotations

import pytest

from harvester.demo.portals import INSTALLATIONS
from tests.harvester.portals.same_records.harvests import Nights, three_nights


@pytest.fixture(scope="session")
def jupiter(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    """Three nights over Jupiter."""
    return three_nights(tmp_path_factory.mktemp("jupiter"), INSTALLATIONS)


@pytest.fixture(scope="class")
def nights(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Nights:
    """Three nights over the product of a test class."""
    return three_nights(tmp_path_factory.mktemp(request.cls.platform), request.cls.installations)
