"""Content streams cut into statements by one regular expression.

A statement is operands and their operator. The usual way to show a string, up to ten statements from ``q`` to ``Q``, is one
match; statements that show no text are skipped inside of the match and never reach Python. The rest of the gain over the library's
own interpreter, which with the same rows and fonts reads a twelfth as many pages, is here.

All repetitions are possessive: what has matched is not tried again in parts, so that hostile input costs no more than a small
multiple of its length.
"""

from __future__ import annotations

import re

from harvester.extract.pdf.lexical import END_OF_WORD, LITERAL, NAME, SPACE

_SPACES = rf"{SPACE}*+"
_NUMBERS = r"[-+.\d][-+.\d\x00\t\n\x0c\r\ ]*+"
_SETTING = r"(?:T[mdDcwzLs]|cm)"
_DICTIONARY = rf"<<(?:[^<>()]++|<[^<>]*+>|\({LITERAL}\))*+>>"

_PATHS = rf"""
    {_NUMBERS}(?:r[eg]|RG|Tr|[sS][cC][nN]?+|[mlcvygGkKwJjMi]){END_OF_WORD}
    |(?:[WfBb]\*?+|[FSsnh]|E[TX]|BX){END_OF_WORD}
    |\[[-+.\d\x00\t\n\x0c\r\ ]*+\]{_SPACES}{_NUMBERS}d{END_OF_WORD}"""
_STATES = r"gs|cs|CS|scn|SCN|ri|sh|MP"
_MARKS = rf"(?:(?:{_DICTIONARY}|{NAME}){_SPACES})?+(?:BDC|BMC|DP)"


def _compiled(*, marks: bool) -> re.Pattern[bytes]:
    named = _STATES if marks else f"{_STATES}|{_MARKS}"
    skipped = rf"(?:{_PATHS}|{NAME}{_SPACES}(?:{named}){END_OF_WORD}"
    skipped += ")" if marks else rf"|EMC{END_OF_WORD})"
    gap = rf"{_SPACES}(?:{skipped}{_SPACES})*+"
    drawing = _block(f"{skipped}|{_NUMBERS}cm{END_OF_WORD}")
    drawing = _block(f"{skipped}|{_NUMBERS}cm{END_OF_WORD}|{drawing}")
    font = rf"{SPACE}++([-+.\d]++){SPACE}++Tf{END_OF_WORD}{gap}"
    set_first, set_second, set_third = (
        rf"(?:(?P<numbers{place}>{_NUMBERS})(?P<set{place}>{_SETTING}){END_OF_WORD}{gap})?+" for place in (1, 2, 3)
    )
    pattern = rf"""
    {_SPACES}(?:{skipped}{_SPACES})*+(?:
        (?:(?P<q>q){END_OF_WORD}{gap})?+
        {set_first}
        (?:(?P<bt>BT){END_OF_WORD}{gap})?+
        (?:(?P<font1>{NAME}){font.replace("(", "(?P<size1>", 1)})?+
        {set_second}
        {set_third}
        (?:(?P<font2>{NAME}){font.replace("(", "(?P<size2>", 1)})?+
        (?:\[(?P<array>[^\[\]\\]*+)\]{_SPACES}TJ
          |\((?P<string>{LITERAL})\){_SPACES}Tj
          |<(?P<digits>[0-9A-Fa-f]*+)>{_SPACES}Tj){END_OF_WORD}
        {gap}(?:(?P<Q>Q){END_OF_WORD})?+(?P<show>)
    |(?:{drawing}{_SPACES}(?:{skipped}{_SPACES})*+)++
    |(?P<numbers>{_NUMBERS})(?P<operator>{_SETTING}){END_OF_WORD}(?P<setting>)
    |(?P<name>{NAME}){SPACE}++(?P<size>[-+.\d]++){SPACE}++Tf{END_OF_WORD}(?P<font>)
    |(?P<bare>q|Q|BT|T\*){END_OF_WORD}
    |\[(?P<parts>(?:[^()<>\[\]]++|\({LITERAL}\)|<[^<>]*+>)*+)\]{_SPACES}TJ{END_OF_WORD}
    |(?P<object>{NAME}){_SPACES}Do{END_OF_WORD}
    |{NAME}{_SPACES}(?P<properties>{_DICTIONARY}|{NAME})?+{_SPACES}(?:BDC|BMC){END_OF_WORD}(?P<mark>)
    |(?P<unmark>EMC){END_OF_WORD}
    |(?P<other>[^\x00\t\n\x0c\r\ %\])>}}{{])
    |%[^\r\n]*+
    |.
    |$
    )"""
    return re.compile(pattern.encode("ascii"), re.VERBOSE | re.DOTALL)


def _block(statement: str) -> str:
    """What is between ``q`` and ``Q`` and shows no text."""
    return rf"q{END_OF_WORD}{_SPACES}(?:(?:{statement}){_SPACES})*+Q{END_OF_WORD}"


PLAIN = _compiled(marks=False)
"""For streams whose marked content does not matter, which are nearly all."""

MARKED = _compiled(marks=True)
"""For streams that say by ``/ActualText`` what their glyphs mean."""

_SHOWN = "q numbers1 set1 bt font1 size1 numbers2 set2 numbers3 set3 font2 size2 array string digits Q"
SHOW_GROUPS = tuple(PLAIN.groupindex[name] for name in _SHOWN.split())
ACTUAL_TEXT = re.compile(
    rf"/ActualText{_SPACES}(?:\((?P<string>{LITERAL})\)|<(?P<digits>[0-9A-Fa-f\x00\t\n\x0c\r\ ]*+)>)".encode("ascii"),
    re.VERBOSE | re.DOTALL,
)
END_OF_IMAGE = re.compile(rb"(?:[\x00\t\n\x0c\r ]|~>|>)EI(?=[\x00\t\n\x0c\r ]|$)")
