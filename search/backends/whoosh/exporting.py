"""An index in the format of Whoosh itself, for programs that have nothing of ours.

The terms are those of our analyzer; everything else is Whoosh's: its schema, codec, writer and posting lists. It is
four times slower to make than an index of ours, and this program does not search it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from whoosh.fields import ID, FieldType, Schema
from whoosh.formats import Positions
from whoosh.index import create_in
from whoosh.writing import SegmentWriter

from search.backends.analysis import AnalysedEntry, Tokenizer, analyse
from search.backends.base import Field, IndexEntry
from search.backends.whoosh.postings import encoded


def export_to_whoosh(entries: Iterable[IndexEntry], folder: Path, tokenizer: Tokenizer) -> None:
    """Make an index of these entries, each of them once, in a folder that is there and has none.

    Fields are those of :class:`~search.backends.base.Field`; ids and first titles are stored.
    """
    fields = {field.value: _field() for field in Field}
    index = create_in(str(folder), Schema(id=ID(stored=True, unique=True), **fields))
    writer = _TermsWriter(index)
    try:
        for entry in entries:
            writer.add_analysed(entry, analyse(entry, tokenizer))
        writer.commit(merge=False)
    except BaseException:
        writer.cancel()
        raise


def _field() -> Any:
    return FieldType(format=Positions(), analyzer=None, scorable=True)


class _TermsWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's writer, given terms and not text."""

    def add_analysed(self, entry: IndexEntry, analysed: AnalysedEntry) -> None:
        self.perdocwriter.start_doc(self.docnum)
        self._add_field("id", {entry.id: [0]}, entry.id)
        for field, runs in analysed.runs.items():
            places: defaultdict[str, list[int]] = defaultdict(list)
            for run in runs:
                for token in run.tokens:
                    for term in token.terms:
                        places[term].append(run.position + token.position)
            self._add_field(field.value, places, entry.titles[0] if field is Field.TITLE and entry.titles else None)
        self.perdocwriter.finish_doc()
        self._added = True
        self.docnum += 1

    def _add_field(self, name: str, places: dict[str, list[int]], stored: str | None) -> None:
        field = self.schema[name]
        for term, positions in places.items():
            value = field.format.encode(positions) if name != "id" else b""
            self.pool.add((name, encoded(term), self.docnum, len(positions), value))
        self.perdocwriter.add_field(name, field, stored, sum(map(len, places.values())) if name != "id" else 0)
