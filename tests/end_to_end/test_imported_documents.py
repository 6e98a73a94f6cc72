"""From a real PDF to the page on which a phrase stands: extract, import, index, search."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search import open_search
from tests.end_to_end.nights import ROOT, program

REAL = ROOT / ".." / "shared" / "real" / "pdf"
_WORDS = 5
_STEM = 4
_WORD = re.compile(r"[a-zæøå]{3,}")


def phrases(pages: list[Any]) -> Iterator[tuple[int, str]]:
    """From every page a phrase of plain words that stands nowhere else in the document, with the page's number.

    Inflected forms count as the same words, because a search takes them so.
    """
    places = {page["number"]: list(_runs(page["text"].split())) for page in pages}
    times = Counter(stems for found in places.values() for _, stems in found)
    for number, found in places.items():
        once = [group for group, stems in found if times[stems] == 1 and all(map(_WORD.fullmatch, group))]
        if once:
            yield number, " ".join(once[len(once) // 2])


def _runs(words: list[str]) -> Iterator[tuple[list[str], tuple[str, ...]]]:
    """Words that follow each other, with their beginnings."""
    for start in range(len(words) - _WORDS + 1):
        group = words[start : start + _WORDS]
        yield group, tuple(word.casefold()[:_STEM] for word in group)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not here")
def test_a_phrase_of_a_real_document_is_found_on_its_page(tmp_path: Path) -> None:
    """Each phrase, copied from page N of a real PDF, leads to that document and says page N.

    The phrases are not shown when this fails: the papers name private persons.
    """
    files = sorted(path for path in REAL.glob("*.pdf") if path.read_bytes()[:1024].count(b"%PDF"))[:6]
    extracted = program("-m", "harvester", "extract", *files).json
    lines = [
        {
            "id": Path(result["file"]).stem,
            "title": f"Dokument {number}",
            "pages": [page["text"] for page in result["pages"]],
        }
        for number, result in enumerate(extracted)
    ]
    (tmp_path / "papers.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    imported = program("-m", "harvester", "import", tmp_path / "papers.jsonl", "--data", tmp_path / "data")
    indexed = program("-m", "search", "index", "--data", tmp_path / "data")
    wanted = [
        (f"import/{Path(result['file']).stem}", page, phrase)
        for result in extracted
        for page, phrase in list(phrases(result["pages"]))[:10]
    ]
    with open_search(data=tmp_path / "data") as search:
        found = [
            any(hit.document_id == document and hit.page == page for hit in search.search(f'"{phrase}"').hits)
            for document, page, phrase in wanted
        ]

    assert imported.code == 0, imported.err
    assert indexed.code == 0, indexed.err
    assert len(wanted) >= 12
    assert found.count(False) == 0
