"""From the text of a paper to what it says: head, list, items with their parts and votes, or why it stays whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from harvester.minutes.consistency import Refusal, Split, check_list, split_by_list, split_without_list
from harvester.minutes.endings import end_of_item
from harvester.minutes.extract import read_extract_heading
from harvester.minutes.head import Opening, read_opening
from harvester.minutes.headings import Heading, cleaned_title, completed, find_headings
from harvester.minutes.item_list import EXEMPT, Listing, read_list
from harvester.minutes.numbers import numbering_of
from harvester.minutes.outcome import read_outcome
from harvester.minutes.records import (
    Found,
    Head,
    ListedItem,
    Minutes,
    Reason,
    SectionKind,
    TreatedItem,
    Vote,
    Whole,
)
from harvester.minutes.sections import Meeting, Part, cut_parts, read_parts, section_of, text_of
from harvester.minutes.text import Flow, MinutesText, flow_of, squeezed
from harvester.minutes.votes import Ballot, read_votes
from harvester.model import DocumentKind

READER_VERSION = "1"
"""Counted up with each change of what is read: papers that an older reader has read are then read again."""

_CLOSED = re.compile(
    r"(?<!ikke )(?<!ikkje )\b(?:[Mm]øtet (?:ble|blei|vart) (?:vedtatt |vedteke )?lukk(?:et|a)|(?:for|bak) lukk(?:ede|a) dører|i lukk(?:et|a) møte"
    r"|[Mm]øtet lukkes|[Ll]ukket sak|[Ll]ukka sak)\b"
)
_ONLY_LISTED = (DocumentKind.NOTICE, DocumentKind.AGENDA)


def read_minutes(text: MinutesText, *, body_hint: str | None = None) -> Minutes | Whole:
    """A paper taken apart, or whole with the reason. Never raises: every text gives one or the other.

    Args:
        text: the pages of the paper.
        body_hint: the body's name when the portal tells it; used only if the paper names it too.
    """
    flow = flow_of(text)
    if not flow.text.strip():
        return Whole(reason=Reason.NO_TEXT, detail="", kind=None, head=None, listed=())
    opening = read_opening(flow, body_hint)
    if opening.kind in (None, DocumentKind.CASE_PAPER):
        return Whole(reason=Reason.NOT_A_MEETING_PAPER, detail="", kind=opening.kind, head=None, listed=())
    if opening.kind is DocumentKind.MINUTES_EXTRACT:
        return _extract(flow, opening)
    year = opening.head.date.value.year if opening.head.date else None
    listing = read_list(flow, year)
    return _without_list(flow, opening, year) if listing is None else _with_list(flow, opening, listing)


def _with_list(flow: Flow, opening: Opening, listing: Listing) -> Minutes | Whole:
    refusal = check_list(listing)
    if refusal is not None:
        return _whole(opening, refusal, listing.items)
    if opening.kind in _ONLY_LISTED:
        return Minutes(kind=opening.kind, head=opening.head, listed=listing.items, items=(), folded=())
    split = split_by_list(flow, listing)
    if isinstance(split, Refusal):
        return _whole(opening, split, listing.items)
    return _minutes(flow, opening, split, listing)


def _whole(opening: Opening, refusal: Refusal, listed: tuple[ListedItem, ...] = ()) -> Whole:
    return Whole(reason=refusal.reason, detail=refusal.detail, kind=opening.kind, head=opening.head, listed=listed)


def _without_list(flow: Flow, opening: Opening, year: int | None) -> Minutes | Whole:
    """Minutes of bodies that print no list; a notice without one says nothing."""
    if opening.kind in _ONLY_LISTED:
        return _whole(opening, Refusal(reason=Reason.NO_ITEMS, detail=""))
    numbering = numbering_of(flow.text, 0, len(flow.flat), year)
    split = split_without_list(find_headings(flow, numbering, 0))
    if isinstance(split, Refusal):
        return _whole(opening, split)
    return _minutes(flow, opening, split, None)


def _extract(flow: Flow, opening: Opening) -> Minutes | Whole:
    """A *saksprotokoll*: one item, which is the whole paper."""
    read = read_extract_heading(flow, opening)
    if isinstance(read, Refusal):
        return _whole(opening, read)
    opening = Opening(kind=opening.kind, head=replace(opening.head, body=opening.head.body or read.body))
    item = _item(flow, opening.head, read.heading, len(flow.flat), None)
    item = replace(item, case_number=read.case_number)
    return Minutes(kind=DocumentKind.MINUTES_EXTRACT, head=opening.head, listed=(), items=(item,), folded=())


def _minutes(flow: Flow, opening: Opening, split: Split, listing: Listing | None) -> Minutes:
    listed = listing.items if listing else ()
    ends = [heading.start for heading, _ in split.headings[1:]] + [len(flow.flat)]
    items = tuple(
        _item(flow, opening.head, heading, end, listed[place] if place is not None else None)
        for (heading, place), end in zip(split.headings, ends, strict=True)
    )
    return Minutes(
        kind=opening.kind or DocumentKind.MINUTES, head=opening.head, listed=listed, items=items, folded=split.folded
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Parts:
    """The parts of an item by kind."""

    every: tuple[Part, ...]

    def first(self, kind: SectionKind) -> Part | None:
        return next((part for part in self.every if part.kind is kind), None)

    def all(self, kind: SectionKind) -> list[Part]:
        return [part for part in self.every if part.kind is kind]


def _item(flow: Flow, head: Head, heading: Heading, end: int, listed: ListedItem | None) -> TreatedItem:
    heading = completed(flow, heading, listed.title if listed else None)
    meeting = Meeting(
        body=head.body.value if head.body else None,
        day=head.date.value if head.date else None,
        number=heading.number,
    )
    rough = read_parts(flow, heading.body_start, end, meeting)
    end = end_of_item(flow, rough[-1].start if rough else heading.body_start, end)
    parts = _Parts(every=tuple(cut_parts(flow, rough, end)))
    votes = _votes(flow, head, parts)
    resolution, proceedings = parts.first(SectionKind.RESOLUTION), parts.first(SectionKind.PROCEEDINGS)
    recommendation = parts.first(SectionKind.RECOMMENDATION)
    return TreatedItem(
        number=heading.number,
        title=cleaned_title(flow, heading, meeting.body) or (listed.title if listed else None),
        case_number=listed.case_number if listed else None,
        page_from=flow.page(heading.start),
        page_to=flow.page(max(heading.start, end - 1)),
        sections=tuple(section_of(flow, part) for part in parts.every),
        votes=votes,
        recommendation=_text(flow, recommendation),
        recommended_by=recommendation.owner if recommendation else None,
        resolution=_text(flow, resolution),
        outcome=read_outcome(flow, _stretch(resolution), _stretch(proceedings), votes),
        exempt=_exempt(flow, heading, listed),
        closed=_closed(flow, parts),
        listed=listed is not None,
        evidence=flow.quote(heading.start, heading.body_start),
    )


def _votes(flow: Flow, head: Head, parts: _Parts) -> tuple[Vote, ...]:
    """Votes stand under their own heading; where there is none, in the proceedings, read more strictly."""
    told = parts.all(SectionKind.VOTE)
    strict = not told
    return tuple(
        vote
        for part in (told or parts.all(SectionKind.PROCEEDINGS))
        for vote in read_votes(
            Ballot(flow=flow, start=part.start, end=part.end, attendance=head.attendance, strict=strict)
        )
    )


def _text(flow: Flow, part: Part | None) -> Found[str] | None:
    if part is None:
        return None
    text = text_of(flow, part)
    return Found(value=text, evidence=flow.quote(part.start, part.end)) if text else None


def _stretch(part: Part | None) -> tuple[int, int] | None:
    return (part.start, part.end) if part else None


def _exempt(flow: Flow, heading: Heading, listed: ListedItem | None) -> Found[str] | None:
    found = EXEMPT.search(flow.flat, heading.start, heading.body_start)
    if found:
        return Found(
            value=squeezed(flow.flat[found.start() : heading.body_start]),
            evidence=flow.evidence(found.start(), found.end()),
        )
    if listed is not None and listed.exempt:
        return Found(value=listed.evidence.sentence, evidence=listed.evidence)
    return None


def _closed(flow: Flow, parts: _Parts) -> Found[str] | None:
    for part in parts.every:
        if part.kind in (SectionKind.EARLIER, SectionKind.RECOMMENDATION):
            continue
        found = _CLOSED.search(flow.flat, part.start, part.end)
        if found:
            return flow.found(found[0], found.start(), found.end())
    return None
