"""Running heads and page numbers, which the index leaves out."""

from __future__ import annotations

import io

from harvester.extract.pdf import fast
from harvester.running_heads import running_spans, without
from tests.harvester.extract import truth


def bodies(*texts: str) -> list[str]:
    """The texts as the index takes them."""
    spans = running_spans(texts)
    return [without(text, found) for text, found in zip(texts, spans, strict=True)]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    """What stands on every page, with any number for a number, is left out; everything else stays, in place."""
    made = truth.running_heads(truth.Sentences(3))
    read = list(fast.pages(io.BytesIO(made.content), set()))

    found = bodies(*(page.text for page in read))

    assert ["\n".join(page.splitlines()[1:-1]) for page in made.pages] == [body.strip() for body in found]


def test_every_other_character_stays_in_its_place() -> None:
    """Blanks stand for what is left out, so that a place in the body is the same place in the stored text."""
    texts = [f"Ås kommune\nSetning {letter}\nSide {ord(letter)}" for letter in "abc"]

    for text, body in zip(texts, bodies(*texts), strict=True):
        assert len(body) == len(text)
        assert body.index("Setning") == text.index("Setning")
        assert body.split() == text.split()[2:4]


def test_left_and_right_pages_have_heads_of_their_own() -> None:
    """A head that stands on every other page is running too."""
    texts = [
        f"{'Årsmelding' if number % 2 else 'Kapittel'}\nSetning {chr(64 + number)} her\nSlutt {'x' * number}"
        for number in range(1, 9)
    ]

    assert all("Årsmelding" not in text and "Kapittel" not in text and "Setning" in text for text in bodies(*texts))


def test_what_repeats_in_the_text_stays() -> None:
    """Equal lines in the middle of pages, and at the edges of a few, are text."""
    letters = "abcdefghij"
    texts = [
        "\n".join(
            [
                *(f"Sak {letter}{edge}" for edge in "xyz"),
                "Enstemmig vedtatt",
                *(f"{edge}{letter} slutt" for edge in "xyz"),
            ]
        )
        for letter in letters
    ]
    texts[0] = "Enstemmig vedtatt\n" + texts[0]

    assert bodies(*texts) == texts


def test_short_documents_are_left_as_they_are() -> None:
    """Of two pages nobody can say what is running."""
    assert running_spans(["Topp\na", "Topp\nb"]) == ((), ())
    assert running_spans([]) == ()
