"""One municipality, every portal: harvested from any product it gives the records that it gives from Jupiter.

A product joins by a subclass of :class:`SameRecords` that says how the demo is served. What the product does not publish
is what its :class:`~harvester.portals.declaration.Declaration` leaves out, and nothing else may differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import ClassVar

import pytest

from harvester.demo.portals import Installation
from harvester.model import Verdict
from harvester.portals import PORTALS
from harvester.portals.declaration import Fact
from tests.harvester.portals.same_records.harvests import SAID_IN_A_CASE, Comparable, Harvest, Key, Nights

View = Callable[[Comparable], "Counter[Key]"]
VIEWS: Mapping[str, View] = {
    "bodies": Comparable.bodies,
    "meetings": Comparable.meetings,
    "items": Comparable.items,
    "documents": Comparable.documents,
}

NEEDED: Mapping[str, Fact] = {"items": Fact.ITEMS, "documents": Fact.DOCUMENTS}
"""What a product must tell for there to be something to compare."""

UNTOLD: Mapping[Fact, Callable[[Harvest], bool]] = {
    Fact.MEETING_TIMES: lambda harvest: not any(row["time_known"] for row in harvest.tables["meeting"]),
    Fact.MEETING_ENDS: lambda harvest: not any(row["end"] for row in harvest.tables["meeting"]),
    Fact.MEETING_PLACES: lambda harvest: not any(row["place"] for row in harvest.tables["meeting"]),
    Fact.MEETING_STATUSES: lambda harvest: not any(row["status"] for row in harvest.tables["meeting"]),
    Fact.JOINT_MEETINGS: lambda harvest: not any(row["position"] for row in harvest.tables["meeting_body"]),
    Fact.ITEMS: lambda harvest: not harvest.tables["agenda_item"],
    Fact.ITEM_SECTIONS: lambda harvest: not any(row["section"] for row in harvest.tables["agenda_item"]),
    Fact.CLOSED_ITEMS: lambda harvest: not any(row["closed"] for row in harvest.tables["agenda_item"]),
    Fact.CASE_NUMBERS: lambda harvest: not any(row["case_number"] for row in harvest.tables["agenda_item"]),
    Fact.DOCUMENTS: lambda harvest: not harvest.tables["document"],
    Fact.ITEM_DOCUMENTS: lambda harvest: not any(row["item"] for row in harvest.tables["document"]),
    Fact.EXEMPT_DOCUMENTS: lambda harvest: all(row["url"] for row in harvest.tables["document"]),
    Fact.CASE_HISTORY: lambda harvest: (
        not any(row["history"] for row in harvest.tables["document_place"] if row["kind"] in SAID_IN_A_CASE)
    ),
}
"""How one sees in a harvest that something was not told."""


@pytest.mark.exhaustive
class SameRecords:
    """What holds for a product; ``installations`` serve the demo's counties in it."""

    platform: ClassVar[str]
    installations: ClassVar[Mapping[str, Installation]]

    @property
    def told(self) -> frozenset[Fact]:
        """What both products publish."""
        return PORTALS[self.platform].declaration.publishes & PORTALS["jupiter"].declaration.publishes

    def test_every_night_is_good(self, nights: Nights) -> None:
        """No page fails, no document fails, and each source is content with each night."""
        for harvest in (nights.first, nights.second, nights.later):
            assert [source.failed for source in harvest.run.sources] == [(), ()]
            assert harvest.run.verdict is Verdict.GOOD

    @pytest.mark.parametrize("view", VIEWS)
    @pytest.mark.parametrize("night", ["first", "later"])
    def test_records_are_the_same(self, nights: Nights, jupiter: Nights, night: str, view: str) -> None:
        """Bodies, meetings, items and documents are those that Jupiter tells, no more and no fewer."""
        found, expected = (VIEWS[view](Comparable(getattr(each, night), self.told)) for each in (nights, jupiter))

        assert (expected.total() > 0) == (view not in NEEDED or NEEDED[view] in self.told)
        assert sorted((found - expected).elements(), key=repr) == []
        assert sorted((expected - found).elements(), key=repr) == []

    def test_a_night_right_after_changes_nothing(self, nights: Nights) -> None:
        """The same portal gives the same records, and no document is fetched again."""
        assert nights.second.changes == ()
        assert [source.downloads for source in nights.second.run.sources] == [0, 0]

    def test_a_fortnight_brings_the_same_events(self, nights: Nights, jupiter: Nights) -> None:
        """What is new, changed, replaced and missing is what Jupiter tells."""
        found, expected = (Comparable(each.later, self.told).changes() for each in (nights, jupiter))

        assert expected.total() > 0
        assert sorted((found - expected).elements(), key=repr) == []
        assert sorted((expected - found).elements(), key=repr) == []

    def test_what_is_not_published_is_not_there(self, nights: Nights) -> None:
        """The declaration leaves out nothing that the product does tell."""
        untold = frozenset(UNTOLD) - PORTALS[self.platform].declaration.publishes

        assert [fact for fact in sorted(untold) if not UNTOLD[fact](nights.later)] == []
