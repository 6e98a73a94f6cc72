"""Files that hang, explode or crash programs that read documents. Made when they are needed, never kept.

Each function gives the bytes of one file. They are small; what they ask for is not.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    b" /Resources << /Font << /F1 5 0 R >> /XObject << /X0 6 0 R >> >> >>"
)
HELLO = b"BT /F1 12 Tf 72 720 Td (Hei) Tj ET"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), entries, data)


def deflated(data: bytes, entries: bytes = b"") -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter /FlateDecode " + entries)


def zeros(count: int, byte: bytes = b"\0") -> bytes:
    """``count`` equal bytes, deflated, without ever holding them."""
    packer = zlib.compressobj(1)
    block = byte * (1 << 20)
    parts = [packer.compress(block) for _ in range(count >> 20)]
    return b"".join(parts) + packer.flush()


def pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A file of the given objects, numbered from 1, with a cross-reference table."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def page_of(content: bytes, *more: bytes) -> bytes:
    """A file with one page whose content stream object is given; ``more`` objects have the numbers from 6."""
    return pdf([CATALOG, PAGES, PAGE, content, FONT, *more])


def flate_bomb() -> bytes:
    return page_of(stream(zeros(1 << 27, b" "), b"/Filter /FlateDecode"))


def nested_flate_bomb() -> bytes:
    inner = zlib.compress(zeros(1 << 27), 9)
    return page_of(stream(inner, b"/Filter [/FlateDecode /FlateDecode]"))


def reference_loop() -> bytes:
    return pdf([CATALOG, PAGES, PAGE.replace(b"4 0 R", b"6 0 R"), b"7 0 R", FONT, b"7 0 R", b"6 0 R"])


def pages_loop() -> bytes:
    return pdf([CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])


def length_loop() -> bytes:
    return page_of(b"<< /Length 4 0 R >>\nstream\n" + HELLO + b"\nendstream")


def form_in_itself() -> bytes:
    form = stream(
        b"/X0 Do " + HELLO, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X0 6 0 R >> >>"
    )
    return page_of(stream(b"/X0 Do"), form)


def exponential_forms() -> bytes:
    """Thirty forms that each draw the next one ten times."""
    objects = [CATALOG, PAGES, PAGE, stream(b"/X0 Do " + HELLO), FONT]
    for depth in range(30):
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X0 %d 0 R >> >>"
        objects.append(stream(b"/X0 Do " * 10, entries % (7 + depth)))
    objects.append(stream(HELLO, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"))
    return pdf(objects)


def truncated() -> bytes:
    whole = page_of(deflated(HELLO * 500))
    return whole[: len(whole) // 3]


def many_pages() -> bytes:
    count = 10_000
    kids = b" ".join(b"%d 0 R" % (6 + index) for index in range(count))
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    )
    tree = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count)
    return pdf([CATALOG, tree, b"null", stream(HELLO), FONT, *[page] * count])


def encrypted() -> bytes:
    handler = b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <%b> /U <%b> >>" % (b"ab" * 32, b"cd" * 32)
    return pdf([CATALOG, PAGES, PAGE, stream(HELLO), FONT, handler], b"/Encrypt 6 0 R /ID [<00> <00>]")


def unknown_encryption() -> bytes:
    return pdf(
        [CATALOG, PAGES, PAGE, stream(HELLO), FONT, b"<< /Filter /Own /V 9 >>"], b"/Encrypt 6 0 R /ID [<00> <00>]"
    )


def unclosed_string() -> bytes:
    return page_of(stream(b"BT /F1 12 Tf (" + b"a(" * 1_000_000))


def deep_arrays() -> bytes:
    return page_of(stream(b"[" * 50_000 + b"]" * 50_000 + HELLO))


def deep_dictionaries() -> bytes:
    return pdf([CATALOG, PAGES, PAGE, stream(HELLO), b"<< /A " * 20_000 + b"1" + b" >>" * 20_000])


def cmap_bomb() -> bytes:
    cmap = b"1 begincodespacerange <00000000> <ffffffff> endcodespacerange\n"
    cmap += b"100 beginbfrange\n" + b"<00000000> <7fffffff> <0041>\n" * 100 + b"endbfrange"
    objects = [CATALOG, PAGES, PAGE, stream(HELLO), FONT[:-2] + b"/ToUnicode 6 0 R >>", stream(cmap)]
    return pdf(objects)


def widths_bomb() -> bytes:
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
    )
    descendant += (
        b" /Supplement 0 >> /W [0 2000000000 500] /FontDescriptor << /Type /FontDescriptor /FontName /A /Flags 4 >> >>"
    )
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [6 0 R] >>"
    return pdf([CATALOG, PAGES, PAGE, stream(HELLO), font, descendant])


def predictor_bomb() -> bytes:
    entries = (
        b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2000000000 /Colors 32 /BitsPerComponent 16 >>"
    )
    return page_of(stream(zlib.compress(HELLO), entries))


def xref_loop() -> bytes:
    body = page_of(stream(HELLO))
    start = body.rindex(b"startxref")
    position = body[start:].split()[1]
    return body[:start].replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev " + position) + body[start:]


def huge_object_number() -> bytes:
    return pdf([CATALOG, PAGES, PAGE.replace(b"4 0 R", b"99999999999999999999 0 R"), stream(HELLO), FONT])


def many_strings() -> bytes:
    return page_of(deflated(b"BT /F1 1 Tf " + b"1 1 Td (a) Tj " * 250_000 + b"ET"))


def many_paths() -> bytes:
    return page_of(deflated(b"1 1 m 2 2 l S " * 300_000 + HELLO))


def bare_header() -> bytes:
    return b"%PDF-1.7\n"


def garbage_after_header() -> bytes:
    return b"%PDF-1.7\n" + bytes(range(256)) * 4000


def html_as_pdf() -> bytes:
    return b"<!DOCTYPE html><html><head><title>Vent litt</title></head><body>Checking your browser</body></html>"


def nothing() -> bytes:
    return b""


WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%b</w:body></w:document>'
CONTENT_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def archive(parts: Mapping[str, bytes | Callable[[], bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, content in parts.items():
            # OpenDocument wants its type first and as it is.
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(name, content() if callable(content) else content, compress_type=kind)
    return buffer.getvalue()


def docx(document: bytes) -> bytes:
    return archive({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": document})


def repeated(head: bytes, block: bytes, count: int, tail: bytes) -> Callable[[zipfile.ZipFile, str], None]:
    def write(file: zipfile.ZipFile, name: str) -> None:
        with file.open(name, "w") as part:
            part.write(head)
            for _ in range(count):
                part.write(block)
            part.write(tail)

    return write


def bomb(name: str, first: Mapping[str, bytes], head: bytes, tail: bytes) -> bytes:
    """An archive with one part of 128 megabytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for part, content in first.items():
            file.writestr(part, content, compress_type=zipfile.ZIP_STORED)
        repeated(head, b"a" * (1 << 20), 1 << 7, tail)(file, name)
    return buffer.getvalue()


def docx_bomb() -> bytes:
    head, tail = (WORD % b"<w:p><w:r><w:t>|</w:t></w:r></w:p>").split(b"|")
    return bomb("word/document.xml", {"[Content_Types].xml": CONTENT_TYPES}, head, tail)


def docx_of_blanks() -> bytes:
    """A quarter gigabyte of white space between the elements: no text, only time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        head, tail = (WORD % b"|").split(b"|")
        repeated(head, b" " * (1 << 20), 1 << 8, tail)(file, "word/document.xml")
    return buffer.getvalue()


def docx_foreign_entity() -> bytes:
    declaration = b'<!DOCTYPE x [<!ENTITY foreign SYSTEM "file:///etc/passwd">]>'
    return docx(declaration + WORD % b"<w:p><w:r><w:t>&foreign;</w:t></w:r></w:p>")


def docx_entity_bomb() -> bytes:
    entities = b'<!ENTITY e0 "hahahahaha">'
    for level in range(1, 12):
        entities += b'<!ENTITY e%d "%b">' % (level, b"&e%d;" % (level - 1) * 10)
    return docx(b"<!DOCTYPE x [" + entities + b"]>" + WORD % b"<w:p><w:r><w:t>&e11;</w:t></w:r></w:p>")


def docx_deep() -> bytes:
    return docx(WORD % (b"<w:p>" * 20_000 + b"</w:p>" * 20_000))


def docx_broken_xml() -> bytes:
    return docx(WORD % b"<w:p><w:r><w:t>Hei</w:t></w:q>")


def docx_cut() -> bytes:
    return docx(WORD % b"<w:p><w:r><w:t>Hei</w:t></w:r></w:p>")[:-30]


def xlsx_parts(sheet: bytes) -> dict[str, bytes]:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = b"http://schemas.openxmlformats.org/package/2006/relationships"
    relation = b'<Relationships xmlns="%b"><Relationship Id="r1" Type="%b/%b" Target="%b"/></Relationships>'
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relation % (package, office, b"officeDocument", b"xl/workbook.xml"),
        "xl/workbook.xml": b'<workbook xmlns="%b" xmlns:r="%b"><sheets><sheet name="Ark" sheetId="1" r:id="r1"/></sheets></workbook>'
        % (main, office),
        "xl/_rels/workbook.xml.rels": relation % (package, office, b"worksheet", b"worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": b'<worksheet xmlns="%b"><sheetData>%b</sheetData></worksheet>' % (main, sheet),
    }


def xlsx_bomb() -> bytes:
    parts = xlsx_parts(b'<row r="1"><c r="A1" t="inlineStr"><is><t>|</t></is></c></row>')
    head, tail = parts.pop("xl/worksheets/sheet1.xml").split(b"|")
    return bomb("xl/worksheets/sheet1.xml", parts, head, tail)


def xlsx_far_cell() -> bytes:
    """Two cells that span every row and column that the format allows."""
    cell = b'<row r="%d"><c r="%b" t="inlineStr"><is><t>x</t></is></c></row>'
    return archive(xlsx_parts(cell % (1, b"A1") + cell % (1_048_576, b"XFD1048576")))


def odt(content: bytes) -> bytes:
    return archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content})


def odt_foreign_entity() -> bytes:
    return odt(b'<!DOCTYPE x [<!ENTITY foreign SYSTEM "file:///etc/passwd">]><x>&foreign;</x>')


def rtf_deep() -> bytes:
    return b"{\\rtf1 " + b"{" * 100_000 + b"hei" + b"}" * 100_000 + b"}"


def doc_garbage() -> bytes:
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[30] = 9
    name = "WordDocument".encode("utf-16-le") + b"\0\0"
    entry = name.ljust(64, b"\0") + bytes((len(name), 0)) + b"\xff" * 62
    return bytes(header) + entry * 4 + b"\xff" * 4096


def html_deep() -> bytes:
    return b"<html><body>" + b"<div>" * 100_000 + b"hei"


def xref_chain() -> bytes:
    """Two thousand cross-reference tables, each naming the one before."""
    body = bytearray(page_of(stream(HELLO)))
    position = int(bytes(body[body.rindex(b"startxref") :]).split()[1])
    for _ in range(2_000):
        start = len(body)
        body += b"xref\n0 0\ntrailer\n<< /Root 1 0 R /Prev %d >>\n" % position
        position = start
    return bytes(body) + b"startxref\n%d\n%%%%EOF\n" % position


def many_objects() -> bytes:
    """Fifty thousand objects and no cross-reference table."""
    return b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n1\nendobj\n" % number for number in range(1, 50_000))


def huge_xref_stream() -> bytes:
    table = stream(zeros(1 << 27), b"/Type /XRef /W [1 8 8] /Size 15000000 /Root 1 0 R /Filter /FlateDecode")
    head = b"%PDF-1.5\n"
    return head + b"1 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)


def object_stream_in_itself() -> bytes:
    """An object stream that is said to stand in itself."""
    table = b"".join(bytes((2, 0, 1, 0)) for _ in range(4))
    xref = stream(table, b"/Type /XRef /W [1 2 1] /Size 4 /Root 1 0 R")
    head = b"%PDF-1.5\n1 0 obj\n" + stream(b"1 0 2 5 ", b"/Type /ObjStm /N 2 /First 8") + b"\nendobj\n"
    return head + b"9 0 obj\n" + xref + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)


def deep_page_tree() -> bytes:
    count = 5_000
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 1) for number in range(2, count)]
    return pdf([CATALOG, *nodes, PAGE])


def wide_page_tree() -> bytes:
    """A tree of pages in which every branch is the same: 2 to the power of 40 pages."""
    nodes = [b"<< /Type /Pages /Kids [%d 0 R %d 0 R] /Count 2 >>" % (number + 1, number + 1) for number in range(2, 42)]
    return pdf([CATALOG, *nodes, b"<< /Type /Page /MediaBox [0 0 9 9] >>"])


def font_in_itself() -> bytes:
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [5 0 R] >>"
    return pdf([CATALOG, PAGES, PAGE, stream(HELLO), font])


def resources_in_themselves() -> bytes:
    return pdf(
        [
            CATALOG,
            PAGES,
            PAGE.replace(b"<< /Font", b"6 0 R /Old << /Font"),
            stream(HELLO),
            FONT,
            b"<< /Font 6 0 R /F1 6 0 R >>",
        ]
    )


def long_unicode_lists() -> bytes:
    cmap = b"1 beginbfrange <0000> <ffff> [" + b"<0041>" * 100_000 + b"] endbfrange"
    return pdf([CATALOG, PAGES, PAGE, stream(HELLO), FONT[:-2] + b"/ToUnicode 6 0 R >>", deflated(cmap)])


def lzw_garbage() -> bytes:
    return page_of(stream(b"\x80\x0b\x60" + b"\xff\x00" * 50_000, b"/Filter /LZWDecode"))


def run_length_bomb() -> bytes:
    return page_of(stream(b"\x81 " * 500_000, b"/Filter /RunLengthDecode"))


def thousand_filters() -> bytes:
    return page_of(stream(b"41" * 1000, b"/Filter [" + b"/ASCIIHexDecode " * 1000 + b"]"))


def unclosed_image() -> bytes:
    return page_of(deflated(b"BI /W 1 /H 1 ID " * 50_000 + HELLO))


def many_saves() -> bytes:
    return page_of(deflated(b"q " * 100_000 + HELLO + b" Q" * 100_000))


def many_marks() -> bytes:
    return page_of(deflated(b"/P << /ActualText (a) >> BDC " * 50_000 + HELLO))


def many_operands() -> bytes:
    return page_of(deflated(b"1 (a) /N " * 100_000 + HELLO))


def impossible_numbers() -> bytes:
    content = b"BT /F1 1e999 Tf 99999999999999999999999999999999999999 0 0 -.-5 +- ..1 Tm (Hei) Tj ET " + HELLO
    return page_of(stream(content + b" 9" * 100_000 + b" Td (a) Tj"))


def contents_again_and_again() -> bytes:
    """A page whose contents are the same stream twenty thousand times."""
    page = PAGE.replace(b"4 0 R", b"[" + b"4 0 R " * 20_000 + b"]")
    return pdf([CATALOG, PAGES, page, deflated(HELLO * 100), FONT])


def form_again_and_again() -> bytes:
    form = stream(HELLO, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> >>")
    return page_of(deflated(b"/X0 Do " * 50_000), form)


def odt_bomb() -> bytes:
    office, words = (
        b"urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        b"urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    )
    head = b'<o:document-content xmlns:o="%b" xmlns:t="%b"><o:body><o:text><t:p>' % (office, words)
    tail = b"</t:p></o:text></o:body></o:document-content>"
    return bomb("content.xml", {"mimetype": b"application/vnd.oasis.opendocument.text"}, head, tail)


def ods_repeated_cells() -> bytes:
    """One cell that is repeated a billion times in a row that is repeated a billion times."""
    urn = b"urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        b'<o:document-content xmlns:o="%boffice:1.0" xmlns:b="%btable:1.0" xmlns:t="%btext:1.0"><o:body><o:spreadsheet>'
        b'<b:table b:name="a"><b:table-row b:number-rows-repeated="1000000000"><b:table-cell o:value-type="string"'
        b' b:number-columns-repeated="1000000000"><t:p>x</t:p></b:table-cell></b:table-row></b:table>'
        b"</o:spreadsheet></o:body></o:document-content>"
    ) % (urn, urn, urn)
    return archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def docx_many_parts() -> bytes:
    parts: dict[str, bytes | Callable[[], bytes]] = {
        "word/document.xml": WORD % b"<w:p><w:r><w:t>Hei</w:t></w:r></w:p>"
    }
    parts |= {f"word/header{number}.xml": WORD % b"" for number in range(2_000)}
    return archive(parts)


def docx_many_pages() -> bytes:
    return docx(WORD % (b"<w:p><w:r><w:lastRenderedPageBreak/><w:t>a</w:t></w:r></w:p>" * 10_000))


def rtf_long_binary() -> bytes:
    return b"{\\rtf1 {\\pict\\bin2000000000 x}" + b"\\par hei" * 30_000 + b"}"


def email_deep() -> bytes:
    head = b"From: a@example.org\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n"
    parts = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(1_500)
    )
    return head + parts


def long_line() -> bytes:
    return b"a" * 30_000_000


def scan_cut_off() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF"


KINDS: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        make.__name__: make
        for make in (
            flate_bomb,
            nested_flate_bomb,
            reference_loop,
            pages_loop,
            length_loop,
            form_in_itself,
            exponential_forms,
            truncated,
            many_pages,
            encrypted,
            unknown_encryption,
            unclosed_string,
            deep_arrays,
            deep_dictionaries,
            cmap_bomb,
            widths_bomb,
            predictor_bomb,
            xref_loop,
            huge_object_number,
            many_strings,
            many_paths,
            bare_header,
            garbage_after_header,
            html_as_pdf,
            nothing,
            docx_bomb,
            docx_of_blanks,
            docx_foreign_entity,
            docx_entity_bomb,
            docx_deep,
            docx_broken_xml,
            docx_cut,
            xlsx_bomb,
            xlsx_far_cell,
            odt_foreign_entity,
            rtf_deep,
            doc_garbage,
            html_deep,
            xref_chain,
            many_objects,
            huge_xref_stream,
            object_stream_in_itself,
            deep_page_tree,
            wide_page_tree,
            font_in_itself,
            resources_in_themselves,
            long_unicode_lists,
            lzw_garbage,
            run_length_bomb,
            thousand_filters,
            unclosed_image,
            many_saves,
            many_marks,
            many_operands,
            impossible_numbers,
            contents_again_and_again,
            form_again_and_again,
            odt_bomb,
            ods_repeated_cells,
            docx_many_parts,
            docx_many_pages,
            rtf_long_binary,
            email_deep,
            long_line,
            scan_cut_off,
        )
    }
)
