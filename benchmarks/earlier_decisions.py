"""How well earlier decisions are found, beside any of the words of a title: a part of ``benchmarks.relevance``.

What is right comes from the data: another case whose title shares most of its words, or another case of the same kind of
matter (:mod:`benchmarks.kinds_of_matter`) whose title shares few of them. Cases of the kind that share more are left out
of what was found, so that they count neither for nor against.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.kinds_of_matter import kinds_of
from harvester.store import Store
from harvester.store.decisions import StoredItem
from search.answering import Answering
from search.backends.base import Filters, IndexReader
from search.language import Analyzer
from search.question import Question
from search.similar import Draft, find_similar

LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_ANY_WORD = re.compile(r"\w+")
RECURRING = 0.6
"""The share of common long words from which two titles of different cases are one recurring matter."""
FAR = 0.25
"""The share up to which the titles of two cases of one kind have little in common."""
_READ = 60
_SHOWN = 5
_DECIDING = ("item", "resolution", "case_paper", "minutes_extract")


@dataclass(frozen=True, kw_only=True, slots=True)
class Matter:
    """A text, the case that it is of, and the cases that are right for it, and neither right nor wrong."""

    group: str
    text: str
    organization: str
    case: str
    right: frozenset[str]
    neutral: frozenset[str] = frozenset()

    @property
    def held_out(self) -> bool:
        """Its half."""
        return zlib.crc32(self.case.encode()) % 2 == 1


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierScore:
    """Mean reciprocal rank at 5, the share with a right case among the first five, and the right share of the five."""

    queries: int
    mrr: float
    success: float
    precision: float

    def __str__(self) -> str:
        return f"{self.mrr:.3f}  {self.success:.3f}  {self.precision:.3f}  ({self.queries})"


def matters_by_title(items: Sequence[StoredItem]) -> Iterator[Matter]:
    """Recurring matters, and kinds of matter, each by the title of an item with a title and a case."""
    words = {item.id: frozenset(word.casefold() for word in LONG_WORD.findall(item.title or "")) for item in items}
    kinds = {item.id: kinds_of(item.title or "") for item in items}
    for item in items:
        others = [other for other in items if other.case != item.case]
        alike: dict[str, float] = {}
        for other in others:
            alike[other.case or ""] = max(_common(words[item.id], words[other.id]), alike.get(other.case or "", 0.0))
        same_kind = {other.case or "" for other in others if kinds[item.id] & kinds[other.id]}
        for group, right, neutral in (
            ("recurring matters", {case for case, share in alike.items() if share >= RECURRING}, set[str]()),
            ("kinds of matter", far := {case for case in same_kind if alike[case] <= FAR}, same_kind - far),
        ):
            if right and item.title and item.organization:
                yield Matter(
                    group=group,
                    text=item.title,
                    organization=item.organization,
                    case=item.case or "",
                    right=frozenset(right),
                    neutral=frozenset(neutral),
                )


def matters_by_draft(items: Sequence[StoredItem], drafts: Mapping[str, str]) -> Iterator[Matter]:
    """Kinds of matter, each by the text of an item's case paper without its title; ``drafts`` are by case number."""
    for item in items:
        kinds = kinds_of(item.title or "")
        right = {other.case or "" for other in items if other.case != item.case and kinds & kinds_of(other.title or "")}
        draft = drafts.get(item.case_number or "")
        if right and item.title and item.organization and draft:
            yield Matter(
                group="kinds of matter by a draft without its title",
                text=draft.replace(item.title, " "),
                organization=item.organization,
                case=item.case or "",
                right=frozenset(right),
            )


class Finders:
    """The ways to find earlier decisions that are compared: from a matter to cases, the best first."""

    def __init__(self, reader: IndexReader, store: Store, analyzer: Analyzer) -> None:
        self._reader = reader
        self._store = store
        self._analyzer = analyzer
        self._answering = Answering(reader, store, analyzer)
        entries = store.decisions
        self._cases: dict[str, str | None] = {
            **{f"item:{item.id}": item.case for item in entries.items(entries.item_states())},
            **{f"resolution:{one.id}": one.case for one in entries.resolutions(entries.resolution_states())},
            **{paper.id: paper.case for paper in store.reading.documents(store.reading.states())},
        }

    def ways(self) -> Mapping[str, Callable[[Matter], list[str | None]]]:
        """Each with its name."""
        return {"similar": self._similar, "OR of long words": self._any_long_word, "OR of all words": self._any_word}

    def _similar(self, matter: Matter) -> list[str | None]:
        draft = Draft(text=matter.text, organization=matter.organization, case=matter.case)
        found = find_similar(self._reader, self._store, self._analyzer, draft, most=_READ)
        return [one.hit.case for one in found.decisions]

    def _any_long_word(self, matter: Matter) -> list[str | None]:
        return self._any(LONG_WORD, matter)

    def _any_word(self, matter: Matter) -> list[str | None]:
        return self._any(_ANY_WORD, matter)

    def _any(self, words: re.Pattern[str], matter: Matter) -> list[str | None]:
        query = " OR ".join(list(dict.fromkeys(words.findall(matter.text)))[:30])
        filters = Filters(organizations=(matter.organization,), kinds=_DECIDING)
        question = Question(query=query, filters=filters, per_page=_READ, fold=True, widen=False)
        cases = (self._cases[match.id] for match in self._answering.matches(question))
        return [case for case in cases if case != matter.case]


def score(matters: Sequence[Matter], find: Callable[[Matter], list[str | None]]) -> EarlierScore:
    """How well a finder does."""
    ranks, shares = [], []
    for matter in matters:
        shown = [case for case in find(matter) if case not in matter.neutral][:_SHOWN]
        right = [case in matter.right for case in shown]
        ranks.append(right.index(True) + 1 if True in right else 0)
        shares.append(sum(right) / _SHOWN)
    return EarlierScore(
        queries=len(matters),
        mrr=sum(1 / rank for rank in ranks if rank) / len(ranks),
        success=sum(rank > 0 for rank in ranks) / len(ranks),
        precision=sum(shares) / len(shares),
    )


def _common(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
