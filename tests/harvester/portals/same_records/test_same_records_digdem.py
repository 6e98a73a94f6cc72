"""The demo in Digdem's answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from harvester.demo.digdem import DigdemRendering
from harvester.demo.portals import Installation
from tests.harvester.portals.same_records.same_records import SameRecords


class TestDigdem(SameRecords):
    """Questions to the letter, times with a Z that are Oslo's."""

    platform = "digdem"
    installations: ClassVar[Mapping[str, Installation]] = dict.fromkeys(
        ("austmark", "vestmark"),
        Installation(platform="digdem", render=DigdemRendering(), path="/motekalender"),
    )
