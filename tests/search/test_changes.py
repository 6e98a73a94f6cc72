"""What a new version of a paper says otherwise, page by page."""

from __future__ import annotations

from harvester.model import Page
from search.changes import PageDifference, page_differences
from search.differences import Change

FIRST = "Fylkestinget vedtek planen for skuleskyss i heile fylket."
SECOND = "Kostnaden er rekna til 4 millionar kroner for neste år."
THIRD = "Saka vert lagd fram på nytt når høyringa er ferdig i haust."


def pages(*texts: str) -> list[Page]:
    return [Page(number=number, text=text) for number, text in enumerate(texts, start=1)]


def places(found: tuple[PageDifference, ...]) -> list[tuple[int | None, int | None]]:
    return [(page.before, page.after) for page in found]


def words(found: tuple[PageDifference, ...], change: Change) -> list[str]:
    return [
        run.text
        for page in found
        for point in page.points
        for run in (*(point.before or ()), *(point.after or ()))
        if run.change is change
    ]


def test_one_changed_number_is_all_that_is_told() -> None:
    """The page with its words before and after; pages that are the same are left out, and line ends do not count."""
    found = page_differences(
        pages(FIRST, SECOND, THIRD), pages(FIRST.replace(" vedtek", "\nvedtek"), SECOND.replace("4", "6"), THIRD)
    )

    assert places(found) == [(2, 2)]
    assert words(found, Change.REMOVED) == ["4"]
    assert words(found, Change.NEW) == ["6"]


def test_a_page_that_is_put_in_moves_no_other() -> None:
    """The pages behind it have new numbers and no difference."""
    found = page_differences(pages(FIRST, THIRD), pages(FIRST, SECOND, THIRD))

    assert places(found) == [(None, 2)]
    assert words(found, Change.NEW) == [SECOND]


def test_a_page_that_is_taken_out_is_told_beside_one_that_is_changed() -> None:
    """Pages are paired by what they say: the changed one with its like, the other with none."""
    found = page_differences(pages(FIRST, SECOND), pages(SECOND.replace("4", "6")))

    assert places(found) == [(1, None), (2, 1)]
    assert words(found, Change.NEW) == ["6"]


def test_hundreds_of_changed_pages_are_paired_by_their_place() -> None:
    """A paper that is new from end to end is compared without comparing each page with each."""
    found = page_differences(pages(*[f"{FIRST} {n}" for n in range(80)]), pages(*[f"{THIRD} {n}" for n in range(81)]))

    assert places(found) == [*((n, n) for n in range(1, 81)), (None, 81)]
