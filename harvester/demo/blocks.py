"""What stands in a paper, before it is set: blocks that a printer of papers understands, in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FileFormat(StrEnum):
    """The file that a paper is served as; no address of any portal tells which."""

    PDF = "pdf"
    WORD = "docx"


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A heading; ``level`` 1 is the title of the paper."""

    text: str
    level: int = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """Running text, wrapped by the printer."""

    text: str
    bold: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Rows of cells; ``widths`` are shares of the line, ``ruled`` draws the grid and sets the first row bold."""

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    ruled: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """Text in two columns of equal height, read down the left one first."""

    blocks: tuple[Heading | Paragraph, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PageBreak:
    """The next block begins a page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ScannedPage:
    """A page of its own that is only a picture of these lines, as a scanner leaves it."""

    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PlainText:
    """Text whose lines are kept as they are, such as the text of a real document that is set again."""

    text: str


Block = Heading | Paragraph | Table | Columns | PageBreak | ScannedPage | PlainText


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """One paper: its running head, its blocks and the file it becomes.

    ``varies_by_download`` marks a paper whose bytes differ each time while its text does not, as some archive systems
    print anew for every visitor.
    """

    sender: str
    running_head: str
    blocks: tuple[Block, ...]
    file_format: FileFormat = FileFormat.PDF
    varies_by_download: bool = False
    page_word: str = "Side"


def plain_text(text: str, *, sender: str = "", running_head: str = "") -> Content:
    """A paper that holds just this text, for data sets whose texts come from elsewhere."""
    return Content(sender=sender, running_head=running_head, blocks=(PlainText(text=text),))
