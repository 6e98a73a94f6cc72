"""National identity numbers, found and masked; every number here is synthetic and computed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.identity_numbers import IdentityNumbers, is_identity_number
from tests.harvester.made_numbers import made_number, some_numbers, unborn_number, with_controls

NUMBERS = IdentityNumbers()
NUMBER = made_number()
DATE, REST = NUMBER[:6], NUMBER[6:]


@pytest.mark.parametrize(
    "written",
    [
        NUMBER,
        f"{DATE} {REST}",
        f"{DATE}.{REST}",
        f"{DATE}-{REST}",
        f"{DATE} - {REST}",
        f"{DATE}\u2013{REST}",
        f"{DATE}\u00a0{REST}",
        f"{DATE}\n{REST}",
        f"{DATE}  \n   {REST}",
        f"{DATE} {REST[:3]} {REST[3:]}",
        f"{DATE[:2]}.{DATE[2:4]}.{DATE[4:]} {REST}",
        f"{DATE[:2]}.{DATE[2:4]}.{DATE[4:]}-{REST}",
        f"{DATE[:2]} {DATE[2:4]} {DATE[4:]} {REST}",
    ],
)
def test_a_number_is_masked_however_it_is_written(written: str) -> None:
    """No digit is left of it, and everything stays in its place, the text around it too."""
    text = f"Klage frå fnr.{written}, motteke 3.2.2026"

    masked = NUMBERS.mask(text)

    assert masked == text.replace(written, "".join("•" if letter.isdigit() else letter for letter in written))
    assert NUMBERS.are_in(text)
    assert not NUMBERS.are_in(masked)


@pytest.mark.parametrize(
    ("kind", "day", "month"),
    [("tax office", 1, 81), ("D-number of the tax office", 41, 81), ("test register", 1, 41), ("health", 1, 66)],
)
def test_every_kind_of_number_is_masked(kind: str, day: int, month: int) -> None:
    """Days raised by 40 (D-numbers) and months raised by 40, 65 or 80 are dates of identity numbers."""
    number = made_number(day=day, month=month)

    assert NUMBERS.mask(number) == "•" * 11


@pytest.mark.parametrize("position", range(11))
def test_both_control_digits_count(position: int) -> None:
    """A number with one digit changed is none, whichever digit it is, and stays."""
    wrong = str((int(NUMBER[position]) + 1) % 10)
    text = NUMBER[:position] + wrong + NUMBER[position + 1 :]

    assert NUMBERS.mask(text) == text


@pytest.mark.parametrize("date", ["008170", "328170", "319170", "308270", "018070", "019370", "298271"])
def test_the_date_must_exist(date: str) -> None:
    """Control digits alone do not make a number: no such day or month, or no such leap year."""
    numbers = [made for individual in range(200) if (made := with_controls(f"{date}{individual:03}"))]

    assert numbers
    assert [number for number in numbers if is_identity_number(number)] == []


def test_a_leap_day_is_one_in_its_own_century() -> None:
    """29 February 2000 existed and 29 February 1900 did not; the individual number tells which is meant."""
    in_1900 = [with_controls(f"298200{individual}") for individual in range(100, 200)]
    in_2000 = [with_controls(f"298200{individual}") for individual in range(500, 600)]

    assert not any(is_identity_number(number) for number in in_1900 if number)
    assert all(is_identity_number(number) for number in in_2000 if number)


@pytest.mark.parametrize("text", [f"1{NUMBER}", f"{NUMBER}1", f"Sak 20/{NUMBER}0", f"NO{NUMBER}99"])
def test_part_of_a_longer_number_is_none(text: str) -> None:
    """Eleven digits within twelve stay as they are."""
    assert NUMBERS.mask(text) == text


def test_synthetic_numbers_are_left_when_the_configuration_says_so() -> None:
    """The exception is made for raised months alone."""
    lenient = IdentityNumbers(keep_synthetic=True)

    assert lenient.mask(NUMBER) == NUMBER
    assert lenient.mask(unborn_number()) == "•" * 11


@pytest.mark.parametrize("before", ["", "Klage%20", "Klage_", "Klage%2520", "id=", "-", "%2C"])
@pytest.mark.parametrize("between", ["", "%20", "%2520", "+", "-", "_", "%2D"])
def test_an_address_is_masked_without_its_escapes(before: str, between: str) -> None:
    """The digits of %20 belong to no number, and the address stays an address in ASCII."""
    url = f"https://innsyn.example.org/doc/{before}{DATE}{between}{REST}.pdf"

    assert NUMBERS.mask_url(url) == f"https://innsyn.example.org/doc/{before}xxxxxx{between}xxxxx.pdf"


def test_an_address_without_a_number_stays() -> None:
    """Ids of portals with as many digits stay, unless they are identity numbers by accident."""
    url = "https://innsyn.example.org/getMoteDokument?dokid=12345678901&filid=2027025.0%20"

    assert NUMBERS.mask_url(url) == url


def test_few_other_numbers_are_masked_in_error() -> None:
    """Of eleven random digits fewer than one in 250 are taken for an identity number."""
    chance = random.Random(7)
    others = [f"{chance.randrange(10**11):011}" for _ in range(40_000)]

    assert sum(is_identity_number(number) for number in others) < 160


@given(st.text(alphabet="0123456789 .-\n•xå%", max_size=80))
def test_masking_twice_is_masking_once(text: str) -> None:
    """The length stays, and what is masked carries no number any more."""
    masked = NUMBERS.mask(text)

    assert len(masked) == len(text)
    assert NUMBERS.mask(masked) == masked


def test_several_numbers_in_a_text_are_all_masked() -> None:
    """A list of residents, each with a number, is masked whole."""
    listed = "\n".join(f"{number} Eksempelvegen {n}" for n, number in enumerate(some_numbers(20)))

    masked = NUMBERS.mask(listed)

    assert not any(number in masked for number in some_numbers(20))
    assert masked.count("Eksempelvegen") == 20
