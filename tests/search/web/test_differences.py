"""A recommendation and a resolution, point by point."""

from __future__ import annotations

import hypothesis
from hypothesis import strategies as st

from search.differences import Change, compare, is_same, points

BEFORE = """1. Elever i videregående skole med delt bosted får skoleskyss fra begge hjem.
2. Ordningen gjelder fra skoleåret 2027–2028.
3. Kostnaden dekkes innenfor rammen."""
AFTER = """1. Elever i grunnskole og videregående skole med delt bosted får skoleskyss
fra begge hjem.
2. Ordningen gjelder fra 1. januar 2027.
4. Fylkestinget ber om en evaluering etter to skoleår."""


def test_points_are_read_as_they_are_numbered() -> None:
    """A point keeps its printed number, the lines of the page are joined, and a date at a line's start is no point."""
    read = points("Innledning.\n\n1. Første punkt\nfortsetter.\n2. Andre punkt.\na) Bokstaven.")

    assert [(point.label, point.text) for point in read] == [
        (None, "Innledning."),
        ("1", "Første punkt fortsetter."),
        ("2", "Andre punkt."),
        ("a", "Bokstaven."),
    ]
    assert points("") == ()


def test_lines_of_a_list_stay_lines() -> None:
    """Where a sentence ends or a list goes on, the source's line ends stay; within a sentence they go."""
    (point,) = points(
        "Disse velges i\nGranåsen skole:\n– Kari Nordmann\n– Ola Nordmann\nVedtaket er endelig.\nDet gjelder nå."
    )

    assert point.text == (
        "Disse velges i Granåsen skole:\n– Kari Nordmann\n– Ola Nordmann Vedtaket er endelig.\nDet gjelder nå."
    )


def test_what_changed_is_told_by_point() -> None:
    """Points that are alike stand beside each other with the changed words marked; the others stand alone."""
    first, second, third, fourth = compare(BEFORE, AFTER)

    assert [run.text for run in first.after or () if run.change is Change.NEW] == ["grunnskole og"]
    assert [run.text for run in second.before or () if run.change is Change.REMOVED] == ["skoleåret 2027–2028."]
    assert (third.label, third.after) == ("3", None)
    assert (fourth.label, fourth.before) == ("4", None)


def test_broken_lines_are_no_change() -> None:
    """Two papers break their lines differently and say the same."""
    assert is_same("Planen vedtas.\nRammen økes.", "Planen vedtas. Rammen\nøkes.")
    assert not is_same("Planen vedtas.", "Planen vedtas ikke.")


TEXTS = st.lists(
    st.sampled_from(["1. planen vedtas", "2. rammen økes", "a) nytt", "", "ordet", "3. utgår\n\nslutt"]), max_size=8
)


@hypothesis.given(TEXTS, TEXTS)
def test_no_word_is_lost(before: list[str], after: list[str]) -> None:
    """Each side of the comparison has all its words, in their order."""
    old, new = "\n".join(before), "\n".join(after)
    compared = compare(old, new)

    told = [" ".join(run.text for run in point.before) for point in compared if point.before]
    assert told == [" ".join(point.text.split()) for point in points(old)]
    told = [" ".join(run.text for run in point.after) for point in compared if point.after]
    assert told == [" ".join(point.text.split()) for point in points(new)]


def test_a_very_long_text_is_compared_by_whole_points() -> None:
    """Time stays bounded: only whole points are marked."""
    old = "\n".join(f"{number}. {'ord ' * 60}{number}" for number in range(1, 60))
    compared = compare(old, old.replace("1. ord", "1. nytt", 1))

    assert all(len(point.after or ()) <= 1 for point in compared)
