"""PDFs made from known text, in the many ways in which programs write the same page.

Used by the tests and by ``benchmarks/extraction.py``. Each maker takes a source of sentences and gives the file and the text of
its pages, in reading order.
"""

from __future__ import annotations

import io
import itertools
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from reportlab.lib import pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Table

from tests.harvester.extract.hostile import CATALOG, PAGES, deflated, pdf, stream

WORDS = [
    "kommunestyret",
    "vedtok",
    "samrøystes",
    "å",
    "utsette",
    "saken",
    "om",
    "skolebruksplanen",
    "fordi",
    "høringsfristen",
    "ikke",
    "var",
    "ute",
    "formannskapet",
    "ber",
    "rådmannen",
    "legge",
    "fram",
    "et",
    "nytt",
    "budsjett",
    "der",
    "tilskuddet",
    "til",
    "frivillige",
    "lag",
    "er",
    "uendret",
    "næringsutvalget",
    "mener",
    "at",
    "reguleringsplanen",
    "for",
    "sentrum",
    "bør",
    "endres",
    "slik",
    "at",
    "grøntområdet",
    "langs",
    "elva",
    "blir",
    "bevart",
    "eldrerådet",
    "viser",
    "til",
    "økte",
    "kostnader",
    "ved",
    "ombygging",
    "av",
    "sykehjemmet",
    "og",
    "foreslår",
    "en",
    "trinnvis",
    "løsning",
    "over",
    "fire",
    "år",
    "ungdomsrådet",
    "ønsker",
    "flere",
    "åpne",
    "kvelder",
    "på",
    "biblioteket",
    "fylkestinget",
    "handsamar",
    "klagen",
    "på",
    "konsesjonen",
    "og",
    "gjer",
    "framlegg",
    "om",
    "at",
    "løyvet",
    "vert",
    "gjeve",
    "på",
    "vilkår",
    "vei",
    "vann",
    "avløp",
    "brann",
    "beredskap",
    "eiendomsskatt",
    "finansiell",
    "flyt",
    "effektiv",
    "affære",
    "offentlig",
    "kaffe",
    "office",
    "sjøfront",
]


class Truth(NamedTuple):
    """A file, and the text of its pages."""

    content: bytes
    pages: list[str]


class Sentences:
    """Sentences of Norwegian words, the same for the same seed; each holds a number that occurs once."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._count = 0

    def words(self, count: int) -> str:
        """So many words."""
        self._count += 1
        chosen = self._random.choices(WORDS, k=count - 1)
        return " ".join([*chosen, str(1000 + self._count)])

    def lines(self, count: int, width: int = 9) -> list[str]:
        """So many lines of so many words."""
        return [self.words(width) for _ in range(count)]


def tokens(text: str) -> list[str]:
    """Words as they are compared: letters and digits, small."""
    return re.findall(r"\w+", text.lower())


def plain_letters(text: str) -> str:
    """``text`` composed, with ligatures taken apart, as every engine can be compared."""
    return unicodedata.normalize("NFC", text).translate(
        {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xAD: None}
    )


def recall(truth: Sequence[str], found: Sequence[str]) -> tuple[float, float]:
    """How many of the words, and of the pairs of neighbouring words, of each true page are on the page that was found."""
    hits, sums = [0, 0], [0, 0]
    for index, page in enumerate(truth):
        true, read = tokens(page), tokens(found[index]) if index < len(found) else []
        counts = (Counter[object](true), Counter[object](itertools.pairwise(true)))
        reads = (Counter[object](read), Counter[object](itertools.pairwise(read)))
        for kind in (0, 1):
            hits[kind] += sum((counts[kind] & reads[kind]).values())
            sums[kind] += sum(counts[kind].values())
    return hits[0] / max(1, sums[0]), hits[1] / max(1, sums[1])


def _canvas(draw: Callable[[Canvas], None], size: tuple[float, float] = A4, encrypt: object = None) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=True, encrypt=encrypt)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def _write(canvas: Canvas, lines: Sequence[str], x: float = 72.0, top: float = 770.0, step: float = 15.0) -> None:
    for number, line in enumerate(lines):
        canvas.drawString(x, top - step * number, line)


def plain(text: Sentences) -> Truth:
    pages = [text.lines(40, 8) for _ in range(3)]

    def draw(canvas: Canvas) -> None:
        for lines in pages:
            canvas.setFont("Times-Roman", 11)
            _write(canvas, lines)
            canvas.showPage()

    return Truth(_canvas(draw), ["\n".join(lines) for lines in pages])


def table(text: Sentences) -> Truth:
    """An item list: number, case number, title; drawn row by row."""
    rows = [[f"PS {n}/26", f"24/{17000 + n}", text.words(5)] for n in range(1, 30)]

    def draw(canvas: Canvas) -> None:
        grid = Table(rows, colWidths=[60, 90, 320], style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
        grid.wrapOn(canvas, 500, 800)
        grid.drawOn(canvas, 60, 150)

    return Truth(_canvas(draw), ["\n".join(" ".join(row) for row in rows)])


def table_by_column(text: Sentences) -> Truth:
    """The same table, drawn column by column: rows belong together all the same."""
    rows = [[f"PS {n}/26", f"24/{17000 + n}", text.words(4)] for n in range(1, 30)]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for column, x in enumerate((60, 120, 220)):
            for number, row in enumerate(rows):
                canvas.drawString(x, 770 - 20 * number, row[column])

    return Truth(_canvas(draw), ["\n".join(" ".join(row) for row in rows)])


def wrapped_cells(text: Sentences) -> Truth:
    """An item list whose titles go over several lines, with a column behind them."""
    style = ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=11)
    rows = [
        [f"PS {n}/26", f"24/{17000 + n}", text.words(4 + 5 * (n % 4)), "Lukket" if n % 3 else "Åpen"]
        for n in range(1, 22)
    ]

    def draw(canvas: Canvas) -> None:
        cells = [[Paragraph(cell, style) for cell in row] for row in rows]
        grid = Table(cells, colWidths=[60, 70, 260, 60], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
        grid.wrapOn(canvas, 500, 800)
        grid.drawOn(canvas, 60, 100)

    return Truth(_canvas(draw), ["\n".join(" ".join(row) for row in rows)])


def two_columns(text: Sentences) -> Truth:
    columns = [text.lines(40, 4), text.lines(40, 4)]
    heading = text.words(6)

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(60, 800, heading)
        canvas.setFont("Helvetica", 9)
        for x, lines in zip((60, 320), columns, strict=True):
            _write(canvas, [line[:46] for line in lines], x, 760, 13)

    body = "\n".join(line[:46] for lines in columns for line in lines)
    return Truth(_canvas(draw), [f"{heading}\n{body}"])


def justified_columns(text: Sentences) -> Truth:
    """Two columns set by a typesetter: justified by word spacing."""
    style = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12, alignment=4)
    parts = [text.words(90), text.words(90), text.words(60)]
    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=A4, invariant=True)
    frames = [Frame(2 * cm + side * 8.7 * cm, 17 * cm, 8.2 * cm, 10 * cm) for side in (0, 1)]
    document.addPageTemplates(PageTemplate(frames=frames))
    document.build([Paragraph(part, style) for part in parts])
    return Truth(buffer.getvalue(), ["\n".join(parts)])


def running_heads(text: Sentences) -> Truth:
    pages = [text.lines(20) for _ in range(4)]

    def draw(canvas: Canvas) -> None:
        for number, lines in enumerate(pages, start=1):
            canvas.setFont("Helvetica", 8)
            canvas.drawString(72, 815, "Eksempel kommune")
            canvas.drawRightString(520, 815, "Formannskapet 12.03.2026")
            canvas.drawCentredString(297, 30, f"Side {number} av 4")
            canvas.setFont("Helvetica", 11)
            _write(canvas, lines)
            canvas.showPage()

    heads = [
        "\n".join(["Eksempel kommune Formannskapet 12.03.2026", *lines, f"Side {number} av 4"])
        for number, lines in enumerate(pages, start=1)
    ]
    return Truth(_canvas(draw), heads)


def turned_pages(text: Sentences) -> Truth:
    """Pages that are stored lying and turned by the viewer, in each of the four ways."""
    pages = [text.lines(20, 6) for _ in range(4)]

    def draw(canvas: Canvas) -> None:
        for turns, lines in enumerate(pages):
            canvas.setPageRotation(90 * turns)
            width, height = A4
            corner = {0: (0, 0), 1: (width, 0), 2: (width, height), 3: (0, height)}[turns]
            canvas.translate(*corner)
            canvas.rotate(90 * turns)
            _write(canvas, lines, 60, 500)
            canvas.showPage()

    return Truth(_canvas(draw), ["\n".join(lines) for lines in pages])


def turned_text(text: Sentences) -> Truth:
    """A table lying on an upright page, and a stamp up the margin."""
    upright, lying = text.lines(10, 6), text.lines(10, 6)

    def draw(canvas: Canvas) -> None:
        _write(canvas, upright)
        canvas.saveState()
        canvas.translate(300, 60)
        canvas.rotate(90)
        _write(canvas, lying, 0, 0)
        canvas.restoreState()

    return Truth(_canvas(draw), ["\n".join([*upright, *lying])])


def encrypted(text: Sentences) -> Truth:
    """Encrypted with an empty password, as documents are that may not be changed."""
    lines = text.lines(20)
    handler = pdfencrypt.StandardEncryption("", ownerPassword="eier", canPrint=1, strength=128)
    return Truth(_canvas(lambda canvas: _write(canvas, lines), encrypt=handler), ["\n".join(lines)])


def forms(text: Sentences) -> Truth:
    """Letter heads and bodies drawn as form objects, one inside the other."""
    head, body = text.lines(2), text.lines(20)

    def draw(canvas: Canvas) -> None:
        canvas.beginForm("head")
        _write(canvas, head, 0, 0)
        canvas.endForm()
        canvas.beginForm("letter")
        canvas.saveState()
        canvas.translate(72, 800)
        canvas.doForm("head")
        canvas.restoreState()
        canvas.endForm()
        canvas.doForm("letter")
        _write(canvas, body, 72, 740)

    return Truth(_canvas(draw), ["\n".join([*head, *body])])


def spaced(text: Sentences) -> Truth:
    """A heading spaced by the letter, and lines spaced by the word."""
    heading, lines = text.words(3).upper(), text.lines(20, 6)

    def draw(canvas: Canvas) -> None:
        title = canvas.beginText(72, 790)
        title.setFont("Helvetica-Bold", 12)
        title.setCharSpace(4)
        title.textLine(heading)
        canvas.drawText(title)
        body = canvas.beginText(72, 750)
        body.setFont("Helvetica", 10)
        body.setWordSpace(6)
        body.textLines("\n".join(lines))
        canvas.drawText(body)

    return Truth(_canvas(draw), ["\n".join([heading, *lines])])


def initial(text: Sentences) -> Truth:
    """A paragraph that begins with a letter three lines high, and a raised footnote number."""
    lines = text.lines(12, 6)

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 40)
        canvas.drawString(72, 743, "K")
        canvas.setFont("Times-Roman", 11)
        _write(canvas, ["ommunestyret " + lines[0], *lines[1:3]], 102, 769, 13)
        _write(canvas, lines[3:], 72, 730, 13)
        canvas.setFont("Times-Roman", 6)

    return Truth(_canvas(draw), ["\n".join(["Kommunestyret " + lines[0], *lines[1:]])])


def hyphenated(text: Sentences) -> Truth:
    """Words broken at line ends, and the hyphens that are to stay."""
    lines = [
        "Kommunestyret vedtok reguleringspla-",
        "nen for området med barne- og ungdoms-",
        "skole samt barne-",
        "og familievern",
        "i Møre-",
        "Romsdal, se e-",
        "post og sak 12-",
        "24 " + text.words(5),
    ]
    truth = "Kommunestyret vedtok reguleringsplanen for området med barne- og ungdomsskole samt barne- og familievern i Møre- Romsdal"
    truth += ", se e-post og sak 12-24 " + lines[-1][3:]
    return Truth(_canvas(lambda canvas: _write(canvas, lines)), [truth])


# Written by hand, since no library at hand writes them.

_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %b >> >>"
)
_HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def _one_page(content: bytes, font: bytes = _HELVETICA, *more: bytes, resources: bytes = b"") -> bytes:
    return pdf([CATALOG, PAGES, _PAGE % resources, deflated(content), font, *more])


def _escaped(text: str) -> bytes:
    return re.sub(rb"([()\\])", rb"\\\1", text.encode("cp1252"))


def kerned(text: Sentences) -> Truth:
    """Every pair of letters moved, blanks written as blanks."""
    lines = text.lines(30, 7)
    content = b"BT /F1 10 Tf 12 TL 72 780 Td\n"
    for line in lines:
        content += (
            b"["
            + b"".join(b"(%b)%d" % (_escaped(letter), 20 - 7 * n % 45) for n, letter in enumerate(line))
            + b"] TJ T*\n"
        )
    return Truth(_one_page(content + b"ET"), ["\n".join(lines)])


def gaps_for_blanks(text: Sentences) -> Truth:
    """No blank anywhere: words are moved apart, as TeX does."""
    lines = text.lines(30, 7)
    content = b"BT /F1 10 Tf 12 TL 72 780 Td\n"
    for line in lines:
        content += b"[(" + b")-333(".join(_escaped(word) for word in line.split()) + b")] TJ T*\n"
    return Truth(_one_page(content + b"ET"), ["\n".join(lines)])


def placed_letters(text: Sentences) -> Truth:
    """Each letter set at its own place, in a block of its own, as drawing programs do."""
    lines = [line[:60] for line in text.lines(20, 7)]
    content = b""
    for row, line in enumerate(lines):
        for column, letter in enumerate(line):
            if letter != " ":
                at = b"%d %d" % (72 + 6 * column, 780 - 14 * row)
                content += b"q 1 0 0 1 %b cm BT /F1 10 Tf 1 0 0 1 0 0 Tm (%b) Tj ET Q\n" % (at, _escaped(letter))
    widths = b"[" + b"600 " * 224 + b"]"
    font = _HELVETICA.replace(b"/Helvetica", b"/Fixed").replace(
        b">>", b"/FirstChar 32 /LastChar 255 /Widths %b >>" % widths
    )
    return Truth(_one_page(content, font), ["\n".join(lines)])


def quote_operators(text: Sentences) -> Truth:
    """Lines shown by the operators that move to the next line themselves; strings with every sort of escape."""
    lines = [f"({line}) \\ §" for line in text.lines(20, 6)]
    content = b"BT /F1 10 Tf 14 TL 72 780 Td\n"
    for number, line in enumerate(lines):
        written = _escaped(line).replace("ø".encode("cp1252"), b"\\370").replace(b" ", b"\\040", 1)
        content += b"(%b) '\n" % written if number % 2 else b'0 0 (%b) "\n' % written
    return Truth(_one_page(content + b"ET"), ["\n".join(lines)])


def _to_unicode(meanings: Mapping[int, str], digits: int) -> bytes:
    lines = [f"<{code:0{digits}X}> <{text.encode('utf-16-be').hex()}>" for code, text in meanings.items()]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    last = "F" * digits
    return stream(
        f"begincmap 1 begincodespacerange <{'0' * digits}> <{last}> endcodespacerange\n{body}endcmap".encode()
    )


def two_byte_codes(text: Sentences) -> Truth:
    """A font of two-byte codes that mean nothing but by its map, in which a ligature is one code."""
    lines = text.lines(30, 7)
    joined = [line.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ") for line in lines]
    codes = {letter: 3 + 5 * number for number, letter in enumerate(sorted(set("".join(joined))))}
    content = b"BT /F1 10 Tf 13 TL 72 790 Td\n"
    for line in joined:
        content += (
            b"["
            + b"".join(b"<%04X>%d" % (codes[letter], number % 3) for number, letter in enumerate(line))
            + b"] TJ T*\n"
        )
    meanings = {code: letter.translate({0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi"}) for letter, code in codes.items()}
    descendant = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /DW 500 /FontDescriptor 8 0 R"
    descendant += b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"
    descriptor = b"<< /Type /FontDescriptor /FontName /A /Flags 4 /FontBBox [0 0 1 1] >>"
    content_file = _one_page(content + b"ET", font, descendant, _to_unicode(meanings, 4), descriptor)
    return Truth(content_file, ["\n".join(lines)])


def drawn_font(text: Sentences) -> Truth:
    """A font whose letters the document draws itself, in units of its own, under codes that its map explains."""
    lines = text.lines(25, 7)
    letters = sorted(set("".join(lines)))
    codes = {letter: 33 + number for number, letter in enumerate(letters)}
    names = b" ".join(b"/g%d" % code for code in codes.values())
    widths = b" ".join([b"6"] * len(codes))
    procedures = b" ".join(b"/g%d 7 0 R" % code for code in codes.values())
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 -2 6 9] /FontMatrix [0.1 0 0 0.1 0 0] /FirstChar 33 /LastChar %d"
        % (32 + len(codes))
    )
    font += (
        b" /Widths [%b] /Encoding << /Type /Encoding /Differences [33 %b] >> /CharProcs << %b >> /ToUnicode 6 0 R >>"
        % (*(widths, names, procedures),)
    )
    content = b"BT /F1 10 Tf 13 TL 72 790 Td\n"
    for line in lines:
        content += b"<" + b"".join(b"%02X" % codes[letter] for letter in line) + b"> Tj T*\n"
    glyph = stream(b"6 0 0 0 6 9 d1 0 0 5 7 re f")
    map_ = _to_unicode({code: letter for letter, code in codes.items()}, 2)
    return Truth(_one_page(content + b"ET", font, map_, glyph), ["\n".join(lines)])


def marked_meaning(text: Sentences) -> Truth:
    """Glyphs whose meaning stands beside them: in the stream, in the resources, and for a broken word."""
    lines = text.lines(20, 6)
    content = b"BT /F1 10 Tf 14 TL 72 780 Td\n"
    for line in lines:
        meaning = b"\xfe\xff" + line.encode("utf-16-be")
        content += b"/Span << /ActualText <%b> >> BDC (xxxx) Tj (yyyy) Tj EMC T*\n" % meaning.hex().encode()
    content += b"/Span /P1 BDC (zzz) Tj EMC T* /P << /MCID 1 >> BDC (vanlig) Tj EMC ET"
    resources = b"/Properties << /P1 << /ActualText (betydning) >> >>"
    return Truth(_one_page(content, resources=resources), ["\n".join([*lines, "betydning", "vanlig"])])


def comments_and_images(text: Sentences) -> Truth:
    """Comments, unknown operators, pictures in the stream, paths and clips between the lines."""
    lines = text.lines(20, 6)
    content = b"% (ikke tekst) Tj\nq 1 0 0 1 0 0 cm 0.5 g\n"
    for number, line in enumerate(lines):
        content += b"q 0 0 595 842 re W* n /P <</MCID %d>> BDC BT %% kommentar (\n/F1 10 Tf 72 " % number
        content += b"%% mellom\n%d Td (%b) Tj ET EMC Q 1 1 m 2 2 l S\n" % (780 - 15 * number, _escaped(line))
        content += b"BI /W 2 /H 2 /BPC 8 /CS /G ID (Tj) EI\n 3 fremmed\n"
    return Truth(_one_page(content + b"Q"), ["\n".join(lines)])


MAKERS: Mapping[str, Callable[[Sentences], Truth]] = MappingProxyType(
    {
        make.__name__: make
        for make in (
            *(
                plain,
                table,
                table_by_column,
                wrapped_cells,
                two_columns,
                justified_columns,
                running_heads,
                turned_pages,
                turned_text,
            ),
            *(encrypted, forms, spaced, initial, hyphenated, kerned, gaps_for_blanks, placed_letters, quote_operators),
            *(two_byte_codes, drawn_font, marked_meaning, comments_and_images),
        )
    }
)
