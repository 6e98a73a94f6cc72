"""What is written in one usual spelling is found by every other, through the real index and in both directions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from harvester.store import open_store
from search.index import bring_up_to_date
from search.service import Search, open_search
from tests.search.archives import make_document, save

SPELLINGS = {
    "case number": ("24/18322", "2024/18322", "ARKIV-2024/18322", "24/018322"),
    "document of a case": ("24/18322-7", "2024/18322-7"),
    "item number": ("12/24", "12/2024", "0012/24", "012/2024"),
    "item number with its series": ("PS 15/24", "PS 15/2024", "PS 0015/24", "ps 15/24", "PS-15/24"),
    "year-first number": ("24/7", "2024/7", "2024/007", "24/07"),
    "property number": (
        *("gnr. 12, bnr. 3", "gnr 12 bnr 3", "gnr/bnr 12/3", "gnr. 12/3", "12/3", "g.nr. 12 b.nr. 3"),
        *("gårdsnummer 12, bruksnummer 3", "gardsnr 12 bruksnr 3", "GNR.12 BNR.3", "gnr. 12 og bnr. 3"),
        *("gbnr 12/3", "Gnr: 12 Bnr: 3", "4601-12/3", "gnr.\u00a012, bnr.\u00a03", "gnr. 12 - bnr. 3"),
    ),
    "paragraph": ("§ 5a", "§ 5 a", "§5a", "§5 a", "paragraf 5a", "§\u00a05a"),
    "paragraph of a chapter": ("§ 12-10", "§12-10", "paragraf 12-10", "§ 12\u201310", "§ 12\u201110"),
    "organization number": (
        *("979 151 950", "979151950", "979.151.950", "979\u00a0151\u00a0950"),
        *("NO 979 151 950 MVA", "NO979151950MVA", "979151950MVA"),
    ),
    "date": (
        *("12.06.2024", "12.6.2024", "12.06.24", "12.6.24", "12/6-2024", "12/6 2024", "12/06/2024", "12/6-24"),
        *("12-06-2024", "2024-06-12", "12. juni 2024", "12 juni 2024", "12.juni 2024", "12. jun. 2024"),
        *("12. JUNI 2024", "12. 6. 2024", "12.\u00a0juni\u00a02024"),
    ),
    "month": ("mai 2023", "2023-05", "Mai 2023"),
    "money": (
        *("1,5 mill.", "1,5 millioner", "1,5 millionar", "1.5 mill", "1 500 000", "1.500.000", "1500000"),
        *("1'500'000", "1 500 000,00", "1\u00a0500\u00a0000", "1,5 MNOK", "1500 tkr", "1 500 TNOK"),
    ),
    "abbreviation": ("f.eks.", "feks", "f. eks.", "F.eks", "f.eks"),
    "abbreviation of others": ("m.fl.", "mfl.", "m. fl.", "mfl"),
    "hyphen": ("e-post", "epost", "E-post", "e\u2011post", "E-POST"),
    "hyphen in a name": ("Nord-Norge", "nord-norge", "Nord\u2011Norge"),
    "soft hyphen": ("eiendomsskatt", "eiendoms\u00adskatt", "Eiendomsskatt"),
    "accent": ("trasé", "trase", "TRASÉ"),
    "old spelling": ("Nygaardsparken", "Nygårdsparken"),
}
"""Each is one thing; any of its spellings finds all."""

ONLY_IN_DOCUMENTS = {
    "vedtak": ("V E D T A K", "V e d t a k", "V  E  D  T  A  K", "VEDTAK"),
    "reguleringsplan": (
        *("regulerings-\nplan", "regulerings-\r\nplan", "regulerings-  \n  plan", "regulerings\u00ad\nplan"),
        *("regulerings\u00ac\nplan", "REGULERINGS-\nPLAN", "Reguleringsplanane"),
    ),
    "barneskole": (
        *("barne- og ungdomsskole", "barne-og ungdomsskole", "barne\u2013 og ungdomsskole", "barne-/ungdomsskole"),
        *("barne-\nog ungdomsskole", "barne- & ungdomsskole", "barne-, ungdoms- og høgskole", "barne- og ungdomsskule"),
    ),
}
"""What is typed plainly finds what a document has as its layout made it."""

TYPED = [(kind, query) for kind, spellings in SPELLINGS.items() for query in spellings]


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    """An index with a document for each spelling; its id begins with what it is a spelling of."""
    data = tmp_path_factory.mktemp("spellings")
    written = SPELLINGS | ONLY_IN_DOCUMENTS
    documents = [
        make_document(f"{kind}/{place}", f"Saken gjelder {spelling}, i dag.", title="Notat")
        for kind, spellings in written.items()
        for place, spelling in enumerate(spellings)
    ]
    save(data, documents)
    with open_store(data) as store:
        bring_up_to_date(store, data)
    with open_search(data) as opened:
        yield opened


def found(search: Search, query: str) -> set[str]:
    """The ids that a query finds, just as typed."""
    hits = search.search(query, widen=False, per_page=100).hits
    return {hit.document_id.removeprefix("import/") for hit in hits if hit.document_id}


def ids(kind: str, spellings: tuple[str, ...]) -> set[str]:
    """The documents that have a spelling of this."""
    return {f"{kind}/{place}" for place in range(len(spellings))}


@pytest.mark.parametrize(("kind", "query"), TYPED, ids=[f"{kind}: {query}" for kind, query in TYPED])
def test_every_spelling_finds_all_others(search: Search, kind: str, query: str) -> None:
    """And nothing of another kind, but that a document's number also finds the case, and dates their month."""
    missing = {SPELLINGS[kind][int(key.rsplit("/")[-1])] for key in ids(kind, SPELLINGS[kind]) - found(search, query)}
    others = {key.split("/")[0] for key in found(search, query)} - {kind}

    assert missing == set()
    assert others <= {"document of a case"} if kind == "case number" else others == set()


@pytest.mark.parametrize("query", ONLY_IN_DOCUMENTS)
def test_layout_hides_no_word(search: Search, query: str) -> None:
    """Letter-spacing, line ends and suspended hyphens."""
    assert ids(query, ONLY_IN_DOCUMENTS[query]) <= found(search, query)


@pytest.mark.parametrize(
    "query",
    [
        *("24/1832", "24/18322-1", "13/24", "PS 15/23", "gnr. 12, bnr. 33", "§ 5b", "§ 12-1", "979 151 951"),
        *("13.06.2024", "12.07.2024", "april 2023", "1,6 mill.", "1 500 001"),
    ],
)
def test_other_numbers_find_nothing(search: Search, query: str) -> None:
    """What differs in one digit is another thing."""
    assert found(search, query) == set()
