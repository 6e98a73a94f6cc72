"""The documents of Jupiter's meeting page: kinds, places, exemptions."""

from __future__ import annotations

import datetime as dt

import pytest

from harvester.model import DocumentKind
from tests.harvester.portals.jupiter_pages import BASE, agenda, documents, link, meeting, parse, row


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ny  BRU", DocumentKind.CASE_PAPER),
        ("Saksfremlegg - ny bru", DocumentKind.CASE_PAPER),
        ("Vedtak", DocumentKind.RESOLUTION),
        ("Vedtak fra 1998.pdf", DocumentKind.ATTACHMENT),
        ("Saksprotokoll i fylkesrådet", DocumentKind.MINUTES_EXTRACT),
        ("Protokoll 12.03.2018", DocumentKind.ATTACHMENT),
        ("Vedlegg 1 Kart.pdf", DocumentKind.ATTACHMENT),
    ],
)
def test_kind_of_an_items_document(text: str, kind: DocumentKind) -> None:
    """By the words of its link; minutes under an item are another meeting's, so they are never this one's."""
    (document,) = documents(parse(agenda(row(papers=link("2001577216", text)))))

    assert document.kind is kind


def test_history_line_is_another_meetings_extract() -> None:
    """A line of another body or day is history, even of a body with a comma in its name."""
    (document,) = documents(
        parse(agenda(row(papers=link("7", "0012/18, Utvalg for plan, miljø og klima, 20.02.2018"))))
    )

    assert (document.kind, document.history) == (DocumentKind.MINUTES_EXTRACT, True)


def test_own_history_line_and_resolution_are_one_document() -> None:
    """The portal links the same file as Vedtak and in the history: one record, whichever comes first."""
    own = link("7", "0055/18, Fylkestinget, 23.04.2018")
    for papers in (link("7", "Vedtak") + own, own + link("7", "Vedtak")):
        (document,) = documents(parse(agenda(row(papers=papers))))

        assert (document.id, document.kind, document.history) == ("austmark/7", DocumentKind.RESOLUTION, False)
        assert document.title == "Vedtak"


def test_minutes_up_for_approval_stay_those_of_their_own_meeting() -> None:
    """Under the next meeting's approval they are named, but only their own meeting may claim them."""
    papers = link("7", "Protokoll Fylkestinget 12.03.2018") + link("8", "Protokoll 23.04.2018") + link("9", "Protokoll")
    parsed = parse(agenda(row(papers=papers), section="Godkjenning av protokoll"))

    assert [document.history for document in documents(parsed)] == [True, False, False]
    assert {document.kind for document in documents(parsed)} == {DocumentKind.ATTACHMENT}


def test_document_in_two_items_has_two_places() -> None:
    """The same file under two items is one id with a record for each place."""
    parsed = parse(agenda(row("1/18", papers=link("7", "Notat")), row("2/18", papers=link("7", "Notat"))))

    first, second = documents(parsed)
    assert first.id == second.id
    assert first.item != second.item


def test_both_kinds_of_document_addresses_give_one_kind_of_key() -> None:
    """``dokid`` and ``filid``, which prints its number as a float."""
    papers = (
        "<a href='/application/getDocument?filid=2027025.0'>A</a> <a href='/application/getMoteDokument?dokid=9'>B</a>"
    )

    assert [(document.id, document.url) for document in documents(parse(agenda(row(papers=papers))))] == [
        ("austmark/2027025", f"{BASE}/application/getDocument?filid=2027025.0"),
        ("austmark/9", f"{BASE}/application/getMoteDokument?dokid=9"),
    ]


def test_exempt_document_is_named_without_address() -> None:
    """What is kept back is listed with the portal's own words for it; its kind is as of any other document."""
    papers = "<ul><li>Vedlegg 2 – Unntatt offentlighet, offl. § 23</li><li>Utrykt vedlegg</li></ul>"
    parsed = parse(agenda(row(papers=papers)))

    (document,) = documents(parsed)
    assert document.url is None
    assert document.restriction == "Unntatt offentlighet, offl. § 23"
    assert document.item == "austmark/21258.saker-til-behandling.55-18"
    assert [(skip.reason, skip.what) for skip in parsed.skipped] == [("a document without a link", "Utrykt vedlegg")]


def test_two_exempt_documents_with_the_same_words_are_told() -> None:
    """They cannot be told apart, and one of them does not vanish in silence."""
    parsed = parse(agenda(row(papers="<ul><li>Unntatt offentlighet</li><li>Unntatt offentlighet</li></ul>")))

    assert len(documents(parsed)) == 1
    assert len(parsed.skipped) == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Saksliste 2 Fylkestinget 23.04.2018", DocumentKind.AGENDA),
        ("Tilleggssaksliste", DocumentKind.AGENDA),
        ("Møteinnkalling", DocumentKind.NOTICE),
        ("Protokoll - Fylkestinget - korrigert", DocumentKind.MINUTES),
        ("Møtebok", DocumentKind.MINUTES),
        ("Protokolltilførsel", DocumentKind.OTHER),
        ("Kart", DocumentKind.OTHER),
    ],
)
def test_kind_of_a_meetings_document(text: str, kind: DocumentKind) -> None:
    """By the first word of its link; what is not in the table is other, never an agenda."""
    html = agenda(f"<tr><td style='text-align: left;'>{link('5', text)}</td></tr>", section="Møtedokumenter")

    (document,) = documents(parse(html))
    assert (document.kind, document.item, document.meeting) == (kind, None, "austmark/21258")


def test_published_day_is_read_and_is_not_the_meetings() -> None:
    """The day in brackets belongs to the document."""
    parsed = parse(agenda(row(papers=link("7", "Saksliste (publisert 18.03.2018)"))))

    assert documents(parsed)[0].published == dt.date(2018, 3, 18)
    assert meeting(parsed).start.date() == dt.date(2018, 4, 23)


def test_every_document_of_the_page_is_read_or_named() -> None:
    """A link outside the tables is counted, so nothing that the page lists is lost unseen."""
    parsed = parse(f"<div>{agenda(row(papers=link('7', 'Notat')))}<div>{link('8', 'Lydopptak')}</div></div>")

    assert [document.id for document in documents(parsed)] == ["austmark/7"]
    assert [skip.what for skip in parsed.skipped] == ["Lydopptak"]
