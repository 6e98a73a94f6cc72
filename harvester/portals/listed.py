"""An item as the page of its meeting lists it, handed on to the page that tells the rest of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harvester.config import Source
from harvester.model import ItemKind, Provenance
from harvester.portals import terms
from harvester.portals.items import PrintedItem
from harvester.portals.papers import Sitting


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedItem:
    """An item, of which the case and the documents stand on a page of its own.

    ``meeting`` is the portal's key, ``body`` the name in the heading, ``day`` the meeting's; ``section`` is empty where
    an agenda has no parts.
    """

    meeting: str
    body: str
    day: dt.date
    section: str
    position: int
    number: str
    title: str

    def to_context(self) -> Mapping[str, str]:
        """As the context of a request."""
        return {
            "meeting": self.meeting,
            "body": self.body,
            "day": self.day.isoformat(),
            "section": self.section,
            "position": str(self.position),
            "number": self.number,
            "title": self.title,
        }

    @classmethod
    def from_context(cls, context: Mapping[str, str]) -> ListedItem | None:
        """What :meth:`to_context` handed on; None when the page was asked for without it."""
        if not context:
            return None
        return cls(
            meeting=context["meeting"],
            body=context["body"],
            day=dt.date.fromisoformat(context["day"]),
            section=context["section"],
            position=int(context["position"]),
            number=context["number"],
            title=context["title"],
        )

    def sitting(self, source: Source, provenance: Provenance) -> Sitting:
        """The meeting in which the item is treated."""
        names = frozenset({self.body.casefold()})
        return Sitting(source=source, provenance=provenance, key=self.meeting, day=self.day, names=names)

    @property
    def _kind(self) -> ItemKind:
        if self.section:
            return terms.item_section(self.section) or ItemKind.OTHER
        return terms.item_of_number(self.number, self.title)

    def printed(
        self, *, key: str = "", case: str = "", papers: Iterable[str] = (), closed: bool = False
    ) -> PrintedItem:
        """The item with what else is printed of it; of an exempt one, nothing."""
        return PrintedItem(
            section=self.section,
            kind=self._kind,
            position=self.position,
            number=self.number,
            case=case,
            title=self.title,
            papers=tuple(papers),
            key=key,
            closed=closed,
        )
