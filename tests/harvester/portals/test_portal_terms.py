"""The vocabulary shared by the portals, in both forms of Norwegian."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from harvester.model import BodyKind, DocumentKind
from harvester.portals import terms
from harvester.portals.numbers import read_treatment

TROMSO = Path(__file__).parents[3] / "../shared/real/jupiter/tromso_documents.tsv"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Kommunestyret", BodyKind.COUNCIL),
        ("Bystyret", BodyKind.COUNCIL),
        ("Heradsstyret", BodyKind.COUNCIL),
        ("Fylkestinget i Austmark", BodyKind.COUNCIL),
        ("Formannskapet", BodyKind.EXECUTIVE),
        ("Fylkesutvalet", BodyKind.EXECUTIVE),
        ("Fylkesrådet", BodyKind.EXECUTIVE),
        ("Hovudutval for oppvekst", BodyKind.COMMITTEE),
        ("Komité for kultur", BodyKind.COMMITTEE),
        ("Bystyrekomité for helse", BodyKind.COMMITTEE),
        ("Partssammensatt utvalg", BodyKind.COMMITTEE),
        ("Kontrollutvalget", BodyKind.COMMITTEE),
        ("Eldrerådet", BodyKind.ADVISORY),
        ("Fylkesrådet for eldre", BodyKind.ADVISORY),
        ("Kommunalt råd for mennesker med nedsatt funksjonsevne", BodyKind.ADVISORY),
        ("Ungdommens bystyre", BodyKind.ADVISORY),
        ("Viltnemnda", BodyKind.BOARD),
        ("Fylkesvalgstyret", BodyKind.BOARD),
        ("Havnestyret", BodyKind.BOARD),
        ("Fellesmøte", BodyKind.OTHER),
    ],
)
def test_body_is_known_by_its_name(name: str, kind: BodyKind) -> None:
    """A council for the elderly of a county is no county council, and a name without a known word is other."""
    assert terms.body_kind(name) is kind


@pytest.mark.parametrize(
    ("text", "words", "only"),
    [
        ("Unntatt etter offentlighetsloven offl. § 13", "Unntatt etter offentlighetsloven offl. § 13", True),
        ("Unntatt offentlighet, jf. offl. § 23 første ledd", "Unntatt offentlighet, jf. offl. § 23 første ledd", True),
        ("Unnateke offentlegheit", "Unnateke offentlegheit", True),
        (
            "Unnateke frå offentlegheit jf. offentleglova § 13",
            "Unnateke frå offentlegheit jf. offentleglova § 13",
            True,
        ),
        ("U.off.", "U.off.", True),
        ("Offl. § 13, fvl. § 13 1. ledd nr. 2", "Offl. § 13, fvl. § 13 1. ledd nr. 2", True),
        ("Klagesak - unntatt offentlighet", "unntatt offentlighet", False),
        ("Ikke offentlig", "Ikke offentlig", True),
    ],
)
def test_exemption_is_told_in_the_portals_own_words(text: str, words: str, only: bool) -> None:
    """The words are kept as they are, and a title beside them stays a title."""
    assert terms.restriction(text) == words
    assert terms.is_only_restriction(text) is only


@pytest.mark.parametrize("text", ["Offentlig ettersyn", "Unntak fra plan", "Offentlige anskaffelser § 5", "Kart", ""])
def test_public_titles_are_not_exempt(text: str) -> None:
    """Words about the public are no words of exemption."""
    assert terms.restriction(text) is None
    assert not terms.is_only_restriction(text)


def test_real_titles_get_the_kinds_that_others_gave_them() -> None:
    """On all documents of one real portal, meeting documents, resolutions and history lines are told apart."""
    if not TROMSO.exists():
        pytest.skip("the real list of documents is not beside this checkout")
    with TROMSO.open(encoding="utf-8", newline="") as file:
        rows = [(row["doc_type"], " ".join(row["title"].split())) for row in csv.DictReader(file, delimiter="\t")]

    def share(doc_type: str, kind: DocumentKind) -> float:
        titles = [title for found, title in rows if found == doc_type]
        return sum(terms.meeting_document(title) is kind for title in titles) / len(titles)

    assert share("meeting_agenda", DocumentKind.AGENDA) == 1
    assert share("meeting_minutes", DocumentKind.MINUTES) == 1
    assert all(
        terms.item_document(title, item_title=None) is DocumentKind.RESOLUTION
        for found, title in rows
        if found == "case_minutes"
    )
    assert all(read_treatment(title) for found, title in rows if found == "case_history")
    assert not any(read_treatment(title) for found, title in rows if found != "case_history")
