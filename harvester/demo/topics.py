"""What the counties talk about: a topic is a sort of case that comes back with other places and numbers.

Texts hold slots: ``{place}`` a municipality, ``{road}`` a county road, ``{gnr}`` and ``{bnr}`` a property, ``{mill}`` and
``{small}`` amounts, ``{percent}`` and ``{count}`` numbers, ``{year}`` the year of the first treatment, ``{next}`` the
year after.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from harvester.model import BodyKind


class Area(StrEnum):
    """The field that decides which committee prepares a case."""

    TRANSPORT = "transport"
    EDUCATION = "education"
    GENERAL = "general"


COMMITTEE = (BodyKind.COMMITTEE,)
EXECUTIVE = (BodyKind.EXECUTIVE,)
COMMITTEE_EXECUTIVE = (BodyKind.COMMITTEE, BodyKind.EXECUTIVE)
EXECUTIVE_COUNCIL = (BodyKind.EXECUTIVE, BodyKind.COUNCIL)
ALL_THREE = (BodyKind.COMMITTEE, BodyKind.EXECUTIVE, BodyKind.COUNCIL)
CONTROL = (BodyKind.BOARD,)
CONTROL_COUNCIL = (BodyKind.BOARD, BodyKind.COUNCIL)
ADVICE = (BodyKind.ADVISORY,)


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """A sort of case. ``months`` are those of the council's meeting to which it belongs, when it is a yearly one."""

    title: str
    area: Area
    route: tuple[BodyKind, ...]
    facts: tuple[str, ...]
    assessment: tuple[str, ...]
    points: tuple[str, ...]
    proposal: str
    attachments: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
