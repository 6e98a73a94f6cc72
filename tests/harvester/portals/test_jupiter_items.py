"""The items of Jupiter's meeting page: sections, numbers, ids, and rows that are odd."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from harvester.errors import PageError, UnknownTerm
from harvester.model import Case, ItemKind
from tests.harvester.portals.jupiter_pages import HEADING, agenda, items, link, meeting, parse, row


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        ("Saker til behandling", ItemKind.POLITICAL),
        ("SAKER TIL HANDSAMING:", ItemKind.POLITICAL),
        ("Tilleggssaker (3)", ItemKind.POLITICAL),
        ("Meldingar", ItemKind.REPORT),
        ("Orienteringar", ItemKind.BRIEFING),
        ("Interpellasjoner og spørsmål", ItemKind.INTERPELLATION),
        ("Godkjenning av møtebok", ItemKind.APPROVAL),
        ("Delegerte saker 12", ItemKind.DELEGATED),
    ],
)
def test_section_says_what_its_items_are(section: str, kind: ItemKind) -> None:
    """Headings in both forms of Norwegian, with or without a count behind them."""
    (item,) = items(parse(agenda(row(), section=section)))

    assert item.kind is kind
    assert item.section == section.rstrip(":0123456789() ")


def test_unknown_section_with_rows_raises() -> None:
    """Rows under a heading that no table explains are not guessed to be items."""
    with pytest.raises(UnknownTerm, match="Temasaker"):
        parse(agenda(row(), section="Temasaker"))


def test_unknown_section_without_rows_is_told() -> None:
    """A heading with nothing under it harms nothing."""
    parsed = parse(agenda(section="Temasaker"))

    assert [skip.what for skip in parsed.skipped] == ["Temasaker"]


def test_item_has_its_numbers_and_its_case() -> None:
    """The number stays as printed; the case number loses the part that counts documents."""
    parsed = parse(agenda(row()))

    (item,) = items(parsed)
    (case,) = [record for record in parsed.records if isinstance(record, Case)]
    assert item.id == "austmark/21258.saker-til-behandling.55-18"
    assert (item.number, item.sequence, item.year, item.case_number) == ("55/18", 55, 2018, "18/03876")
    assert (case.id, case.case_number, case.title) == ("austmark/18-03876", "18/03876", None)


@pytest.mark.parametrize("wording", ["Unntatt etter offentlighetsloven offl. § 13", "U.off.", "Unnateke offentlegheit"])
def test_exempt_item_has_no_title_and_stays_on_the_agenda(wording: str) -> None:
    """That a case was treated is public, even when its title is not."""
    (item,) = items(parse(agenda(row(title=wording))))

    assert (item.number, item.title, item.closed) == ("55/18", None, True)


def test_item_about_exemption_is_open() -> None:
    """A title that speaks of exemption, and has documents, is a title."""
    (item,) = items(parse(agenda(row(title="Ny praksis for unntatt offentlighet", papers=link("9", "Saksframlegg")))))

    assert (item.title, item.closed) == ("Ny praksis for unntatt offentlighet", False)


def test_same_number_in_two_sections_is_two_items() -> None:
    """Numbers start anew under each heading, so the heading is part of the id."""
    html = agenda(row("1/18")) + f"<h4>Referatsaker</h4><table>{row('1/18')}</table>"

    assert [item.id for item in items(parse(f"<div>{html}</div>"))] == [
        "austmark/21258.saker-til-behandling.1-18",
        "austmark/21258.referatsaker.1-18",
    ]


def test_same_number_twice_in_a_section_keeps_both_and_tells() -> None:
    """One wrong number neither breaks the meeting nor hides an item."""
    parsed = parse(agenda(row("1/18", "18/1"), row("1/18", "18/2"), row("2/18", "18/3")))

    assert [item.id.rpartition(".")[2] for item in items(parsed)] == ["1-18", "1-18~18-2", "2-18"]
    assert [skip.reason for skip in parsed.skipped] == ["two items of one section have the same number"]


def test_same_case_in_two_items_is_one_case() -> None:
    """The case number is an attribute of the items, not their key."""
    parsed = parse(agenda(row("1/18", "18/1-1"), row("2/18", "18/1-2")))

    assert len(items(parsed)) == 2
    assert [record.case_number for record in parsed.records if isinstance(record, Case)] == ["18/1"]


def test_meeting_moved_to_another_day_keeps_its_id() -> None:
    """A new start under the same number is the same meeting with the same items."""
    before, after = (parse(agenda(row(), heading=f"Fylkestinget, {day}")) for day in ("23.04.2018", "24.04.2018"))

    assert meeting(before).id == meeting(after).id
    assert meeting(before).start != meeting(after).start
    assert [item.id for item in items(before)] == [item.id for item in items(after)]


@pytest.mark.parametrize(
    "content",
    [
        f"<h5>Saker</h5><table>{row(papers=link('7', 'Notat'))}</table>",
        f"<div><h4>Saker til behandling</h4></div><table>{row(papers=link('7', 'Notat'))}</table>",
        f"<h4>Saker til behandling</h4><div><table>{row()}</table></div>",
        f"<h4>Saker til behandling</h4><table>{row().replace('text-align', 'float')}</table>",
    ],
    ids=["no h4", "h4 elsewhere", "table elsewhere", "titles without style"],
)
def test_changed_layout_raises(content: str) -> None:
    """A page whose items can no longer be found is an error, not a meeting without items."""
    with pytest.raises(PageError):
        parse(f"<div><h3>{HEADING}</h3>{content}</div>")


def test_one_odd_row_does_not_break_the_meeting() -> None:
    """A row without the cell of a title is set aside with its words; the others are read."""
    parsed = parse(agenda(row(), "<tr><td>56/18</td><td>Pause</td></tr>"))

    assert len(items(parsed)) == 1
    assert [skip.what for skip in parsed.skipped] == ["56/18 Pause"]


def test_section_that_says_it_is_empty_is_empty() -> None:
    """*Ingen saker* in the only row is no changed layout."""
    assert items(parse(agenda("<tr><td colspan='4'>Ingen saker</td></tr>"))) == []


def test_report_without_a_number_is_known_by_its_case() -> None:
    """Reports often lack a number; the id then comes from the portal's other keys, not from the title."""
    one = items(parse(agenda(row("", "18/7-1", "Årsmelding"), section="Referatsaker")))
    other = items(parse(agenda(row("", "18/7-1", "Årsmelding 2017"), section="Referatsaker")))

    assert [item.id for item in one] == [item.id for item in other] == ["austmark/21258.referatsaker.18-7"]
    assert one[0].number is None


def count_calls(rows: int) -> int:
    """Function calls that a page of so many rows costs."""
    html = agenda(*(row(f"{n}/18", f"18/{n}-1", f"Sak {n}", link(str(n), f"Vedlegg {n}")) for n in range(rows)))
    calls = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        parse(html)
    finally:
        sys.setprofile(before)
    return calls


def test_work_grows_with_the_page_and_no_faster() -> None:
    """Four times the rows cost four times the calls: no row looks at the others."""
    small, large = count_calls(50), count_calls(200)

    assert large < 4.2 * small
