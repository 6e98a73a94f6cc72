"""A query as it was understood: as data for programs, and in words for people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from search.backends.base import (
    EVERYWHERE,
    Among,
    And,
    AnyOf,
    Everything,
    Field,
    Filters,
    Leaf,
    Near,
    Not,
    Or,
    Phrase,
    Preferred,
    Prefix,
    Tree,
    Weighted,
    Within,
)
from search.vocabulary import KINDS, OUTCOMES

Data = Mapping[str, object]


def as_data(tree: Tree) -> Data:  # noqa: PLR0911  # one for each kind of tree
    """A tree as JSON: one key says what it is (``all``, ``any``, ``not``, ``word``, ``phrase``, ``prefix``, ``near``,
    ``filter``); ``in`` names the fields of a word that is not looked for everywhere.
    """
    match tree:
        case And(clauses):
            return {"all": [as_data(clause) for clause in clauses]}
        case Or(clauses):
            return {"any": [as_data(clause) for clause in clauses]}
        case Preferred(first, _) | Weighted(first, _):
            return as_data(first)
        case Not(clause):
            return {"not": as_data(clause)}
        case Within(filters):
            return {"filter": _filter_data(filters)}
        case Among(ids):
            return {"ids": sorted(ids)}
        case Everything():
            return {"everything": True}
        case leaf:
            return _leaf_data(leaf)


def in_words(tree: Tree, language: str = "en") -> str:
    """A tree as part of a sentence, in English, bokmål or nynorsk."""
    return _said(tree, _WORDS[language], inside=False)


def _leaf_data(leaf: Leaf) -> Data:
    where: Data = {} if leaf.fields == EVERYWHERE else {"in": [field.value for field in leaf.fields]}
    match leaf:
        case Phrase():
            return {"phrase": leaf.word, **({"literal": True} if leaf.literal else {}), **where}
        case Prefix():
            return {"prefix": leaf.prefix, **where}
        case Near(left, right, within):
            return {"near": [as_data(left), as_data(right)], "within": within, **where}
        case AnyOf(leaves):
            return {"any": [as_data(one) for one in leaves], **where} if _differ(leaves) else as_data(leaves[0])
        case _:
            return {"word": leaf.word, **where}


def _differ(leaves: tuple[Leaf, ...]) -> bool:
    """Whether they are more than spellings of one thing that was typed."""
    return len({leaf.word for leaf in leaves}) > 1


def _filter_data(filters: Filters) -> Data:
    days = {"from": filters.date_from, "to": filters.date_to}
    lists = {
        "organization": filters.organizations,
        "body": filters.bodies,
        "kind": filters.kinds,
        "outcome": filters.outcomes,
        "party": filters.parties,
        "language": filters.languages,
    }
    return {
        **{name: list(values) for name, values in lists.items() if values},
        **{name: day.isoformat() for name, day in days.items() if day},
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class _Words:
    """The words of one language; ``norwegian`` when kinds and outcomes have their Norwegian names."""

    both: str
    either: str
    without: str
    exactly: str
    beginning: str
    near: str
    inside: str
    since: str
    until: str
    between: str
    fields: Mapping[Field, str]
    filters: Mapping[str, str]
    norwegian: bool = True


def _said(tree: Tree, words: _Words, *, inside: bool) -> str:
    match tree:
        case And(clauses) | Or(clauses):
            joint = words.both if isinstance(tree, And) else words.either
            text = joint.join(_said(clause, words, inside=True) for clause in clauses)
            return f"({text})" if inside else text
        case Preferred(first, _) | Weighted(first, _):
            return _said(first, words, inside=inside)
        case Not(clause):
            return words.without.format(_said(clause, words, inside=True))
        case Within(filters):
            return _filter_said(filters, words)
        case Among() | Everything():
            return ""
        case leaf:
            return _leaf_said(leaf, words)


def _leaf_said(leaf: Leaf, words: _Words) -> str:
    match leaf:
        case Phrase():
            text = words.exactly.format(f"«{leaf.word}»") if leaf.literal else f"«{leaf.word}»"
        case Prefix():
            text = words.beginning.format(leaf.prefix)
        case Near(left, right, within):
            return words.near.format(_leaf_said(left, words), _leaf_said(right, words), within)
        case AnyOf(leaves) if not _differ(leaves):
            return _leaf_said(leaves[0], words)
        case AnyOf(leaves):
            return f"({words.either.join(_leaf_said(one, words) for one in leaves)})"
        case _:
            text = leaf.word
    if leaf.fields == EVERYWHERE:
        return text
    return words.inside.format(text, words.either.join(words.fields[field] for field in leaf.fields))


def _filter_said(filters: Filters, words: _Words) -> str:
    parts = [
        f"{words.filters[name]} {words.either.join(_value_said(value, words) for value in values)}"
        for name, values in (
            ("kind", filters.kinds),
            ("outcome", filters.outcomes),
            ("party", filters.parties),
            ("language", filters.languages),
        )
        if values
    ]
    return words.both.join([*parts, *_period_said(filters.date_from, filters.date_to, words)])


def _value_said(value: str, words: _Words) -> str:
    return _NORWEGIAN.get(value, value) if words.norwegian else value.replace("_", " ")


def _period_said(first: dt.date | None, last: dt.date | None, words: _Words) -> list[str]:
    if first and last:
        return [words.between.format(first, last)]
    return [words.since.format(first)] if first else [words.until.format(last)] if last else []


_NORWEGIAN = {
    value: next(name for name, named in names.items() if named == value)
    for names in (OUTCOMES, KINDS)
    for value in names.values()
}
"""The first Norwegian name of each kind and outcome."""

_WORDS: Mapping[str, _Words] = {
    "en": _Words(
        both=" and ",
        either=" or ",
        without="without {}",
        exactly="exactly {}",
        beginning="words that begin with {}",
        near="{0} at most {2} words from {1}",
        inside="{} in the {}",
        since="meetings since {}",
        until="meetings until {}",
        between="meetings from {} to {}",
        fields={
            Field.TITLE: "title",
            Field.DECISION: "resolution",
            Field.TEXT: "text",
            Field.NUMBER: "number",
            Field.BODY: "body's name",
            Field.ORGANIZATION: "municipality's name",
        },
        filters={"kind": "kind", "outcome": "outcome", "party": "party", "language": "language"},
        norwegian=False,
    ),
    "nb": _Words(
        both=" og ",
        either=" eller ",
        without="uten {}",
        exactly="nøyaktig {}",
        beginning="ord som begynner på {}",
        near="{0} høyst {2} ord fra {1}",
        inside="{} i {}",
        since="møter fra {}",
        until="møter til {}",
        between="møter fra {} til {}",
        fields={
            Field.TITLE: "tittelen",
            Field.DECISION: "vedtaket",
            Field.TEXT: "teksten",
            Field.NUMBER: "saksnummeret",
            Field.BODY: "utvalgets navn",
            Field.ORGANIZATION: "kommunens navn",
        },
        filters={"kind": "type", "outcome": "utfall", "party": "parti", "language": "språk"},
    ),
    "nn": _Words(
        both=" og ",
        either=" eller ",
        without="utan {}",
        exactly="nøyaktig {}",
        beginning="ord som tek til med {}",
        near="{0} høgst {2} ord frå {1}",
        inside="{} i {}",
        since="møte frå {}",
        until="møte til {}",
        between="møte frå {} til {}",
        fields={
            Field.TITLE: "tittelen",
            Field.DECISION: "vedtaket",
            Field.TEXT: "teksten",
            Field.NUMBER: "saksnummeret",
            Field.BODY: "namnet på utvalet",
            Field.ORGANIZATION: "namnet på kommunen",
        },
        filters={"kind": "type", "outcome": "utfall", "party": "parti", "language": "språk"},
    ),
}
