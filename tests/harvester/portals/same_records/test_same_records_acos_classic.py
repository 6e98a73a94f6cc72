"""The demo in the pages of the classic ACOS portal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from harvester.demo.acos_classic import AcosClassicRendering
from harvester.demo.portals import Installation
from tests.harvester.portals.same_records.same_records import SameRecords


class TestAcosClassic(SameRecords):
    """A plan for each year, relative addresses with versions, and addresses that end in a stray sign."""

    platform = "acos_classic"
    installations: ClassVar[Mapping[str, Installation]] = {
        "austmark": Installation(
            platform="acos_classic", render=AcosClassicRendering(), path="/innsyn/wfinnsyn.ashx?response=moteplan&"
        ),
        "vestmark": Installation(platform="acos_classic", render=AcosClassicRendering(), path="/innsyn/"),
    }
