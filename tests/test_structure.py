"""The outline of the project holds: directions of imports, no effects at import, docstrings."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    [ROOT / "scheduler.py", *(ROOT / "harvester").rglob("*.py"), *(ROOT / "search").rglob("*.py")],
)
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def test_imports_go_one_way() -> None:
    """The import contracts of pyproject.toml hold, and no room imports the scheduler."""
    answer = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )

    assert answer.returncode == 0, answer.stdout
    assert "Contracts: " in answer.stdout


def test_importing_has_no_effects(tmp_path: Path) -> None:
    """Importing every module writes no file, prints nothing, starts no thread and installs no log handler."""
    skipped = {"harvester.store.migrations.env", "harvester.__main__", "search.__main__"}
    modules = [_module(path) for path in SOURCES if _module(path) not in skipped]
    program = (
        "import importlib, logging, sys, threading\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "assert not logging.getLogger().handlers, logging.getLogger().handlers\n"
        "assert threading.active_count() == 1, threading.enumerate()\n"
    )
    answer = subprocess.run(
        [sys.executable, "-B", "-c", program],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        check=False,
    )

    assert answer.stderr == ""
    assert answer.stdout == ""
    assert list(tmp_path.iterdir()) == []


def _undocumented(tree: ast.Module, prefix: str = "") -> Iterator[str]:
    for node in tree.body:
        yield from _undocumented_in(node, prefix)


def _undocumented_in(node: ast.stmt, prefix: str) -> Iterator[str]:
    if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
        return
    if ast.get_docstring(node) is None and not any(
        isinstance(decorator, ast.Name) and decorator.id in {"overload", "override"}
        for decorator in node.decorator_list
    ):
        yield f"{prefix}{node.name}"
    if isinstance(node, ast.ClassDef):
        for child in node.body:
            yield from _undocumented_in(child, f"{prefix}{node.name}.")


@pytest.mark.parametrize("path", SOURCES, ids=_module)
def test_everything_public_says_what_it_gives(path: Path) -> None:
    """Modules, public classes and public functions have a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert ast.get_docstring(tree) or not tree.body, path
    if "migrations" not in path.parts:
        assert list(_undocumented(tree)) == []


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_every_test_says_what_it_shows(path: Path) -> None:
    """Each test has a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and ast.get_docstring(node) is None
    ]

    assert silent == []


def test_nothing_is_left_for_later() -> None:
    """No file of the program carries a note to finish it later."""
    words = ("TO" + "DO", "FIX" + "ME", "XX" + "X")

    assert [path for path in SOURCES if any(word in path.read_text(encoding="utf-8") for word in words)] == []
