"""Where the words of a query stand in a text, and the piece of it that shows them best."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from search.backends.base import AnyOf, Leaf, Near, Phrase, Prefix
from search.language import Analyzer, Token
from search.literal import is_literally

SNIPPET_CHARACTERS = 260
_BEFORE = 60
_MOST_SPANS = 2_000
_BLANKS = re.compile(r"\s+")
_LINE_WITHIN_SENTENCE = re.compile(r"(?<=[^\s.:;?!-])\n(?=[a-zæøå(])")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a text where a leaf of the query stands; ``leaf`` is its place among the leaves."""

    start: int
    end: int
    leaf: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a shown text; ``marked`` when it was searched for."""

    text: str
    marked: bool = False


def find_spans(text: str, wanted: Sequence[Leaf], analyzer: Analyzer) -> list[Span]:
    """Every place where a leaf stands, from left to right; the first thousands of them."""
    tokens = list(analyzer.tokens(text))
    slots: dict[int, list[Token]] = {}
    for token in tokens:
        slots.setdefault(token.position, []).append(token)
    begun_by, begun_by_any = _first_terms(wanted)
    spans: list[Span] = []
    for token in tokens:
        numbers = {number for term in token.terms if term in begun_by for number in begun_by[term]}
        for number in sorted(numbers | begun_by_any):
            leaf = wanted[number]
            end = _end_of_match(leaf, token, slots)
            if end is not None and not _is_other_form(leaf, text[token.start : end]):
                spans.append(Span(token.start, end, number))
        if len(spans) >= _MOST_SPANS:
            break
    return spans


def marked(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """A text cut into marked and other pieces; spans that overlap become one mark."""
    pieces = []
    at = 0
    for start, end in _merged(spans):
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], marked=True))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return tuple(pieces)


def flowing(text: str) -> str:
    """The text with a blank in place of each line end within a sentence; every offset stays what it was."""
    return _LINE_WITHIN_SENTENCE.sub(" ", text)


def snippet(text: str, wanted: Sequence[Leaf], analyzer: Analyzer) -> tuple[Piece, ...]:
    """The piece of a text with most of the leaves, on one line; its beginning when none stands there."""
    spans = find_spans(text, wanted, analyzer)
    first = _best_start(spans)
    start = max(0, first - _BEFORE)
    end = min(len(text), start + SNIPPET_CHARACTERS)
    start, end = _at_words(text, start, end, first)
    inside = [Span(span.start - start, span.end - start, span.leaf) for span in spans if start <= span.start < end]
    cut = text[start:end]
    pieces = [Piece(_BLANKS.sub(" ", piece.text), piece.marked) for piece in marked(cut, _clipped(inside, len(cut)))]
    before = [Piece("… ")] if start > 0 else []
    after = [Piece(" …")] if end < len(text) else []
    return (*before, *_trimmed(pieces), *after)


def to_html(pieces: Iterable[Piece]) -> str:
    """Pieces as HTML: hits within ``<mark>``, everything else escaped."""
    return "".join(
        f"<mark>{html.escape(piece.text)}</mark>" if piece.marked else html.escape(piece.text) for piece in pieces
    )


def _first_terms(wanted: Sequence[Leaf]) -> tuple[Mapping[str, set[int]], set[int]]:
    """Which leaves can begin with a term, and which with terms that cannot be listed; few words of a text begin one."""
    begun_by: defaultdict[str, set[int]] = defaultdict(set)
    begun_by_any: set[int] = set()
    for number, leaf in enumerate(wanted):
        terms = _beginnings(leaf)
        if terms is None:
            begun_by_any.add(number)
        for term in terms or ():
            begun_by[term].add(number)
    return begun_by, begun_by_any


def _beginnings(leaf: Leaf) -> frozenset[str] | None:
    """The terms with which a leaf can begin; None when they cannot be listed."""
    match leaf:
        case AnyOf() | Near():
            parts = leaf.leaves if isinstance(leaf, AnyOf) else (leaf.left, leaf.right)
            listed = [_beginnings(part) for part in parts]
            known = [terms for terms in listed if terms is not None]
            return frozenset().union(*known) if len(known) == len(listed) else None
        case Phrase(places):
            return frozenset(places[0])
        case Prefix():
            return None
        case _:
            return frozenset(leaf.alternatives)


def _end_of_match(leaf: Leaf, token: Token, slots: dict[int, list[Token]]) -> int | None:
    """Where the leaf ends that begins at a token, None when none does."""
    match leaf:
        case AnyOf(names):
            ends = [end for name in names if (end := _end_of_match(name, token, slots)) is not None]
            return max(ends, default=None)
        case Near(left, right):
            return _end_of_near(left, right, leaf.within, token, slots)
        case Phrase(places):
            end = token.end if not set(places[0]).isdisjoint(token.terms) else None
            for distance, terms in enumerate(places[1:], start=1):
                here = [one for one in slots.get(token.position + distance, ()) if not set(terms).isdisjoint(one.terms)]
                if end is None or not here:
                    return None
                end = max(end, here[0].end)
            return end
        case Prefix(prefix, alternatives):
            fits = any(term.startswith(prefix) or term in alternatives for term in token.terms)
            return token.end if fits else None
        case _:
            return None if set(leaf.alternatives).isdisjoint(token.terms) else token.end


def _end_of_near(left: Leaf, right: Leaf, within: int, token: Token, slots: dict[int, list[Token]]) -> int | None:
    """Where one of the two ends that begins at a token and has the other near."""
    for one, other in ((left, right), (right, left)):
        end = _end_of_match(one, token, slots)
        before = range(token.position - within - _longer(other), token.position - _longer(other))
        after = range(token.position + _longer(one) + 1, token.position + _longer(one) + within + 1)
        near = (there for place in (*before, *after) for there in slots.get(place, ()))
        if end is not None and any(_end_of_match(other, there, slots) is not None for there in near):
            return end
    return None


def _longer(leaf: Leaf) -> int:
    """How many words more than one a leaf may have."""
    match leaf:
        case Phrase(places):
            return len(places) - 1
        case AnyOf(names):
            return max(map(_longer, names))
        case _:
            return 0


def _is_other_form(leaf: Leaf, text: str) -> bool:
    return isinstance(leaf, Phrase) and leaf.literal and not is_literally(leaf, text)


def _merged(spans: Iterable[Span]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if merged and span.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span.end))
        elif span.end > span.start:
            merged.append((span.start, span.end))
    return merged


def _best_start(spans: Sequence[Span]) -> int:
    """The first of the spans from which a snippet shows most leaves."""
    best, start = (0, 0), 0
    for number, span in enumerate(spans):
        reach = span.start + SNIPPET_CHARACTERS - _BEFORE
        shown = []
        for other in spans[number:]:
            if other.end > reach:
                break
            shown.append(other.leaf)
        quality = (len(set(shown)), len(shown))
        if quality > best:
            best, start = quality, span.start
    return start


def _at_words(text: str, start: int, end: int, hit: int) -> tuple[int, int]:
    """The cut moved to the blanks between words, where there are any near."""
    if start > 0:
        blank = next((at for at in range(start, hit) if text[at].isspace()), start)
        start = blank
    if end < len(text):
        end = next((at for at in range(end, max(end - _BEFORE, start + 1), -1) if text[at].isspace()), end)
    return start, end


def _clipped(spans: Iterable[Span], length: int) -> list[Span]:
    return [Span(span.start, min(span.end, length), span.leaf) for span in spans]


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """Without blanks at the ends, and without pieces that hold nothing."""
    text = [Piece(piece.text, piece.marked) for piece in pieces if piece.text]
    if text:
        text[0] = Piece(text[0].text.lstrip(), text[0].marked)
        text[-1] = Piece(text[-1].text.rstrip(), text[-1].marked)
    return [piece for piece in text if piece.text]
