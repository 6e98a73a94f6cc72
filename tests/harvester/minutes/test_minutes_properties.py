"""Whatever the text: a consistent split or a reason; and what is written by the rules is read as it was written."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.minutes import Minutes, MinutesText, Whole, read_minutes
from harvester.model import Page
from tests.harvester.minutes.minutes_summary import PAPERS, text_of

WORDS = [
    "Saksliste",
    "1/24",
    "2/24",
    "PS 3/24",
    "24/1234-1",
    "Vedtak",
    "Votering",
    "Behandling",
    "Saksprotokoll i Formannskapet - 01.02.2024",
    "Møteprotokoll",
    "Utvalg: Formannskapet",
    "Dato: 01.02.2024",
    "Innstilling til vedtak:",
    "enstemmig vedtatt",
    "med 4 mot 3 stemmer",
    "(Ap, H(2))",
    "(",
    ")",
    "For forslaget stemte 2: Ada Fjell (AP), Bo Elv (SP).",
    "Behandlet av Møtedato Saknr",
    "[Lagre vedtak]",
    "sak 1/24",
    "Til stede:",
    "Side 1",
    "Fjell",
    "veg",
    "\n",
    "\n\n",
    ".",
    ",",
    "•",
    ":",
    "«",
    "»",
    "§ 13",
    "Unntatt offentlighet",
    "\x00",
    "�",
    "😀",
    "\u2028",
    "mot",
    "for",
    "og",
    "12",
    "31.02.2024",
    "99/99",
]
fragments = st.lists(st.sampled_from(WORDS), max_size=120).map(" ".join)
anything = st.text(max_size=400)
papers = st.lists(fragments | anything, min_size=0, max_size=4)


def assert_consistent(source: MinutesText, result: Minutes | Whole) -> None:
    """What holds of every result: pages rise, numbers are of the list or said not to be, evidence stands in the text."""
    words = " ".join("\n".join(line.text for page in source.pages for line in page.lines).split())
    assert isinstance(result, Minutes | Whole)
    if isinstance(result, Whole):
        return
    numbers = [page.number for page in source.pages]
    starts = [item.page_from for item in result.items]
    assert starts == sorted(starts)
    assert all(item.page_from <= item.page_to for item in result.items)
    assert all({item.page_from, item.page_to} <= set(numbers) for item in result.items)
    listed = [item.number.value for item in result.listed]
    assert all((item.number.value in listed) == item.listed for item in result.items)
    if result.listed and result.items:
        assert len([item for item in result.items if item.listed]) + len(result.folded) <= len(result.listed)
    for item in result.items:
        evidences = [item.evidence, *(vote.evidence for vote in item.votes), *(part.evidence for part in item.sections)]
        assert all(evidence.page in numbers for evidence in evidences)
        assert all(" • " in evidence.sentence or evidence.sentence[:40] in words for evidence in evidences)


@given(papers)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_a_consistent_split_or_a_reason(pages: list[str]) -> None:
    """Words of minutes in any order, and any other text, on up to four pages."""
    source = MinutesText.of(Page(number=number, text=text) for number, text in enumerate(pages, start=1))

    assert_consistent(source, read_minutes(source))


@pytest.mark.parametrize("name", sorted(file.stem for file in PAPERS.glob("*.txt")))
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_damaged_papers_give_a_consistent_split_or_a_reason(name: str, data: st.DataObject) -> None:
    """Lines lost, doubled or moved, as damaged files and odd layouts have them."""
    lines = (PAPERS / f"{name}.txt").read_text().split("\n")
    place = data.draw(st.integers(min_value=0, max_value=len(lines) - 1))
    other = data.draw(st.integers(min_value=0, max_value=len(lines) - 1))
    damage = data.draw(st.sampled_from(("lose", "double", "swap", "cut")))
    if damage == "lose":
        del lines[place]
    elif damage == "double":
        lines.insert(place, lines[other])
    elif damage == "swap":
        lines[place], lines[other] = lines[other], lines[place]
    else:
        lines = lines[:place]
    source = text_of("\n".join(lines))

    assert_consistent(source, read_minutes(source))


titles = st.lists(
    st.sampled_from(["Veg", "Bru", "Skole", "Havn", "Park", "Tunnel", "Kai", "Hall", "Sti", "Tomt"]),
    min_size=2,
    max_size=4,
    unique=True,
).map(lambda words: f"{words[0]} og {' '.join(word.lower() for word in words[1:])}")


@given(
    st.lists(st.tuples(titles, st.booleans()), min_size=1, max_size=8),
    st.integers(min_value=1, max_value=300),
    st.sampled_from(("{}/24", "PS {}/24", "0{}/24", "{}/2024", "PS 24/{}")),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_what_is_written_by_the_rules_is_read_as_written(
    items: list[tuple[str, bool]], first: int, form: str, page_breaks: bool
) -> None:
    """Every number form: all items found, each with its own resolution and outcome, on its own page."""
    numbered = [(form.format(first + place), title, noted) for place, (title, noted) in enumerate(items)]
    break_sign = "\f" if page_breaks else ""
    text = "Møteprotokoll\nUtvalg: Formannskapet\nDato: 01.02.2024\nSaksliste\n"
    text += "".join(f"{number} {title}\n" for number, title, _ in numbered)
    for place, (number, title, noted) in enumerate(numbered):
        resolution = "Saken tas til orientering." if noted else f"Forslag {place} vedtas."
        text += f"{break_sign}{number} {title}\nSaksprotokoll i Formannskapet - 01.02.2024\nBehandling\nSaken ble drøftet.\n"
        text += f"Votering\nInnstillingen ble vedtatt med {place + 5} mot {place} stemmer.\nVedtak\n{resolution}\n"
    result = read_minutes(text_of(text))

    assert isinstance(result, Minutes)
    assert result.head.date is not None
    assert result.head.date.value == dt.date(2024, 2, 1)
    assert [item.number.sequence for item in result.items] == [first + place for place in range(len(items))]
    assert [item.title for item in result.items] == [title for title, _ in items]
    for place, (item, (_, noted)) in enumerate(zip(result.items, items, strict=True)):
        assert item.resolution is not None
        assert item.resolution.value == ("Saken tas til orientering." if noted else f"Forslag {place} vedtas.")
        assert item.outcome is not None
        assert item.outcome.value == ("noted" if noted else "adopted")
        assert item.page_from == (place + 2 if page_breaks else 1)
        (vote,) = item.votes
        assert (vote.votes_for and vote.votes_for.votes, vote.votes_against and vote.votes_against.votes) == (
            place + 5,
            place,
        )


@pytest.mark.parametrize(
    "text",
    [
        "1/24 " * 4000,
        "Møteprotokoll Saksliste " + "1/24 24/01234-1 Sak " * 3000,
        "Møteprotokoll\nSaksliste\n" + "".join(f"1/24 a{number}\n" for number in range(4000)),
        "Møteprotokoll\nDato: 01.02.2024\nSaksliste\n1/24 Sak\n1/24 Sak\nVotering\nvedtatt med 4 stemmer "
        + "(" * 20000,
        "Møteprotokoll Til stede: " + "Aa Bb " * 10000,
        "Møteprotokoll\nDato: 01.02.2024\nSaksliste\n1/24 Sak\n1/24 Sak\nVotering\nFor forslaget stemte 9: "
        + "Ada Fjell (AP), " * 4000,
        "Saksprotokoll " + "Utvalg for veg behandlet saken i møtet 01.02.2024 sak 1/24 " * 1000,
        "Møteprotokoll\nSaksliste\n1/24 Sak\n1/24 Sak\nVedtak\nJa." + " 1" * 20000,
        "Møteprotokoll" + "\n" * 50000,
        "Møteprotokoll Saksliste 1/24 Sak Møtebehandling i " * 1500,
    ],
)
def test_texts_made_to_exhaust_the_reader_are_read_in_time(text: str) -> None:
    """No pattern and no loop grows faster than the text: each of these ends well within the time limit of a test."""
    source = text_of(text)

    assert_consistent(source, read_minutes(source))
