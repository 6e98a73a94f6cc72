"""The ready rows: valid, honest about what is not known, and complete for Innlandet."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from harvester import municipalities
from harvester.config import parse_config
from harvester.errors import ConfigurationError
from harvester.model import Window
from harvester.municipalities import Row, find_row, find_rows, rows, to_yaml
from harvester.portals import PORTALS
from harvester.portals.detection import KNOWN_PRODUCTS, from_address

FILES = sorted(Path(municipalities.__file__).parent.glob("*.yaml"))
WITH_SOURCE = [row for row in rows() if row.source]
each = pytest.mark.parametrize("row", rows(), ids=lambda row: row.key)


@each
def test_a_row_says_what_it_rests_on(row: Row) -> None:
    """Evidence is a sentence; the product is one that is known, and no portal has an address without a product."""
    assert len(row.evidence) > 10
    assert row.platform is None or row.platform in KNOWN_PRODUCTS
    assert row.base_url is None or row.platform is not None


@pytest.mark.parametrize("row", WITH_SOURCE, ids=lambda row: row.key)
def test_a_row_is_a_valid_source_and_disabled(row: Row) -> None:
    """Pasted under sources it is what it was, and asks nobody until the operator says so."""
    assert row.source is not None
    config = parse_config("sources:\n" + to_yaml(row.source), name="row")

    assert config.sources == (row.source,)
    assert not row.source.enabled
    assert row.source.organization.name == row.name


@pytest.mark.parametrize("row", WITH_SOURCE, ids=lambda row: row.key)
def test_an_address_is_of_its_product(row: Row) -> None:
    """Where the shape of an address tells the product, it tells the row's."""
    found = from_address(row.base_url or "")

    assert found is None or found.product == row.platform


@pytest.mark.parametrize("row", [row for row in WITH_SOURCE if row.platform in PORTALS], ids=lambda row: row.key)
def test_an_adapter_can_begin_with_a_row(row: Row) -> None:
    """Where there is an adapter, it takes the address as it is, and asks nobody but the portal's host first."""
    assert row.source is not None
    year = Window(first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31))
    first, *_ = PORTALS[row.source.platform].start(row.source, year)

    assert urlsplit(first.url).hostname == urlsplit(row.source.base_url).hostname


def test_keys_are_unique() -> None:
    """A row is found by its key alone, and all of them fit into one configuration."""
    keys = [row.key for row in rows()]
    config = parse_config("sources:\n" + "".join(to_yaml(row.source) for row in WITH_SOURCE if row.source), name="all")

    assert len(keys) == len(set(keys))
    assert len(config.sources) == len(WITH_SOURCE)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_is_left_out_silently(file: Path) -> None:
    """Every entry of every file is a row."""
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))

    assert {entry["key"] for entry in entries} <= {row.key for row in rows()}


def test_organization_numbers_have_their_check_digit() -> None:
    """The numbers of Enhetsregisteret end in a check digit, modulo 11; a mistyped one is found."""
    numbers = [row.organization_number for row in rows() if row.organization_number]
    weights = (3, 2, 7, 6, 5, 4, 3, 2, 1)

    assert len(numbers) > 15
    assert [number for number in numbers if sum(w * int(d) for w, d in zip(weights, number, strict=True)) % 11] == []


def test_innlandet_is_complete() -> None:
    """The county and its 46 municipalities have a row, with or without an address."""
    entries = yaml.safe_load((FILES[0].parent / "innlandet.yaml").read_text(encoding="utf-8"))
    names = {entry["name"] for entry in entries}

    assert "Innlandet fylkeskommune" in names
    assert len([name for name in names if name.endswith(" kommune")]) == 46


def test_organizations_that_are_no_more_have_dates_and_successors() -> None:
    """Mergers and splits with their last day; a successor is a row, and begins the day after where that is known."""
    ended = {row.key: row for row in rows() if row.valid_to}
    known = {row.key: row for row in rows()}

    assert {key: (row.valid_to, row.successors) for key, row in ended.items()} == {
        "hedmark": (dt.date(2019, 12, 31), ("innlandet",)),
        "oppland": (dt.date(2019, 12, 31), ("innlandet",)),
        "viken": (dt.date(2023, 12, 31), ("akershus", "buskerud", "ostfold")),
        "vestfold-og-telemark": (dt.date(2023, 12, 31), ("vestfold", "telemark")),
        "troms-og-finnmark": (dt.date(2023, 12, 31), ("troms", "finnmark")),
    }
    for row in ended.values():
        assert row.valid_to is not None
        begins = {known[key].valid_from for key in row.successors}
        assert begins == {row.valid_to + dt.timedelta(days=1)}


def test_hedmark_is_there_and_asks_nobody() -> None:
    """The old county's portal has a row with its successor, disabled as it presumably answers no more."""
    source = find_row("hedmark").source

    assert source is not None
    assert (source.platform, source.base_url) == ("jupiter", "https://innsyn.hedmark.org/motekalender")
    assert (source.organization.number, source.organization.successor) == ("04", "innlandet")
    assert not source.enabled


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("hamar", ["hamar", "hamar-digdem"]),
        ("Ostre Toten", ["ostre-toten"]),
        ("ØSTRE", ["ostre-toten"]),
        ("tromsø", ["tromso"]),
        ("nowhere", []),
    ],
)
def test_rows_are_found_by_name(name: str, keys: list[str]) -> None:
    """With and without å, ø and æ, in any case."""
    assert [row.key for row in find_rows(name)] == keys


def test_an_unknown_key_names_the_nearest() -> None:
    """A mistyped key is a mistake of the command line, with a way on."""
    with pytest.raises(ConfigurationError, match="did you mean 'hamar'"):
        find_row("hamra")
    with pytest.raises(ConfigurationError, match="sources --available"):
        find_row("qqqqqq")
