"""Text as it is stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.extract.cleaning import clean


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\u2028d\x0ce", "a\nb\nc\nd\ne"),
        ("pa\u030a A\u030as", "på Ås"),
        ("kommune\u00adstyre\u00ad\n t", "kommunestyret"),
        ("en\u00a0\u2009 to\t tre ", "en to tre"),
        ("a\n \n\n\n b", "a\n\nb"),
        ("\x00nu\x07ll\x1b\ufeff\u200b", "null"),
        ("\ud800x", "\ufffdx"),
        ("e\u2011post", "e\u2011post"),
    ],
)
def test_what_is_kept(text: str, expected: str) -> None:
    """Letters are composed, control characters and soft hyphens gone, white space is a blank or a line end."""
    assert expected == clean(text)


@given(st.text())
def test_clean_text_stays_as_it_is_and_can_be_stored(text: str) -> None:
    """Cleaning twice changes nothing more, and the result can be written as UTF-8."""
    once = clean(text)

    assert once == clean(once)
    assert once.encode("utf-8")[:0] == b""
