"""Running heads and page numbers, which the index leaves out."""

from __future__ import annotations

import io

from harvester.extract.pdf import fast
from harvester.extract.running import body_texts
from harvester.model import Page
from tests.harvester.extract import truth


def pages(*texts: str) -> list[Page]:
    return [Page(number=number, text=text) for number, text in enumerate(texts, start=1)]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    """What stands on every page, with any number for a number, is left out; everything else stays, in place."""
    made = truth.running_heads(truth.Sentences(3))
    read = list(fast.pages(io.BytesIO(made.content), set()))

    bodies = body_texts(read)

    assert ["\n".join(page.splitlines()[1:-1]) for page in made.pages] == list(bodies)


def test_left_and_right_pages_have_heads_of_their_own() -> None:
    """A head that stands on every other page is running too."""
    texts = [
        f"{'Årsmelding' if number % 2 else 'Kapittel'}\nSetning {chr(64 + number)} her\nSlutt {'x' * number}"
        for number in range(1, 9)
    ]

    assert all(
        "Årsmelding" not in text and "Kapittel" not in text and "Setning" in text for text in body_texts(pages(*texts))
    )


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

    assert body_texts(pages(*texts)) == tuple(texts)


def test_short_documents_are_left_as_they_are() -> None:
    """Of two pages nobody can say what is running."""
    assert body_texts(pages("Topp\na", "Topp\nb")) == ("Topp\na", "Topp\nb")
    assert body_texts([]) == ()
