"""Where an item ends: before the group heading, question hour, signature or page number that follows its last words."""

from __future__ import annotations

import re

from harvester.minutes.item_list import GROUP_HEADING
from harvester.minutes.names import NAME
from harvester.minutes.text import Flow

_MOST_TAILS = 6  # signature, date, page number, heading: nothing real has more
_PAGE = re.compile(r"(?<=\s)\d{1,3}$")
_GROUP_LINE = re.compile(rf"^(?:{GROUP_HEADING.pattern})(?<!:)[ \t]*$", re.MULTILINE)
_GROUP_IN_STREAM = re.compile(rf"(?<=[.»)]) (?:\d{{1,3}} )?(?P<group>{GROUP_HEADING.pattern})(?= [A-ZÆØÅ•–\d-])")
_CLOSED = re.compile(r"^Møtet (?:ble|blei|vart) (?:hevet|heva|avsluttet|avslutta|slutt)\b", re.MULTILINE)
_OFFICE = r"(?:[Uu]tvalgsleder|[Uu]tvalsleiar|[Oo]rdfører|[Oo]rdførar|[Ll]eder|[Ll]eiar|[Mm]øteleder|[Mm]øteleiar)"
_SIGNATURE = re.compile(
    rf"(?:(?<=[.»)\d:])\s{NAME})?(?:\s{_OFFICE})?\s[A-ZÆØÅ][\w-]+, (?:den )?\d{{1,2}}\.\s?\d{{1,2}}\.\s?\d{{4}}$"
)


def end_of_item(flow: Flow, last: int, end: int) -> int:
    """The end of an item whose last part begins at ``last`` and that goes on at most to ``end``."""
    end = _before_group(flow, last, end)
    for _ in range(_MOST_TAILS):
        text = flow.flat[max(last, end - 200) : end].rstrip()
        end = max(last, end - 200) + len(text)
        cut = _tail(flow, text)
        if cut is None or cut == 0:
            return end
        end -= len(text) - cut
    return end


def _before_group(flow: Flow, start: int, end: int) -> int:
    """Before a heading of the agenda that no item has ("Spørsmål", "Eventuelt"), or the words that close the meeting."""
    patterns = (_GROUP_LINE, _CLOSED) if flow.lined else (_GROUP_IN_STREAM,)
    places = [found.start() for pattern in patterns if (found := pattern.search(flow.text, start, end)) is not None]
    return min((place for place in places if flow.flat[start:place].strip(" .:")), default=end)


def _tail(flow: Flow, text: str) -> int | None:
    """Where the signature, group heading or page number at the end of a text begins."""
    signature = _SIGNATURE.search(text)
    if signature is not None:
        return signature.start()
    groups = [found for found in GROUP_HEADING.finditer(text) if found.end() == len(text)]
    if groups:
        return groups[0].start()
    page = _PAGE.search(text) if not flow.lined else None
    return page.start() if page else None
