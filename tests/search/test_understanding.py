"""What is told of how a query was understood."""

from __future__ import annotations

import pytest

from search.query import parse
from search.understanding import as_data, in_words


def understood(query: str) -> object:
    """A query as data."""
    tree = parse(query).tree
    assert tree is not None
    return as_data(tree)


def test_a_query_as_data() -> None:
    """Every operator and field has its key; a word that is looked for everywhere has no field."""
    assert understood('skole (vann OR "delt bosted") -utsatt') == {
        "all": [{"word": "skole"}, {"any": [{"word": "vann"}, {"phrase": "delt bosted"}]}, {"not": {"word": "utsatt"}}]
    }
    assert understood("sko*") == {"prefix": "sko"}
    assert understood('="delte bosteder"') == {"phrase": "delte bosteder", "literal": True}
    assert understood("skole nær/5 skyss") == {"near": [{"word": "skole"}, {"word": "skyss"}], "within": 5}
    assert understood("utvalg:plan") == {"word": "plan", "in": ["body"]}
    assert understood("fra:2024-03") == {"filter": {"from": "2024-03-01"}}
    assert understood("parti:høyre") == {"filter": {"party": ["H"]}}


@pytest.mark.parametrize(
    ("query", "language", "words"),
    [
        ("skole (vann OR avløp)", "nb", "skole og (vann eller avløp)"),
        ("skole -utsatt", "nn", "skole og utan utsatt"),
        ("skole -utsatt", "en", "skole and without utsatt"),
        ("type:vedtak utfall:avslått", "nb", "type vedtak og utfall avslått"),
        ("type:sak outcome:sent_back", "en", "kind item and outcome sent back"),
        ("utvalg:plan", "nb", "plan i utvalgets navn"),
        ("sak:24/1", "en", "24/1 in the number or title"),
        ("dato:2024", "nb", "møter fra 2024-01-01 til 2024-12-31"),
        ("til:2024", "nn", "møte til 2024-12-31"),
        ("skole nær/5 sky*", "nb", "skole høyst 5 ord fra ord som begynner på sky"),
        ('="delt bosted"', "en", "exactly «delt bosted»"),
    ],
)
def test_a_query_in_words(query: str, language: str, words: str) -> None:
    """A part of a sentence in each of the three languages."""
    tree = parse(query).tree

    assert tree is not None
    assert in_words(tree, language) == words
