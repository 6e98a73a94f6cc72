"""Whether headings and list agree. A split is used only when they do; otherwise the reason is told."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from harvester.minutes.headings import Heading, find_headings, likeness
from harvester.minutes.item_list import Listing, rising
from harvester.minutes.numbers import Mention
from harvester.minutes.records import ItemNumber, Reason
from harvester.minutes.sections import has_marks
from harvester.minutes.text import Flow

_LIKE_ENOUGH = 0.5
_LIKE_ALONE = 0.75
_NEARLY = 0.25
_LONGEST_NOTE = 1500
MAIN_PREFIXES = frozenset({None, "PS", "FT", "KS", "FS", "FU", "FR"})
"""Series of items that each have a part of their own. Others (RS, DS, OS …) often stand inside one of these."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Split:
    """The headings of the treated items in reading order, each with its place in the list, None when it is not listed;
    and listed numbers that stand inside another's part.
    """

    headings: tuple[tuple[Heading, int | None], ...]
    folded: tuple[tuple[ItemNumber, ItemNumber], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Why there is no split, with the numbers concerned."""

    reason: Reason
    detail: str


def check_list(listing: Listing) -> Refusal | None:
    """What is wrong with the list itself."""
    numbers = [item.number for item in listing.items]
    for place, number in enumerate(numbers):
        twins = [other for other in listing.items[:place] if number.key == other.number.key]
        if any(twin.title == listing.items[place].title for twin in twins):
            return Refusal(reason=Reason.NUMBER_LISTED_TWICE, detail=number.text)
    if not rising(numbers) and not _rising_in_groups(numbers):
        return Refusal(reason=Reason.LIST_NOT_RISING, detail=", ".join(number.text for number in numbers)[:200])
    return None


def _rising_in_groups(numbers: Sequence[ItemNumber]) -> bool:
    """Some bodies number anew under each heading (interpellations, briefings): few new starts are allowed."""
    falls = sum(
        (one.year, one.sequence) >= (two.year, two.sequence)
        for one, two in pairwise(numbers)
        if one.prefix == two.prefix
    )
    return falls <= max(3, len(numbers) // 3)


def split_by_list(flow: Flow, listing: Listing) -> Split | Refusal:
    """A heading for every listed item, in the order of the list, each with the listed title."""
    candidates = find_headings(flow, listing.numbering, listing.last_row)
    by_number = _by_number(candidates)
    chosen: dict[int, Heading] = {}
    folded: list[int] = []
    for place, item in enumerate(listing.items):
        matching = _matching(flow, listing, place, by_number.get(item.number.value, ()))
        picked = _pick(matching)
        if picked is not None:
            chosen[place] = picked
        elif item.number.prefix not in MAIN_PREFIXES:
            folded.append(place)
        elif matching:
            return Refusal(reason=Reason.ITEM_FOUND_TWICE, detail=item.number.text)
        else:
            return _missing(by_number.get(item.number.value, ()), item.number)
    return _ordered(flow, listing, candidates, chosen, folded)


def _by_number(candidates: Sequence[Heading]) -> dict[tuple[int, int], list[Heading]]:
    found: dict[tuple[int, int], list[Heading]] = {}
    for heading in candidates:
        found.setdefault(heading.number.value, []).append(heading)
    return found


def _matching(flow: Flow, listing: Listing, place: int, candidates: Sequence[Heading]) -> list[Heading]:
    number = listing.items[place].number
    same = [heading for heading in candidates if heading.number.same(number)]
    alike = [(likeness(flow, listing, place, heading.title), heading) for heading in same]
    best = max((share for share, _ in alike), default=0.0)
    like = [
        heading
        for share, heading in alike
        if share >= max(_LIKE_ENOUGH if heading.strong else _LIKE_ALONE, best - _NEARLY)
    ]
    certain = [heading for heading in like if heading.certain]
    strong = [heading for heading in like if heading.strong]
    return certain or strong or like


def _pick(matching: Sequence[Heading]) -> Heading | None:
    return matching[0] if len(matching) == 1 else None


def _missing(candidates: Sequence[Heading], number: ItemNumber) -> Refusal:
    if any(heading.number.same(number) and heading.strong for heading in candidates):
        return Refusal(reason=Reason.OTHER_TITLE, detail=number.text)
    return Refusal(reason=Reason.ITEM_NOT_FOUND, detail=number.text)


def _ordered(
    flow: Flow,
    listing: Listing,
    candidates: Sequence[Heading],
    chosen: dict[int, Heading],
    folded: Sequence[int],
) -> Split | Refusal:
    if not chosen:
        return Refusal(reason=Reason.NO_ITEMS, detail="")
    main = [place for place in chosen if listing.items[place].number.prefix in MAIN_PREFIXES]
    starts = [chosen[place].start for place in main]
    for place, start, following in zip(main, starts, starts[1:], strict=False):
        if following <= start:
            return Refusal(reason=Reason.OTHER_ORDER, detail=listing.items[place].number.text)
    minor = _independent(flow, listing, chosen, folded)
    kept: list[tuple[Heading, int | None]] = [
        (heading, place) for place, heading in chosen.items() if place in main or place in minor
    ]
    rest = [place for place in range(len(listing.items)) if place not in {kept_place for _, kept_place in kept}]
    kept += [(heading, None) for heading in _added(listing, candidates, [heading for heading, _ in kept])]
    kept.sort(key=lambda entry: entry[0].start)
    return Split(headings=tuple(kept), folded=_fold(flow, listing, [heading for heading, _ in kept], rest))


def _independent(flow: Flow, listing: Listing, chosen: dict[int, Heading], folded: Sequence[int]) -> set[int]:
    """Items of other series that have a part of their own.

    The whole series must have been found. Where no opener follows the titles, the parts are short and have no headings,
    or else the items are named inside another's part, whose vote and resolution still follow.
    """
    lost = {listing.items[place].number.prefix for place in folded}
    minor = {place for place in chosen if listing.items[place].number.prefix not in MAIN_PREFIXES | lost}
    starts = sorted(heading.start for heading in chosen.values())
    for place in sorted(minor):
        heading = chosen[place]
        end = min((start for start in starts if start > heading.start), default=len(flow.flat))
        if not heading.strong and (
            end - heading.body_start > _LONGEST_NOTE or has_marks(flow, heading.body_start, end)
        ):
            return {one for one in minor if chosen[one].strong}
    return minor


def _added(listing: Listing, candidates: Sequence[Heading], headings: Sequence[Heading]) -> list[Heading]:
    """Items that are not in the list but were treated: they end the item before them."""
    taken = {heading.number.value for heading in headings} | {item.number.value for item in listing.items}
    certain = any(heading.certain for heading in headings)
    added: list[Heading] = []
    for heading in candidates:
        fits = heading.certain if certain else heading.strong
        if fits and heading.number.value not in taken:
            added.append(heading)
            taken.add(heading.number.value)
    return added


def _fold(
    flow: Flow, listing: Listing, headings: Sequence[Heading], places: Sequence[int]
) -> tuple[tuple[ItemNumber, ItemNumber], ...]:
    """For each listed item without a part of its own, the treated item in whose text it is named first."""
    folded = []
    named: dict[tuple[int, int, str | None], Mention] = {}
    for mention in listing.numbering.mentions(flow.text, listing.last_row):
        named.setdefault(mention.number.key, mention)
    starts = [heading.start for heading in headings]
    for place in places:
        number = listing.items[place].number
        mentioned = named.get(number.key)
        home = bisect_right(starts, mentioned.start) if mentioned else 0
        if home:
            folded.append((number, headings[home - 1].number))
    return tuple(folded)


def split_without_list(candidates: Sequence[Heading]) -> Split | Refusal:
    """Headings alone, for papers without a list: each with an opener, each number once, rising."""
    strong = [heading for heading in candidates if heading.certain]
    if not strong:
        return Refusal(reason=Reason.NO_ITEMS, detail="")
    known: set[tuple[int, int]] = set()
    for heading in strong:
        if heading.number.value in known:
            return Refusal(reason=Reason.ITEM_FOUND_TWICE, detail=heading.number.text)
        known.add(heading.number.value)
    if not rising([heading.number for heading in strong]):
        return Refusal(reason=Reason.OTHER_ORDER, detail=", ".join(one.number.text for one in strong)[:200])
    return Split(headings=tuple((heading, None) for heading in strong), folded=())
