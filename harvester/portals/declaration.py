"""What an adapter says of itself: what its knowledge rests on, what its product publishes, what is odd about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """What an adapter's knowledge of its product rests on."""

    REAL_PAGES = "real pages"
    SPECIFICATION = "an official specification"
    DESCRIPTIONS = "descriptions by third parties"


class Fact(StrEnum):
    """What portals may tell about their meetings; every product leaves some of it out."""

    ANNOUNCED_MEETINGS = "meetings of which nothing but the day is known yet"
    MEETING_TIMES = "the time of the day of a meeting"
    MEETING_ENDS = "when a meeting ends"
    MEETING_PLACES = "where a meeting is held"
    MEETING_STATUSES = "that a meeting is cancelled or postponed"
    JOINT_MEETINGS = "all bodies of a joint meeting"
    BODY_CODES = "short codes of bodies"
    ITEMS = "items of an agenda"
    ITEM_NUMBERS = "numbers of items"
    ITEM_SECTIONS = "the parts of an agenda"
    CLOSED_ITEMS = "items whose title is exempt"
    CASE_NUMBERS = "case numbers"
    DOCUMENTS = "documents, of whatever sort"
    MEETING_DOCUMENTS = "documents of a meeting as a whole"
    ITEM_DOCUMENTS = "to which item a document belongs"
    DOCUMENT_KINDS = "what a document is"
    EXEMPT_DOCUMENTS = "documents that are exempt"
    SHARED_DOCUMENTS = "that a document in several meetings is one"
    CASE_HISTORY = "what other meetings said in a case"
    RESOLUTION_TITLES = "titles of the papers that tell what a meeting said in a case"
    APPROVED_MINUTES = "minutes of an earlier meeting, under the item that approves them"


@dataclass(frozen=True, kw_only=True, slots=True)
class Declaration:
    """What an adapter says of itself and its product.

    ``publishes`` is what the product tells: the adapter gives all of it, and what is missing there stays None.
    ``quirks`` are sentences on what the product does that others do not, and how the adapter meets it.
    """

    product: str
    basis: Basis
    publishes: frozenset[Fact]
    quirks: tuple[str, ...] = ()


EVERY_FACT = frozenset(Fact)
"""All of it."""
