"""Ids are made from the portal's own keys and stay what they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import PortalError
from harvester.ids import clean_key, record_id


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("2027025.0", "2027025"),
        (" 2001577216 ", "2001577216"),
        ("Komité for økonomi, eiendom", "komite-for-økonomi-eiendom"),
        ("55/21", "55-21"),
        ("Ungdomsråd på Å", "ungdomsråd-på-å"),
        ("m-f8f7223d__d641-12!abc", "m-f8f7223d-d641-12!abc"),
    ],
)
def test_a_key_has_one_spelling(key: str, expected: str) -> None:
    """Floats, accents, capitals and separators are brought to one form; æ, ø and å stay."""
    assert clean_key(key) == expected


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing(key: str) -> None:
    """A cleaned key is its own cleaned key, whatever it was made from."""
    assert clean_key(clean_key(key)) == clean_key(key)


def test_a_record_without_a_key_is_refused() -> None:
    """An empty key raises, because the record could not be told from others."""
    with pytest.raises(PortalError, match="no key of its own"):
        record_id("austmark", "21258", " / ")
