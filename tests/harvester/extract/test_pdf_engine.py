"""The parts of the PDF engine, and what it does with files that it cannot read."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psparser import LIT

from harvester.config import Limits
from harvester.errors import DocumentError
from harvester.extract import extract
from harvester.extract.pdf import fast
from harvester.extract.pdf.arrays import cut
from harvester.extract.pdf.document import OnDemandDocument
from harvester.extract.pdf.lexical import string_end, unescape, unhex
from harvester.extract.pdf.objects import parse
from harvester.extract.pdf.paragraphs import written_out
from harvester.extract.pdf.rows import lines
from harvester.extract.pdf.runs import Run
from harvester.extract.pdf.statements import PLAIN
from harvester.extract.pdf.streams import stream_data
from harvester.extract.pdf.tokens import read_statement
from harvester.extract.pdf.unicode_maps import read_unicode_map
from tests.harvester.extract import hostile, truth


@pytest.fixture
def document() -> OnDemandDocument:
    return OnDemandDocument(io.BytesIO(hostile.page_of(hostile.stream(hostile.HELLO))))


def test_objects_of_every_kind(document: OnDemandDocument) -> None:
    """Every kind of object is read as the standard has it, with comments and white space anywhere."""
    source = rb"""<< /Name#20x /a /R 12 0 R % comment >>
        /Numbers [1 -2.5 +3 .5] /Mixed [(a\(b\)\101) <4 1 5> true null [/x]] /None null >> rest"""

    value, end = parse(document, source, 0)

    assert isinstance(value, dict)
    assert value["Name x"] is LIT("a")
    assert isinstance(value["R"], PDFObjRef)
    assert value["R"].objid == 12
    assert value["Numbers"] == [1, -2.5, 3, 0.5]
    assert value["Mixed"] == [b"a(b)A", b"AP", True, None, [LIT("x")]]
    assert "None" not in value
    assert source[end:] == b" rest"


@pytest.mark.parametrize(
    "source", [b"", b"<< /A", b"[1 2", b">>", b"[ >>", b"hello", b"[" * 200 + b"]" * 200, b"[1-2.3.4]"]
)
def test_what_is_no_object_is_an_error(document: OnDemandDocument, source: bytes) -> None:
    """Broken and bottomless objects are refused, so that the library's reader gets its try."""
    with pytest.raises(PDFSyntaxError):
        parse(document, source, 0)


def test_strings() -> None:
    """Escapes, octal codes, line continuations and nested parentheses in strings; hexadecimal ones with a digit missing."""
    assert unescape(rb"\n\t\\\(\53\1234\x" + b"\\\r\nz") == b"\n\t\\(+S4xz"
    assert unhex(b"48 65\n7") == b"Hep"
    assert unhex(b"4x") == b""
    assert string_end(rb"(a(b)\)c)d", 1) == 9
    assert string_end(b"(never", 1) == 6


def test_a_string_is_shown_in_one_match() -> None:
    """From q to Q with everything between that shows nothing, a string is one statement."""
    source = (
        b"q 0 0 9 9 re W* n 1 0 0 1 5 5 cm /P <</MCID 0>> BDC BT 0 g /F1 9 Tf 1 0 0 1 0 0 Tm [(a)-20(b)] TJ ET EMC Q "
    )

    kinds = [match.lastgroup for match in PLAIN.finditer(source) if match[0].strip()]

    assert kinds == ["show"]


@given(st.binary(max_size=300))
def test_any_bytes_end(data: bytes) -> None:
    """Whatever a content stream holds, it is cut to its end and nothing is read twice."""
    position = 0
    for match in PLAIN.finditer(data):
        assert match.start() >= position
        position = match.end()
        if match.lastgroup == "other":
            assert read_statement(data, match.start("other")).end > match.start("other")
    assert position == len(data)


def test_arrays() -> None:
    """An array is cut at its brackets where that gives its strings, and left to the careful way where it does not."""
    flat = cut(b"-5(a)10(b)(c) ")

    assert flat is not None
    assert flat.strings == [b"a", b"bc"]
    assert (flat.first, flat.between, flat.last) == (-5.0, [10.0], 0.0)
    for body in (rb"(a\)b)", b"(a (12) b)", b"(a)<62>", b"<abc>", b"", b"(a)1 2(b)"):
        assert cut(body) is None


def test_unicode_maps() -> None:
    """Single codes, ranges that count up, and ranges with a list; letters of two units; odd maps are left to the library."""
    source = b"""2 beginbfchar <01> <0041> <02> <D83DDE00> endbfchar
        2 beginbfrange <10> <12> <0061> <20> <21> [<006600690066> <0078>] endbfrange"""

    found = read_unicode_map(source)

    assert found is not None
    expected = {1: "A", 2: "\U0001f600", 0x10: "a", 0x11: "b", 0x12: "c", 0x20: "fif", 0x21: "x"}
    assert found.cid2unichr == expected
    for odd in (b"", b"/Other usecmap", b"beginbfchar <01> /space endbfchar", b"beginbfchar <01> <1> endbfchar"):
        assert read_unicode_map(odd) is None


def test_streams_are_cut_off() -> None:
    """A stream gives no more than asked for, through every filter, and what can be had when it is damaged."""
    packed = zlib.compress(b"text " * 1000)
    plain = {"Filter": LIT("FlateDecode")}

    assert stream_data(PDFStream(plain, packed), 20) == b"text " * 4
    assert stream_data(PDFStream(plain, packed[:-8])).startswith(b"text text")
    assert (
        stream_data(PDFStream({"Filter": [LIT("ASCIIHexDecode"), LIT("FlateDecode")]}, packed.hex().encode() + b">"))
        == b"text " * 1000
    )
    assert stream_data(PDFStream(plain, b"not packed at all")) == b""


def test_rows_differences() -> None:
    """A table stored as differences to the row above, the usual form of cross-reference streams, is summed up."""
    rows = [bytes((1, 2, 3)), bytes((1, 250, 3)), bytes((2, 0, 3))]
    above = bytes(3)
    packed = b""
    for row in rows:
        packed += b"\x02" + bytes((new - old) & 255 for new, old in zip(row, above, strict=True))
        above = row
    parameters = {"Predictor": 12, "Columns": 3}

    data = stream_data(PDFStream({"Filter": LIT("FlateDecode"), "DecodeParms": parameters}, zlib.compress(packed)))

    assert data == b"".join(rows)


def test_objects_are_found_without_a_table() -> None:
    """A file whose cross-references are wrong or gone is read all the same, by our own engine."""
    whole = hostile.page_of(hostile.stream(hostile.HELLO))
    for broken in (
        whole[: whole.index(b"xref")] + b"trailer << /Root 1 0 R >>",
        whole.replace(b"startxref\n", b"startxref\n9"),
        b"junk before\n" + whole,
    ):
        assert [page.text for page in fast.pages(io.BytesIO(broken), set())] == ["Hei"]


def test_object_and_cross_reference_streams() -> None:
    """Objects packed in a stream are found through a cross-reference stream; the same file in the form of 2003."""
    packed = [(1, hostile.CATALOG), (2, hostile.PAGES), (3, hostile.PAGE), (5, hostile.FONT)]
    head = b" ".join(
        b"%d %d" % (number, sum(len(body) + 1 for _, body in packed[:index]))
        for index, (number, _) in enumerate(packed)
    )
    data = head + b" " + b" ".join(body for _, body in packed)
    first = len(head) + 1
    file = bytearray(b"%PDF-1.5\n")
    positions = {}
    for number, body in (
        (4, hostile.deflated(hostile.HELLO)),
        (7, hostile.deflated(data, b"/Type /ObjStm /N 4 /First %d" % first)),
    ):
        positions[number] = len(file)
        file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    places = {1: 0, 2: 1, 3: 2, 5: 3}
    table = b""
    for number in range(9):
        if number in places:
            table += bytes((2, 0, 7, places[number]))
        elif number in positions:
            table += b"\x01" + positions[number].to_bytes(2, "big") + b"\0"
        else:
            table += bytes(4)
    start = len(file)
    file += b"8 0 obj\n" + hostile.deflated(table, b"/Type /XRef /W [1 2 1] /Size 9 /Root 1 0 R") + b"\nendobj\n"
    file += b"startxref\n%d\n%%%%EOF" % start

    assert [page.text for page in fast.pages(io.BytesIO(bytes(file)), set())] == ["Hei"]
    assert len(list(PDFPage.create_pages(OnDemandDocument(io.BytesIO(bytes(file)))))) == 1


def test_the_library_steps_in_and_that_is_told(tmp_path: Path) -> None:
    """A file with a font that our engine cannot load is read by the library's reader, page by page, with a warning."""
    font = b"<< /Type /Font /Subtype /Type3 /FontMatrix [1] /Name /F1 >>"
    path = tmp_path / "odd.pdf"
    two = hostile.pdf(
        [
            hostile.CATALOG,
            b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>",
            hostile.PAGE,
            hostile.stream(hostile.HELLO),
            font,
            hostile.PAGE.replace(b"5 0 R", b"7 0 R"),
            hostile.FONT,
        ]
    )
    path.write_bytes(two)

    result = extract(path, Limits())

    assert [page.text for page in result.pages] == ["", "Hei"]
    assert set(result.warnings) == {"fallback_reader", "damaged"}
    assert result.extractor == "pdfminer.six"


def test_a_password_is_told(tmp_path: Path) -> None:
    """A document that needs a password says so, and one with an empty password is read."""
    path = tmp_path / "locked.pdf"
    path.write_bytes(hostile.encrypted())

    with pytest.raises(DocumentError, match="password"):
        extract(path, Limits())
    path.write_bytes(truth.encrypted(truth.Sentences(1)).content)
    assert "fallback_reader" not in extract(path, Limits()).warnings


def run(text: str, left: float, baseline: float, size: float = 10.0, *, bold: bool = False) -> Run:
    return Run(baseline, left, left + 0.5 * size * len(text), size, bold, text)


def test_rows_keep_their_geometry() -> None:
    """A row has the baseline and left edge of its first piece, the largest size, and is bold when all of it is."""
    rows = lines(
        {0: [run("Tittel", 100, 700, 12, bold=True), run("PS 1/26", 40, 700, 12, bold=True), run("x", 40, 680)]}
    )

    assert [(row.baseline, row.left, row.size, row.bold, row.text) for row in rows] == [
        (700, 40, 12, True, "PS 1/26  Tittel"),
        (680, 40, 10, False, "x"),
    ]


def test_wrapped_cells_are_read_to_their_end() -> None:
    """A title of two lines is read before the column behind it; columns drawn one by one stay rows."""
    number, title, more, closed = (
        run("PS 1/26", 40, 700),
        run("Reguleringsplan for", 100, 700),
        run("sentrum", 100, 688),
        run("Nei", 300, 700),
    )
    by_cell = [number, title, more, closed]
    by_row = [number, title, closed, more]

    assert [row.text for row in lines({0: by_cell})] == ["PS 1/26  Reguleringsplan for sentrum  Nei"]
    assert [row.text for row in lines({0: by_row})] == ["PS 1/26  Reguleringsplan for  Nei", "sentrum"]


def test_cells_in_the_middle_of_their_row() -> None:
    """A browser sets the cells of a row in its middle: they are read cell after cell, between the rows above and below."""
    row = [
        run("PS 1/26", 40, 700),
        run("Reguleringsplan for", 110, 706),
        run("sentrum", 110, 694),
        run("Nei", 300, 700),
    ]
    bottom = [run("Vedlegg", 40, 650), run("og notat", 40, 638), run("2", 110, 638)]

    read = lines({0: [run("Saksliste", 40, 730), *row, *bottom, run("Slutt", 40, 600)]})

    assert [line.text for line in read] == [
        "Saksliste",
        "PS 1/26  Reguleringsplan for sentrum  Nei",
        "Vedlegg og notat  2",
        "Slutt",
    ]


def test_the_number_of_a_footnote_is_no_part_of_the_word() -> None:
    """The mark beside a word and the one before the note stand apart; the square of a metre does not."""
    mark = run("1", 90, 704, 6)
    words = [run("kommunen", 40, 700)._replace(right=90), mark._replace(right=93), run("vedtok", 95, 700)]
    note = [run("2", 40, 644, 6)._replace(right=43), run("Fotnote", 43, 640)]
    area = [run("120 m", 40, 600)._replace(right=70), run("2", 70, 604, 6)]

    assert [line.text for line in lines({0: words})] == ["kommunen 1 vedtok"]
    assert [line.text for line in lines({0: note})] == ["2 Fotnote"]
    assert [line.text for line in lines({0: area})] == ["120 m2"]


def test_shadows_and_drop_caps() -> None:
    """Text drawn twice for its shadow is read once, and a large first letter is put to its word."""
    shadow = [run("Overskrift", 40, 700), run("Overskrift", 40.4, 699.7)]
    initial = [
        run("K", 40, 640, 40),
        run("ommune", 62, 664),
        run("vedtok", 62, 652),
        run("alt", 62, 640),
        run("mer", 40, 628),
    ]

    assert [row.text for row in lines({0: shadow})] == ["Overskrift"]
    assert [row.text for row in lines({0: initial})] == ["Kommune", "vedtok", "alt", "mer"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["regulerings-", "planen er"], "reguleringsplanen er"),
        (["barne-", "og ungdom"], "barne-\nog ungdom"),
        (["Møre-", "Romsdal"], "Møre-\nRomsdal"),
        (["se e-", "post"], "se e-post"),
        (["sak 12-", "24"], "sak 12-\n24"),
        (["S A K S L I S T E", "x"], "SAKSLISTE\nx"),
        (["M Ø T E T  I  D A G", "x"], "MØTET I DAG\nx"),
        (["P S  1 2", "x"], "P S 1 2\nx"),
        (["S A K E N  1 2", "x"], "SAKEN 12\nx"),
        (["A 1 0 0 1 2", "x"], "A 1 0 0 1 2\nx"),
        (["alternativ A B C D E F", "x"], "alternativ A B C D E F\nx"),
        (["A B C D E F", "x"], "A B C D E F\nx"),
    ],
)
def test_words_broken_and_spaced(written: list[str], expected: str) -> None:
    """A word broken at a line end or spaced by the letter is put together; hyphens that belong stay."""
    rows = [run(text, 40, 700 - 12 * number) for number, text in enumerate(written)]

    text, standing = written_out(rows)

    assert text == expected
    assert len(standing) == len(expected.split("\n"))


def test_lines_keep_where_they_stand() -> None:
    """Each line of the text has the place, size and weight of its row; one put together again, of where it begins."""
    rows = [run("Saksliste", 40, 700, 14)._replace(bold=True), run("regulerings-", 50, 680), run("planen", 40, 668)]

    text, standing = written_out(
        [*rows, run("to\u2028deler", 60, 650), run("\u200b", 40, 640), run("kom\xad", 40, 630), run("mune", 40, 618)]
    )

    assert text.split("\n") == ["Saksliste", "reguleringsplanen", "to", "deler", "kommune"]
    assert [(line.baseline, line.left, line.size, line.bold) for line in standing] == [
        (700, 40, 14, True),
        (680, 50, 10, False),
        (650, 60, 10, False),
        (650, 60, 10, False),
        (630, 40, 10, False),
    ]
