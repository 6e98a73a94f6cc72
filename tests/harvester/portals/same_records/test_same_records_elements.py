"""The demo as Elements Publikum, one request an item, behind the tenant's header."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from harvester.demo.elements import TENANT, ElementsRendering
from harvester.demo.portals import Installation
from tests.harvester.portals.same_records.same_records import SameRecords

INSTALLATION = Installation(platform="elements", render=ElementsRendering(), path=f"/publikum/{TENANT}")


class TestElements(SameRecords):
    """Both counties as tenants."""

    platform = "elements"
    installations: ClassVar[Mapping[str, Installation]] = {"austmark": INSTALLATION, "vestmark": INSTALLATION}
