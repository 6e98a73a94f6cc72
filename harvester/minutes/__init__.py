"""Minutes, notices and extracts of meetings taken apart; pure.

:func:`read_minutes` takes the pages of a paper and gives :class:`Minutes`, or :class:`Whole` with the reason why the
paper stays one record. A vote that does not add up is kept and marked, and must not be shown as fact.
"""

from harvester.minutes.reading import READER_VERSION, read_minutes
from harvester.minutes.records import Minutes, Reason, Sum, Whole
from harvester.minutes.text import MinutesText

__all__ = ["READER_VERSION", "Minutes", "MinutesText", "Reason", "Sum", "Whole", "read_minutes"]
