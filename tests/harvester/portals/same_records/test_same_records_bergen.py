"""The demo in the answers of Bergen's search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from harvester.demo.bergen import BergenRendering
from harvester.demo.portals import Installation
from tests.harvester.portals.same_records.same_records import SameRecords

PATH = "/politikere-utvalg/api"


class TestBergen(SameRecords):
    """Items alone, with the keys of the present archive and of the older one, in long pages and in short ones."""

    platform = "bergen"
    installations: ClassVar[Mapping[str, Installation]] = {
        "austmark": Installation(platform="bergen", render=BergenRendering(), path=PATH),
        "vestmark": Installation(
            platform="bergen", render=BergenRendering(keys_with_colons=True, most_rows=7), path=PATH
        ),
    }
