"""Ids of records, made from the portal's own keys.

An id is ``source/key``. It never contains a title, a time or a position in a list, because those change
while the thing stays the same; a test holds each portal to that.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from harvester.errors import PortalError

_FLOAT_ID = re.compile(r"^(\d+)\.0+$")
_UNSAFE = re.compile(r"[^a-z0-9æøå.:+!~-]+")


def record_id(source: str, *keys: str | int) -> str:
    """``source/key``, with several keys joined by a dot; blanks and separators in a key become hyphens.

    Raises:
        PortalError: a key is empty, so the record could not be told from others.
    """
    parts = [clean_key(str(key)) for key in keys]
    if not parts or not all(parts):
        raise PortalError(f"{source}: a record has no key of its own: {keys!r}")
    return f"{source}/{'.'.join(parts)}"


def clean_key(key: str) -> str:
    """A portal's key in its one spelling: ``2027025.0``, printed as a float by some portals, is ``2027025``."""
    whole = _FLOAT_ID.match(key.strip())
    if whole:
        return whole.group(1)
    return _UNSAFE.sub("-", _without_accents(key.strip().casefold())).strip("-")


def _without_accents(text: str) -> str:
    """``komité`` as ``komite``; æ, ø and å are letters of their own and stay."""
    letters = (
        letter if letter in "æøå" else unicodedata.normalize("NFKD", letter)
        for letter in unicodedata.normalize("NFC", text)
    )
    return "".join(part for letter in letters for part in letter if not unicodedata.combining(part))


def text_key(text: str) -> str:
    """A short key for something that has no key but its own words; the last resort of an adapter."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
