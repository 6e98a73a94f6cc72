"""Writes batches of entries as segments, and merges small segments; each commit is one new table of contents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.writing import SegmentWriter

from search.backends.analysis import AnalysedEntry, analyse
from search.backends.base import Field, IndexEntry
from search.backends.whoosh.codec import CheckedSegment, PostingsCodec
from search.backends.whoosh.merging import merge_terms, renumbered
from search.backends.whoosh.postings import GrowingList
from search.backends.whoosh.schema import BETWEEN_NAMES, Column, day_number
from search.language import Analyzer


class BatchWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """One batch: takes the index's lock, and commits everything in a single step, or nothing.

    Postings go from a dictionary straight into the segment's files. Whoosh would make an object of each, sort them on
    disk, and open a reader for every document that replaces another.
    """

    def __init__(self, index: Any, analyzer: Analyzer) -> None:
        super().__init__(index, codec=PostingsCodec())
        self._folder = Path(self.storage.folder)
        self._analyzer = analyzer
        self._lists: dict[Field, dict[str, GrowingList]] = {field: {} for field in sorted(Field)}

    def add_entries(self, entries: Iterable[IndexEntry], added: Callable[[], None]) -> None:
        """Add entries to the new segment."""
        for entry in entries:
            analysed = analyse(entry, self._analyzer)
            self.add_columns(_columns(entry, analysed))
            for field, positions in analysed.fields.items():
                lists = self._lists[field]
                for term, places in positions.items():
                    if term not in lists:
                        lists[term] = GrowingList()
                    lists[term].add(self.docnum, places)
            self.docnum += 1
            added()

    def add_columns(self, values: Mapping[Any, Any]) -> None:
        """Write the per-document values of the next document."""
        self.perdocwriter.start_doc(self.docnum)
        for name, value in values.items():
            self.perdocwriter.add_column_value(name, self.schema[name].column_type, value)
        self.perdocwriter.finish_doc()
        self._added = True

    def remove(self, documents: Iterable[int]) -> None:
        """Take out documents of the existing segments by their numbers."""
        for document in documents:
            self.delete_document(document)

    def commit_batch(self) -> None:
        """Make the batch part of the index."""
        if self._added:
            self._write_terms()
            self._close_parts()
            self._commit([*self.segments, self._sealed()])
        else:
            self._close_parts()
            self._commit(self.segments)

    def commit_merged(self, chosen: Sequence[Any]) -> None:
        """Put one segment in the place of several, without what was taken out of them."""
        names = [name for name, kind in self.schema.items() if kind.column_type]
        numbers = []
        for reader in chosen:
            numbers.append(renumbered(reader, self.docnum))
            columns = {name: list(reader.open_column(name)) for name in names}
            for document in np.flatnonzero(numbers[-1] >= 0).tolist():
                self.add_columns({name: column[document] for name, column in columns.items()})
                self.docnum += 1
        gone = {reader.segment().segment_id() for reader in chosen}
        rest = [segment for segment in self.segments if segment.segment_id() not in gone]
        if self._added:
            merge_terms(chosen, numbers, self.schema, self.fieldwriter)
            self._close_parts()
            rest.append(self._sealed())
        else:
            self._close_parts()
        self._commit(rest)

    def _write_terms(self) -> None:
        for field, lists in self._lists.items():
            self.fieldwriter.start_field(field.value, self.schema[field.value])
            for term, key in sorted((term.encode(), term) for term in lists):
                self.fieldwriter.add_list(term, lists.pop(key).record())
            self.fieldwriter.finish_field()

    def _close_parts(self) -> None:
        self.perdocwriter.close()
        self.fieldwriter.close()
        self.pool.cleanup()

    def _sealed(self) -> CheckedSegment:
        segment: CheckedSegment = self.get_segment()
        segment.seal(self._folder)
        return segment

    def _commit(self, segments: list[Any]) -> None:
        self._commit_toc([segment for segment in segments if segment.doc_count() > 0])
        self._finish()


def _columns(entry: IndexEntry, analysed: AnalysedEntry) -> dict[Column, Any]:
    sections = [(section.position, section.page, section.offset) for section in analysed.sections]
    organization = (entry.organization or entry.organization_name or "", entry.organization_name or "")
    return {
        Column.ID: entry.id,
        Column.STATE: entry.state,
        Column.ORGANIZATION: BETWEEN_NAMES.join(organization),
        Column.BODIES: BETWEEN_NAMES.join(dict.fromkeys(entry.bodies)),
        Column.KIND: entry.kind,
        Column.DATE: day_number(entry.date),
        Column.OUTCOME: entry.outcome or "",
        Column.LANGUAGE: entry.language or "",
        Column.PARTIES: BETWEEN_NAMES.join(dict.fromkeys(entry.parties)),
        Column.CASE: "" if entry.case is None else BETWEEN_NAMES + entry.case,
        Column.PRIOR: entry.prior,
        Column.TEXT_LENGTH: analysed.lengths[Field.TEXT],
        Column.DECISION_LENGTH: analysed.lengths[Field.DECISION],
        Column.SECTIONS: np.array(sections, "<u4").tobytes(),
    }
