"""docs/portals.md says what the adapters say of themselves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from harvester.portals import PORTALS
from harvester.portals.declaration import Fact
from harvester.portals.overview import overview

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "portals.md"


def test_the_page_is_what_the_adapters_declare() -> None:
    """The committed page equals what ``python -m harvester.portals`` writes; otherwise write it anew."""
    answer = subprocess.run([sys.executable, "-m", "harvester.portals"], capture_output=True, cwd=ROOT, check=True)

    assert PAGE.read_bytes() == answer.stdout, "python -m harvester.portals > docs/portals.md"


def test_every_product_and_every_fact_is_on_it() -> None:
    """A row for each product with its evidence and tests, a row for each fact, and every quirk."""
    lines = overview(PORTALS).splitlines()

    for name, product in PORTALS.items():
        [row] = [line for line in lines if line.startswith(f"| `{name}` |")]
        assert product.declaration.product in row
        assert product.declaration.basis in row
        assert f"tests/harvester/portals/golden/{name}" in row
        assert {f"- {quirk}" for quirk in product.declaration.quirks} <= set(lines)
    for fact in Fact:
        [row] = [line for line in lines if line.startswith(f"| {fact} |")]
        told = [cell.strip() == "yes" for cell in row.strip("|").split("|")[1:]]
        assert told == [fact in PORTALS[name].declaration.publishes for name in sorted(PORTALS)]


def test_no_declaration_breaks_a_table() -> None:
    """What an adapter says stays in its cell and on its line."""
    for product in PORTALS.values():
        declaration = product.declaration
        for text in (declaration.product, *declaration.quirks):
            assert "|" not in text
            assert "\n" not in text
