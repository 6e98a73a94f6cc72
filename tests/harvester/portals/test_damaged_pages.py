"""Pages that broke off, were changed or damaged: an error of ours or the truth, for every product."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from harvester.errors import PageError, SaksgangError
from harvester.portals import PORTALS
from harvester.portals.contract import PageKind, Parsed
from harvester.portals.plain import to_plain
from tests.harvester.portals.saved_pages import (
    GOOD_PAGES,
    PAGES,
    SavedPage,
    assert_nothing_invented,
    each,
)


def is_part(parsed: Parsed, whole: Parsed) -> bool:
    """Whether all that ``parsed`` found is in ``whole``, too; provenance is not compared."""
    return set(parsed.records) <= set(whole.records) and {request.url for request in parsed.requests} <= {
        request.url for request in whole.requests
    }


@each(GOOD_PAGES)
@pytest.mark.parametrize("wrapped", [True, False], ids=["page", "fragment"])
def test_half_a_page_is_an_error_or_a_part(saved: SavedPage, wrapped: bool) -> None:
    """A page that breaks off anywhere never yields a record that the whole page does not have."""
    body = saved.page.body
    if not wrapped:
        content = BeautifulSoup(body, "lxml").select_one("#content")
        assert content is not None
        body = content.encode("utf-8")
    whole = saved.parse(body)

    for length in range(0, len(body), max(1, len(body) // 60)):
        try:
            parsed = saved.parse(body[:length])
        except PageError:
            continue
        assert is_part(parsed, whole), length
        assert parsed.records or saved.page.kind is not PageKind.MEETING


def drop(node: Tag, other: Tag) -> None:
    """Remove a node."""
    node.decompose()


def repeat(node: Tag, other: Tag) -> None:
    """Print a node twice."""
    node.insert_after(BeautifulSoup(str(node), "html.parser"))


def move(node: Tag, other: Tag) -> None:
    """Put a node before another one."""
    assume(node not in [*other.parents])
    other.insert_before(node.extract())


def rename(node: Tag, other: Tag) -> None:
    """Call a node what the other one is called."""
    node.name = other.name


def strip(node: Tag, other: Tag) -> None:
    """Take all attributes away."""
    node.attrs.clear()


CHANGES: list[Callable[[Tag, Tag], None]] = [drop, repeat, move, rename, strip]
ROBUST = settings(
    max_examples=30, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


@each(GOOD_PAGES)
@ROBUST
@given(data=st.data())
def test_changed_pages_raise_or_tell_the_truth(saved: SavedPage, data: st.DataObject) -> None:
    """Nodes dropped, repeated, moved, renamed or bared: an error of ours, or nothing but what is printed."""
    root = BeautifulSoup(saved.page.body, "lxml")
    for _ in range(data.draw(st.integers(1, 4))):
        nodes = root.select("body *")
        assume(len(nodes) > 2)
        node, other = (nodes[data.draw(st.integers(0, len(nodes) - 1))] for _ in range(2))
        if node is not other:
            data.draw(st.sampled_from(CHANGES))(node, other)
    body = root.encode("utf-8")

    try:
        parsed = saved.parse(body)
    except SaksgangError:
        return
    assert_nothing_invented(parsed, body)
    assert parsed.records or saved.page.kind is not PageKind.MEETING


@each(GOOD_PAGES)
@ROBUST
@given(noise=st.binary(max_size=40), place=st.floats(0, 1), length=st.integers(0, 200))
def test_damaged_bytes_never_crash(saved: SavedPage, noise: bytes, place: float, length: int) -> None:
    """Bytes overwritten at any place lead to records or to an error of ours."""
    start = int(place * len(saved.page.body))
    body = saved.page.body[:start] + noise + saved.page.body[start + length :]

    try:
        parsed = saved.parse(body)
    except SaksgangError:
        return
    json.dumps(to_plain(parsed), ensure_ascii=False).encode("utf-8")


@ROBUST
@given(body=st.binary(max_size=300), kind=st.sampled_from(PageKind), content_type=st.text(max_size=30))
@pytest.mark.parametrize("name", PORTALS)
def test_any_bytes_are_an_error_of_ours(name: str, body: bytes, kind: PageKind, content_type: str) -> None:
    """Bytes at random are no page of any kind."""
    saved = next(saved for saved in PAGES if saved.portal == name)

    with pytest.raises(SaksgangError):
        saved.parse(body, kind=kind, content_type=content_type)
