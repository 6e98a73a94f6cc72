"""What stands in the files of the index on disk."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.backends.base import Everything, Match, Prefix, Tree
from search.backends.whoosh import WhooshBackend
from search.backends.whoosh.arrays import BLOCK, ArrayFile, ArrayFileWriter, Spool
from search.backends.whoosh.catalogue import NAME
from search.backends.whoosh.codec import ArrayCodec
from search.backends.whoosh.merging import LARGEST, SMALLEST, TIER, Weight, merge_segments, segments_to_merge
from search.backends.whoosh.postings import FieldPostings, FieldPostingsWriter
from search.backends.whoosh.schema import make_schema
from search.errors import IndexDamaged
from tests.search.entries import ask, entry, make_whoosh, phrase, term

positions = st.lists(st.integers(0, 1 << 20) | st.integers(65_530, 65_540), min_size=1, max_size=9, unique=True).map(
    sorted
)
many = st.integers(250, 300).map(lambda count: list(range(0, 7 * count, 7)))
postings = st.dictionaries(st.integers(0, 70_000), positions | many, min_size=1, max_size=6)
vocabularies = st.dictionaries(st.binary(min_size=1, max_size=5), postings, min_size=1, max_size=8)
Vocabulary = dict[bytes, dict[int, list[int]]]


def write_field(path: Path, vocabulary: Vocabulary, documents: int) -> FieldPostings:
    """A file with one field, read again."""
    file = ArrayFileWriter(path)
    writer = FieldPostingsWriter(file, "field", documents)
    for term_, found in sorted(vocabulary.items()):
        numbers = sorted(found)
        counts = [len(found[number]) for number in numbers]
        flat = [position for number in numbers for position in found[number]]
        writer.add(
            [term_], np.array([len(numbers)]), *(np.array(values, np.int64) for values in (numbers, counts, flat))
        )
    writer.close()
    return FieldPostings(ArrayFile(path, file.close()), "field")


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(vocabulary=vocabularies, documents=st.sampled_from([65_536, 70_001]))
def test_postings_come_back(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary, documents: int) -> None:
    """Terms that stand often in a document, and far into it; document numbers of 16 bits and of 32."""
    vocabulary = {
        key: {number % documents: places for number, places in found.items()} for key, found in vocabulary.items()
    }
    field = write_field(tmp_path_factory.mktemp("field") / "file", vocabulary, documents)
    assert field.terms() == sorted(vocabulary)
    assert field.find(b"\xff" * 6) is None
    for key, found in vocabulary.items():
        place = field.find(key)
        assert place is not None
        read = field.postings(place, place + 1)
        chosen = np.arange(0, len(found), 2)
        assert read.documents.tolist() == sorted(found)
        assert read.counts().tolist() == [len(found[number]) for number in sorted(found)]
        assert read.positions().tolist() == [at for number in sorted(found) for at in found[number]]
        assert read.positions(chosen).tolist() == [at for number in sorted(found)[::2] for at in found[number]]


@given(vocabulary=vocabularies, prefix=st.binary(max_size=2), most=st.integers(1, 5))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_terms_that_begin_alike_stand_together(
    tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary, prefix: bytes, most: int
) -> None:
    """The first of them, up to a number; and all those between two terms."""
    field = write_field(tmp_path_factory.mktemp("field") / "file", vocabulary, 70_001)
    terms = field.terms()

    first, last = field.beginning_with(prefix, most)
    low, high = field.between(prefix, terms[-1])

    assert terms[first:last] == [one for one in terms if one.startswith(prefix)][:most]
    assert terms[low:high] == [one for one in terms if one >= prefix]


def test_a_changed_block_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    """Whoever looks at what was changed is told where, and never gets an answer from it."""
    file = ArrayFileWriter(tmp_path / "file")
    spool = Spool(tmp_path, "<u4")
    for start in range(0, 2_000_000, 100_000):
        spool.extend(np.arange(start, start + 100_000))
    file.add("short", np.arange(7))
    file.add_spooled("long", spool)
    seal = file.close()
    content = bytearray((tmp_path / "file").read_bytes())
    content[3 * BLOCK + 5] ^= 1
    (tmp_path / "file").write_bytes(content)

    read = ArrayFile(tmp_path / "file", seal)

    assert read.whole("short").tolist() == list(range(7))
    assert read.part("long", 1_000_000, 1_000_003).tolist() == [1_000_000, 1_000_001, 1_000_002]
    with pytest.raises(IndexDamaged, match=f"was changed from byte {3 * BLOCK} on"):
        read.whole("long")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def answer_or_damage(backend: WhooshBackend) -> tuple[Match, ...] | str:
    """What is found, or the name of the file that was damaged."""
    try:
        return ask(backend, phrase("skole og vei")).matches
    except IndexDamaged as error:
        return next(Path(word).name for word in error.reason.split() if ".arrays" in word)


@given(place=st.integers(0, 4000), bit=st.integers(0, 7), cut=st.integers(1, 100))
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_change_of_a_segment_gives_a_wrong_answer(
    tmp_path_factory: pytest.TempPathFactory, place: int, bit: int, cut: int
) -> None:
    """A bit that was turned, or a file that was cut off: the same answer as before, or damage that is named."""
    backend = make_whoosh(tmp_path_factory.mktemp("index"))
    backend.write([entry("a", "skole og vei", title="Vann"), entry("b", "vei og skole")])
    expected = ask(backend, phrase("skole og vei"))
    (path,) = backend._catalogue.folder.glob("*.arrays")
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= 1 << bit
    path.write_bytes(content)

    assert answer_or_damage(backend) in {expected.matches, path.name}
    path.write_bytes(content[:-cut])
    with pytest.raises(IndexDamaged):
        backend.reader()


def test_segments_are_merged_in_tiers() -> None:
    """Equal ones when there are enough of them, small ones first, large ones never; one that is mostly removed alone."""
    small, next_tier, large = (Weight(size, 10, 10) for size in (SMALLEST, SMALLEST * 4, LARGEST + 1))

    assert segments_to_merge([small] * (TIER - 1)) == []
    assert segments_to_merge([next_tier, *[small] * TIER]) == [1, 2, 3, 4]
    assert segments_to_merge([large] * TIER) == []
    assert segments_to_merge([large, Weight(SMALLEST, 100, 49)]) == [1]
    assert segments_to_merge([]) == []


def test_many_nights_leave_few_segments(tmp_path: Path) -> None:
    """However many batches are written, and replaced documents do not stay on the disk."""
    backend = make_whoosh(tmp_path / "index")
    for night in range(30):
        backend.write([entry("same", "skole"), entry(f"night {night}", "skole")])

    segments = backend._catalogue.segments()
    assert len(segments) < TIER
    assert sum(segment.doc_count_all() for segment in segments) <= 31 + 2 * TIER
    assert ask(backend, term("skole")).total == 31
    assert len(list((tmp_path / "index").glob("*.arrays"))) == len(segments)


@pytest.mark.parametrize("at_a_time", [1, 5, 1_000])
def test_a_merge_changes_no_answer(tmp_path: Path, at_a_time: int) -> None:
    """However few words are joined in one go; what was removed is left out."""
    backend = make_whoosh(tmp_path / "index")
    texts = ["skole og vei", "vei " * 300, "og skole og vei", "vann " * 70_000 + "skole", "", "vann og vei"]
    for number in range(3):
        backend.write([entry(f"{number}{place}", text) for place, text in enumerate(texts)], removed=[f"{number - 1}0"])
    trees: list[Tree] = [term("skole"), term("vei"), phrase("vann skole"), phrase("skole og vei"), Prefix("v")]
    before = [ask(backend, tree, limit=50) for tree in trees]
    catalogue = backend._catalogue
    opened = [segment.open(catalogue.folder) for segment in catalogue.segments()]

    merged = merge_segments(catalogue.folder, NAME, ArrayCodec(), opened, at_a_time)
    catalogue.commit(make_schema(), [merged], backend.generation() + 1)

    assert [ask(backend, tree, limit=50) for tree in trees] == before
    assert merged.doc_count_all() == 3 * len(texts) - 2


def test_names_of_segments_do_not_depend_on_the_random_generator(tmp_path: Path) -> None:
    """Whoosh names files with the shared generator; somebody who seeds it would overwrite an index."""
    backend = make_whoosh(tmp_path / "index")
    for key in ("a", "b"):
        random.seed(0)
        backend.write([entry(key, "skole")])

    assert ask(backend, Everything()).total == 2


def test_what_a_killed_writer_left_is_removed_by_the_next(tmp_path: Path) -> None:
    """A segment that no table of contents names, and a table that never got its name."""
    backend = make_whoosh(tmp_path / "index")
    backend.write([entry("a", "skole")])
    for name in ("MAIN_0123456789abcdef.arrays", "_MAIN_99.new"):
        (tmp_path / "index" / name).write_bytes(b"half")

    assert ask(backend, term("skole")).total == 1
    backend.write([entry("b", "skole")])

    assert ask(backend, term("skole")).total == 2
    names = sorted(path.suffix for path in (tmp_path / "index").iterdir() if path.suffix)
    assert names == [".arrays", ".arrays", ".toc"]
