"""Marks and snippets."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from search.backends.base import Leaf, leaves
from search.highlight import SNIPPET_CHARACTERS, Piece, find_spans, flowing, marked, snippet, to_html
from search.language import default_analyzer
from search.query import parse


def wanted(query: str) -> Sequence[Leaf]:
    """The leaves of a query."""
    tree = parse(query).tree
    assert tree is not None
    return leaves(tree)


def shown(text: str, query: str) -> str:
    """The snippet, with brackets as marks."""
    pieces = snippet(text, wanted(query), default_analyzer())
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def test_what_is_marked() -> None:
    """Every form of a word, words of a phrase only together, beginnings, and nothing that was excluded."""
    assert shown("Skolene og skolen, veien", "skole -vei") == "[Skolene] og [skolen], veien"
    assert shown("delt bosted, bosted og delt", '"delt bosted"') == "[delt bosted], bosted og delt"
    assert shown("barn og byer", "by*") == "barn og [byer]"
    assert shown("vann vannet vei", "vann OR vei") == "[vann] [vannet] [vei]"


def test_the_snippet_shows_most_of_the_words() -> None:
    """The place where they stand together, cut between words, on one line."""
    text = "skole " + "ord " * 200 + "her er\nskole  og\tvei " + "ord " * 200

    result = shown(text, "skole vei")

    assert "her er [skole] og [vei] ord" in result
    assert result.startswith("… ord")
    assert result.endswith("ord …")


def test_without_a_hit_the_snippet_is_the_beginning() -> None:
    """A document that was found by its title is shown from its start."""
    assert shown("  Møte i formannskapet. " + "ord " * 200, "skole").startswith("Møte i formannskapet.")
    assert shown("", "skole") == ""


def test_text_becomes_html_once() -> None:
    """Everything but the marks is escaped."""
    assert to_html([Piece('<b>"&amp;', marked=True), Piece("<i>")]) == "<mark>&lt;b&gt;&quot;&amp;amp;</mark>&lt;i&gt;"


def test_lines_flow_within_a_sentence_only() -> None:
    """Headings, lists and hyphens keep their line ends; no character moves."""
    text = "Elever får skyss når\nveien er farlig.\nRetten til skyss\n1. Første\nsærlig-\nfarlig"

    assert flowing(text) == "Elever får skyss når veien er farlig.\nRetten til skyss\n1. Første særlig-\nfarlig"
    assert len(flowing(text)) == len(text)


@given(st.text(max_size=400), st.sampled_from(["a", "a OR b", '"a b"', "a*"]))
def test_pieces_put_together_are_the_text(text: str, query: str) -> None:
    """Marking neither loses nor doubles a character, and a snippet stays short."""
    spans = find_spans(text, wanted(query), default_analyzer())

    assert "".join(piece.text for piece in marked(text, spans)) == text
    assert sum(len(piece.text) for piece in snippet(text, wanted(query), default_analyzer())) <= SNIPPET_CHARACTERS + 4


def test_a_text_without_blanks_is_cut() -> None:
    """However long its words are."""
    assert len(shown("a" * 100_000, "skole")) <= SNIPPET_CHARACTERS + 4
