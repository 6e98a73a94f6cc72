"""Where each item of the list is treated: headings told from mere mentions, one for each listed number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from harvester.minutes.item_list import EXEMPT, Listing
from harvester.minutes.numbers import Mention, Numbering
from harvester.minutes.openers import LONGEST_TITLE, opener_after
from harvester.minutes.records import ItemNumber
from harvester.minutes.text import Flow, squeezed

_WORD = re.compile(r"\w+")
_LISTS_END = 60_000
_TITLE_START = re.compile(r"[\s:.–-]*(?=[A-ZÆØÅÄÖÜ«\"“•\d§(])")
_LABELS_BEFORE_TITLE = re.compile(r"^(?:Arkivsak(?:snr)?\.?:? ?)?(?:19|20)?\d{2}/\d{2,6}(?:-\d{1,4})? ")


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """The heading of a treated item. ``start`` is where the item begins, ``body_start`` where its title has ended.

    ``strong`` when words with which a treatment begins follow the title, ``certain`` when they can begin nothing else.
    """

    number: ItemNumber
    title: str | None
    start: int
    body_start: int
    strong: bool
    certain: bool


def find_headings(flow: Flow, numbering: Numbering, start: int) -> list[Heading]:
    """Every place after ``start`` that can be the heading of an item, in reading order."""
    named = [mention for mention in numbering.mentions(flow.text, start) if not mention.referred]
    found: list[Heading] = []
    for place, mention in enumerate(named):
        following = named[place + 1].start if place + 1 < len(named) else len(flow.flat)
        heading = _heading(flow, mention, following)
        if heading is not None:
            found.append(heading)
    return _bold_only(flow, found)


def _heading(flow: Flow, mention: Mention, following: int) -> Heading | None:
    begin = _begin(flow, mention.start)
    if begin is None:
        return None
    title_start = _TITLE_START.match(flow.flat, mention.end)
    if title_start is None:
        return None
    opener = opener_after(flow, mention.end, following)
    in_table = mention.tabled and not (flow.lined and flow.at_line_start(mention.start))
    if in_table and not (opener and opener.certain):
        return None
    if opener is not None and opener.start > title_start.end():
        title = _title(flow.flat[title_start.end() : opener.start])
        return Heading(
            number=mention.number,
            title=title,
            start=begin,
            body_start=opener.start,
            strong=True,
            certain=opener.certain,
        )
    if not flow.lined:
        return None
    line_end = min(flow.line_end(title_start.end()), title_start.end() + LONGEST_TITLE)
    title = _title(flow.flat[title_start.end() : line_end])
    return Heading(number=mention.number, title=title, start=begin, body_start=line_end, strong=False, certain=False)


def _begin(flow: Flow, place: int) -> int | None:
    """Where the heading's line begins, None when other words stand before the number."""
    if not flow.lined:
        return place
    begin = flow.text.rfind("\n", 0, place) + 1
    before = flow.text[begin:place].strip()
    return begin if re.fullmatch(r"(?:(?:[Ss]ak|SAK|[Ss]aksnr\.?|[Ss]aknr\.?|Sak nr\.?):?)?", before) else None


def _title(text: str) -> str | None:
    text = squeezed(text)
    text = EXEMPT.split(text, maxsplit=1)[0]
    text = _LABELS_BEFORE_TITLE.sub("", text)
    return text.strip(" -–:•[]") or None


def cleaned_title(flow: Flow, heading: Heading, body: str | None) -> str | None:
    """The title less what a stream of words runs into it: the body's name, which begins the next sentence, and a page
    number, which is told from a number of the title in that the list does not have it there.
    """
    title = heading.title
    if title and body and title.casefold().endswith(" " + body.casefold()):
        title = title[: -len(body)].strip(" -–:")
    page = re.search(r"(\S+)\s\d{1,3}$", title) if title and not flow.lined else None
    if title and page and flow.flat.find(page[0], 0, min(heading.start, _LISTS_END)) < 0:
        title = title[: page.end(1)].strip(" -–:")
    return title or None


def completed(flow: Flow, heading: Heading, listed: str | None) -> Heading:
    """A heading whose title goes on in the next line, as the list shows, with all of its title."""
    if heading.strong or not listed or not heading.title or not listed.startswith(heading.title):
        return heading
    rest = squeezed(listed[len(heading.title) :])
    following = flow.line_end(heading.body_start + 1)
    if rest and squeezed(flow.flat[heading.body_start : following]) == rest:
        return replace(heading, title=listed, body_start=following)
    return heading


def _bold_only(flow: Flow, headings: Sequence[Heading]) -> list[Heading]:
    """Where one heading of a number is bold, those that are not are mentions."""
    bold = {(heading.number.sequence, heading.number.year) for heading in headings if heading.start in flow.bold_starts}
    return [
        heading
        for heading in headings
        if heading.start in flow.bold_starts or (heading.number.sequence, heading.number.year) not in bold
    ]


def likeness(flow: Flow, listing: Listing, place: int, title: str | None) -> float:
    """The share of a title's words that stand around the listed number, 1 when there is no title to compare."""
    words = _WORD.findall((title or "").casefold())
    if not words:
        return 1.0
    if listing.items[place].title is not None:
        listed = listing.items[place].title or ""
        near = set(_WORD.findall(listed.casefold()))
        joined = re.sub(r"[\W_]+", "", listed.casefold())
        return sum(word in near or word in joined for word in words) / len(words)
    start, end = listing.region(place)
    near = set(_WORD.findall(flow.flat[start:end].casefold()))
    joined = re.sub(r"[\W_]+", "", flow.flat[start:end].casefold())
    return sum(word in near or word in joined for word in words) / len(words)
