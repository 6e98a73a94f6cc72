"""The latest resolutions, as lists of several pages show them."""

from __future__ import annotations

from harvester.model import Outcome
from search.question import Names
from search.results import Hit
from search.service import Search
from search.vocabulary import RecordType

_LOOKED_THROUGH = 60
_DECIDING = (Outcome.ADOPTED, Outcome.REJECTED, Outcome.POSTPONED, Outcome.SENT_BACK)


def latest_decisions(shared: Search, most: int, *, organization: Names = None, body: Names = None) -> list[Hit]:
    """The newest resolutions in cases, without the papers that hold nothing else and without what was only noted."""
    found = shared.search(
        "",
        organization=organization,
        body=body,
        kind="resolution",
        outcome=[outcome.value for outcome in _DECIDING],
        sort="date",
        per_page=_LOOKED_THROUGH,
    )
    return [hit for hit in found.hits if hit.type is RecordType.RESOLUTION and hit.case_number][:most]
