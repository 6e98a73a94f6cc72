"""Fixtures of the crawl's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.harvester.crawl.toy import ToySite


@pytest.fixture
def site() -> Iterator[ToySite]:
    """A portal on this machine."""
    with ToySite() as site:
        yield site


@pytest.fixture
def other_site() -> Iterator[ToySite]:
    """Another one."""
    with ToySite() as site:
        yield site
