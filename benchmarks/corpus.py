"""Made-up papers of Norwegian municipalities, like real ones in what an index notices.

Words are those of the shipped lexicon, and compounds made of them, with frequencies after Zipf and Mandelbrot; a paper has
a few words of its own that come again on its pages, as a case has; a third of the text is turns of phrase that many papers
share; case numbers, item numbers, dates and amounts stand where they do; a page has some 2,100 characters and a paper most
often a few pages, seldom hundreds. The same seed gives the same papers.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np

from harvester.model import Page
from search.backends.base import IndexEntry
from search.language.lexicon import seed_lexicon

_COMPOUNDS = 400_000
_PHRASES = 30_000
_TOKENS_A_PAGE = 190
_BODIES = (
    "Kommunestyret",
    "Formannskapet",
    "Planutvalget",
    "Oppvekstutvalget",
    "Administrasjonsutvalget",
    "Eldrerådet",
)
_KINDS = ("case_paper", "minutes", "agenda", "attachment", "notice")
_OUTCOMES = ("adopted", "adopted", "adopted", "rejected", "postponed", None, None, None)
_PRIORS = {"minutes": 1.1, "attachment": 0.9}
_FIRST_DAY = dt.date(2012, 1, 2).toordinal()
_DAYS = 5_000
_NUMBERS = 0.03
_OWN_WORDS = 0.12
_TURNS = 0.12
"""Shares of the places in a text where a number, a word of the paper's own or a turn of phrase begins."""


class Municipalities:
    """Writes papers, one after the other."""

    def __init__(self, seed: int) -> None:
        self._chance = np.random.default_rng(seed)
        words = list(seed_lexicon().documents)
        long = [word for word in words if 4 <= len(word) <= 9]
        # The vocabulary is the same for every seed, so that batches of several seeds are of one collection.
        fixed = np.random.default_rng(7)
        first, second = fixed.integers(0, len(long), (2, _COMPOUNDS))
        compounds = [f"{long[a]}s{long[b]}" for a, b in zip(first.tolist(), second.tolist(), strict=True)]
        self._words = np.array([*words, *compounds], object)
        self._shares = np.cumsum(1 / (np.arange(len(self._words)) + 2.7) ** 1.07)
        self._turns = [" ".join(self._words[self._places(int(size), fixed)]) for size in fixed.integers(2, 6, _PHRASES)]
        self._turn_shares = np.cumsum(1 / (np.arange(_PHRASES) + 5) ** 0.9)

    def entries(self) -> Iterator[IndexEntry]:
        """Papers without end, each with its pages."""
        number = 0
        while True:
            yield self._entry(number)
            number += 1

    def _entry(self, number: int) -> IndexEntry:
        chance = self._chance
        pages = min(600, 1 + int(chance.lognormal(0.9, 1.1)))
        day = dt.date.fromordinal(_FIRST_DAY + int(chance.integers(_DAYS)))
        organization = int(400 * chance.power(2.5))
        kind = _KINDS[int(chance.integers(len(_KINDS)))]
        case = f"{day.year}/{int(chance.integers(9_000))}"
        own = self._words[np.concatenate((self._places(12), chance.integers(len(self._words), size=4)))]
        item = f"PS {int(chance.integers(1, 200))}/{day.year % 100}"
        return IndexEntry(
            id=f"{organization}/{number}",
            state="1",
            titles=(" ".join(own[:4]).capitalize(),),
            numbers=(item, case),
            organization=f"{organization:04}",
            organization_name=f"Kommune {organization}",
            bodies=(_BODIES[int(chance.integers(len(_BODIES)))],),
            kind=kind,
            date=day,
            language="nn" if organization % 5 == 0 else "nb",
            outcome=_OUTCOMES[int(chance.integers(len(_OUTCOMES)))],
            case=f"{organization}/{case}",
            prior=_PRIORS.get(kind, 1.0),
            pages=tuple(Page(number=page, text=self._text(own, case)) for page in range(1, pages + 1)),
        )

    def _text(self, own: np.ndarray, case: str) -> str:
        chance = self._chance
        size = max(20, int(chance.normal(_TOKENS_A_PAGE, 60)))
        tokens = self._words[self._places(size)]
        kinds = chance.random(size)
        own_places = np.flatnonzero(kinds < _OWN_WORDS)
        tokens[own_places] = own[chance.integers(len(own), size=len(own_places))]
        for place in np.flatnonzero((kinds > _OWN_WORDS) & (kinds < _OWN_WORDS + _TURNS)).tolist():
            tokens[place] = self._turns[
                int(np.searchsorted(self._turn_shares, chance.random() * self._turn_shares[-1]))
            ]
        for place in np.flatnonzero(kinds > 1 - _NUMBERS).tolist():
            tokens[place] = self._number(case)
        return _sentences(tokens.tolist())

    def _number(self, case: str) -> str:
        chance = self._chance
        value = int(chance.integers(1, 100_000))
        forms = (
            case,
            str(value),
            f"{value % 28 + 1}.{value % 12 + 1}.{2012 + value % 13}",
            f"{value / 10:.1f}",
            str(value % 50),
        )
        return forms[int(chance.integers(len(forms)))]

    def _places(self, size: int, chance: np.random.Generator | None = None) -> np.ndarray:
        drawn = (chance or self._chance).random(size) * self._shares[-1]
        return np.asarray(np.minimum(np.searchsorted(self._shares, drawn), len(self._words) - 1))


def _sentences(tokens: list[str]) -> str:
    lines = [" ".join(tokens[start : start + 12]) for start in range(0, len(tokens), 12)]
    return ".\n".join(line[:1].upper() + line[1:] for line in lines) + "."


def made_up(pages: int, seed: int = 1) -> Iterator[IndexEntry]:
    """So many pages of papers."""
    left = pages
    for entry in Municipalities(seed).entries():
        yield replace(entry, id=f"{seed}/{entry.id}", pages=entry.pages[:left])
        left -= len(entry.pages)
        if left <= 0:
            return


def from_archive(path: Path, pages: int) -> Iterator[IndexEntry]:
    """As many pages of an archive in the form that ``harvester import`` reads."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            values = json.loads(line)
            day = values.get("meeting_date")
            texts = list(islice(values["pages"], pages))
            yield IndexEntry(
                id=values["id"],
                state="1",
                titles=(values["title"],),
                numbers=tuple(filter(None, (values.get("item_number"), values.get("case_number")))),
                organization=values.get("organization"),
                organization_name=values.get("organization_name"),
                bodies=tuple(filter(None, (values.get("body"),))),
                kind=values.get("kind") or "other",
                date=dt.date.fromisoformat(day) if day else None,
                pages=tuple(Page(number=number, text=text) for number, text in enumerate(texts, start=1)),
            )
            pages -= len(texts)
            if pages <= 0:
                return


def page_by_page(entries: Iterator[IndexEntry]) -> Iterator[IndexEntry]:
    """Every page as an entry of its own."""
    for entry in entries:
        for page in entry.pages:
            yield replace(entry, id=f"{entry.id}#{page.number}", pages=(page,))
