"""Web pages over a county with meetings."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvester.config import Web
from tests.search.server import served
from tests.search.web import council, school_plan


@pytest.fixture
def county(county_master: Path, tmp_path: Path) -> Path:
    """A data directory with a county, to be changed."""
    return Path(shutil.copytree(county_master, tmp_path / "county"))


@pytest.fixture(scope="session")
def county_site(county_master: Path) -> Iterator[str]:
    """The county's web pages."""
    with served(county_master, clock=lambda: council.NIGHT) as address:
        yield address


@pytest.fixture(scope="session")
def plan_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The web pages of the municipality with the school plan."""
    data = tmp_path_factory.mktemp("school-plan")
    school_plan.fill(data)
    with served(
        data, clock=lambda: school_plan.NOW, contact=school_plan.CONTACT, web=Web(requests_per_minute=10_000)
    ) as address:
        yield address
