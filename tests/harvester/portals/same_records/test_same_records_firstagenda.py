"""The demo in the answers of FirstAgenda Publication."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from harvester.demo.firstagenda import FirstAgendaRendering
from harvester.demo.portals import Installation
from tests.harvester.portals.same_records.same_records import SameRecords


class TestFirstAgenda(SameRecords):
    """A cookie first, then everything in two answers; files behind a viewer and a signed address."""

    platform = "firstagenda"
    installations: ClassVar[Mapping[str, Installation]] = dict.fromkeys(
        ("austmark", "vestmark"), Installation(platform="firstagenda", render=FirstAgendaRendering())
    )
