"""Citations that can be pasted where they belong."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from search.citing import Citation

CITATION = Citation(
    key="granlia-PS 41/26",
    title="Skoleskyss for elever med delt bosted",
    body="Fylkestinget",
    organization="Granlia fylkeskommune",
    number="PS 41/26",
    date=dt.date(2026, 6, 17),
    paper="Protokoll",
    page=23,
    case_number="2025/3187",
    address="https://saksgang.example/vedtak/granlia/84117",
    sha256="19a7745751b6",
)


def test_every_form_says_where_it_is_from() -> None:
    """Body, item, day, page, case, permanent address and checksum, in four forms."""
    assert CITATION.plain() == (
        "Fylkestinget, Granlia fylkeskommune: Skoleskyss for elever med delt bosted. Vedtak i sak PS 41/26, "
        "17. juni 2026. Protokoll s. 23. Arkivsak 2025/3187. https://saksgang.example/vedtak/granlia/84117 "
        "(SHA-256: 19a7745751b6)"
    )
    assert CITATION.markdown() == (
        "[Skoleskyss for elever med delt bosted](<https://saksgang.example/vedtak/granlia/84117>). Fylkestinget, "
        "Granlia fylkeskommune, sak PS 41/26, 17.06.2026, s. 23. Arkivsak 2025/3187. SHA-256: 19a7745751b6."
    )
    assert CITATION.html().startswith(
        '<cite><a href="https://saksgang.example/vedtak/granlia/84117">Skoleskyss for elever med delt bosted</a></cite>.'
    )
    assert CITATION.bibtex() == (
        "@misc{granlia-ps-41-26,\n"
        "  author = {{Fylkestinget, Granlia fylkeskommune}},\n"
        "  title  = {Skoleskyss for elever med delt bosted},\n"
        "  note   = {Vedtak i sak PS 41/26, arkivsak 2025/3187, protokoll s. 23, SHA-256: 19a7745751b6},\n"
        "  date   = {2026-06-17},\n"
        "  url    = {https://saksgang.example/vedtak/granlia/84117}\n"
        "}"
    )


def test_what_is_not_known_is_left_out() -> None:
    """No empty brackets, no made-up page."""
    bare = replace(
        CITATION,
        body=None,
        organization=None,
        number=None,
        date=None,
        paper=None,
        page=None,
        case_number=None,
        sha256=None,
    )

    assert (
        bare.plain() == "Skoleskyss for elever med delt bosted. Vedtak. https://saksgang.example/vedtak/granlia/84117"
    )
    assert bare.bibtex().count("\n") == 4


def test_hostile_titles_stay_titles() -> None:
    """A title cannot end the link, the element or the entry that it stands in."""
    evil = replace(CITATION, title="a]( <b> & {c} \\d_e$ </cite>")

    assert "[a\\](" in evil.markdown().replace("\\<", "<").replace("[a\\]( ", "[a\\](")
    assert "<b>" not in evil.html()
    assert "\\{c\\} \\textbackslash{}d\\_e\\$" in evil.bibtex()
