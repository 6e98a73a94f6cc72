"""Terms of municipal politics that mean the same, in both written standards, and their abbreviations.

They widen a query, never the index. Which way a term may be widened stands in ``data/domain_terms.tsv``:
*reguleringsplan* also asks for *detaljregulering*, but not the other way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from search.language.fold import fold
from search.language.keys import word_key
from search.language.tables import read_rows

_ABBREVIATION_CONCEPT = "abbr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One thing and its names.

    Attributes:
        name: What it is, in English.
        terms: Its bokmål and nynorsk names, the most general first.
        abbreviations: Short forms; they may stand for other things too.
        both_ways: Whether each name may be widened to every other; else only the first one and abbreviations.
        named_short: Whether the abbreviation is its usual name, so that it wins over others of the same letters.
    """

    name: str
    terms: tuple[str, ...]
    abbreviations: tuple[str, ...]
    both_ways: bool
    named_short: bool


@cache
def concepts() -> tuple[Concept, ...]:
    """Every concept that is known."""
    return tuple(_read_concept(row) for row in read_rows("domain_terms.tsv")[1:])


def related_terms(text: str) -> tuple[str, ...]:
    """Other names of what was typed, each to be looked for as a phrase; none when it is no domain term.

    A name is recognized in any form (*kommunestyrets*). What only differs in ways that the index unites
    anyhow (*skuleskyss*, *skoleskyss*) is left out.
    """
    typed = _phrase_key(text)
    return tuple(dict.fromkeys(term for key, term in _widenings().get(typed, ()) if key != typed))


@cache
def domain_words() -> frozenset[str]:
    """The single words among the terms."""
    terms = {fold(term) for concept in concepts() for term in concept.terms}
    return frozenset(term for term in terms if term.isalpha() and len(term) > 3)


def _read_concept(row: list[str]) -> Concept:
    name, kind, bokmal, nynorsk, abbreviations, _, expand, *_ = row
    names = zip(*(part.split(",") + [""] * 9 for part in (bokmal, nynorsk)), strict=False)
    return Concept(
        name=name,
        terms=tuple(dict.fromkeys(term.strip() for pair in names for term in pair if term)),
        abbreviations=tuple(term.strip() for term in abbreviations.split(",") if term.strip()),
        both_ways=expand == "both",
        named_short=kind == _ABBREVIATION_CONCEPT,
    )


@cache
def _widenings() -> dict[str, tuple[tuple[str, str], ...]]:
    """From the key of a name to the keys and spellings of the names that it may be widened to."""
    found: dict[str, dict[str, str]] = {}
    for concept in concepts():
        short = tuple(term for term in concept.abbreviations if _speaks_for(term, concept))
        every = {_phrase_key(term): term for term in reversed((*concept.terms, *short))}
        sources = concept.terms if concept.both_ways else concept.terms[:1]
        for source in (*sources, *short):
            found.setdefault(_phrase_key(source), {}).update(reversed(every.items()))
    return {key: tuple(terms.items()) for key, terms in found.items()}


def _speaks_for(abbreviation: str, concept: Concept) -> bool:
    """Whether an abbreviation means this concept: KU is konsekvensutredning, though kontrollutvalg has it too."""
    rivals = [other for other in concepts() if other is not concept and abbreviation in other.abbreviations]
    return concept.named_short or not any(rival.named_short for rival in rivals)


def _phrase_key(text: str) -> str:
    words = fold(text).replace(".", "").replace("-", " ").split()
    return " ".join(word_key(word) if word.isalpha() else word for word in words)
