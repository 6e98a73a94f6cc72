"""What of a page is searched for: not what stands on every page."""

from __future__ import annotations

from search import open_search
from tests.search.archives import Fill, MakeDocument


def test_running_heads_are_not_found_and_snippets_are_right(fill: Fill, document: MakeDocument) -> None:
    """A word of the running head finds nothing; one of the text is marked where it stands in the stored page."""
    pages = [f"Lillevik formannskap\nSaken gjelder {what}.\nSide {n} av 4" for n, what in enumerate(WHAT, start=1)]
    data = fill(document("a", *pages))

    with open_search(data) as search:
        assert search.search("Lillevik").total == 0
        (hit,) = search.search("skoleskyss").hits

    assert hit.page == 3
    assert "Saken gjelder <mark>skoleskyss</mark>." in hit.snippet


WHAT = ("vannverk", "brannstasjon", "skoleskyss", "barnehage")
