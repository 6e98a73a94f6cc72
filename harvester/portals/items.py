"""Items of an agenda as records, from what a portal prints in one row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harvester.config import Source
from harvester.ids import clean_key, record_id, text_key
from harvester.model import AgendaItem, Case, ItemKind, Provenance
from harvester.portals import terms
from harvester.portals.contract import Skip
from harvester.portals.markup import shorten
from harvester.portals.numbers import read_case_number, read_item_number
from harvester.portals.papers import Sitting


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedItem:
    """A row of an agenda: its texts as printed, and the keys of the documents that it links to.

    ``key`` is the portal's own, when it has one for items; ``closed`` is what the portal says besides its texts.
    """

    section: str
    kind: ItemKind
    position: int
    number: str
    case: str
    title: str
    papers: tuple[str, ...]
    key: str = ""
    closed: bool = False


def read_item(
    sitting: Sitting, printed: PrintedItem, taken: dict[str, PrintedItem]
) -> tuple[AgendaItem, tuple[Skip, ...]]:
    """The record of a row, and what the clerk should be told about it.

    Two rows of one section with the same number both stay, the later one under a longer id; a row that is printed
    twice gets the same id twice.

    Args:
        sitting: the meeting.
        printed: the row.
        taken: the rows of the page before this one, by their ids; this one is added.
    """
    number = read_item_number(printed.number, meeting_year=sitting.day.year)
    case_number = read_case_number(printed.case)
    remarks = [*_remarks(printed, case_number)]
    first, *longer = _ids(sitting, printed, case_number)
    free = (each for each in (first, *longer) if each not in taken or _says_the_same(taken[each], printed))
    chosen = next(free, first)
    if chosen in taken or chosen != first:
        reason = "an item is printed twice" if chosen in taken else "two items of one section have the same number"
        remarks.append(Skip(reason=reason, what=_label(printed)))
    taken.setdefault(chosen, printed)
    item = AgendaItem(
        id=chosen,
        meeting=sitting.id,
        number=printed.number or None,
        sequence=number.sequence,
        year=number.year,
        position=printed.position,
        section=printed.section or None,
        kind=printed.kind,
        title=None if terms.is_only_restriction(printed.title) else printed.title or None,
        case_number=case_number,
        closed=_is_closed(printed),
        provenance=sitting.provenance,
    )
    return item, tuple(remarks)


def case_of(sitting: Sitting, item: AgendaItem) -> Case | None:
    """The case that an item belongs to."""
    return case_record(sitting.source, sitting.provenance, item.case_number)


def case_record(source: Source, provenance: Provenance, case_number: str | None) -> Case | None:
    """The case of that number. Its title is not known: an item can be named otherwise than its case."""
    if case_number is None:
        return None
    return Case(
        id=record_id(source.key, case_number),
        organization=source.organization.key,
        case_number=case_number,
        title=None,
        provenance=provenance,
    )


def _ids(sitting: Sitting, printed: PrintedItem, case_number: str | None) -> tuple[str, ...]:
    """The ids that a row can have, the best first.

    Numbers start anew in each section. An item without a number is known by its case or its first document; only one
    that has nothing else is known by its words. A key of the portal's own makes all of that needless.
    """
    if printed.key:
        return (record_id(sitting.source.key, printed.key),)
    case, words = clean_key(case_number or ""), text_key(printed.title)
    first_paper, *_ = [*printed.papers, ""]
    key = clean_key(printed.number) or case or first_paper or words
    longer = [f"{key}~{part}" for part in (case, words) if part and part != key]
    place = (sitting.key, printed.section) if clean_key(printed.section) else (sitting.key,)
    return tuple(record_id(sitting.source.key, *place, each) for each in (key, *longer))


def _remarks(printed: PrintedItem, case_number: str | None) -> Iterator[Skip]:
    if printed.case and case_number is None:
        yield Skip(reason="no case number where one should stand", what=shorten(printed.case))
    if not printed.title and not printed.closed:
        yield Skip(reason="an item without a title", what=_label(printed))


def _label(printed: PrintedItem) -> str:
    section = f"{printed.section}:" if printed.section else ""
    return shorten(f"{section} {printed.number} {printed.title}") or printed.key


def _says_the_same(one: PrintedItem, other: PrintedItem) -> bool:
    return (one.number, one.case, one.title) == (other.number, other.case, other.title)


def _is_closed(printed: PrintedItem) -> bool:
    """Whether the row says that it is exempt; an item with documents may only speak of exemption in its title."""
    says_so = terms.restriction(printed.title) is not None
    return printed.closed or (says_so and (terms.is_only_restriction(printed.title) or not printed.papers))
