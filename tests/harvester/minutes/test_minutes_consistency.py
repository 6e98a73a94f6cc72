"""A split is used only when headings and list agree; otherwise the paper stays whole and says why."""

from __future__ import annotations

import pytest

from harvester.minutes import Minutes, Reason, Whole, read_minutes
from harvester.minutes.text import Line, MinutesPage, MinutesText
from harvester.model import DocumentKind, Page
from tests.harvester.minutes.minutes_summary import PAPERS, paper, text_of

HEAD = "Møteprotokoll\nUtvalg: Formannskapet\nDato: 01.02.2024\n"
LIST = "Saksliste\n1/24 Veg til Vika\n2/24 Bru over elva\n3/24 Skole i bygda\n"


def item(number: int, title: str, resolution: str = "Ja.") -> str:
    """A treated item as lines."""
    return f"{number}/24 {title}\nBehandling\nSaken ble drøftet.\nVotering\nEnstemmig vedtatt.\nVedtak\n{resolution}\n"


ITEMS = (item(1, "Veg til Vika"), item(2, "Bru over elva"), item(3, "Skole i bygda"))


def read(text: str) -> Minutes | Whole:
    """What is read out of a paper of lines."""
    return read_minutes(text_of(text))


def test_a_consistent_paper_is_split() -> None:
    """Three listed, three found, each with its own resolution."""
    result = read(HEAD + LIST + "".join(ITEMS))

    assert isinstance(result, Minutes)
    assert [treated.number.sequence for treated in result.items] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "reason", "detail"),
    [
        ("", Reason.NO_TEXT, ""),
        ("Reguleringsplan for Vika\nVegen er 4 m bred.\n", Reason.NOT_A_MEETING_PAPER, ""),
        ("Saksframlegg\nSaksprotokoll i Formannskapet - 01.02.2024\n", Reason.NOT_A_MEETING_PAPER, ""),
        (HEAD + "Møtet var kort.\n", Reason.NO_ITEMS, ""),
        (HEAD + LIST + ITEMS[0] + ITEMS[2], Reason.ITEM_NOT_FOUND, "2/24"),
        (HEAD + LIST + ITEMS[0] + ITEMS[1] + ITEMS[1] + ITEMS[2], Reason.ITEM_FOUND_TWICE, "2/24"),
        (HEAD + LIST + ITEMS[1] + ITEMS[0] + ITEMS[2], Reason.OTHER_ORDER, "1/24"),
        (HEAD + LIST + ITEMS[0] + item(2, "Ny idrettshall ved sjøen") + ITEMS[2], Reason.OTHER_TITLE, "2/24"),
    ],
)
def test_an_inconsistent_paper_stays_whole(text: str, reason: Reason, detail: str) -> None:
    """The reason names the numbers concerned, and the list that was read is kept."""
    result = read(text)

    assert isinstance(result, Whole)
    assert (result.reason, result.detail) == (reason, detail)


def test_an_item_added_in_the_meeting_ends_the_one_before() -> None:
    """It is an item of its own that says it was not listed, and its words are not the resolution of its neighbour."""
    result = read(HEAD + LIST + ITEMS[0] + ITEMS[1] + ITEMS[2] + item(4, "Sak lagt til i møtet", "Nei."))

    assert isinstance(result, Minutes)
    assert [(treated.number.sequence, treated.listed) for treated in result.items] == [
        (1, True),
        (2, True),
        (3, True),
        (4, False),
    ]
    assert [treated.resolution.value for treated in result.items if treated.resolution] == ["Ja.", "Ja.", "Ja.", "Nei."]


def test_a_reference_to_another_item_is_no_heading() -> None:
    """The words "sak 2/24" in running text, even where a line begins, do not end an item."""
    mention = "Vegen ble behandlet sammen med sak\n2/24 og skal sees under ett.\n"
    result = read(HEAD + LIST + ITEMS[0].replace("Saken ble drøftet.\n", mention) + ITEMS[1] + ITEMS[2])

    assert isinstance(result, Minutes)
    assert [treated.title for treated in result.items] == ["Veg til Vika", "Bru over elva", "Skole i bygda"]


def test_numbers_that_begin_anew_are_told_apart_by_their_titles() -> None:
    """Some portals number anew under each heading: 1/24 three times in one meeting."""
    listed = (
        "Saksliste\n1/24 Veg til Vika\nReferatsaker\n1/24 Brev om ferje\nInterpellasjoner\n1/24 Spørsmål om strøm\n"
    )
    treated = item(1, "Veg til Vika") + item(1, "Brev om ferje", "Tas til orientering.") + item(1, "Spørsmål om strøm")
    result = read(HEAD + listed + treated)

    assert isinstance(result, Minutes)
    assert [one.title for one in result.items] == ["Veg til Vika", "Brev om ferje", "Spørsmål om strøm"]


def test_a_list_that_has_a_number_and_title_twice_is_refused() -> None:
    """The same line twice cannot be told apart."""
    result = read(HEAD + "Saksliste\n1/24 Veg\n2/24 Bru\n1/24 Sti\n2/24 Tunnel\n1/24 Sti\n" + item(1, "Veg"))

    assert isinstance(result, Whole)


def test_bold_headings_outweigh_plain_ones() -> None:
    """Where an item is quoted in another's part, the heading is the bold one, if the reader of the file can tell."""
    lines = (HEAD + LIST + ITEMS[0] + ITEMS[1] + ITEMS[1] + ITEMS[2]).splitlines()
    quoted = lines.index("2/24 Bru over elva", lines.index("Vedtak"))
    places = {place for place, line in enumerate(lines) if place > 7 and "/24 " in line and place != quoted}

    def result(bold: set[int]) -> Minutes | Whole:
        page = MinutesPage(number=1, lines=tuple(Line(text=line, bold=n in bold) for n, line in enumerate(lines)))
        return read_minutes(MinutesText(pages=(page,)))

    plain, marked = result(set()), result(places)

    assert isinstance(plain, Whole)
    assert plain.reason is Reason.ITEM_FOUND_TWICE
    assert isinstance(marked, Minutes)
    assert [one.number.sequence for one in marked.items] == [1, 2, 3]


def test_running_heads_and_page_numbers_are_no_text() -> None:
    """What heads and foots every page does not get into resolutions that go over a page."""
    long = "Første punkt.\n"
    pages = [HEAD + LIST, ITEMS[0], item(2, "Bru over elva", long), "Andre punkt.\nTredje punkt.\nFjerde.\n" + ITEMS[2]]
    text = "\f".join(f"Vika kommune Møteprotokoll 01.02.2024\n{page}Side {n} av 4\n" for n, page in enumerate(pages, 1))
    result = read(text)

    assert isinstance(result, Minutes)
    resolution = result.items[1].resolution
    assert resolution is not None
    assert [line for line in resolution.value.splitlines() if line] == [
        "Første punkt.",
        "Andre punkt.",
        "Tredje punkt.",
        "Fjerde.",
    ]
    assert (result.items[1].page_from, result.items[1].page_to) == (3, 4)


def test_question_hour_and_signature_are_not_of_the_last_item() -> None:
    """A group heading or the end of the meeting ends the item."""
    result = read(HEAD + LIST + "".join(ITEMS) + "Eventuelt\nOrdføreren orienterte.\nMøtet ble hevet kl. 14.\n")

    assert isinstance(result, Minutes)
    resolution = result.items[-1].resolution
    assert resolution is not None
    assert resolution.value == "Ja."


def test_an_empty_place_is_not_filled_with_the_next_line() -> None:
    """Nothing is invented: a label without a value gives nothing."""
    result = read("Møteprotokoll\nUtvalg: Formannskapet\nMøtested:\nDato: 01.02.2024\n" + LIST + "".join(ITEMS))

    assert isinstance(result, Minutes)
    assert result.head.place is None
    assert result.head.start is None


def test_the_hint_counts_only_when_the_paper_names_the_body() -> None:
    """A body that the portal tells is not put into a paper that does not name it."""
    text = text_of("Møteprotokoll\nDato: 01.02.2024\n" + LIST + "".join(ITEMS) + "Formannskapet ble hevet.\n")
    named, other = read_minutes(text, body_hint="Formannskapet"), read_minutes(text, body_hint="Fylkestinget")

    assert isinstance(named, Minutes)
    assert isinstance(other, Minutes)
    assert named.head.body is not None
    assert named.head.body.value == "Formannskapet"
    assert other.head.body is None


def test_minutes_without_a_list_are_split_by_openers_alone() -> None:
    """A body that prints no list: each item begins with words that can begin nothing else."""
    treated = "".join(
        f"{number}/24 Sak om veg {number}\nSaksprotokoll i Formannskapet - 01.02.2024\nVedtak\nJa til {number}.\n"
        for number in (5, 6)
    )
    result = read(HEAD + treated)

    assert isinstance(result, Minutes)
    assert [one.resolution.value for one in result.items if one.resolution] == ["Ja til 5.", "Ja til 6."]


def test_a_missing_page_of_a_real_layout_makes_the_paper_whole() -> None:
    """Every golden paper of minutes, with its last page cut off, is refused rather than split wrongly."""
    for file in sorted(PAPERS.glob("*.txt")):
        pages = file.read_text().split("\f")
        whole = read_minutes(paper(file.stem))
        if isinstance(whole, Minutes) and whole.kind is DocumentKind.MINUTES and len(pages) > 1:
            assert isinstance(read_minutes(text_of("\f".join(pages[:-1]))), Whole), file.stem


def test_a_heading_at_the_top_of_two_pages_is_no_running_head() -> None:
    """Under the running head, "Behandling" begins the proceedings on both pages, as anywhere else."""
    head = "Lyngvær kommune Møteprotokoll Formannskapet 01.02.2024\n"
    begun, rest = zip(*(each.split("Behandling\n") for each in ITEMS[:2]), strict=True)
    recommended = tuple(f"{each}Rådmannens innstilling:\nDet gis støtte.\n" for each in begun)
    pages = (
        HEAD + "Saksliste\n1/24 Veg til Vika\n2/24 Bru over elva\n" + recommended[0],
        f"{head}Behandling\n{rest[0]}{recommended[1]}",
        f"{head}Behandling\n{rest[1]}Møtet ble hevet.\n",
    )
    result = read_minutes(MinutesText.of(Page(number=n, text=text) for n, text in enumerate(pages, start=1)))

    assert isinstance(result, Minutes)
    assert [each.recommendation and each.recommendation.value for each in result.items] == ["Det gis støtte."] * 2


def test_a_choice_called_recommendation_is_no_heading() -> None:
    """In a vote between proposals, "Innstilling: 2 stemmer" is one of the sides."""
    told = (PAPERS / "jupiter_stream.txt").read_text()
    unanimous = "Innstillingen ble enstemmig vedtatt med 3 stemmer."
    choice = (
        "Flervalgs votering: Forslag mot innstilling • Innstilling: 2 stemmer, 1Ap, 1Sp • Utsettelse.: 1 stemmer, 1H"
    )
    result = read(told.replace(unanimous, choice))

    assert unanimous in told
    assert isinstance(result, Minutes)
    vote = result.items[0].votes[-1]
    assert [(side.subject, side.votes) for side in vote.alternatives] == [("Innstilling", 2), ("Utsettelse", 1)]


def test_voters_of_a_bracket_that_breaks_off_are_not_told() -> None:
    """A full stop inside "(SV. MDG, R)" leaves the number, and no half of the parties."""
    told = (PAPERS / "jupiter_stream.txt").read_text()
    broken = "Forslaget fra SV fikk 14 stemmer (SV. MDG, R) og var dermed falt."
    result = read(told.replace("Innstillingen ble enstemmig vedtatt med 3 stemmer.", broken))

    assert isinstance(result, Minutes)
    side = result.items[0].votes[-1].votes_for
    assert side is not None
    assert (side.votes, side.parties) == (14, ())
