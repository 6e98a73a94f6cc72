"""Which items are one case.

Items that the portal itself links are one case. Items with the same case number in one organization are one case, unless
their titles have next to nothing in common: a number can stand for two cases. Where the portal has records of its own
for the cases of a number, with titles, those decide.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from harvester.cases.likeness import alike
from harvester.ids import text_key

_SAME_MATTER = 0.34
"""The share of words that titles under one number have in common at least; bodies word them differently."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An item as far as its case depends on it; ``number_from`` says where its case number stands, in words."""

    item: str
    organization: str
    day: dt.date | None
    title: str | None
    case_key: str | None
    case_number: str | None
    number_from: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """Two items that the portal itself puts together, and how, in words."""

    one: str
    other: str
    evidence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Membership:
    """The case of an item and why it belongs to it; empty for an item that stands alone."""

    case: str
    joined_by: str


CaseTitles = Mapping[tuple[str, str], Sequence[str]]
"""The titles of the portal's own records of cases, by organization and number."""


class _Clusters:
    """Disjoint sets of items (union-find)."""

    def __init__(self, items: Iterable[str]) -> None:
        self._parents = {item: item for item in items}

    def __contains__(self, item: str) -> bool:
        return item in self._parents

    def of(self, item: str) -> str:
        while (parent := self._parents[item]) != item:
            self._parents[item] = item = self._parents[parent]
        return item

    def join(self, one: str, other: str) -> None:
        self._parents[self.of(one)] = self.of(other)


def group(entries: Sequence[Entry], links: Iterable[Link], case_titles: CaseTitles) -> dict[str, Membership]:
    """The case of each item."""
    clusters = _Clusters(entry.item for entry in entries)
    reasons: dict[str, str] = {}
    for link in links:
        if link.one in clusters and link.other in clusters:
            clusters.join(link.one, link.other)
            reasons.setdefault(link.one, link.evidence)
            reasons.setdefault(link.other, link.evidence)
    numbered: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.case_key:
            numbered[entry.organization, entry.case_key].append(entry)
    for key, same_number in numbered.items():
        _join_same_number(clusters, same_number, case_titles.get(key, ()))
        for entry in same_number:
            linked = reasons.get(entry.item)
            reasons[entry.item] = f"{entry.number_from}; {linked}" if linked else entry.number_from
    return _named(entries, clusters, reasons)


def _join_same_number(clusters: _Clusters, entries: Sequence[Entry], titles: Sequence[str]) -> None:
    """Join items of one number, but for those whose titles say that they are of another case."""
    if len(titles) == 1:
        for entry in entries[1:]:
            clusters.join(entry.item, entries[0].item)
        return
    first_of: dict[str, Entry] = {}
    loose: list[Entry] = []
    for entry in entries:
        record = next((title for title in titles if alike(entry.title, title)), None)
        if record is None:
            loose.append(entry)
        else:
            clusters.join(entry.item, first_of.setdefault(record, entry).item)
    known = list(first_of.values())
    for entry in sorted(loose, key=lambda entry: entry.title is None):
        match = next((other for other in known if alike(entry.title, other.title, share=_SAME_MATTER)), None)
        if match is None and entry.title is None and len({clusters.of(other.item) for other in known}) == 1:
            match = known[0]
        if match is not None:
            clusters.join(entry.item, match.item)
        known.append(entry)


def _named(entries: Sequence[Entry], clusters: _Clusters, reasons: Mapping[str, str]) -> dict[str, Membership]:
    """Each cluster under an id: of its number, or of its first item when it has none or another case has the number."""
    members: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        members[clusters.of(entry.item)].append(entry)
    taken: set[str] = set()
    named: dict[str, Membership] = {}
    for cluster in sorted(
        (sorted(cluster, key=_order) for cluster in members.values()), key=lambda each: _order(each[0])
    ):
        case = _case_id(cluster, taken)
        taken.add(case)
        for entry in cluster:
            named[entry.item] = Membership(case=case, joined_by=reasons.get(entry.item, ""))
    return named


def _order(entry: Entry) -> tuple[dt.date, str]:
    return entry.day or dt.date.max, entry.item


def _case_id(cluster: Sequence[Entry], taken: set[str]) -> str:
    first = cluster[0]
    key = next((entry.case_key for entry in cluster if entry.case_key), None)
    if key is None:
        return first.item
    case = f"{first.organization}/case.{key}"
    return case if case not in taken else f"{case}~{text_key(first.item)}"
