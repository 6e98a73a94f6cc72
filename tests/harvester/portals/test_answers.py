"""JSON answers are read strictly, and web pages in their place are named for what they are."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import TypeAdapter

from harvester.errors import ChallengePage, EmptyPage, LoginPage, PageError
from harvester.model import OSLO, Window
from harvester.portals.answers import Answer, Instant, Text, read_answer
from harvester.portals.contract import FetchedPage, PageKind

DAY = dt.date(2026, 5, 20)


class Row(Answer):
    """An object with a field of each sort."""

    id: int
    title: Text | None
    start: Instant
    children: tuple[int, ...] = ()


ROWS = TypeAdapter(tuple[Row, ...])


def read(body: bytes, status: int = 200) -> tuple[Row, ...]:
    """The rows of an answer."""
    page = FetchedPage(
        url="https://portal.example/api/rows",
        kind=PageKind.CALENDAR,
        status=status,
        content_type="application/json",
        body=body,
        retrieved_at=dt.datetime(2026, 5, 20, tzinfo=dt.UTC),
        window=Window(first=DAY, last=DAY),
    )
    return read_answer(page, ROWS)


def row(**changes: str) -> bytes:
    """A list of one object; ``changes`` are values as JSON prints them."""
    fields = {"id": "1", "title": '"A\\u00a0 b\\u200b "', "start": '"2026-05-20T22:30:00Z"'} | changes
    printed = ", ".join(f'"{name}": {value}' for name, value in fields.items())
    return f"[{{{printed}}}]".encode()


def test_fields_are_read_in_their_one_spelling() -> None:
    """Text is cleaned as that of pages is, an instant is told by the clocks of Oslo, unknown fields are left."""
    (found,) = read(b"\xef\xbb\xbf" + row(other='{"deep": [1]}', children="[1, 2]"))

    assert found == Row(id=1, title="A b", start=dt.datetime(2026, 5, 21, 0, 30, tzinfo=OSLO), children=(1, 2))
    assert found.start.tzinfo is OSLO


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'[{"id": 1, "title": null}]', "expected a field [0].start, found none"),
        (row(id='"1"'), "expected a valid integer as [0].id, found a text"),
        (row(id="true"), "expected a valid integer as [0].id, found true or false"),
        (row(title="7"), "expected a valid string as [0].title, found a number"),
        (row(children="null"), "expected a valid array as [0].children, found null"),
        (row(start='"2026-05-20T22:30:00"'), "timezone"),
        (row(start='"0001-01-01T00:00:00+02:00"'), "a time of the years that a calendar knows"),
        (b'{"id": 1}', "expected a valid array as the answer, found an object"),
        (row()[:-4], "expected a JSON answer, found Invalid JSON"),
        (b"[" * 5000, "recursion"),
        (row(title='"\\ud800"'), "Invalid JSON"),
    ],
)
def test_what_differs_is_named_with_its_place(body: bytes, message: str) -> None:
    """The error says what was expected where, and tells no value."""
    with pytest.raises(PageError) as raised:
        read(body)

    assert message in str(raised.value)
    assert type(raised.value) is PageError


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        (b"", 200, EmptyPage),
        (b"\xef\xbb\xbf \n", 200, EmptyPage),
        (b"<!DOCTYPE html><html><body><div id='root'></div><script src='a.js'></script></body></html>", 200, EmptyPage),
        (b"<html><body>Logg inn<input type='password'></body></html>", 200, LoginPage),
        (b"<html><title>Just a moment...</title><body></body></html>", 200, ChallengePage),
        (b"<html><body><h1>Publikum</h1></body></html>", 200, PageError),
        (row(), 404, PageError),
        (b"", 500, PageError),
    ],
)
def test_what_is_no_answer_is_named_for_what_it_is(body: bytes, status: int, error: type[PageError]) -> None:
    """Nothing, a page in place of the answer, whatever its status, and an error status are told apart."""
    with pytest.raises(PageError) as raised:
        read(body, status)

    assert type(raised.value) is error
