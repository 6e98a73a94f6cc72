"""An entry's fields as tokens with their positions.

Pages follow each other in one run of positions, with one position left free between two of them, so that a phrase never
runs over the end of a page while words of different pages belong to the same document. The same holds for several
titles, numbers or bodies. A very long page is cut into sections between words, without a gap: what is shown of a hit is
read section by section, and must not cost more for a book that came as one page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from harvester.model import Page
from search.backends.base import NORMED, Field, IndexEntry
from search.language import Token

SECTION_CHARACTERS = 20_000
BEGINNING, END = "^", "$"
"""Terms that no text has: they stand before and after each title, so that a phrase can ask for the whole of one."""


class Tokenizer(Protocol):
    """What an index needs of an analyzer."""

    def tokens(self, text: str) -> Iterator[Token]:
        """Every token of a text."""


@dataclass(frozen=True, slots=True)
class Section:
    """Where a part of the text begins: its first position, its page's number, its first character in that page."""

    position: int
    page: int
    offset: int


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens whose positions count from this one."""

    position: int
    tokens: Sequence[Token]


@dataclass(frozen=True, kw_only=True, slots=True)
class AnalysedEntry:
    """The tokens of each field; the sections of the text; the lengths of the fields where they count, in tokens."""

    runs: Mapping[Field, Sequence[Run]]
    sections: tuple[Section, ...]
    lengths: Mapping[Field, int]


def analyse(entry: IndexEntry, tokenizer: Tokenizer) -> AnalysedEntry:
    """Everything that is looked for in an entry."""
    sections, text = [], []
    for section, tokens in text_tokens(entry.pages, tokenizer):
        sections.append(section)
        text.append(Run(section.position, tokens))
    runs = {field: _runs(field, values, tokenizer) for field, values in short_fields(entry).items()} | {
        Field.TEXT: text
    }
    lengths = {field: sum(len(run.tokens) for run in runs[field]) for field in NORMED}
    return AnalysedEntry(runs=runs, sections=tuple(sections), lengths=lengths)


def short_fields(entry: IndexEntry) -> dict[Field, tuple[str, ...]]:
    """The fields beside the text, each with its values."""
    names = dict.fromkeys(name for name in (entry.organization_name, entry.organization) if name)
    return {
        Field.TITLE: entry.titles,
        Field.DECISION: (entry.decision,) if entry.decision else (),
        Field.NUMBER: entry.numbers,
        Field.BODY: entry.bodies,
        Field.ORGANIZATION: tuple(names),
    }


def text_tokens(pages: tuple[Page, ...], tokenizer: Tokenizer) -> Iterator[tuple[Section, list[Token]]]:
    """The sections of a text in order, each with its tokens, whose positions and offsets count from the section's own."""
    position = 0
    for page in pages:
        for start, end in section_bounds(page.text):
            tokens = list(tokenizer.tokens(page.text[start:end]))
            yield Section(position, page.number, start), tokens
            position += tokens[-1].position + 1 if tokens else 0
        position += 1


def section_bounds(text: str) -> Iterator[tuple[int, int]]:
    """Where the sections of a page's text begin and end; one for nearly every page."""
    start = 0
    while len(text) - start > SECTION_CHARACTERS:
        window = (start + SECTION_CHARACTERS // 2, start + SECTION_CHARACTERS)
        end = max(text.rfind(" ", *window), text.rfind("\n", *window))
        end = end if end > 0 else window[1]
        yield start, end
        start = end
    yield start, len(text)


def field_slots(field: Field, values: tuple[str, ...], tokenizer: Tokenizer) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each position of a short field with its terms."""
    for run in _runs(field, values, tokenizer):
        for token in run.tokens:
            yield run.position + token.position, token.terms


def _runs(field: Field, values: tuple[str, ...], tokenizer: Tokenizer) -> list[Run]:
    runs = []
    position = 0
    for value in values:
        tokens = list(tokenizer.tokens(value))
        if tokens and field is Field.TITLE:
            tokens = _enclosed(tokens)
        if tokens:
            runs.append(Run(position, tokens))
            position += tokens[-1].position + 2
    return runs


def _enclosed(tokens: list[Token]) -> list[Token]:
    words = [token._replace(position=token.position + 1) for token in tokens]
    last = words[-1]
    return [Token(0, 0, 0, (BEGINNING,)), *words, Token(last.position + 1, last.end, last.end, (END,))]
