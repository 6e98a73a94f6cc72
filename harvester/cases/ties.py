"""Which item of an agenda a treated item of a paper is: by the portal's own link, by the paper's place, by its number."""

from __future__ import annotations

from enum import StrEnum


class TieKind(StrEnum):
    """On what a tie between a resolution and an item rests; never on a title alone."""

    PORTAL = "portal"
    PAPER = "paper"
    NUMBER = "number"
    CASE_NUMBER = "case_number"


class Difference(StrEnum):
    """In what two papers on one resolution disagree."""

    RESOLUTION = "resolution"
    OUTCOME = "outcome"
    VOTES = "votes"
