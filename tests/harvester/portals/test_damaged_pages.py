"""Pages that broke off, were changed or damaged: an error of ours or the truth, for every product."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator

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
    Json,
    SavedPage,
    assert_nothing_invented,
    each,
)


def is_part(parsed: Parsed, whole: Parsed) -> bool:
    """Whether all that ``parsed`` found is in ``whole``, too; provenance is not compared."""
    return set(parsed.records) <= set(whole.records) and {request.url for request in parsed.requests} <= {
        request.url for request in whole.requests
    }


def fragment(saved: SavedPage) -> bytes:
    """The content of a web page without what is around it."""
    body = BeautifulSoup(saved.page.body, "lxml").body
    assert body is not None
    return body.encode_contents()


WHOLE_AND_CONTENT = [
    pytest.param(saved, body, id=f"{saved.portal}-{saved.name}-{form}")
    for saved in GOOD_PAGES
    for form, body in [("page", saved.page.body)] + ([] if saved.is_answer else [("fragment", fragment(saved))])
]


@pytest.mark.parametrize(("saved", "body"), WHOLE_AND_CONTENT)
def test_half_a_page_is_an_error_or_a_part(saved: SavedPage, body: bytes) -> None:
    """A page that breaks off anywhere never yields a record that the whole page does not have."""
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


pytestmark = pytest.mark.exhaustive

CHANGES: list[Callable[[Tag, Tag], None]] = [drop, repeat, move, rename, strip]
ROBUST = settings(
    max_examples=30, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


@each([saved for saved in GOOD_PAGES if not saved.is_answer])
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
    assert_nothing_invented(parsed, body, saved.page.context)
    assert parsed.records or saved.page.kind is not PageKind.MEETING


Place = tuple[dict[str, Json], str] | tuple[list[Json], int]


def places(content: Json) -> Iterator[Place]:
    """Every field and every element of an answer."""
    if isinstance(content, dict):
        for name, value in content.items():
            yield content, name
            yield from places(value)
    elif isinstance(content, list):
        for position, value in enumerate(content):
            yield content, position
            yield from places(value)


ODD_VALUES: st.SearchStrategy[Json] = st.sampled_from(
    [None, True, -1, 0, 2.5, 10**30, "", " ", "0001-01-01T00:00:00+02:00", "æ/\u202e", [], {}]
)


def change_answer(content: Json, data: st.DataObject) -> None:
    """Drop, repeat, exchange or replace one value of an answer."""
    all_places = list(places(content))
    assume(all_places)
    holder, name = data.draw(st.sampled_from(all_places))
    match data.draw(st.sampled_from(["drop", "repeat", "copy", "odd"])):
        case "drop":
            del holder[name]  # type: ignore[arg-type]  # the name is of the holder's kind
        case "repeat" if isinstance(holder, list) and isinstance(name, int):
            holder.insert(name, copy.deepcopy(holder[name]))
        case "copy":
            other, from_name = data.draw(st.sampled_from(all_places))
            assume(from_name in other if isinstance(other, dict) else len(other) > int(from_name))
            holder[name] = copy.deepcopy(other[from_name])  # type: ignore[index]  # as above
        case _:
            holder[name] = data.draw(ODD_VALUES)  # type: ignore[index]  # as above


@each([saved for saved in GOOD_PAGES if saved.is_answer and "empty" not in saved.name])
@ROBUST
@given(data=st.data())
def test_changed_answers_raise_or_tell_the_truth(saved: SavedPage, data: st.DataObject) -> None:
    """Values dropped, repeated, exchanged or odd: an error of ours, or nothing but what is printed."""
    content = json.loads(saved.page.body)
    for _ in range(data.draw(st.integers(1, 4))):
        change_answer(content, data)
    body = json.dumps(content, ensure_ascii=False).encode()

    try:
        parsed = saved.parse(body)
    except SaksgangError:
        return
    assert_nothing_invented(parsed, body, saved.page.context)
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
