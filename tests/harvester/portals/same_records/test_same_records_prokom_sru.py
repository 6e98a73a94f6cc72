"""The demo in the answers of Prokom's plugin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from harvester.demo.portals import Installation
from harvester.demo.prokom_sru import ProkomSruRendering
from tests.harvester.portals.same_records.same_records import SameRecords


class TestProkomSru(SameRecords):
    """Both names that the field of a board's name is said to have."""

    platform = "prokom_sru"
    installations: ClassVar[Mapping[str, Installation]] = {
        "austmark": Installation(platform="prokom_sru", render=ProkomSruRendering()),
        "vestmark": Installation(
            platform="prokom_sru", render=ProkomSruRendering(name_field="Name"), path="/api/utvalg/"
        ),
    }
