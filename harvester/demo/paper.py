"""Papers as files. Printing needs the libraries of the ``demo`` extra, which are loaded when the first paper is asked for.

The same content gives the same bytes in every process, save for a paper that is made to vary.
"""

from __future__ import annotations

import functools
import importlib.util
import re
import secrets
import threading

from harvester.demo.blocks import Content, FileFormat
from harvester.errors import ConfigurationError

MEDIA_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_LIBRARIES = ("reportlab", "docx")
_PDF_ID = re.compile(rb"(/ID\s*\[<)([0-9a-f]{32})(><)([0-9a-f]{32})(>\])")
_LOCK = threading.Lock()


def require_libraries() -> None:
    """Check that papers can be printed, before anything is begun.

    Raises:
        ConfigurationError: the ``demo`` extra is not installed.
    """
    if not all(importlib.util.find_spec(library) for library in _LIBRARIES):
        raise ConfigurationError('the demo prints papers with reportlab and python-docx: pip install "saksgang[demo]"')


def print_paper(content: Content) -> bytes:
    """The bytes of a paper, printed once and kept; a paper that varies gets a new document id each time."""
    with _LOCK:  # reportlab's fonts are shared by every document that is being made
        printed = _print(content)
    if content.varies_by_download:
        new = secrets.token_hex(16).encode()
        return _PDF_ID.sub(rb"\g<1>" + new + rb"\g<3>" + new + rb"\g<5>", printed)
    return printed


@functools.lru_cache(maxsize=2048)
def _print(content: Content) -> bytes:
    from harvester.demo import typesetting  # noqa: PLC0415 - the program must start without the demo's libraries

    return typesetting.word(content) if content.file_format is FileFormat.WORD else typesetting.pdf(content)
