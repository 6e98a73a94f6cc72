"""Phrases that must not be kept, known by a salted hash alone, so that the list of them tells nobody what they are.

A phrase is found word by word, whatever stands between its words and however a portal writes its letters: as they are, as
HTML entities, or escaped in JSON.
"""

from __future__ import annotations

import hashlib
import html
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# A word is of letters, entities that are letters, and escapes that are; other entities, and the n of an escaped line end,
# belong to none.
_NO_LETTER = "nbsp|#160|amp|lt|gt|quot"
_WORD = re.compile(rf"&(?:{_NO_LETTER});|((?:\\u[0-9a-fA-F]{{4}}|&(?!(?:{_NO_LETTER});)#?\w{{1,8}};|(?<!\\)\w)+)")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_SALT_BYTES = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrase:
    """So many ``words`` in a row whose salted hash is ``digest``."""

    words: int
    salt: str
    digest: str


def phrase_of(text: str) -> Phrase | None:
    """The phrase that a text is; None when it has no words."""
    words = [_plain(text[start:end]) for start, end in _words(text)]
    if not words:
        return None
    salt = secrets.token_hex(_SALT_BYTES)
    return Phrase(words=len(words), salt=salt, digest=_digest(salt, words))


def blank(text: str, phrases: Iterable[Phrase], mask: str) -> str:
    """The text with the words of every phrase replaced by as many ``mask`` as they have characters."""
    found = _words(text)
    words = [_plain(text[start:end]) for start, end in found]
    hidden: set[int] = set()
    for phrase in phrases:
        for first in range(len(words) - phrase.words + 1):
            window = range(first, first + phrase.words)
            if _digest(phrase.salt, words[first : first + phrase.words]) == phrase.digest:
                hidden.update(window)
    for number in sorted(hidden):
        start, end = found[number]
        text = text[:start] + mask * (end - start) + text[end:]
    return text


def blank_bytes(content: bytes, phrases: Sequence[Phrase]) -> bytes:
    """A page of a portal without the phrases, in whatever of the usual encodings it is; as long as before."""
    if not phrases:
        return content
    try:
        return blank(content.decode("utf-8"), phrases, "*").encode("utf-8")
    except UnicodeDecodeError:
        return blank(content.decode("latin-1"), phrases, "*").encode("latin-1")


def _words(text: str) -> list[tuple[int, int]]:
    return [match.span(1) for match in _WORD.finditer(text) if match[1] is not None]


def _plain(word: str) -> str:
    return html.unescape(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), word)).casefold()


def _digest(salt: str, words: Sequence[str]) -> str:
    return hashlib.blake2b(f"{salt}\0{' '.join(words)}".encode(), digest_size=16).hexdigest()
