"""Where tokens stand in a text: one pattern, tried from the most particular form to the plain word.

Every repetition is bounded, so that a text without blanks takes time in proportion to its length.
"""

from __future__ import annotations

import re

MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
HYPHENS = "-\u2010\u2011"
"""The plain hyphen, the one that is nothing else, and the one at which no line ends."""

_CONJUNCTION = r"(?:og/eller|og|eller|samt|til|&)"
_GROUPING = " .'’\u00a0\u202f"
_DASHES = HYPHENS + "–"

_LETTER = r"[^\W\d_]"
_LETTERS = rf"{_LETTER}{{2,64}}"
_YEAR = r"(?:19|20)\d\d"
_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:{'|'.join(month[:3] for month in MONTHS)}|sept)\.?)"
_SPACED = "|".join(
    rf"[A-ZÆØÅ](?:{gap}{letter}){{3,40}}(?!\w)" for gap in ("[ ]", "[ ]{2}") for letter in ("[A-ZÆØÅ]", "[a-zæøå]")
)
_UNIT = r"(?:mill(?:ion(?:er|ar)?)?|mnok|mrd|milliard(?:er|ar)?|tkr|tnok|tusen)"
_ADDRESS = r"https?://|www\."
_PARAGRAPH = rf"\d{{1,4}}(?:[{_DASHES}]\d{{1,3}}){{0,2}}(?:[a-z](?![\w.])|[ ][a-hj-z](?![\w.]))?"
_SPACED_ABBREVIATION = r"(?:f\.[ ]eks|bl\.[ ]a|m\.[ ](?:fl|m|v)|o\.[ ][al])"
_SUSPENSION = rf"(?:(?:,\s{{1,3}}{_LETTERS}-){{0,4}}\s{{0,3}}{_CONJUNCTION}\s{{1,3}}|/)"
"""Between a suspended hyphen and the word that completes it."""

_WORD = rf"""
    [a-zæøåA-ZÆØÅ]{{1,64}}+
    (?: (?=[ ][ac-zæøå][a-zæøå])
      | (?! [^\W_] | [\u00ad\u0300-\u036f\u2010\u2011\u00ac\-'’@/_] | –[ ](?:og|eller)[ ] | \.[ ](?:eks|fl|[almv])(?!\w) | \.[\w/] | ://
          | [.:]{{0,2}}\s{{0,3}}\d | \.?[ ]{{0,3}}[Bb](?:ruks)?nr | (?:[ ]{{1,2}}{_LETTER}(?!\w)){{2}} ))
"""
"""The usual word, and nothing behind it that could make it a part of something else; mostly, another word follows."""

_PATTERNS = {
    "url": rf"""
        (?:{_ADDRESS})\S{{1,500}} | [\w.+-]{{1,64}}@[\w-]{{1,64}}(?:\.[\w-]{{1,63}}){{1,8}}
      | (?<![\w.])(?:[\w-]{{1,63}}\.){{1,8}}(?:no|com|org|net|eu)(?![\w.])(?:/\S{{0,500}})?""",
    "spaced": rf"(?<!\w)(?:{_SPACED})",
    "property": r"""
        (?<!\w)(?i:g(?:\.?nr|[åa]rdsn(?:umme)?r))\.?\s{0,3}:?\s{0,3}(?P<holding>\d{1,5})
        \s{0,3}[,/–-]?\s{0,3}(?:og\s{1,3})?
        (?i:b(?:\.?nr|ruksn(?:umme)?r))\.?\s{0,3}:?\s{0,3}(?P<unit>\d{1,5})
        (?P<units>(?:,\s?\d{1,4}(?![\d./])){0,9}\s{1,3}og\s{1,3}\d{1,4}(?![\d./]))?""",
    "property_pair": r"""
        (?<!\w)(?i:g(?:nr|bnr|[åa]rds-)?\.?(?:\s?(?:/|og)\s?b(?:nr|ruksn(?:umme)?r)?\.?)?):?\s{0,3}
        (?P<pair_holding>\d{1,5})/(?P<pair_unit>\d{1,5})(?!\w)""",
    "section": rf"(?:§{{1,2}}|(?<!\w)(?i:paragraf(?:ene|ane|er|ar)?)[ ])\s?(?P<first>{_PARAGRAPH})(?P<others>(?:\s?(?:,|og|til|–|-)\s?{_PARAGRAPH}){{0,9}})",
    "iso_date": rf"(?<![\w/-])(?P<iso_year>{_YEAR})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)(?:(?=T\d\d)|(?![\w-]))",
    "year_month": rf"(?<![\w/-])(?P<month_year>{_YEAR})-(?P<month_number>0[1-9]|1[0-2])(?![\w/-])",
    "date": rf"""
        (?<![\w.,/])(?P<day>\d{{1,2}})(?:\.\s?(?P<month>\d{{1,2}})\.\s?(?P<year>{_YEAR}|\d\d)
        | [./](?P<slash_month>\d{{1,2}})[ /-](?P<slash_year>{_YEAR}) | /(?P<short_month>\d{{1,2}})-(?P<short_slash_year>\d\d)
        | -(?P<dash_month>\d{{1,2}})-(?P<dash_year>{_YEAR}))(?![\w/])""",
    "named_date": rf"""
        (?<![\w.,])(?:(?P<named_day>\d{{1,2}})\.?\s{{0,3}})?(?P<named_month>(?i:{_MONTH}))\s{{1,3}}
        (?P<named_year>{_YEAR})(?!\w)""",
    "case": rf"""
        (?<![\w/.,])(?:(?P<archive>{_LETTER}{{2,8}})-)?
        (?: (?P<case_year>{_YEAR})/(?P<case_number>\d{{1,7}})
          | (?P<short_year>\d\d)/(?!{_YEAR}(?!\d))(?P<short_number>\d{{3,7}}) )
        (?:-(?P<document>\d{{1,4}}))?(?![\w/])""",
    "item": rf"""
        (?<![\w/.,])(?:(?P<series>(?!19|20)\d{{4}}|{_LETTER}{{2,5}})-)?(?P<item_count>\d{{1,4}})/(?P<item_year>{_YEAR}|\d{{1,4}})(?P<more>(?:/\d{{1,4}}){{0,3}})(?!\w)""",
    "amount": rf"""
        (?<![\w.,])(?P<written>\d{{1,9}}(?:[ .\u00a0\u202f]\d{{3}}){{0,4}}(?:,\d{{1,6}}|\.\d{{1,2}})?)\s{{0,3}}
        (?P<unit_name>(?i:{_UNIT})(?!\w))\.?""",
    "vat": r"(?<!\w)(?:NO[ ]?(?=\d[\d .\u00a0\u202f]{8,10}[ ]?MVA|\d{9}(?!\w)))?"
    r"(?P<vat_digits>\d{3}(?:\d{6}|(?:[ .\u00a0\u202f]\d{3}){2}))(?:(?:[ ]?MVA)(?!\w)|(?<=NO.{9})(?!\w))",
    "grouped": rf"(?<![\w.,])(?P<digits>\d{{1,3}}(?:[{_GROUPING}]\d{{3}}){{1,5}})(?P<decimals>,\d{{1,2}})?(?![\w])",
    "suspended": rf"(?P<beginning>{_LETTERS})[{_DASHES}](?={_SUSPENSION}{_LETTER})",
    "broken": rf"(?P<line_end>{_LETTERS})[{HYPHENS}\u00ad\u00ac][^\S\n]{{0,8}}\n\s{{0,8}}(?P<line_start>{_LETTERS})",
    "abbreviation": rf"(?<!\w)(?:(?i:{_SPACED_ABBREVIATION})|(?:{_LETTER}{{1,4}}\.){{1,5}}{_LETTER}{{1,4}})(?![\w-])\.?",
    "joined": rf"[^\W_]{{1,64}}(?:[{HYPHENS}'’][^\W_]{{1,64}}){{1,8}}",
    "number": r"\d{1,64}(?:,\d{1,6})?(?![^\W_])",
    "other_word": r"[^\W_](?:[^\W_]|[\u00ad\u0300-\u036f]){0,63}",
}

_BEFORE_NUMBERS = rf"(?!(?i:g|b|no|paragraf|{_MONTH}))[a-zæøåA-ZÆØÅ]{{1,64}}+(?=[.:]{{0,2}}\s{{1,3}}\d)"
"""A word before a number that makes nothing of the number (*side 3*)."""

_PLAIN_NUMBER = rf"(?<![\w.,/-])\d{{1,64}}+(?=\s{{1,3}}(?!(?i:{_MONTH}|{_UNIT}|mva))[^\W\d_])"
"""A number before a word that makes nothing of it (*3 barn*)."""

_FORMS = "|".join(
    f"(?P<{name}>{pattern})"
    for name, pattern in {
        "word": f"(?:{_WORD}|{_BEFORE_NUMBERS})",
        "plain_number": _PLAIN_NUMBER,
        **_PATTERNS,
    }.items()
)
TOKEN = re.compile(rf"[^\w§]{{0,8}}+(?=[\w§])(?:{_FORMS})", re.VERBOSE)
"""Matches one token; ``lastgroup`` names its form, and ``lastindex`` is 1 for a plain word."""

SUSPENDED_END = re.compile(rf"{_SUSPENSION}(?P<word>{_LETTER}{{2,64}})")
"""From a suspended hyphen to the word that completes it."""

PARAGRAPH = re.compile(_PARAGRAPH)
"""One paragraph number of an act, with its letter."""


def token_span(match: re.Match[str]) -> tuple[int, int]:
    """Where the token of a match stands, without what separates it from the one before."""
    return match.span(match.lastgroup or 0)


def token_text(match: re.Match[str]) -> str:
    """The token of a match as it is written."""
    text: str = match[match.lastgroup or 0]
    return text
