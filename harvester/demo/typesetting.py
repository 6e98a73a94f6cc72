"""Typesetting: PDF by reportlab, Word by python-docx; the only module that imports either."""

from __future__ import annotations

import functools
import html
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

import docx
import reportlab
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BalancedColumns, CondPageBreak, Flowable, SimpleDocTemplate, Spacer
from reportlab.platypus import Image as Picture
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from harvester.demo.blocks import (
    Block,
    Columns,
    Content,
    Heading,
    PageBreak,
    Paragraph,
    PlainText,
    ScannedPage,
    Table,
)

_FONTS = Path(reportlab.__file__).parent / "fonts"
_LINE_WIDTH = A4[0] - 50 * mm
_FRAME_PADDING = 12
_ROOM_BELOW_HEADING = 22 * mm
_BODY = ParagraphStyle("body", fontName="Vera", fontSize=9.5, leading=13, spaceAfter=6)
_BOLD = ParagraphStyle("bold", parent=_BODY, fontName="VeraBd", spaceBefore=2)
_CELL = ParagraphStyle("cell", parent=_BODY, fontSize=8.5, leading=11, spaceAfter=0)
_CELL_HEAD = ParagraphStyle("cell head", parent=_CELL, fontName="VeraBd")
_PLAIN = ParagraphStyle("plain", parent=_BODY, leading=12)
_HEADINGS = {
    1: ParagraphStyle("h1", fontName="VeraBd", fontSize=14, leading=18, spaceBefore=6, spaceAfter=8),
    2: ParagraphStyle("h2", fontName="VeraBd", fontSize=11, leading=14, spaceBefore=12, spaceAfter=5),
    3: ParagraphStyle("h3", fontName="VeraBd", fontSize=9.5, leading=12, spaceBefore=7, spaceAfter=3),
}
_GRID = [
    ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
    ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
]
_BARE = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 1)]
_ZIP_TIME = (2024, 8, 1, 0, 0, 0)


@functools.cache
def _register_fonts() -> None:
    for name in ("Vera", "VeraBd"):
        pdfmetrics.registerFont(TTFont(name, str(_FONTS / f"{name}.ttf")))


def pdf(content: Content) -> bytes:
    """A4 pages with embedded fonts."""
    _register_fonts()
    out = io.BytesIO()
    template = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=25 * mm,
        rightMargin=25 * mm,
        topMargin=25 * mm,
        bottomMargin=22 * mm,
        title=content.running_head,
        author=content.sender,
        invariant=1,
    )
    flowables = [flowable for block in content.blocks for flowable in _flowables(block)]
    template.build(
        flowables,
        onFirstPage=functools.partial(_first_page, content),
        onLaterPages=functools.partial(_later_page, content),
    )
    return out.getvalue()


def _first_page(content: Content, canvas: Canvas, _: object) -> None:
    """The letterhead: a shield and the sender."""
    if _only_scans(content):
        return
    canvas.saveState()
    top = A4[1] - 17 * mm
    canvas.setFillColor(colors.HexColor("#1f4e79"))
    canvas.roundRect(25 * mm, top - 4, 12, 15, 3, stroke=0, fill=1)
    canvas.setFont("VeraBd", 12)
    canvas.drawString(25 * mm + 18, top, content.sender)
    canvas.restoreState()
    _page_number(content, canvas)


def _later_page(content: Content, canvas: Canvas, _: object) -> None:
    if _only_scans(content):
        return
    canvas.saveState()
    canvas.setFont("Vera", 7.5)
    top = A4[1] - 15 * mm
    canvas.drawString(25 * mm, top, content.sender)
    canvas.drawRightString(A4[0] - 25 * mm, top, content.running_head[:70])
    canvas.setLineWidth(0.3)
    canvas.line(25 * mm, top - 3, A4[0] - 25 * mm, top - 3)
    canvas.restoreState()
    _page_number(content, canvas)


def _page_number(content: Content, canvas: Canvas) -> None:
    canvas.setFont("Vera", 7.5)
    canvas.drawRightString(A4[0] - 25 * mm, 12 * mm, f"{content.page_word} {canvas.getPageNumber()}")


def _only_scans(content: Content) -> bool:
    return all(isinstance(block, ScannedPage) for block in content.blocks)


def _flowables(block: Block) -> Iterable[Flowable]:
    match block:
        case Heading(text=text, level=level):
            yield CondPageBreak(_ROOM_BELOW_HEADING)
            yield Text(html.escape(text), _HEADINGS[level])
        case Paragraph(text=text, bold=bold):
            yield Text(html.escape(text), _BOLD if bold else _BODY)
        case Table():
            yield _grid(block)
            yield Spacer(1, 6)
        case Columns(blocks=blocks):
            inner = [flowable for one in blocks for flowable in _flowables(one)]
            yield BalancedColumns(inner, nCols=2, innerPadding=14, endSlack=0.1)
        case PageBreak():
            yield NewPage()
        case ScannedPage(lines=lines):
            yield _scan(lines)
        case PlainText(text=text):
            yield from _plain(text)


def _grid(table: Table) -> Flowable:
    width = _LINE_WIDTH - _FRAME_PADDING
    rows = [
        [Text(html.escape(cell), _CELL_HEAD if table.ruled and number == 0 else _CELL) for cell in row]
        for number, row in enumerate(table.rows)
    ]
    style = _GRID if table.ruled else _BARE
    return Grid(rows, colWidths=[share * width for share in table.widths], style=style, repeatRows=int(table.ruled))


def _plain(text: str) -> Iterable[Flowable]:
    for page_number, page in enumerate(text.split("\f")):
        if page_number:
            yield NewPage()
        for line in page.splitlines():
            yield Text(html.escape(line), _PLAIN) if line.strip() else Spacer(1, 6)


def _scan(lines: tuple[str, ...]) -> Flowable:
    """A crooked grey picture of typed lines, as the scanner in the corridor makes it."""
    width, height = 1240, 1600
    page = Image.new("L", (width, height), 246)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(_FONTS / "Vera.ttf"), 26)
    for number, line in enumerate(lines):
        pen.text((110, 120 + 44 * number), line, fill=40, font=font)
    turned = page.rotate(0.6, fillcolor=246)
    buffer = io.BytesIO()
    turned.save(buffer, format="PNG")
    buffer.seek(0)
    scale = (_LINE_WIDTH - _FRAME_PADDING) / width
    return Picture(buffer, width=width * scale, height=height * scale)


def word(content: Content) -> bytes:
    """A Word file with the same blocks, which Word breaks into pages itself."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = content.sender
    for block in content.blocks:
        _write_word(document, block)
    out = io.BytesIO()
    document.save(out)
    return _without_times(out.getvalue())


def _write_word(document: docx.document.Document, block: Block) -> None:
    match block:
        case Heading(text=text, level=level):
            document.add_heading(text, level)
        case Paragraph(text=text) | PlainText(text=text):
            document.add_paragraph(text)
        case Table(rows=rows):
            table = document.add_table(rows=0, cols=len(rows[0]))
            for row in rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        case Columns(blocks=blocks):
            for one in blocks:
                _write_word(document, one)
        case PageBreak():
            document.add_page_break()  # type: ignore[no-untyped-call] # python-docx leaves it bare
        case ScannedPage():
            raise ValueError("a scanned page is a PDF")


def _without_times(packed: bytes) -> bytes:
    """The same archive with one fixed time in every entry: python-docx stamps the present one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(
                zipfile.ZipInfo(entry.filename, _ZIP_TIME), source.read(entry), compress_type=zipfile.ZIP_DEFLATED
            )
    return out.getvalue()
