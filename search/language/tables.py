"""Reads the tables of the package's ``data`` folder."""

from __future__ import annotations

import gzip
from importlib.resources import files

SEED = "norwegian_words.tsv.gz"
"""The words of the lexicon that is shipped."""

DATA_FILES = (
    SEED,
    "compound_parts.tsv",
    "endings.tsv",
    "ere_verbs.txt",
    "irregular_forms.tsv",
    "nynorsk_roots.tsv",
    "nynorsk_words.tsv",
    "particles.tsv",
)
"""Tables that decide the terms of a word; what an index learns from its documents comes on top."""

_DATA = files("search.language") / "data"


def read_bytes(name: str) -> bytes:
    """A data file as it is shipped."""
    return (_DATA / name).read_bytes()


def read_rows(name: str) -> list[list[str]]:
    """The rows of a tab-separated table; lines that start with ``#`` are comments, ``.gz`` is unpacked."""
    data = read_bytes(name)
    text = (gzip.decompress(data) if name.endswith(".gz") else data).decode()
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
