"""The *saksliste*: which items a meeting has. Rows of lines, centred table cells, or a stream of words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from harvester.minutes.numbers import CASE_NUMBER, Mention, Numbering, numbering_of
from harvester.minutes.openers import opener_after
from harvester.minutes.records import ItemNumber, ListedItem
from harvester.minutes.text import Flow, squeezed
from harvester.minutes.words import (
    GROUP_HEADINGS,
    LIST_HEADINGS,
    LIST_HEADINGS_OF_MINUTES,
    TABLE_WORDS,
    alternatives,
)

_LIST_HEADING = re.compile(rf"(?<![\w-])({alternatives(map(re.escape, LIST_HEADINGS))})(?![\w-])")
_MINUTES_HEADING = re.compile(rf"(?<![\w-])({alternatives(map(re.escape, LIST_HEADINGS_OF_MINUTES))})(?![\w-])")
GROUP_HEADING = re.compile(rf"(?:{alternatives(map(re.escape, GROUP_HEADINGS))}):?")
EXEMPT = re.compile(
    r"[Uu]nntatt (?:fra |etter |frå )?(?:offentlighet(?:sloven)?|offentleg(?:heit|lova)?)|[Uu]nnt\. ?off|\b[Uu]\. ?off\b"
    r"|\bOffl?\. ?§|\boffl\. ?§|[Uu]nntatt\b[^.\n]{0,60}\boffentlighet|[Uu]nnat(?:eke|eken|ekne|ne) (?:etter |frå )?offentleg\w*"
)
_CLOSED_CELL = re.compile(r"\s(?:Lukket|Lukka|LUKKET)$", re.MULTILINE)
_LINE = re.compile(r"[^\n]+")
_SPLIT_CELL = re.compile(r"\b[Uu]nntatt (?!etter|fra|frå|offentl)([^.]{1,60}?) ?offentlighet\b")
_PAGE_COLUMN = re.compile(r"\s\d{1,3}$")
_AFTER_LIST = re.compile(
    r"Saksframlegg|SAKSFRAMLEGG|Saksbehandler\b|\bSide \d+ av \d+|kommune, den \d|Med (?:vennlig|venleg) hilsen"
)
_MOST_ITEMS = 400  # of one meeting; the longest list seen has 60
_FARTHEST_NEXT = 900  # characters between two numbers of one list; the longest title seen has 330


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """The list as found: its items, where each number stands, and how far the list reaches."""

    items: tuple[ListedItem, ...]
    mentions: tuple[Mention, ...]
    numbering: Numbering
    start: int
    end: int

    @property
    def last_row(self) -> int:
        """Where the number of the last row ends."""
        return self.mentions[-1].end

    def region(self, place: int) -> tuple[int, int]:
        """The text in which the title of an item must stand: from the number before to the number after."""
        start = self.mentions[place - 1].end if place else self.start
        end = self.mentions[place + 1].start if place + 1 < len(self.mentions) else self.end
        return start, end


def read_list(flow: Flow, year: int | None) -> Listing | None:
    """The list of a paper, None when it has none."""
    for heading in _headings(flow):
        window = min(len(flow.flat), heading.end() + 30_000)
        numbering = numbering_of(flow.text, heading.end(), window, year)
        mentions = _mentions(flow, numbering, heading.end())
        if mentions:
            return _listing(flow, numbering, mentions, heading.end())
    return None


def _headings(flow: Flow) -> list[re.Match[str]]:
    found = [*_LIST_HEADING.finditer(flow.flat, 0, 40_000), *_MINUTES_HEADING.finditer(flow.flat, 0, 40_000)]
    if flow.lined:
        return [heading for heading in found if flow.at_line_start(heading.start())]
    return found


def _mentions(flow: Flow, numbering: Numbering, start: int) -> list[Mention]:
    """The numbers of the list: each new, none far from the one before, none that is the heading of a treatment."""
    rows = [mention for mention in numbering.mentions(flow.text, start) if _can_be_row(flow, mention)]
    left = Counter(mention.number.key for mention in rows)
    kept: list[Mention] = []
    known: set[tuple[int, int, str | None]] = set()
    last = start
    for place, mention in enumerate(rows):
        left[mention.number.key] -= 1
        if mention.start - last > _FARTHEST_NEXT or len(kept) >= _MOST_ITEMS:
            break
        if mention.number.key in known and not _is_other_item(flow, mention, kept):
            break
        if kept and _AFTER_LIST.search(flow.flat, last, mention.start):
            break
        following = rows[place + 1].start if place + 1 < len(rows) else len(flow.flat)
        if not left[mention.number.key] and _is_treated_here(flow, mention, following):
            break
        kept.append(mention)
        known.add(mention.number.key)
        last = mention.end
    return _with_case_numbers(flow, kept, start)


def _is_other_item(flow: Flow, mention: Mention, kept: Sequence[Mention]) -> bool:
    """Whether a number that was listed already stands for another item: some portals number anew under each heading.

    That can be told only where lines are, and only by a title that shares few words with the one before.
    """
    if not flow.lined:
        return False
    words = _words_of_line(flow, mention)
    for other in kept:
        shared = words & _words_of_line(flow, other)
        if other.number.key == mention.number.key and 2 * len(shared) >= len(words):
            return False
    return bool(words)


def _words_of_line(flow: Flow, mention: Mention) -> set[str]:
    return set(re.findall(r"\w+", flow.text[mention.end : flow.line_end(mention.end)].casefold()))


def _is_treated_here(flow: Flow, mention: Mention, following: int) -> bool:
    """Whether a number opens the treatment of its item, with no sign that the list has ended in between."""
    opener = opener_after(flow, mention.end, following)
    return opener is not None and not _AFTER_LIST.search(flow.flat, mention.end, opener.start + 20)


def _can_be_row(flow: Flow, mention: Mention) -> bool:
    if CASE_NUMBER.match(flow.flat, mention.end + 1):
        return True
    return not mention.referred and _is_row(flow, mention)


def _with_case_numbers(flow: Flow, mentions: Sequence[Mention], start: int) -> list[Mention]:
    """In a stream whose list gives case numbers, a number without one is of a title ("behandling av sak | 11/24").

    Where lines are, a number that begins one is a row, with a case number or not.
    """
    if flow.lined:
        return list(mentions)
    bearing = [
        mention
        for place, mention in enumerate(mentions)
        if _case_number(flow, mention, mentions[place - 1].end if place else start) is not None
    ]
    return bearing if 2 * len(bearing) > len(mentions) else list(mentions)


def _is_row(flow: Flow, mention: Mention) -> bool:
    """Whether a number begins its line, or follows the case number of a broken cell; in a stream any can."""
    if not flow.lined or flow.at_line_start(mention.start):
        return True
    begin = flow.text.rfind("\n", 0, mention.start) + 1
    before = flow.text[begin : mention.start].strip()
    return CASE_NUMBER.fullmatch(before) is not None or before in {"Sak", "sak", "SAK", "Saksnr.", "Nr."}


def _listing(flow: Flow, numbering: Numbering, mentions: Sequence[Mention], start: int) -> Listing:
    end = _list_end(flow, numbering, mentions)
    draft = Listing(items=(), mentions=tuple(mentions), numbering=numbering, start=start, end=end)
    titles = _titles(flow, draft)
    items = tuple(_item(flow, draft, place, title) for place, title in enumerate(titles))
    return Listing(items=items, mentions=tuple(mentions), numbering=numbering, start=start, end=end)


def _list_end(flow: Flow, numbering: Numbering, mentions: Sequence[Mention]) -> int:
    """Where the last row ends: at the next number that is known already, or after as much text as a row can have."""
    last = mentions[-1]
    limit = min(len(flow.flat), last.end + 400)
    for mention in numbering.mentions(flow.text, last.end, limit):
        if any(mention.number.same(other.number) for other in mentions) and _is_row(flow, mention):
            limit = mention.start
            break
    if flow.lined:
        return _end_of_lines(flow, last.end, limit)
    return limit


def _end_of_lines(flow: Flow, start: int, limit: int) -> int:
    """A row goes on over few lines; a heading, an empty line or a full sentence ends it."""
    place = flow.line_end(start)
    for _ in range(3):
        following = flow.line_end(place + 1)
        line = flow.text[place + 1 : following].strip()
        if (
            place >= limit
            or not line
            or _AFTER_LIST.search(line)
            or GROUP_HEADING.fullmatch(line)
            or len(line) > 110
            or line.endswith(".")
        ):
            break
        place = following
    return min(place, limit)


def _item(flow: Flow, listing: Listing, place: int, title: str | None) -> ListedItem:
    mention = listing.mentions[place]
    start, end = listing.region(place)
    own_end = end if place + 1 < len(listing.mentions) else listing.end
    exempt = EXEMPT.search(flow.flat, mention.end, own_end) or _CLOSED_CELL.search(
        flow.text, mention.end, flow.line_end(mention.end) if flow.lined else mention.end
    )
    if not flow.lined and exempt is not None and place + 1 < len(listing.mentions):
        exempt = exempt if _is_top_aligned(flow, listing) else None
    return ListedItem(
        number=mention.number,
        title=title,
        case_number=_case_number(flow, mention, start),
        exempt=exempt is not None,
        evidence=flow.quote(mention.start, min(own_end, mention.end + 200)),
    )


def _case_number(flow: Flow, mention: Mention, start: int) -> str | None:
    """The case number after the number, or the last one before it of a cell that the table broke ("23/17479-")."""
    after = CASE_NUMBER.match(flow.flat, mention.end + 1)
    if after:
        return after["case"]
    dangling = [found for found in CASE_NUMBER.finditer(flow.flat, start, mention.start) if found["document"] == "-"]
    return dangling[-1]["case"] if dangling else None


def _is_top_aligned(flow: Flow, listing: Listing) -> bool:
    """Whether every number is followed by its title at once, without a case number, as in a list of two columns."""
    return not any(CASE_NUMBER.search(flow.flat, *listing.region(place)) for place in range(len(listing.mentions)))


def _titles(flow: Flow, listing: Listing) -> list[str | None]:
    if flow.lined:
        return _titles_of_lines(flow, listing)
    if not _is_top_aligned(flow, listing):
        return [None] * len(listing.mentions)
    return [
        _clean_title(flow.flat[mention.end : listing.mentions[place + 1].start])
        if place + 1 < len(listing.mentions)
        else None
        for place, mention in enumerate(listing.mentions)
    ]


def _titles_of_lines(flow: Flow, listing: Listing) -> list[str | None]:
    """Lines before, on and after each number. Centred cells have as many lines above their middle as below."""
    before = _lines(flow, _last_group(flow, listing), _line_begin(flow, listing.mentions[0].start))
    own = [_own_line(flow, mention) for mention in listing.mentions]
    centred = any(not line for line in own)
    titles: list[str | None] = []
    for place, mention in enumerate(listing.mentions):
        stop = (
            _line_begin(flow, listing.mentions[place + 1].start) if place + 1 < len(listing.mentions) else listing.end
        )
        gap = _lines(flow, flow.line_end(mention.start), stop)
        if gap and _has_broken_cell(flow, listing, place):
            gap[0] = re.sub(r"^\d{1,4} ", "", gap[0])
        if not centred:
            titles.append(_clean_title(" ".join([own[place], *gap])))
            continue
        if len(before) > len(gap):
            return [None] * len(listing.mentions)
        titles.append(_clean_title(" ".join([*before, own[place], *gap[: len(before)]])))
        before = gap[len(before) :]
    return titles


def _has_broken_cell(flow: Flow, listing: Listing, place: int) -> bool:
    """Whether the case number ends in the line below ("23/17479-", then "11"), so that its rest begins that line."""
    start, _ = listing.region(place)
    return any(
        found["document"] == "-" for found in CASE_NUMBER.finditer(flow.flat, start, listing.mentions[place].start)
    )


def _last_group(flow: Flow, listing: Listing) -> int:
    """Where the first row can begin: after the last group heading before its number."""
    lines = list(_LINE.finditer(flow.text, listing.start, listing.mentions[0].start))
    groups = [match.end() for match in lines if GROUP_HEADING.fullmatch(match[0].strip())]
    return groups[-1] if groups else listing.start


def _line_begin(flow: Flow, place: int) -> int:
    return flow.text.rfind("\n", 0, place) + 1


def _own_line(flow: Flow, mention: Mention) -> str:
    rest = flow.text[mention.end : flow.line_end(mention.end)]
    return (
        _PAGE_COLUMN.sub("", CASE_NUMBER.sub("", rest, count=1)).lstrip(" -–").rstrip()
        if not rest.strip().isdigit()
        else ""
    )


def _lines(flow: Flow, start: int, end: int) -> list[str]:
    """The lines that can be of a title: no group heading, no words of the table's head, no page number."""
    lines = [line.strip() for line in flow.text[start : max(start, end)].split("\n")]
    lines = [re.sub(r"^(?:19|20)?\d{2}/\d{2,6}- ?", "", line) for line in lines]
    return [
        line
        for line in lines
        if line
        and not re.fullmatch(r"\d{1,3}", line)
        and not GROUP_HEADING.fullmatch(line)
        and not all(word.casefold().rstrip(":") in TABLE_WORDS for word in line.split())
    ]


def _clean_title(text: str) -> str | None:
    text = _SPLIT_CELL.sub(r"\1", squeezed(text))
    text = EXEMPT.split(text, maxsplit=1)[0]
    shorter = re.sub(rf"(?:{GROUP_HEADING.pattern})$", "", text.strip()).strip(" -–:•")
    text = _CLOSED_CELL.sub("", shorter or text).strip(" -–:•")
    return text or None


def rising(numbers: Sequence[ItemNumber]) -> bool:
    """Whether each series of numbers, by prefix, rises."""
    last: dict[str | None, tuple[int, int]] = {}
    for number in numbers:
        key = (number.year, number.sequence)
        if last.get(number.prefix, (0, 0)) >= key:
            return False
        last[number.prefix] = key
    return True
