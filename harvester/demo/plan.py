"""Which body meets when, and which cases come before it: the two years as the secretaries planned them."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from harvester.demo.bodies import AUSTMARK, BODIES, ORGANIZATIONS, PLACES, VESTMARK
from harvester.demo.dataset import DemoBody, DemoCase
from harvester.demo.topics import Area, Topic
from harvester.demo.topics_bokmal import BOKMAL
from harvester.demo.topics_nynorsk import NYNORSK
from harvester.model import BodyKind, MeetingStatus

COUNCIL_DAYS: Mapping[str, tuple[dt.date, ...]] = {
    AUSTMARK.key: (
        dt.date(2024, 9, 24),
        dt.date(2024, 12, 10),
        dt.date(2025, 2, 25),
        dt.date(2025, 4, 29),
        dt.date(2025, 6, 17),
        dt.date(2025, 9, 23),
        dt.date(2025, 12, 9),
        dt.date(2026, 2, 24),
        dt.date(2026, 4, 28),
        dt.date(2026, 6, 16),
        dt.date(2026, 9, 22),
    ),
    VESTMARK.key: (
        dt.date(2024, 10, 15),
        dt.date(2024, 12, 3),
        dt.date(2025, 3, 4),
        dt.date(2025, 6, 10),
        dt.date(2025, 10, 14),
        dt.date(2025, 12, 2),
        dt.date(2026, 3, 3),
        dt.date(2026, 6, 9),
        dt.date(2026, 9, 29),
    ),
}
"""The councils' meetings; every other body meets some days before."""

_DAYS_BEFORE_COUNCIL = {
    "FTA": 0, "FU": 14, "KSKA": 28, "HOK": 27, "KU": 22, "ER": 29,
    "FTV": 0, "FUV": 14, "HSM": 28, "HOKO": 27, "KUV": 20, "RMF": 33,
}  # fmt: skip
_EVERY_SECOND = {"KU", "ER", "KUV", "RMF"}
_EDUCATION = {"HOK", "HOKO"}
_TIMES = {BodyKind.COUNCIL: dt.time(10), BodyKind.EXECUTIVE: dt.time(9, 30), BodyKind.COMMITTEE: dt.time(10, 15)}
_FIRST_MEETING = {AUSTMARK.key: 21258, VESTMARK.key: 200706990}
_EXTRA: Mapping[dt.date, tuple[str, dt.time | None, MeetingStatus | None]] = {
    dt.date(2025, 5, 12): ("ER", dt.time(12), MeetingStatus.CANCELLED),
    dt.date(2025, 11, 5): ("HOK", dt.time(10, 15), MeetingStatus.POSTPONED),
    dt.date(2025, 11, 19): ("HOK", dt.time(10, 15), None),
    dt.date(2025, 3, 17): ("ER", None, None),
    dt.date(2025, 9, 3): ("RMF", dt.time(11), MeetingStatus.CANCELLED),
    dt.date(2026, 1, 21): ("HSM", dt.time(10, 15), MeetingStatus.POSTPONED),
    dt.date(2026, 1, 28): ("HSM", None, None),
}
"""Meetings outside the rhythm: cancelled, postponed and held on another day, without a time."""
_TOPICS = {AUSTMARK.key: BOKMAL, VESTMARK.key: NYNORSK}
_CASES_PER_CYCLE = {AUSTMARK.key: 8, VESTMARK.key: 7}
_SHARES_NUMBER = 20
"""The case, counted from the first, whose number is also that of the case before it: keys of archives are no keys."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedMeeting:
    """A meeting in the plan for the year; ``fate`` is what becomes of it when it is not held as planned."""

    key: int
    bodies: tuple[DemoBody, ...]
    day: dt.date
    time: dt.time | None
    fate: MeetingStatus | None = None

    @property
    def title(self) -> str:
        """The bodies that meet, as a portal heads the meeting."""
        return " og ".join(body.name for body in self.bodies)


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedCase:
    """A case with its texts filled in, and the meetings that it passes through, in order."""

    case: DemoCase
    topic: Topic
    slots: Mapping[str, str]
    meetings: tuple[int, ...]

    def fill(self, text: str) -> str:
        """``text`` of the topic, with this case's place and numbers."""
        return text.format_map(self.slots)


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """Everything planned, before anyone has decided anything."""

    meetings: tuple[PlannedMeeting, ...]
    cases: tuple[PlannedCase, ...]


def dice(seed: int, *purpose: object) -> random.Random:
    """A source of choices that depends on nothing but the seed and what it is for."""
    return random.Random(":".join(map(str, (seed, *purpose))))  # noqa: S311 - a demo must be repeatable, not secret


def plan(seed: int) -> Plan:
    """The plan for both counties."""
    meetings: list[PlannedMeeting] = []
    cases: list[PlannedCase] = []
    for organization in ORGANIZATIONS:
        key = organization.key
        meeting_keys = growing(_FIRST_MEETING[key], dice(seed, key, "meetings"))
        topics = _TopicQueue(_TOPICS[key], dice(seed, key, "topics"))
        own: list[PlannedCase] = []
        numbers = growing(1200, dice(seed, key, "cases"))
        for cycle, day in enumerate(COUNCIL_DAYS[key]):
            held = _cycle(key, cycle, day, meeting_keys)
            meetings += held
            for topic, use in topics.take(
                _CASES_PER_CYCLE[key], day.month, {one.bodies[0].kind for one in held if not one.fate}
            ):
                rng = dice(seed, key, topic.title, use)
                own.append(_case(key, topic, use=use, held=held, number=next(numbers), rng=rng))
        twin = replace(own[_SHARES_NUMBER].case, number=own[_SHARES_NUMBER - 1].case.number)
        own[_SHARES_NUMBER] = replace(own[_SHARES_NUMBER], case=twin)
        cases += own
        meetings += _extra(key, meeting_keys)
    return Plan(meetings=tuple(meetings), cases=tuple(cases))


def growing(first: int, rng: random.Random) -> Iterator[int]:
    """Keys that grow with gaps, as those of an archive do."""
    number = first
    while True:
        yield number
        number += rng.randint(1, 9)


def _cycle(organization: str, cycle: int, council_day: dt.date, keys: Iterator[int]) -> list[PlannedMeeting]:
    held = []
    for body in BODIES:
        if body.organization != organization or (body.code in _EVERY_SECOND and cycle % 2):
            continue
        day = council_day - dt.timedelta(days=_DAYS_BEFORE_COUNCIL[body.code])
        held.append((day, body))
    return [
        PlannedMeeting(key=next(keys), bodies=(body,), day=day, time=_TIMES.get(body.kind, dt.time(12)))
        for day, body in sorted(held, key=lambda pair: (pair[0], pair[1].code))
    ]


def _extra(organization: str, keys: Iterator[int]) -> list[PlannedMeeting]:
    bodies = {body.code: body for body in BODIES if body.organization == organization}
    return [
        PlannedMeeting(key=next(keys), bodies=(bodies[code],), day=day, time=time, fate=fate)
        for day, (code, time, fate) in _EXTRA.items()
        if code in bodies
    ]


class _TopicQueue:
    """Hands out topics so that yearly ones come in their months and the others take turns."""

    def __init__(self, topics: tuple[Topic, ...], rng: random.Random) -> None:
        self._yearly = [topic for topic in topics if topic.months]
        self._turns = [topic for topic in topics if not topic.months]
        rng.shuffle(self._turns)
        self._uses: dict[str, int] = {}

    def take(self, count: int, month: int, kinds: set[BodyKind]) -> list[tuple[Topic, int]]:
        chosen = [topic for topic in self._yearly if month in topic.months]
        for topic in list(self._turns):
            if len(chosen) == count:
                break
            if kinds.issuperset(topic.route):
                chosen.append(topic)
                self._turns.remove(topic)
                self._turns.append(topic)
        return [(topic, self._use(topic)) for topic in chosen]

    def _use(self, topic: Topic) -> int:
        self._uses[topic.title] = self._uses.get(topic.title, -1) + 1
        return self._uses[topic.title]


def _case(
    organization: str, topic: Topic, *, use: int, held: list[PlannedMeeting], number: int, rng: random.Random
) -> PlannedCase:
    stops = _stops(topic, held)
    places = PLACES[organization]
    slots = _slots(places[(len(topic.title) + use) % len(places)], stops[0].day.year, rng)
    printed = f"{stops[0].day:%y}/{number:05}"
    return PlannedCase(
        case=DemoCase(
            key=f"{organization}-{number}",
            organization=organization,
            number=printed,
            title=topic.title.format_map(slots),
        ),
        topic=topic,
        slots=slots,
        meetings=tuple(stop.key for stop in stops),
    )


def _stops(topic: Topic, held: list[PlannedMeeting]) -> list[PlannedMeeting]:
    stops = []
    for kind in topic.route:
        possible = [meeting for meeting in held if meeting.bodies[0].kind is kind]
        if kind is BodyKind.COMMITTEE:
            education = topic.area is Area.EDUCATION
            possible = [meeting for meeting in possible if (meeting.bodies[0].code in _EDUCATION) is education]
        stops.append(possible[0])
    return stops


def _slots(place: str, year: int, rng: random.Random) -> dict[str, str]:
    return {
        "place": place,
        "road": str(rng.randint(2100, 2990)),
        "gnr": str(rng.randint(2, 190)),
        "bnr": str(rng.randint(1, 95)),
        "mill": f"{rng.randint(2, 88)},{rng.randint(1, 9)}",
        "small": f"{rng.randint(12, 95) * 10} 000",
        "percent": f"{rng.randint(2, 38)}",
        "count": str(rng.randint(14, 460)),
        "year": str(year),
        "next": str(year + 1),
    }
