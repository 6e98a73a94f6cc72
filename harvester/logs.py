"""Logs: on stderr, without identity numbers, whoever writes them."""

from __future__ import annotations

import logging
import sys

from harvester.identity_numbers import ALL_MASKED

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class MaskingFormatter(logging.Formatter):
    """Masks what a line says in the end, with its arguments and its traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The line without identity numbers."""
        return ALL_MASKED.mask(super().format(record))


def set_up_logging(*, level: int) -> None:
    """Log on stderr from that level on; what the program has set up before stays."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(MaskingFormatter(_FORMAT))
    logging.basicConfig(level=level, handlers=[handler])
