"""The demo in the pages of OpenGov 360online."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from harvester.demo.opengov import TENANT, OpenGovRendering
from harvester.demo.portals import Installation
from tests.harvester.portals.same_records.same_records import SameRecords


class TestOpenGov(SameRecords):
    """Numeric entities, items as fragments, and a tenant whose name is written in two ways."""

    platform = "opengov"
    installations: ClassVar[Mapping[str, Installation]] = {
        "austmark": Installation(platform="opengov", render=OpenGovRendering(), path=f"/Meetings/{TENANT}"),
        "vestmark": Installation(
            platform="opengov",
            render=OpenGovRendering(spelling=TENANT.lower()),
            path=f"/Meetings/{TENANT.title()}/Boards",
        ),
    }
