"""The demo in the other form that each county's Jupiter could have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from harvester.demo.jupiter import CalendarStyle, DocumentAddress, JupiterRendering
from harvester.demo.portals import Installation
from tests.harvester.portals.same_records.same_records import SameRecords


class TestJupiter(SameRecords):
    """Calendar and addresses of documents change nothing."""

    platform = "jupiter"
    installations: ClassVar[Mapping[str, Installation]] = {
        "austmark": Installation(
            platform="jupiter",
            render=JupiterRendering(calendar=CalendarStyle.YEAR, address=DocumentAddress.DOKID),
            path="/motekalender",
        ),
        "vestmark": Installation(
            platform="jupiter",
            render=JupiterRendering(calendar=CalendarStyle.TABLE, address=DocumentAddress.FILID),
            path="/motekalender",
        ),
    }
