"""The documentation says what the program does."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from enum import StrEnum
from pathlib import Path

import pytest
from pydantic import BaseModel

from harvester import config, model

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SETTINGS = [
    found
    for _, found in inspect.getmembers(config, inspect.isclass)
    if issubclass(found, BaseModel) and found.model_fields
]


def _keys(settings: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in settings.model_fields.items()}


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda found: found.__name__)
def test_every_setting_is_documented(settings: type[BaseModel]) -> None:
    """Each key that config.yaml knows stands in a table of docs/configuration.md."""
    documented = set(re.findall(r"^\| `(\w+)` \|", _read("docs/configuration.md"), re.MULTILINE))

    assert _keys(settings) <= documented


def test_no_setting_is_invented() -> None:
    """The tables of docs/configuration.md name no key that config.yaml would refuse."""
    documented = set(re.findall(r"^\| `(\w+)` \|", _read("docs/configuration.md"), re.MULTILINE))

    assert documented <= {key for settings in SETTINGS for key in _keys(settings)}


def test_the_configuration_example_is_accepted() -> None:
    """The example of docs/configuration.md is a valid configuration."""
    example = re.search(r"```yaml\n(.*?)```", _read("docs/configuration.md"), re.DOTALL)

    assert example is not None
    assert config.parse_config(example.group(1), name="example").sources[0].platform == "jupiter"


def test_every_record_type_is_in_the_glossary() -> None:
    """Each type and enumeration of the model stands in the glossary with its Norwegian word."""
    glossary = _read("docs/glossary.md")
    names = [
        name
        for name, found in inspect.getmembers(model, inspect.isclass)
        if found.__module__ == model.__name__ and not (issubclass(found, StrEnum) and name == "Outcome")
    ]

    assert [name for name in [*names, "Outcome"] if f"`{name}" not in glossary] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Each relative link and picture of a page exists."""
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    relative = [link for link in links if "://" not in link and not link.startswith("mailto:")]

    assert [link for link in relative if not (page.parent / link).exists()] == []


def test_the_readme_begins_with_two_commands() -> None:
    """The first two sh blocks set up in .venv, the first ends with a search, the second runs the tests."""
    first, second = re.findall(r"```sh\n(.*?)```", _read("README.md"), re.DOTALL)[:2]

    assert ".venv" in first
    assert first.strip().splitlines()[-1].startswith(".venv/bin/python -m search query")
    assert ".venv" in second
    assert "pytest" in second


def _commands() -> list[tuple[str, str]]:
    pattern = re.compile(r"python -m (harvester|search) ([a-z]+)")
    return sorted({found for page in PAGES for found in pattern.findall(page.read_text(encoding="utf-8"))})


@pytest.mark.parametrize(("package", "command"), _commands())
def test_every_command_that_the_pages_name_exists(package: str, command: str) -> None:
    """A command in the documentation answers --help, with an example in it."""
    answer = subprocess.run(
        [sys.executable, "-m", package, command, "--help"], capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert answer.returncode == 0, answer.stderr
    assert "Example" in answer.stdout


def test_locks_carry_hashes_and_no_address() -> None:
    """Every locked requirement has an exact version and hashes, and no lock names where packages come from."""
    for name in ("requirements.lock", "requirements-tests.lock"):
        lock = _read(name)
        requirements = re.findall(r"^[A-Za-z0-9].*", lock, re.MULTILINE)

        assert requirements
        assert [line for line in requirements if "==" not in line] == []
        assert lock.count("--hash=sha256:") >= len(requirements)
        assert "://" not in lock
        assert "--index-url" not in lock
