"""Items that are one case, and items that only share a number or a title."""

from __future__ import annotations

import datetime as dt

from harvester.cases.grouping import Entry, Link, group
from harvester.cases.likeness import alike, title_key


def entry(
    item: str, title: str | None, *, key: str | None = "2025-77", day: int = 1, organization: str = "austmark"
) -> Entry:
    """An item that was treated on a day of March."""
    return Entry(
        item=item,
        organization=organization,
        day=dt.date(2026, 3, day),
        title=title,
        case_key=key,
        case_number=key,
        number_from=f"case number {key} on the agenda" if key else "",
    )


def test_a_number_is_a_case_of_one_organization() -> None:
    """The same number in another organization is another case."""
    found = group(
        [entry("a", "Skolebruksplan"), entry("b", "Skolebruksplan", day=9), entry("c", "Vei", organization="vestmark")],
        [],
        {},
    )

    assert found["a"].case == found["b"].case == "austmark/case.2025-77"
    assert found["c"].case == "vestmark/case.2025-77"
    assert found["b"].joined_by == "case number 2025-77 on the agenda"


def test_a_number_with_two_matters_is_two_cases() -> None:
    """Titles without a word in common are not merged (incident 29); an exempt item then stays by itself."""
    found = group(
        [entry("a", "Skolebruksplan 2026"), entry("b", "Ferjetilbud i Havsøy", day=9), entry("c", None, day=12)], [], {}
    )

    assert found["a"].case == "austmark/case.2025-77"
    assert len({found[item].case for item in "abc"}) == 3


def test_an_exempt_item_belongs_to_the_only_case_of_its_number() -> None:
    """No title is no other title."""
    found = group([entry("a", "Skolebruksplan 2026"), entry("b", None, day=9)], [], {})

    assert found["a"].case == found["b"].case


def test_the_portals_own_records_of_cases_decide() -> None:
    """One titled record is one case whatever the items are called; two are two, each with the items like it."""
    entries = [entry("a", "Skolebruksplan 2026"), entry("b", "Ferjetilbud i Havsøy", day=9)]
    number = ("austmark", "2025-77")
    one = group(entries, [], {number: ["Utredning om øyene"]})
    two = group(
        [*entries, entry("c", "Skolebruksplan, ny høring", day=20)], [], {number: ["Skolebruksplan", "Ferjer i Havsøy"]}
    )

    assert one["a"].case == one["b"].case
    assert two["a"].case == two["c"].case != two["b"].case


def test_the_portals_own_link_joins_without_a_number() -> None:
    """Bodies that give each treatment a number of its own are followed by the portal's history."""
    link = Link(one="b", other="a", evidence="the portal shows “Sak 4/26” in the item's history")
    found = group([entry("a", "Plan", key=None), entry("b", "Planen, 2. gang", key=None, day=9)], [link], {})

    assert found["a"].case == found["b"].case == "a"
    assert found["b"].joined_by == link.evidence


def test_items_without_number_and_link_stand_alone() -> None:
    """One title is not one case."""
    found = group([entry("a", "Referatsaker", key=None), entry("b", "Referatsaker", key=None, day=9)], [], {})

    assert found["a"].case != found["b"].case
    assert found["a"].joined_by == ""


def test_order_does_not_matter() -> None:
    """The ids of cases depend on what is grouped, not on the order in which it is read."""
    entries = [entry("a", "Skolebruksplan"), entry("b", "Ferjetilbud", day=9), entry("c", "Skolebruksplan ny", day=20)]

    assert group(entries, [], {}) == group(entries[::-1], [], {})


def test_titles_are_alike_by_their_words() -> None:
    """Order, inflection and målform make little difference; small words none."""
    assert alike("Skolebruksplan for Austmark kommune", "Austmark - skolebruksplanen 2026")
    assert not alike("Ny gangvei i sentrum", "Budsjett 2026 for havna")
    assert not alike(None, "Budsjett")
    assert title_key("Ny gangvei i sentrum 2026") == title_key("2026: ny gangvei, sentrum")
    assert title_key("Referatsaker") is None
