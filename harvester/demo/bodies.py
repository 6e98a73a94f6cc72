"""The two counties that do not exist: their bodies, their parties and the places in them.

No Norwegian county, municipality or party has any of these names.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from harvester.demo.dataset import DemoBody, DemoOrganization
from harvester.model import BodyKind, Language

AUSTMARK = DemoOrganization(
    key="austmark", name="Austmark fylkeskommune", number="97", language=Language.BOKMAL, seat="Kvernberg"
)
VESTMARK = DemoOrganization(
    key="vestmark", name="Vestmark fylkeskommune", number="98", language=Language.NYNORSK, seat="Havsøy"
)
ORGANIZATIONS = (AUSTMARK, VESTMARK)

PLACES = {
    AUSTMARK.key: ("Kvernberg", "Furudalen", "Tjernvoll", "Sølvmo", "Elveskog", "Granåsen", "Myrhaugen"),
    VESTMARK.key: ("Havsøy", "Bjørkefjord", "Tindvær", "Ytre Svanfjord", "Kråkvåg", "Nausthamn", "Langeskjer"),
}
"""Municipalities of each county, the seat first."""

PARTIES = {
    "Fjo": "Fjordlaget",
    "Sko": "Skogfolket",
    "Mid": "Midtstrøm",
    "Byk": "Bygdekraft",
    "Lys": "Lyslinja",
    "Sam": "Samvirket",
}
_SEATS = ("Fjo", "Sko", "Mid", "Byk", "Fjo", "Sko", "Lys", "Fjo", "Mid", "Byk", "Sko", "Sam", "Fjo", "Mid")


def _body(organization: DemoOrganization, code: str, name: str, kind: BodyKind, size: int) -> DemoBody:
    return DemoBody(
        key=f"{organization.key}-{code.lower()}",
        organization=organization.key,
        name=name,
        code=code,
        kind=kind,
        size=size,
    )


BODIES = (
    _body(AUSTMARK, "FTA", "Fylkestinget i Austmark", BodyKind.COUNCIL, 35),
    _body(AUSTMARK, "FU", "Fylkesutvalget", BodyKind.EXECUTIVE, 11),
    _body(AUSTMARK, "KSKA", "Komité for samferdsel, klima og arealplan", BodyKind.COMMITTEE, 11),
    _body(AUSTMARK, "HOK", "Hovedutvalg for opplæring og kultur", BodyKind.COMMITTEE, 11),
    _body(AUSTMARK, "KU", "Kontrollutvalget", BodyKind.BOARD, 5),
    _body(AUSTMARK, "ER", "Eldrerådet", BodyKind.ADVISORY, 7),
    _body(VESTMARK, "FTV", "Fylkestinget i Vestmark", BodyKind.COUNCIL, 31),
    _body(VESTMARK, "FUV", "Fylkesutvalet", BodyKind.EXECUTIVE, 9),
    _body(VESTMARK, "HSM", "Hovudutval for samferdsel, klima og miljø", BodyKind.COMMITTEE, 9),
    _body(VESTMARK, "HOKO", "Hovudutval for opplæring og kompetanse", BodyKind.COMMITTEE, 9),
    _body(VESTMARK, "KUV", "Kontrollutvalet", BodyKind.BOARD, 5),
    _body(VESTMARK, "RMF", "Råd for menneske med nedsett funksjonsevne", BodyKind.ADVISORY, 7),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """Someone at the table: people of the demo have a number and a party, and no name.

    ``replaces`` is the number of the elected member whose deputy this is.
    """

    number: int
    party: str
    replaces: int | None = None


def members(body: DemoBody) -> tuple[Member, ...]:
    """Everyone elected to ``body``; member 1 leads it."""
    return tuple(Member(number=index + 1, party=_SEATS[index % len(_SEATS)]) for index in range(body.size))


def attendance(body: DemoBody, rng: random.Random) -> tuple[Member, ...]:
    """Who sits at the table one day: every seat is filled, a few by deputies of the same party."""
    away = set(rng.sample(range(2, body.size + 1), min(3, body.size // 5)))
    return tuple(
        Member(number=seat.number + 60, party=seat.party, replaces=seat.number) if seat.number in away else seat
        for seat in members(body)
    )
