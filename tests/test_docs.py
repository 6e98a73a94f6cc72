"""The documentation says what the program does."""

from __future__ import annotations

import inspect
import re
import runpy
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from harvester import config, model

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SETTINGS: Mapping[str, type[BaseModel]] = {
    found.__name__: found
    for _, found in inspect.getmembers(config, inspect.isclass)
    if issubclass(found, BaseModel) and found.model_fields
}
SECTIONS: Mapping[str, str] = {
    "Top level": "Config",
    "`contact`": "Contact",
    "`schedule`": "Schedule",
    "`limits`": "Limits",
    "`mail`": "Mail",
    "`web`": "Web",
    "`operator`": "Operator",
    "`privacy`": "Privacy",
    "`sources`": "Source",
    "`organization`": "OrganizationSettings",
    "`bodies`": "BodySettings",
    "`politeness`": "Politeness",
    "`robots`": "RobotsSettings",
    "`archive`": "ArchiveSettings",
}


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _documented(heading: str) -> list[tuple[str, str]]:
    """Key and default of each row below a heading of docs/configuration.md."""
    below = _read("docs/configuration.md").split(f"# {heading}\n", 1)[1].split("\n#", 1)[0]
    return re.findall(r"^\| `(\w+)` \| ([^|]+) \|", below, re.MULTILINE)


def _default(field: FieldInfo) -> str | None:
    """How the page writes the default of a setting, where that is plain from the code."""
    match field.get_default():
        case _ if field.is_required():
            return "required"
        case bool(value):
            return str(value).lower()
        case str(value):
            return f"`{value}`"
        case int(value) | float(value):
            return str(value)
        case Path() as value:
            return f"`{value}`"
        case _:
            return None


@pytest.mark.parametrize("heading", SECTIONS)
def test_the_settings_are_documented_as_they_are(heading: str) -> None:
    """A section of docs/configuration.md names each key of its part of config.yaml once, no other, and its default."""
    fields = {field.alias or name: field for name, field in SETTINGS[SECTIONS[heading]].model_fields.items()}
    documented = _documented(heading)

    assert sorted(key for key, _ in documented) == sorted(fields)
    assert [(key, said) for key, said in documented if _default(fields[key]) not in {None, said}] == []


def test_every_part_of_the_configuration_has_a_section() -> None:
    """No part of config.yaml is left out of docs/configuration.md."""
    assert sorted(SECTIONS.values()) == sorted(SETTINGS)


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


def test_every_room_is_on_the_architecture_page() -> None:
    """Each module and package of the two programs stands in the table of docs/architecture.md, and nothing else does."""
    named = set()
    for cell in re.findall(r"^\| (`[^|]+`) \|", _read("docs/architecture.md"), re.MULTILINE):
        folder = ROOT
        for path in re.findall(r"`([\w./]+)`", cell):
            folder = ROOT / Path(path).parent if "/" in path.rstrip("/") else folder
            named.add(folder / Path(path).name)
    rooms = {
        path
        for program in ("harvester", "search")
        for path in (ROOT / program).iterdir()
        if (path / "__init__.py").exists() or (path.suffix == ".py" and not path.name.startswith("__"))
    }

    assert sorted(rooms - named) == []
    assert [path for path in sorted(named) if not path.exists()] == []


def test_the_readme_leads_to_every_page() -> None:
    """Each page of the documentation is linked from the README; decisions by their folder."""
    readme = _read("README.md")
    pages = [page.relative_to(ROOT) for page in PAGES if page.parent.name in {"docs", "brukerveiledning"}]

    assert [page for page in pages if f"({page})" not in readme] == []


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
def test_every_command_that_the_pages_name_exists(
    package: str, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command in the documentation answers --help, with an example in it."""
    monkeypatch.setattr(sys, "argv", [package, command, "--help"])
    with pytest.raises(SystemExit) as left:
        runpy.run_module(package, run_name="__main__", alter_sys=True)
    answer = capsys.readouterr()

    assert left.value.code == 0, answer.err
    assert "Example" in answer.out


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
