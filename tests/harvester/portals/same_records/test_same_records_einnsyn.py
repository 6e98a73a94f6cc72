"""The demo as the national API, page by page, with everything expanded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from harvester.demo.einnsyn import ENHET, EinnsynRendering
from harvester.demo.portals import Installation
from tests.harvester.portals.same_records.same_records import SameRecords

INSTALLATION = Installation(platform="einnsyn", render=EinnsynRendering(), path=f"/enhet/{ENHET}")


class TestEinnsyn(SameRecords):
    """Both counties as units of the API."""

    platform = "einnsyn"
    installations: ClassVar[Mapping[str, Installation]] = {"austmark": INSTALLATION, "vestmark": INSTALLATION}
