"""The demo at the addresses of ePhorte."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from harvester.demo.ephorte import EphorteRendering
from harvester.demo.portals import Installation
from tests.harvester.portals.same_records.same_records import SameRecords


class TestEphorte(SameRecords):
    """Both builds, in applications of their own."""

    platform = "ephorte"
    installations: ClassVar[Mapping[str, Installation]] = {
        "austmark": Installation(platform="ephorte", render=EphorteRendering(), path="/eInnsyn"),
        "vestmark": Installation(
            platform="ephorte",
            render=EphorteRendering(application="/Innsyn_Vestmark", is_old=True),
            path="/Innsyn_Vestmark/Dmb",
        ),
    }
