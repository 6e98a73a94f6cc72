"""docs/api.md: what it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.search.server import ask

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
IDS = {
    "/api/v1/documents/{id}": "/api/v1/documents/austmark/document.1",
    "/api/v1/items/{id}": "/api/v1/items/austmark/item.1",
    "/api/v1/coverage/{source}": "/api/v1/coverage/austmark",
}
ADDRESSES = sorted({found.replace("…", "skole") for found in re.findall(r"`(/[^` ]+)`", PAGE)})


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_answers(county_site: str, address: str) -> None:
    """Each address that the page names answers with what was asked for."""
    assert ask(county_site + IDS.get(address, address)).status_code == 200


def test_the_page_names_every_list() -> None:
    """The test above looks at something."""
    assert len(ADDRESSES) > 12
