"""The demo in the answers of ACOS Innsyn Pluss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from harvester.demo.acos_innsyn import OVERVIEW, AcosInnsynRendering
from harvester.demo.portals import Installation
from tests.harvester.portals.same_records.same_records import SameRecords


class TestAcosInnsyn(SameRecords):
    """A cookie and a Referer, questions as JSON, ten meetings a page, identifiers with a sign that stays."""

    platform = "acos_innsyn"
    installations: ClassVar[Mapping[str, Installation]] = dict.fromkeys(
        ("austmark", "vestmark"), Installation(platform="acos_innsyn", render=AcosInnsynRendering(), path=OVERVIEW)
    )
