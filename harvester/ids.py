"""Ids of records, made from the portal's own keys.

An id is ``source/key``. It never contains a title, a time or a position in a list, because those change
while the thing stays the same; a test holds each portal to that.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from harvester.errors import PortalError
from harvester.identity_numbers import ALL_MASKED

_FLOAT_ID = re.compile(r"^(\d+)\.0+$")
# So few digits of the hash that the number cannot be guessed from it: some thousand would fit.
_TOLD_APART = 4
_UNSAFE = re.compile(r"[^a-z0-9æøå.:+!~-]+")


def record_id(source: str, *keys: str | int) -> str:
    """``source/key``, with several keys joined by a dot; blanks and separators in a key become hyphens.

    Raises:
        PortalError: a key is empty, so the record could not be told from others.
    """
    parts = [clean_key(masked_key(str(key))) for key in keys]
    if not parts or not all(parts):
        raise PortalError(f"{source}: a record has no key of its own: {keys!r}")
    return f"{source}/{'.'.join(parts)}"


def masked_key(key: str) -> str:
    """A key without an identity number in it; those that differ in the number alone are still told apart."""
    masked = ALL_MASKED.mask_url(key)
    return key if masked == key else f"{masked}~{text_key(key)[:_TOLD_APART]}"


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
