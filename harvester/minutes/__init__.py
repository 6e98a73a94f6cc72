"""Minutes, notices and extracts of meetings taken apart; pure.

:func:`read_minutes` takes the pages of a paper and gives :class:`Minutes`, or :class:`Whole` with the reason why the
paper stays one record. A vote that does not add up is kept and marked, and must not be shown as fact.
"""

from typing import TYPE_CHECKING, Any

from harvester.minutes.records import Minutes, Reason, Sum, Whole
from harvester.minutes.text import MinutesText

if TYPE_CHECKING:
    from harvester.minutes.reading import READER_VERSION, read_minutes

__all__ = ["READER_VERSION", "Minutes", "MinutesText", "Reason", "Sum", "Whole", "read_minutes"]


def __getattr__(name: str) -> Any:  # whatever the module has under this name
    """The reader when it is asked for: its patterns take a tenth of a second, and a query only needs the records."""
    if name in {"READER_VERSION", "read_minutes"}:
        from harvester.minutes import reading  # noqa: PLC0415  # as said

        return getattr(reading, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
