"""How rows for config.yaml are told."""

from __future__ import annotations

import dataclasses

import yaml

from harvester.commands.portal_rows import cells, row_to_text, suggestion_to_plain, suggestions_to_text
from harvester.config import OrganizationSettings, Source
from harvester.identification import Suggestion
from harvester.municipalities import Row
from harvester.portals.detection import Detection

SOURCE = Source(
    key="fjellvik",
    name="Fjellvik",
    platform="jupiter",
    base_url="https://innsyn.fjellvik.example/motekalender",
    organization=OrganizationSettings(key="fjellvik", name="Fjellvik kommune"),
)
FOUND = Suggestion(
    detection=Detection(product="jupiter", base_url=SOURCE.base_url, seen="the shape of its address"),
    source=SOURCE,
    row=None,
)


def test_what_was_found_is_comments_and_a_row() -> None:
    """Remarks are comments, so that the whole can be put into config.yaml."""
    text = suggestions_to_text([FOUND])

    assert text.startswith("# Jupiter at https://innsyn.fjellvik.example/motekalender: the shape of its address\n# ")
    assert [Source.model_validate(row) for row in yaml.safe_load(text)] == [SOURCE]


def test_a_product_without_an_adapter_has_no_row() -> None:
    """It is named as known, and nothing is offered for it."""
    unsupported = dataclasses.replace(FOUND, source=None)

    assert "There is no adapter for jupiter yet" in suggestions_to_text([unsupported])
    assert yaml.safe_load(suggestions_to_text([unsupported])) is None
    assert suggestion_to_plain(unsupported)["harvestable"] is False


def test_a_national_portal_needs_the_unit() -> None:
    """Of eInnsyn's address only the operator knows the end, and is told so."""
    detection = Detection(product="einnsyn", base_url="https://api.einnsyn.no/enhet/", seen="its address")

    assert "id of the municipality's unit" in suggestions_to_text([dataclasses.replace(FOUND, detection=detection)])


def test_a_ready_row_that_cannot_be_used_says_why() -> None:
    """No adapter, or no address: both are told, in the list and beside the row."""
    unsupported = Row(key="x", name="X", evidence="seen by somebody", platform="paper", base_url="https://x.example/")
    nowhere = Row(key="y", name="Y", evidence="seen by nobody")

    assert "There is no adapter for paper yet" in row_to_text(unsupported)
    assert cells(unsupported)[4] == "paper (no adapter)"
    assert "The address is not known" in row_to_text(nowhere)
    assert cells(nowhere)[4] == "not known"
    assert cells(nowhere.model_copy(update={"platform": "jupiter"}))[4] == "jupiter (address not known)"
    assert yaml.safe_load(row_to_text(nowhere)) is None
