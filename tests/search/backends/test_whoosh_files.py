"""What stands in the files of the index on disk."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.backends.base import Everything
from search.backends.whoosh.merging import TIER, segments_to_merge
from search.backends.whoosh.postings import GrowingList, PostingList, pack
from search.errors import IndexDamaged
from tests.search.entries import ask, entry, make_whoosh, term

positions = st.lists(st.integers(0, 1 << 20), min_size=1, max_size=30, unique=True).map(sorted)
lists = st.dictionaries(st.integers(0, 1 << 18), positions, min_size=1, max_size=12)


@given(lists)
def test_a_posting_list_comes_back(postings: dict[int, list[int]]) -> None:
    """Short ones, long ones, great numbers and small; written while documents come, and by a merge."""
    growing = GrowingList()
    for document in sorted(postings):
        growing.add(document, postings[document])
    flat = [position for document in sorted(postings) for position in postings[document]]
    counts = [len(postings[document]) for document in sorted(postings)]
    merged = pack(*(np.array(numbers, np.int64) for numbers in (sorted(postings), counts, flat)))

    for record in (growing.record(), merged):
        read = PostingList(record)
        assert read.documents.tolist() == sorted(postings)
        assert read.counts.tolist() == counts
        assert read.positions().tolist() == flat


def test_segments_are_merged_in_tiers() -> None:
    """Equal ones when there are enough of them, small ones first; one that is mostly removed by itself."""
    assert segments_to_merge([(10, 10)] * (TIER - 1)) == []
    assert segments_to_merge([(1000, 1000)] + [(10, 10)] * TIER) == [1, 2, 3, 4]
    assert segments_to_merge([(1000, 1000), (100, 49)]) == [1]
    assert segments_to_merge([]) == []


def test_many_nights_leave_few_segments(tmp_path: Path) -> None:
    """However many batches are written, and replaced documents do not stay on the disk."""
    backend = make_whoosh(tmp_path / "index")
    for night in range(30):
        backend.write([entry("same", "skole"), entry(f"night {night}", "skole")])

    segments = backend._contents().segments
    assert len(segments) <= 2 * TIER
    assert sum(segment.doc_count_all() for segment in segments) <= 2 * 31
    assert ask(backend, term("skole")).total == 31


def test_names_of_segments_do_not_depend_on_the_random_generator(tmp_path: Path) -> None:
    """Whoosh names files with the shared generator; somebody who seeds it would overwrite an index."""
    backend = make_whoosh(tmp_path / "index")
    for key in ("a", "b"):
        random.seed(0)
        backend.write([entry(key, "skole")])

    assert ask(backend, Everything()).total == 2


def test_a_segment_knows_its_files(tmp_path: Path) -> None:
    """A file that has grown is as wrong as one that is missing."""
    backend = make_whoosh(tmp_path / "index")
    backend.write([entry("a", "skole")])
    backend.check()
    path = next((tmp_path / "index").glob("*.trm"))
    path.write_bytes(path.read_bytes() + b"x")

    with pytest.raises(IndexDamaged, match="bytes instead of"):
        backend.reader()
