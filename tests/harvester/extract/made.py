"""Documents made for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
import reportlab
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


def scanned_pdf(stamp: str = "", grey: int = 128) -> bytes:
    """One page that is covered by a picture."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.drawImage(ImageReader(Image.new("L", (64, 64), grey)), 0, 0, *A4)
    if stamp:
        canvas.drawString(72, 800, stamp)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def picture_of(*lines: str) -> Image.Image:
    """A page of typed lines as a scanner leaves it, at 150 dots an inch."""
    picture = Image.new("L", (1240, 1754), 246)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"), 26)
    for number, line in enumerate(lines):
        pen.text((110, 120 + 44 * number), line, fill=40, font=font)
    return picture


def scan_of(*pages: Sequence[str], stamp: str = "") -> bytes:
    """A PDF of pictures of pages, each with a stamp that is text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for lines in pages:
        canvas.drawImage(ImageReader(picture_of(*lines)), 0, 0, *A4)
        if stamp:
            canvas.drawString(400, 810, stamp)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def archive(parts: Mapping[str, str]) -> bytes:
    """A zip archive of the given parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def word_file() -> bytes:
    """A Word file with a header, a table, signs that XML escapes, and deleted text."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Eksempel kommune"
    document.sections[0].footer.paragraphs[0].text = "Bunntekst"
    document.add_heading("Møteprotokoll", level=1)
    document.add_paragraph("Vår & deres, 3 < 5 <b>")
    table = document.add_table(2, 2)
    for row, cells in enumerate((("PS 1/26", "Budsjett"), ("PS 2/26", "Skole"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_paragraph("Slutt")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def spreadsheet(*sheets: tuple[str, list[list[str]]]) -> bytes:
    """An Excel file: for each sheet its name and rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    numbered = list(enumerate(sheets, start=1))
    names = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, (name, _) in numbered)
    links = "".join(
        f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n, _ in numbered
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">{links}</Relationships>',
    }
    for n, (_, rows) in numbered:
        cells = "".join(
            f'<row r="{r}">' + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) + "</row>"
            for r, row in enumerate(rows, start=1)
        )
        parts[f"xl/worksheets/sheet{n}.xml"] = f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
    return archive(parts)


def open_document(text: str) -> bytes:
    """An OpenDocument text of one paragraph."""
    office, words = "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<o:document-content xmlns:o="{office}" xmlns:t="{words}"><o:body><o:text><t:p>{text}</t:p>'
            "</o:text></o:body></o:document-content>",
        }
    )


def stamped_pdf(line: str) -> bytes:
    """A PDF of one line that was made in 2020, by its own word."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    canvas.drawString(72, 700, line)
    canvas.save()
    return buffer.getvalue().replace(b"D:2000", b"D:2020")
