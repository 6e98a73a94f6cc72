"""What a person types, as a tree that a back end runs.

::

    skole barnehage        both words, wherever in the document
    "delt bosted"          these words, one after the other, and no other names of them
    vann OR avløp          one of them (also ELLER)
    -utsatt                without this word (also IKKE, NOT)
    ="delt bosted"         exactly these words in exactly this form
    skole nær/5 skyss      at most five words apart, in either order; also near/5
    skoleskys*             every word that begins so, with three letters or more
    (a OR b) c             parentheses
    utvalg:formannskapet   in the body's name; also kommune:, tittel:, saksnr:, and sak: for both of these
    dato:2024-03..2024-06  the meeting's day; also fra:, til:, år:
    type:protokoll         the kind of hit; also utfall:, parti:, språk:

Nothing that is typed is an error: what cannot be meant is mended or read as words, and what is too long is shortened,
and said. A query never finds everything by accident: one that only excludes is not run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from harvester.minutes.names import party_code
from search.backends.base import (
    EVERYWHERE,
    And,
    AnyOf,
    Field,
    Filters,
    Leaf,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Tree,
    Within,
)
from search.language import Analyzer, fold
from search.notes import Note, NoteKind
from search.vocabulary import AND, FIELDS, KINDS, LANGUAGES, NOT, OR, OUTCOMES, Period, QueryField, read_period

LONGEST_QUERY = 1_000
MOST_LEAVES = 64
DEEPEST = 20
SHORTEST_PREFIX = 3
LONGEST_NUMBER = 5
"""Words, as in gnr. 12, bnr. 3."""

_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
_PART = re.compile(
    r"""
      (?P<open>\()
    | (?P<close>\))
    | (?P<minus>(?<![^\s(])-+(?=[^\s-]))
    | (?P<item>[A-ZÆØÅ]{1,5}\s+\d{1,4}/\d{2,4}(?![\w/-]))
    | (?:(?P<field>[^\W\d_]{2,30}):(?=[^\s:/]))?
      (?: (?P<literal>=)?"(?P<phrase>[^"]*)(?P<end>"|$) | (?P<word>[^\s"()]+) )
    """,
    re.VERBOSE,
)
_NEAR = re.compile(r"(?:nær|near|naer)/([1-9]\d?)", re.IGNORECASE)
Nearby = Term | Phrase | Prefix | AnyOf
_TEXT_FIELDS = {
    QueryField.BODY: (Field.BODY,),
    QueryField.ORGANIZATION: (Field.ORGANIZATION,),
    QueryField.NUMBER: (Field.NUMBER,),
    QueryField.CASE: (Field.NUMBER, Field.TITLE),
    QueryField.TITLE: (Field.TITLE,),
}


_CHOICES = {
    QueryField.KIND: (KINDS, NoteKind.UNKNOWN_KIND),
    QueryField.OUTCOME: (OUTCOMES, NoteKind.UNKNOWN_OUTCOME),
    QueryField.LANGUAGE: (LANGUAGES, NoteKind.UNKNOWN_LANGUAGE),
}
"""Fields with a closed list of values: their names, and what is said of a name that is not among them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedQuery:
    """A query as it was understood.

    Attributes:
        text: what was typed, without what cannot be seen.
        tree: what to look for; None when there is nothing.
        bounded: whether something must be there; without it the tree may only run together with filters.
        notes: what to tell about it.
    """

    text: str
    tree: Tree | None
    bounded: bool
    notes: tuple[Note, ...]


def parse(text: str, analyzer: Analyzer | None = None) -> ParsedQuery:
    """Read a query; of one that is longer than can be meant, as much as can be run."""
    typed = "".join(letter if letter.isprintable() else " " for letter in text).strip()
    cleaned = _shortened(typed)
    parser = _Parser(_split(cleaned), analyzer or Analyzer(None))
    if cleaned != typed:
        parser.note(NoteKind.TOO_LONG, detail=str(LONGEST_QUERY))
    tree = parser.whole()
    bounded = tree is not None and _is_bounded(tree)
    if tree is None:
        parser.note(NoteKind.EMPTY)
    elif not bounded:
        parser.note(NoteKind.ONLY_EXCLUDES)
    return ParsedQuery(text=cleaned, tree=tree, bounded=bounded, notes=tuple(dict.fromkeys(parser.notes)))


def _shortened(text: str) -> str:
    """The beginning of a text, up to the end of a word where it has several."""
    if len(text) <= LONGEST_QUERY:
        return text
    beginning, _, _ = text[: LONGEST_QUERY + 1].rpartition(" ")
    return beginning.rstrip() or text[:LONGEST_QUERY]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """A piece of the query: a sign, or a word or phrase with the field before it."""

    sign: str = ""
    field: str = ""
    text: str = ""
    quoted: bool = False
    literal: bool = False
    closed: bool = True


def _split(text: str) -> list[_Part]:
    parts = []
    for match in _PART.finditer(text.translate(_QUOTES)):
        if match["open"] or match["close"] or match["minus"]:
            parts.append(_Part(sign=match[0][0]))
        elif match["item"]:
            parts.append(_Part(text=match["item"], quoted=True))
        elif match["phrase"] is not None:
            name = match["field"] or ""
            literal, closed = bool(match["literal"]), bool(match["end"])
            parts.append(_Part(field=name, text=match["phrase"], quoted=True, literal=literal, closed=closed))
        else:
            parts.append(_Part(field=match["field"] or "", text=match["word"]))
    return parts


@dataclass(slots=True)
class _Parser:
    """Reads parts from left to right: alternatives of groups of clauses."""

    parts: Sequence[_Part]
    analyzer: Analyzer
    at: int = 0
    depth: int = 0
    notes: list[Note] = field(default_factory=list)
    read: set[Leaf] = field(default_factory=set)

    def note(self, kind: NoteKind, subject: str = "", detail: str = "") -> None:
        self.notes.append(Note(kind, subject, detail))

    def whole(self) -> Tree | None:
        clauses = []
        while self.at < len(self.parts):
            if (tree := self.alternatives()) is not None:
                clauses.append(tree)
            if self.at < len(self.parts):  # only a closing parenthesis stops before the end
                self.note(NoteKind.PARENTHESIS_MENDED)
                self.at += 1
        return _joined(And, clauses)

    def alternatives(self) -> Tree | None:
        """Clauses up to the end or to a closing parenthesis."""
        groups: list[list[Tree]] = [[]]
        while (part := self._next()) is not None and part.sign != ")":
            if _is_operator(part, OR):
                self.at += 1
                if not groups[-1] or self._ends_here():
                    self.note(NoteKind.OPERATOR_IGNORED, part.text)
                else:
                    groups.append([])
            elif (clause := self.clause()) is not None:
                groups[-1].append(clause)
        return _joined(Or, [tree for group in groups if (tree := _joined(And, group)) is not None])

    def clause(self) -> Tree | None:
        """A clause, together with those that must stand near it."""
        tree = self._single()
        while (part := self._next()) is not None and (within := _nearness(part)) is not None:
            self.at += 1
            other = None if self._ends_here() else self._single()
            if tree is None or other is None:
                self.note(NoteKind.OPERATOR_IGNORED, part.text)
                tree = tree or other
            else:
                tree = self._near(tree, other, part, within)
        return tree

    def _near(self, left: Tree, right: Tree, part: _Part, within: int) -> Tree:
        one, other = _as_leaf(left), _as_leaf(right)
        if one is None or other is None or one.fields != other.fields:
            self.note(NoteKind.NEAR_IGNORED, part.text)
            return And((left, right))
        return Near(one, other, within, f"{one.word} {part.text} {other.word}", one.fields)

    def _single(self) -> Tree | None:
        part = self.parts[self.at]
        self.at += 1
        if part.sign == "-" or _is_operator(part, NOT):
            if self._ends_here():
                self.note(NoteKind.OPERATOR_IGNORED, part.text or part.sign)
                return None
            inner = self.clause()
            return None if inner is None else Not(inner)
        if part.sign == "(":
            return self._parenthesis()
        return None if _is_operator(part, AND) else self._leaf(self._number_of_several_words(part))

    def _number_of_several_words(self, part: _Part) -> _Part:
        """The part together with those after it that make one thing of it: 12. juni 2024, gnr. 12 bnr. 3, f. eks."""
        run = [part, *self.parts[self.at : self.at + LONGEST_NUMBER - 1]]
        plain = list(takewhile(_is_plain, run))
        for length in range(len(plain), 1, -1):
            text = " ".join(word.text for word in plain[:length])
            if len(self.analyzer.query_terms(text)) == 1 and any(letter.isdigit() or letter == "." for letter in text):
                self.at += length - 1
                return _Part(text=text)
        return part

    def _parenthesis(self) -> Tree | None:
        if self.depth >= DEEPEST:
            self.note(NoteKind.TOO_DEEP, detail=str(DEEPEST))
            return None
        self.depth += 1
        inner = self.alternatives()
        self.depth -= 1
        if self.at < len(self.parts):
            self.at += 1
        else:
            self.note(NoteKind.PARENTHESIS_MENDED)
        return inner

    def _next(self) -> _Part | None:
        return self.parts[self.at] if self.at < len(self.parts) else None

    def _ends_here(self) -> bool:
        part = self._next()
        return part is None or part.sign == ")" or _is_operator(part, OR)

    def _leaf(self, part: _Part) -> Tree | None:
        if not part.closed:
            self.note(NoteKind.QUOTE_CLOSED)
        if not part.field:
            return self._words(part, EVERYWHERE)
        name = FIELDS.get(part.field.casefold())
        match name:
            case None:
                self.note(NoteKind.UNKNOWN_FIELD, part.field, ", ".join(QueryField))
                return self._all_words(f"{part.field} {part.text}")
            case QueryField.KIND | QueryField.OUTCOME | QueryField.LANGUAGE:
                return self._choice(part, name)
            case QueryField.PARTY:
                return Within(Filters(parties=(party_code(part.text) or part.text,)))
            case QueryField.DATE | QueryField.DATE_FROM | QueryField.DATE_TO:
                return self._date(part, name)
            case _:
                return self._words(part, _TEXT_FIELDS[name])

    def _choice(self, part: _Part, name: QueryField) -> Tree | None:
        values, complaint = _CHOICES[name]
        value = values.get(part.text.casefold())
        if value is None:
            self.note(complaint, part.text, ", ".join(values))
            return self._words(part, EVERYWHERE)
        match name:
            case QueryField.OUTCOME:
                return Within(Filters(outcomes=(value,)))
            case QueryField.LANGUAGE:
                return Within(Filters(languages=(value,)))
            case _:
                return Within(Filters(kinds=(value,)))

    def _date(self, part: _Part, name: QueryField) -> Tree | None:
        begin, dots, end = part.text.partition("..")
        first, last = read_period(begin), read_period(end if dots else begin)
        wanted = [side for side in (begin, end if dots else begin) if side]
        if not wanted or len(wanted) != len([period for period in (first, last) if period]):
            self.note(NoteKind.NO_DATE, part.text)
            return self._all_words(part.text)
        if first and last and first > last:
            self.note(NoteKind.DATES_TURNED, part.text)
            first, last = last, first
        return Within(_between(first, last, name))

    def _all_words(self, text: str) -> Tree | None:
        """The words of a text, each by itself."""
        trees = [self._words(_Part(text=word), EVERYWHERE) for word in re.split(r"[\s:]+", text)]
        return _joined(And, [tree for tree in trees if tree is not None])

    def _words(self, part: _Part, fields: tuple[Field, ...]) -> Leaf | None:
        """What a part asks for; None when it has no word, or when there are enough without it."""
        leaf = self._leaf_of(part, fields)
        if leaf is None:
            return None
        if len(self.read) == MOST_LEAVES and leaf not in self.read:
            self.note(NoteKind.TOO_MANY_WORDS, detail=str(MOST_LEAVES))
            return None
        self.read.add(leaf)
        return leaf

    def _leaf_of(self, part: _Part, fields: tuple[Field, ...]) -> Leaf | None:
        """A word, or words that stand together: quoted, or joined by a sign as in kosten/baten."""
        word = part.text
        beginning = word.endswith("*") and not part.quoted
        places = self.analyzer.query_terms(word)
        if not places:
            return None
        if len(places) > 1 or part.quoted:
            return self._phrase(places, part, fields)
        if beginning:
            stem = fold(word.strip("*"))
            if len(stem) >= SHORTEST_PREFIX:
                return Prefix(stem, places[0], word, fields)
            self.note(NoteKind.PREFIX_TOO_SHORT, word)
        return Term(places[0], word.rstrip("*") if beginning else word, fields)

    def _phrase(self, places: tuple[tuple[str, ...], ...], part: _Part, fields: tuple[Field, ...]) -> Leaf:
        """A phrase, and the same as a document spells it that writes *e-post* or *1. mai 2024* as it was typed."""
        phrase = Phrase(places, part.text, fields, part.literal)
        written = replace(phrase, places=self.analyzer.written_terms(part.text))
        if part.literal or written == phrase:
            return written
        return AnyOf((phrase, written), part.text, fields)


def _is_plain(part: _Part) -> bool:
    is_sign = part.sign or part.field or part.quoted or part.text.endswith("*") or _nearness(part) is not None
    return not is_sign and part.text not in OR | AND | NOT


def _is_operator(part: _Part, names: frozenset[str]) -> bool:
    return part.text in names and not part.quoted and not part.field


def _nearness(part: _Part) -> int | None:
    """How many words apart a part allows, as in nær/5."""
    match = None if part.sign or part.field or part.quoted else _NEAR.fullmatch(part.text)
    return int(match[1]) if match else None


def _as_leaf(tree: Tree) -> Nearby | None:
    """A word, a phrase, or alternatives of them as one."""
    match tree:
        case Term() | Prefix() | AnyOf():
            return tree
        case Phrase(literal=False):
            return tree
        case Or(clauses):
            inner = [_as_leaf(clause) for clause in clauses]
            found = tuple(leaf for leaf in inner if leaf is not None)
            if len(found) < len(inner) or len({leaf.fields for leaf in found}) > 1:
                return None
            return AnyOf(found, f"({' OR '.join(leaf.word for leaf in found)})", found[0].fields)
        case _:
            return None


def _between(first: Period | None, last: Period | None, name: QueryField) -> Filters:
    """The filter of ``dato:``, ``fra:`` or ``til:`` with a period, or with two that are the ends of a range."""
    date_from = first[0] if first and name is not QueryField.DATE_TO else None
    date_to = last[1] if last and name is not QueryField.DATE_FROM else None
    return Filters(date_from=date_from, date_to=date_to)


def _joined(join: type[And | Or], clauses: list[Tree]) -> Tree | None:
    if len(clauses) > 1:
        return join(tuple(clauses))
    return clauses[0] if clauses else None


def _is_bounded(tree: Tree) -> bool:
    """Whether everything that a tree finds has something that it asks for."""
    match tree:
        case And(clauses):
            return any(_is_bounded(clause) for clause in clauses)
        case Or(clauses):
            return all(_is_bounded(clause) for clause in clauses)
        case Not():
            return False
        case _:
            return True
