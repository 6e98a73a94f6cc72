"""Numbers that name something: cases, agenda items, properties, paragraphs, sums of money.

Documents get every form that a reader may type, queries only the most specific one.
"""

from __future__ import annotations

import re
from decimal import Decimal
from string import ascii_lowercase

from search.language.dates import full_year
from search.language.keys import word_key
from search.language.scan import HYPHENS, PARAGRAPH, token_span, token_text
from search.language.tokens import Piece, distinct

_UNITS = {
    "mill": (10**6, ("mill", "million")),
    "mnok": (10**6, ("mnok",)),
    "mrd": (10**9, ("mrd", "milliard")),
    "milliard": (10**9, ("mrd", "milliard")),
    "tkr": (10**3, ("tkr",)),
    "tnok": (10**3, ("tnok",)),
    "tusen": (10**3, ("tusen",)),
}
"""Units by their beginning: how many kroner, and under which words they are found."""

_SEVERAL = re.compile(r"§§|paragraf\w", re.IGNORECASE)
_DASH = re.compile(f"[{HYPHENS}–]")
_POINTS = re.compile(r"\.(?=\d{3}(?!\d))")
"""What groups digits; other points are decimal points."""


def case_number(match: re.Match[str]) -> list[Piece]:
    """24/18322-1: the document, the case with both spellings of the year, and the number alone."""
    year, number, short = _case(match)
    case = f"{full_year(year)}/{number}"
    document = match["document"]
    return [
        Piece(
            0,
            *token_span(match),
            distinct(
                f"{case}-{document}" if document else "",
                case,
                short,
                number if len(number) >= 3 else "",
                word_key(match["archive"]) if match["archive"] else "",
            ),
        )
    ]


def case_number_query(match: re.Match[str]) -> list[tuple[str, ...]]:
    """A document of a case, or the case; one that may be an item (2024/7), and two-digit years, also in short."""
    year, number, short = _case(match)
    case = f"{full_year(year)}/{number}"
    if match["document"]:
        return [(f"{case}-{match['document']}",)]
    return [(case,) if len(year) == 4 and len(number) > 2 else distinct(case, short)]


def item_number(match: re.Match[str]) -> list[Piece]:
    """12/24, 0012/2024 and property numbers such as 12/3 and 12/3/0/5; PS-12/24 and 4601-12/3 have two positions."""
    number = Piece(0, *token_span(match), distinct(*_item_forms(match), _bare_year(match)))
    if match["series"] is None:
        return [number]
    series = Piece(0, *match.span("series"), (word_key(match["series"]),))
    return [series, number._replace(step=1, start=match.start("item_count"))]


def item_number_query(match: re.Match[str]) -> list[tuple[str, ...]]:
    """The number, with the year of an item in two digits."""
    forms = _item_forms(match)
    number = (forms[0],) if match["more"] else distinct(forms[-1], _bare_year(match))
    return [(word_key(match["series"]),), number] if match["series"] and not match["series"].isdecimal() else [number]


def property_number(match: re.Match[str]) -> list[Piece]:
    """Gnr. 12, bnr. 3 in four positions, or gnr/bnr 12/3; more than one bnr. gives more numbers."""
    holding, units = _property(match)
    names = [f"g{holding}/b{unit}" for unit in units]
    pairs = [f"{holding}/{unit}" for unit in units]
    whole = Piece(0, *token_span(match), distinct(*names, *pairs, "gnr"))
    if match["holding"] is None:
        return [whole]
    start, end = match.span("unit")
    units_end = match.end("units") if match["units"] else end
    return [
        whole,
        Piece(1, *match.span("holding"), (holding,)),
        Piece(2, match.end("holding"), end, ("bnr",)),
        Piece(3, start, units_end, distinct(*units, *names, *pairs)),
    ]


def property_number_query(match: re.Match[str]) -> list[tuple[str, ...]]:
    """The property, however its number is written."""
    holding, units = _property(match)
    return [(f"g{holding}/b{unit}", f"{holding}/{unit}") for unit in units]


def section(match: re.Match[str]) -> list[Piece]:
    """§ 5 a: §5a, §5 and 5. A paragraph of a chapter, § 12-10, is not found by § 12."""
    name = "" if token_text(match).startswith("§") else word_key("paragraf")
    return [
        Piece(
            step,
            start,
            end,
            distinct(f"§{number}", f"§{number.rstrip(ascii_lowercase)}", number.rstrip(ascii_lowercase), name),
        )
        for step, (number, start, end) in enumerate(_sections(match))
    ]


def section_query(match: re.Match[str]) -> list[tuple[str, ...]]:
    """Each paragraph that was typed."""
    return [(f"§{number}",) for number, _, _ in _sections(match)]


def amount(match: re.Match[str]) -> list[Piece]:
    """1,5 mill.: the sum in kroner, and the words as they stand."""
    written, kroner, unit = _amount(match)
    return [
        Piece(0, *match.span("written"), distinct(kroner, written)),
        Piece(1, *match.span("unit_name"), (*unit, kroner)),
    ]


def amount_query(match: re.Match[str]) -> list[tuple[str, ...]]:
    """The sum in kroner."""
    return [(_amount(match)[1],)]


def grouped_number(match: re.Match[str]) -> list[Piece]:
    """1 500 000, 1.500.000 and organization numbers, without what groups their digits."""
    digits = re.sub(r"\D", "", match["digits"])
    decimals = (match["decimals"] or "").rstrip(",0")
    return [Piece(0, *token_span(match), distinct(digits + decimals if decimals else "", digits))]


def grouped_number_query(match: re.Match[str]) -> list[tuple[str, ...]]:
    """The number as typed, without what groups its digits."""
    return [grouped_number(match)[0].terms[:1]]


def vat_number(match: re.Match[str]) -> list[Piece]:
    """NO 979 151 950 MVA is the number of an organization."""
    return [Piece(0, *token_span(match), (re.sub(r"\D", "", match["vat_digits"]), "mva"))]


def vat_number_query(match: re.Match[str]) -> list[tuple[str, ...]]:
    """The number alone."""
    return [vat_number(match)[0].terms[:1]]


def number_terms(written: str) -> tuple[str, ...]:
    """A plain number without leading zeros, and as it is written; what has letters too only as it is written."""
    if written.replace(",", "").isdecimal():
        return distinct(written.lstrip("0") or "0", written)
    return (written,)


def _case(match: re.Match[str]) -> tuple[str, str, str]:
    """Year and number as written, without leading zeros in the number, and the short form 24/18322."""
    year = match["case_year"] or match["short_year"]
    number = (match["case_number"] or match["short_number"]).lstrip("0") or "0"
    return year, number, f"{year[-2:]}/{number}"


def _item_forms(match: re.Match[str]) -> list[str]:
    number, year, more = str(int(match["item_count"])), match["item_year"], match["more"]
    forms = [f"{number}/{year if len(year) == 2 else int(year)}"]
    if len(year) == 4 and year.startswith(("19", "20")):
        forms.append(f"{number}/{year[2:]}")
    return [forms[0] + more, *forms] if more else forms


def _bare_year(match: re.Match[str]) -> str:
    """24/07 may be item 7 of a year-first numbering, or a property: 24/7."""
    year = match["item_year"]
    return f"{int(match['item_count'])}/{int(year)}" if year.startswith("0") and not match["more"] else ""


def _property(match: re.Match[str]) -> tuple[str, list[str]]:
    """Gnr. and every bnr. of a match."""
    holding = match["holding"] or match["pair_holding"]
    units = [match["unit"] or match["pair_unit"], *re.findall(r"\d+", match["units"] or "")]
    return str(int(holding)), [str(int(unit)) for unit in units]


def _sections(match: re.Match[str]) -> list[tuple[str, int, int]]:
    """Each paragraph number with its place; only §§ counts on after the first."""
    found = [(_section_number(match["first"]), token_span(match)[0], match.end("first"))]
    if _SEVERAL.match(token_text(match)):
        found += [
            (_section_number(other[0]), *other.span())
            for other in PARAGRAPH.finditer(match.string, match.end("first"), match.end())
        ]
    return found


def _section_number(written: str) -> str:
    return _DASH.sub("-", written.replace(" ", ""))


def _amount(match: re.Match[str]) -> tuple[str, str, tuple[str, ...]]:
    """The number as written, the sum in kroner, and the terms of the unit."""
    written = re.sub(r"\s", "", match["written"])
    unit = match["unit_name"].casefold()
    factor, names = next(_UNITS[start] for start in sorted(_UNITS, key=len, reverse=True) if unit.startswith(start))
    decimal = _POINTS.sub("", written).replace(",", ".")
    kroner = Decimal(decimal) * factor
    return written, f"{kroner:.0f}", names
