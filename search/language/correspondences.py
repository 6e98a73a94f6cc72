"""From nynorsk to bokmål, so that a word has one term in both written standards.

Bokmål is only where the two meet: what counts is that both sides of a pair arrive at the same spelling. The
correspondences are tables in ``data``; the code knows no word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from search.language.tables import read_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """A nynorsk root, the bokmål root that answers to it, and the surroundings it must or must not have."""

    nynorsk: str
    bokmal: str
    after: tuple[str, ...]
    not_after: tuple[str, ...]
    before: tuple[str, ...]
    not_before: tuple[str, ...]

    def stands_at(self, marked: str, at: int) -> bool:
        """Whether the root stands at this place of a word between ``^`` and ``$``."""
        end = at + len(self.nynorsk)
        return (
            marked.startswith(self.nynorsk, at)
            and not (self.not_before and marked.startswith(self.not_before, end))
            and not (self.not_after and marked.endswith(self.not_after, 0, at))
            and (not self.before or marked.startswith(self.before, end))
            and (not self.after or marked.endswith(self.after, 0, at))
        )


def to_bokmal(word: str) -> str:
    """The word with bokmål roots; a folded word of bokmål comes back as it is."""
    whole = _words().get(word)
    if whole:
        return whole
    roots, short_roots = _roots()
    marked = f"^{word}$"
    spelling: list[str] = []
    at = 1
    while at <= len(word):
        for root in roots.get(marked[at : at + 3]) or short_roots.get(marked[at : at + 2], ()):
            if root.stands_at(marked, at):
                spelling.append(root.bokmal)
                at += len(root.nynorsk)
                break
        else:
            spelling.append(marked[at])
            at += 1
    return "".join(spelling)


@cache
def _words() -> dict[str, str]:
    return {nynorsk: bokmal for bokmal, words in read_rows("nynorsk_words.tsv") for nynorsk in words.split()}


@cache
def _roots() -> tuple[dict[str, tuple[Root, ...]], dict[str, tuple[Root, ...]]]:
    """The roots by their first three letters, with the shorter ones that fit there too, and by their first two."""
    by_beginning: defaultdict[str, list[Root]] = defaultdict(list)
    for row in read_rows("nynorsk_roots.tsv"):
        by_beginning[row[0][:3]].append(_read_root(*row))
    by_two = {letters: _longest_first(roots) for letters, roots in by_beginning.items() if len(letters) == 2}
    by_three = {
        letters: _longest_first([*roots, *by_two.get(letters[:2], ())])
        for letters, roots in by_beginning.items()
        if len(letters) == 3
    }
    return by_three, by_two


def _longest_first(roots: Iterable[Root]) -> tuple[Root, ...]:
    return tuple(sorted(roots, key=lambda root: len(root.nynorsk), reverse=True))


def _read_root(nynorsk: str, bokmal: str, conditions: str = "") -> Root:
    surroundings: dict[str, tuple[str, ...]] = {}
    for condition in filter(None, conditions.split("; ")):
        where, _, values = condition.rpartition(" ")
        surroundings[where] = tuple(values.split(","))
    return Root(
        nynorsk=nynorsk,
        bokmal=bokmal,
        after=surroundings.pop("after", ()),
        not_after=surroundings.pop("not after", ()),
        before=surroundings.pop("before", ()),
        not_before=surroundings.pop("not before", ()),
    )
