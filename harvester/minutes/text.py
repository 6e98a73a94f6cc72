"""The text of a paper as one running string whose every place knows its page and its sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from harvester.minutes.records import Evidence, Found, T
from harvester.model import Page

_LONGEST_SENTENCE = 600
_CHARACTERS_PER_LINE = 400
_PAGE_NUMBER = re.compile(r"^\s*(?:(?:Side|Sida)? ?\d{1,4}(?: ?(?:av|/) ?\d{1,4})?)\s*$")
_PAGE_IN_LINE = re.compile(r"\b(?:[Ss]ide|[Ss]ida) ?\d{1,4}(?: ?(?:av|/) ?\d{1,4})?|(?<= )\d{1,4}$|^\d{1,4}(?= )")
_OF_MINUTES = re.compile(
    r"(?:[A-ZÆØÅ]{2,4} ?)?\d{1,4}/\d{1,4}\b|Saksprotokoll i |(?i:(?:Møteb|Saksb|B)ehandling|(?:Møteh|H)andsaming"
    r"|Votering|Avstem[mn]ing|(?:Avr|R)øysting|Vedtak|Innstilling|Tilråding|Forslag|Framlegg)"
)
_SENTENCE_END = re.compile(
    r"(?<=[.!?:])(?<!\bkl\.)(?<!\bnr\.)(?<!\bpkt\.)(?<!\bjf\.)(?<!\bev\.)(?<!\bbl\.)(?<!\bvedr\.)(?<!\d\.)"
    r"\s+(?=[A-ZÆØÅ•«\"\d])|\s*\n\s*\n\s*|\s*\u2022\s*"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a page; ``bold`` is None when the reader of the document cannot tell."""

    text: str
    bold: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MinutesPage:
    """The lines of one page, which counts from 1."""

    number: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MinutesText:
    """The input: pages of lines. Text whose white space was collapsed has one line a page and is read as a stream."""

    pages: tuple[MinutesPage, ...]

    @classmethod
    def of(cls, pages: Iterable[Page]) -> MinutesText:
        """From the stored text of a document."""
        return cls(
            pages=tuple(
                MinutesPage(number=page.number, lines=tuple(Line(text=line) for line in page.text.split("\n")))
                for page in pages
            )
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """The whole text; ``flat`` is the same with line ends as blanks, so places in both agree.

    ``lined`` tells whether line ends mean anything. ``bold_starts`` are the places where a bold line begins.
    """

    text: str
    flat: str
    lined: bool
    bold_starts: frozenset[int]
    _page_starts: tuple[int, ...] = field(repr=False)
    _page_numbers: tuple[int, ...] = field(repr=False)

    def page(self, place: int) -> int:
        """The number of the page at a place."""
        return self._page_numbers[max(0, bisect_right(self._page_starts, place) - 1)]

    def sentence(self, start: int, end: int | None = None) -> str:
        """The sentence around a place, cut at a length that a reader can take in."""
        end = start if end is None else end
        window = max(0, start - _LONGEST_SENTENCE)
        begin = window
        for found in _SENTENCE_END.finditer(self.text, window, start):
            begin = found.end()
        following = _SENTENCE_END.search(self.text, max(end - 1, start), min(len(self.text), end + _LONGEST_SENTENCE))
        finish = following.start() if following else min(len(self.text), end + _LONGEST_SENTENCE)
        return " ".join(self.flat[begin:finish].split())

    def evidence(self, start: int, end: int | None = None) -> Evidence:
        """Page and sentence of a place."""
        return Evidence(page=self.page(start), sentence=self.sentence(start, end))

    def quote(self, start: int, end: int) -> Evidence:
        """Page and exact words of a stretch, cut when long."""
        words = " ".join(self.flat[start : min(end, start + _LONGEST_SENTENCE)].split())
        return Evidence(page=self.page(start), sentence=words)

    def found(self, value: T, start: int, end: int | None = None) -> Found[T]:
        """A value with its page and sentence."""
        return Found(value=value, evidence=self.evidence(start, end))

    def at_line_start(self, place: int) -> bool:
        """Whether a line begins here."""
        return place == 0 or self.text[place - 1] == "\n"

    def line_end(self, place: int) -> int:
        """Where the line of a place ends."""
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end


def flow_of(source: MinutesText) -> Flow:
    """The running text of a paper, without the lines that head or foot its pages."""
    lines: list[str] = []
    starts: list[int] = []
    bold: set[int] = set()
    place = 0
    furniture = _furniture(source.pages)
    for index, page in enumerate(source.pages):
        starts.append(place)
        for line in _without(page.lines, furniture if index else frozenset()) or (Line(text=""),):
            if line.bold:
                bold.add(place)
            for part in line.text.split("\n"):
                lines.append(part)
                place += len(part) + 1
    text = "\n".join(lines)
    filled = sum(1 for line in lines if line.strip())
    return Flow(
        text=text,
        flat=text.replace("\n", " "),
        lined=filled > 2 + len(text) // _CHARACTERS_PER_LINE,
        bold_starts=frozenset(bold),
        _page_starts=tuple(starts) or (0,),
        _page_numbers=tuple(page.number for page in source.pages) or (1,),
    )


def _furniture(pages: Sequence[MinutesPage]) -> frozenset[tuple[int, str]]:
    """Running heads and feet by their place: what stands there, but for its numbers, on nearly all pages but the first.

    A sentence or a heading of the minutes can come to stand at the edge of two pages, so those are never furniture.
    """
    later = pages[1:]
    if len(later) < 2:
        return _title_repeated(pages)
    seen = Counter(edge for page in later for edge in {(place, _shape(line)) for place, line in _edges(page.lines)})
    return frozenset(edge for edge, count in seen.items() if edge[1] and count >= max(2, 0.8 * len(later)))


def _title_repeated(pages: Sequence[MinutesPage]) -> frozenset[tuple[int, str]]:
    """The head of a second page when it is made of the first lines of the first."""
    if len(pages) < 2:
        return frozenset()
    opening = [line.text for line in pages[0].lines if line.text.strip()][:3]
    titles = {_shape(Line(text=" ".join(opening[:count]))) for count in range(1, len(opening) + 1)}
    return frozenset((0, title) for title in titles if title)


def _edges(lines: Sequence[Line]) -> list[tuple[int, Line]]:
    """The two first and two last lines of a page with their places, counted from the edge."""
    filled = [line for line in lines if line.text.strip()]
    if len(filled) < 5:
        return []
    return [(0, filled[0]), (1, filled[1]), (-2, filled[-2]), (-1, filled[-1])]


def _shape(line: Line) -> str:
    """A line without the page number in it; nothing for lines that can be of the minutes themselves."""
    text = " ".join(line.text.split())
    if not 8 <= len(text) <= 160 or text.endswith((".", ":")) or _OF_MINUTES.match(text):
        return ""
    return _PAGE_IN_LINE.sub("#", text)


def _without(lines: Sequence[Line], furniture: frozenset[tuple[int, str]]) -> list[Line]:
    """The lines of a page less furniture at its edges and a bare page number at its foot."""
    dropped = {id(line) for place, line in _edges(lines) if (place, _shape(line)) in furniture}
    last = next((line for line in reversed(lines) if line.text.strip()), None)
    if last is not None and len(lines) > 1 and _PAGE_NUMBER.match(last.text):
        dropped.add(id(last))
    return [line for line in lines if id(line) not in dropped]


def squeezed(text: str) -> str:
    """Text on one line with single blanks."""
    return " ".join(text.split())
