"""What ``harvester minutes`` prints: the items of a paper with outcome and votes. No names, only numbers and parties."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from harvester.minutes import Minutes, Sum, Whole
from harvester.minutes.records import Found, Tally, TreatedItem, Vote

DOES_NOT_ADD_UP = "the vote does not add up"


def print_minutes(file: str, read: Minutes | Whole) -> None:
    """A table of the items, or why the paper stays whole."""
    console = Console()
    if isinstance(read, Whole):
        console.print(Text(f"{file}: not taken apart: {read.reason.value} {read.detail}".rstrip()), soft_wrap=True)
        return
    console.print(Text(_heading(file, read)), soft_wrap=True)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("Number", "Page", "Case", "Outcome", "Vote", "Title"):
        table.add_column(heading, overflow="fold")
    for row in _rows(read):
        table.add_row(*map(Text, row))
    console.print(table)


def to_plain(file: str, read: Minutes | Whole) -> dict[str, object]:
    """The same as JSON."""
    if isinstance(read, Whole):
        return {"file": file, "split": False, "reason": read.reason.value, "detail": read.detail}
    return {
        "file": file,
        "split": True,
        "kind": read.kind.value,
        "body": _value(read.head.body),
        "date": _value(read.head.date),
        "place": _value(read.head.place),
        "listed": [
            {"number": listed.number.text, "title": listed.title, "case_number": listed.case_number}
            for listed in read.listed
        ],
        "items": [_item_to_plain(item) for item in read.items],
    }


def vote_in_words(vote: Vote) -> str:
    """A vote in a few words; one that does not add up is said to be so and its numbers are not shown."""
    if vote.total is Sum.DOES_NOT_ADD_UP:
        return DOES_NOT_ADD_UP
    if vote.unanimous:
        return "unanimous"
    if vote.alternatives:
        return " / ".join(_tally(side) for side in vote.alternatives)
    sides = ((vote.votes_for, "for"), (vote.votes_against, "against"))
    return ", ".join(f"{_tally(side)} {word}" for side, word in sides if side is not None)


def _tally(tally: Tally) -> str:
    if tally.votes is None:
        return "?"
    parties = ", ".join(one.party for one in tally.parties)
    return f"{tally.votes} ({parties})" if parties else str(tally.votes)


def _heading(file: str, read: Minutes) -> str:
    parts = (read.kind.value.replace("_", " "), _value(read.head.body), _value(read.head.date))
    return f"{file}: {', '.join(str(part) for part in parts if part)}"


def _rows(read: Minutes) -> Iterator[tuple[str, str, str, str, str, str]]:
    for item in read.items:
        yield (
            item.number.text,
            _pages(item),
            item.case_number or "",
            str(_value(item.outcome) or ""),
            "; ".join(dict.fromkeys(vote_in_words(vote) for vote in item.votes)),
            _title(item.title, exempt=item.exempt is not None),
        )
    if not read.items:
        for listed in read.listed:
            page = str(listed.evidence.page)
            yield listed.number.text, page, listed.case_number or "", "", "", _title(listed.title, exempt=listed.exempt)


def _title(title: str | None, *, exempt: bool) -> str:
    return "exempt from public access" if exempt else title or ""


def _pages(item: TreatedItem) -> str:
    return str(item.page_from) if item.page_from == item.page_to else f"{item.page_from}–{item.page_to}"


def _item_to_plain(item: TreatedItem) -> dict[str, object]:
    return {
        "number": item.number.text,
        "title": item.title,
        "case_number": item.case_number,
        "page_from": item.page_from,
        "page_to": item.page_to,
        "recommendation": _value(item.recommendation),
        "recommended_by": item.recommended_by,
        "resolution": _value(item.resolution),
        "outcome": _value(item.outcome),
        "exempt": item.exempt is not None,
        "closed": item.closed is not None,
        "votes": [
            {"in_words": vote_in_words(vote), "page": vote.evidence.page, "sentence": vote.evidence.sentence}
            for vote in item.votes
        ],
    }


def _value(found: Found[object] | None) -> object:
    return None if found is None else found.value
