"""Reading JSON answers strictly: what an adapter needs is there and of its type, or the answer is not the right one.

An adapter describes the objects that it reads as subclasses of :class:`Answer`. A field without a default must be
there, ``| None`` says that the portal sends null, and whatever no field names is left unread.
"""

from __future__ import annotations

import codecs
import datetime as dt
import re
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    TypeAdapter,
    ValidationError,
)

from harvester.errors import PageError
from harvester.model import OSLO
from harvester.portals.contract import FetchedPage
from harvester.portals.markup import clean_text, read_html, shorten, wrong_page
from harvester.portals.numbers import Moment, read_wall_clock

Shape = TypeVar("Shape")

_EXPECTED = "a JSON answer"
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_OBJECT_TYPES = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}


class Answer(BaseModel):
    """An object of an answer. Nothing is converted: a number that comes as a text is not the number expected."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


def read_answer(page: FetchedPage, shape: TypeAdapter[Shape]) -> Shape:
    """The content of a page that was answered well, and is JSON of the expected shape.

    A web page in place of the answer, which some portals send with a good status, is recognised as what it is.

    Raises:
        EmptyPage: the answer has no content, or is the shell of a web page that scripts would fill.
        LoginPage: it asks to log in.
        ChallengePage: it asks whether we are human.
        PageError: it was refused otherwise, is no JSON, or lacks what it should have; the place in it is named.
    """
    body = page.body.removeprefix(codecs.BOM_UTF8).strip()
    if not 200 <= page.status < 300 or not body or body.startswith(b"<"):
        raise wrong_page(read_html(page), url=page.url, expected=_EXPECTED)
    try:
        return shape.validate_json(body)
    except ValidationError as error:
        raise _difference(page.url, error) from error


def _difference(url: str, error: ValidationError) -> PageError:
    """The first thing that differs. Values are not told: they may be what the portal should not have published."""
    first, *_ = error.errors(include_url=False)
    place = _place(first["loc"])
    match first["type"]:
        case "json_invalid":
            return PageError(url, expected=_EXPECTED, found=shorten(first["msg"]))
        case "missing":
            return PageError(url, expected=f"a field {place}", found="none")
        case _:
            message = first["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
            found = _OBJECT_TYPES.get(type(first["input"]), "a number")
            return PageError(url, expected=f"{message} as {place or 'the answer'}", found=found)


def _place(location: tuple[str | int, ...]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return text.removeprefix(".")


def _in_oslo(instant: dt.datetime) -> dt.datetime:
    try:
        return instant.astimezone(OSLO)
    except OverflowError as error:
        raise ValueError("a time of the years that a calendar knows") from error


def _safe_key(text: str) -> str:
    if not _KEY.fullmatch(text):
        raise ValueError("a key of letters and figures")
    return text


def _wall_clock(printed: object) -> Moment:
    moment = read_wall_clock(printed) if isinstance(printed, str) else None
    if moment is None:
        raise ValueError("a day and time such as 2026-06-10T10:00:00")
    return moment


Text = Annotated[str, AfterValidator(clean_text)]
"""A text in its one spelling: composed Unicode, no invisible characters, single blanks."""

Instant = Annotated[AwareDatetime, AfterValidator(_in_oslo)]
"""A time with an offset, as the clocks in Oslo show it."""

WallClock = Annotated[Moment, BeforeValidator(_wall_clock)]
"""A time as the clocks in Oslo show it, without an offset or with one that is not to be believed."""

Key = Annotated[str, AfterValidator(_safe_key)]
"""A key of the portal's own that can stand in an address as it is."""
