"""docs/adding-a-portal.md leads to a product under test: it is followed in a copy of the program with a product of ours."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
GUIDE = ROOT / "docs" / "adding-a-portal.md"
NEW = Path(__file__).parent / "new_product"
NEEDED = ("harvester", "docs", "pyproject.toml", "tests/conftest.py", "tests/loopback_only", "tests/harvester/portals")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program, its pages and the tests of the portals, to be changed at will."""
    ignored = shutil.ignore_patterns("__pycache__", "same_records", "new_product")
    for name in NEEDED:
        source, target = ROOT / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=ignored)
        else:
            shutil.copy(source, target)
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    """Put ``new`` in the one place where ``old`` stands."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, path
    path.write_text(text.replace(old, new), encoding="utf-8")


def python(copy: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run Python in the copy."""
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)


def contract_suite(copy: Path) -> subprocess.CompletedProcess[str]:
    """The suite over the new product's pages, and what holds of the registry and the page of all products."""
    suites = (f"tests/harvester/portals/test_{name}.py" for name in ("contract", "portal_overview", "portal_registry"))
    chosen = "notice_board or every_portal or every_saved_page or test_portal_overview or test_portal_registry"
    return python(copy, "-m", "pytest", *suites, "-k", chosen)


def test_the_guide_asks_for_what_is_done_here() -> None:
    """Its steps, in order, and the files that they name; a new step wants to be followed below, too."""
    guide = GUIDE.read_text(encoding="utf-8")

    assert re.findall(r"^\d\. \*\*([^*.]+)", guide, re.MULTILINE) == [
        "Save pages",
        "Write the adapter",
        "Register it",
        "Run the tests",
        "Serve the demo in it",
        "Try one saved page",
    ]
    for name in ("tests/harvester/portals/golden/", "harvester/portals/__init__.py", "harvester/portals/detection.py"):
        assert f"`{name}" in guide
        assert (ROOT / name).exists()
    assert "`pages.yaml`" in guide
    assert "`python -m harvester.portals > docs/portals.md`" in guide


def test_a_product_is_one_file_its_pages_and_one_row(copy: Path) -> None:
    """A new product comes under the contract suite by the steps of the guide and by nothing else.

    The demo in its markup is left out; :mod:`same_records` holds the real products to that.
    """
    portals = copy / "harvester" / "portals"
    golden = copy / "tests" / "harvester" / "portals" / "golden" / "notice_board"
    # 1. and 2.: its pages, and the adapter
    shutil.copytree(NEW / "pages", golden)
    shutil.copy(NEW / "notice_board.py", portals)
    # 3.: the registry, the shape of its addresses, the page of all products
    registry = portals / "__init__.py"
    edit(registry, "_ADAPTERS: tuple[Product, ...] = (\n", "_ADAPTERS: tuple[Product, ...] = (\n    NoticeBoard(),\n")
    edit(
        registry,
        "from harvester.portals.opengov import OpenGov\n",
        "from harvester.portals.notice_board import NoticeBoard\nfrom harvester.portals.opengov import OpenGov\n",
    )
    detection = portals / "detection.py"
    edit(detection, '        "opengov": ', '        "notice_board": "The notice board",\n        "opengov": ')
    edit(
        detection,
        "_SHAPES: Sequence[_Shape] = (\n",
        '_SHAPES: Sequence[_Shape] = (\n    _shape("notice_board", r"(.*/board)$"),\n',
    )
    page = python(copy, "-m", "harvester.portals")
    (copy / "docs" / "portals.md").write_text(page.stdout, encoding="utf-8")
    # 4.: the first run writes what it read and fails, the second passes
    first, second = contract_suite(copy), contract_suite(copy)
    # 6.: one saved page, and the product's address
    saved = golden / "notice.html"
    kind = ("--portal", "notice_board", "--kind", "meeting", "--url", "https://www.fjellvik.example/notice/7")
    parsed = python(copy, "-m", "harvester", "parse", *kind, saved)
    detected = python(copy, "-m", "harvester", "detect", "https://www.fjellvik.example/board")

    assert first.returncode == 1
    assert first.stdout.count("was written anew: read it") >= 5
    assert second.returncode == 0, second.stdout
    assert "| `notice_board` | The notice board |" in page.stdout
    records = [record["type"] for record in json.loads(parsed.stdout)["records"]]
    assert sorted(set(records)) == ["AgendaItem", "Body", "Case", "Document", "Meeting"]
    assert "platform: notice_board" in detected.stdout
