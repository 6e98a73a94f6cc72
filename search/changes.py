"""The change log as people read it: what a new version of a paper says otherwise."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harvester.model import Page
from harvester.store import LoggedChange, Store
from search.differences import Change, ComparedPoint, compare

_ALIKE = 0.5
_MOST_PAGES = 60
"""Longer runs of changed pages are paired by their place: comparing each with each would take too long."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PageDifference:
    """A page that was changed, removed or added; its number before and after, None where it is not."""

    before: int | None
    after: int | None
    points: tuple[ComparedPoint, ...]


def replaced_text(store: Store, change: LoggedChange) -> tuple[PageDifference, ...] | None:
    """What a replaced document says otherwise, page by page; None when its texts are not both there and public."""
    if change.before is None or change.after is None:
        return None
    return page_differences(store.reading.body_pages(change.before), store.reading.body_pages(change.after))


def page_differences(before: Sequence[Page], after: Sequence[Page]) -> tuple[PageDifference, ...]:
    """The pages of two versions that differ in their words; line ends do not count.

    Pages are paired by what they say, so that a page that is put in makes no difference of those behind it.
    """
    old, new = [_words(page) for page in before], [_words(page) for page in after]
    found: list[PageDifference] = []
    for tag, i, i_end, j, j_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found += [_difference(*pair) for pair in _pairs(before[i:i_end], after[j:j_end])]
    return tuple(found)


def _words(page: Page) -> str:
    return " ".join(page.text.split())


def _pairs(before: Sequence[Page], after: Sequence[Page]) -> Iterator[tuple[Page | None, Page | None]]:
    """Changed pages in order, each with the one that is most like it among those that are left."""
    start = 0
    for earlier in before:
        partner = _partner(earlier, after, start) if len(before) + len(after) <= _MOST_PAGES else start
        if partner is None or partner >= len(after):
            yield earlier, None
            continue
        yield from ((None, added) for added in after[start:partner])
        yield earlier, after[partner]
        start = partner + 1
    yield from ((None, added) for added in after[start:])


def _partner(page: Page, others: Sequence[Page], start: int) -> int | None:
    words = page.text.casefold().split()
    for place in range(start, len(others)):
        other = others[place].text.casefold().split()
        if difflib.SequenceMatcher(None, words, other, autojunk=False).quick_ratio() >= _ALIKE:
            return place
    return None


def _difference(before: Page | None, after: Page | None) -> PageDifference:
    points = compare(before.text if before else "", after.text if after else "")
    return PageDifference(
        before=before.number if before else None,
        after=after.number if after else None,
        points=tuple(point for point in points if _changed(point)),
    )


def _changed(point: ComparedPoint) -> bool:
    runs = (*(point.before or ()), *(point.after or ()))
    return any(run.change is not Change.SAME for run in runs)
