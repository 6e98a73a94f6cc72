"""Tables for spreadsheets: CSV (RFC 4180) in which nothing is run that somebody wrote into a title."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_BYTE_ORDER_MARK = "\ufeff"


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[object]], *, excel: bool = False) -> Iterator[str]:
    """Rows as lines of CSV, the head first; a value that is None is an empty cell.

    A cell that a spreadsheet would take for a formula begins with an apostrophe instead. With ``excel``, the file is one
    that a Norwegian spreadsheet opens: semicolons, and a mark that says UTF-8.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";" if excel else ",")
    yield _BYTE_ORDER_MARK if excel else ""
    for row in chain([head], rows):
        writer.writerow([_harmless(value) for value in row])
        yield written.getvalue()
        written.seek(0)
        written.truncate()


def _harmless(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) and not _is_number(value) else text


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)
