"""What docs/reliability.md and docs/security.md promise is shown by tests that exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


@cache
def _tests_in(file: str) -> frozenset[str]:
    """The names of the tests in a file; none when there is no such file."""
    path = ROOT / file
    if not path.exists():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def rows(page: str) -> list[str]:
    """The rows of the tables of a page that name tests, and those that should."""
    lines = (ROOT / "docs" / page).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("| ") and not line.endswith("| tests |")]


@pytest.mark.parametrize("page", ["reliability.md", "security.md"])
def test_every_named_test_exists(page: str) -> None:
    """A test that was renamed or removed is missed here."""
    named = [found for row in rows(page) for found in _NAMED.findall(row)]

    assert named
    assert [f"{file}::{name}" for file, name in named if name not in _tests_in(file)] == []


@pytest.mark.parametrize("page", ["reliability.md", "security.md"])
def test_no_promise_is_without_a_test(page: str) -> None:
    """Each row of each table names at least one."""
    assert [row for row in rows(page) if not _NAMED.search(row)] == []


def test_the_incidents_are_all_there() -> None:
    """36 of them, in order."""
    numbers = [int(found[1]) for row in rows("reliability.md") if (found := re.match(r"\| (\d+) \|", row))]

    assert numbers == list(range(1, 37))
