"""What may have been meant when a word of the query stands in no document."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass

from search.backends.base import IndexReader, Term, Tree, leaves
from search.language import suggestions

MOST_SUGGESTIONS = 3
_MOST_TRIED = 9


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """Another query with words that documents have; ``total`` says how many documents it finds."""

    query: str
    total: int


def suggest(query: str, tree: Tree, reader: IndexReader, total: Callable[[str], int]) -> tuple[Suggestion, ...]:
    """Queries with other words in place of those that no document has, the likeliest first.

    Args:
        query: what was typed.
        tree: what was looked for.
        reader: the index.
        total: how many documents a query finds; what finds none is never suggested.
    """

    def hits(term: str) -> int:
        return reader.count(Term((term,))) if reader.known_terms((term,)) else 0

    terms = (leaf for leaf in leaves(tree) if isinstance(leaf, Term))
    unknown = dict.fromkeys(term.word for term in terms if not reader.known_terms(term.alternatives))
    others = {word: found for word in unknown if (found := suggestions(word, hits, most=MOST_SUGGESTIONS))}
    if not others:
        return ()
    # The likeliest of each word come first: the sum of the places grows slowest for them.
    places = sorted(itertools.product(*(range(len(found)) for found in others.values())), key=sum)[:_MOST_TRIED]
    suggested = []
    for chosen in places:
        changed = query
        for (word, found), place in zip(others.items(), chosen, strict=True):
            changed = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", found[place], changed, count=1)
        if changed != query and (documents := total(changed)):
            suggested.append(Suggestion(query=changed, total=documents))
    return tuple(suggested[:MOST_SUGGESTIONS])
