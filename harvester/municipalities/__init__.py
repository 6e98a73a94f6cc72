"""Rows that are ready to be put into config.yaml: counties and municipalities, with what each row rests on.

They are data, ``*.yaml`` beside this file, disabled until the operator chooses them, and hold only what has been seen: an
organization number, a date or an address that is not known is left out.
"""

from __future__ import annotations

import datetime as dt
import difflib
import unicodedata
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict

from harvester.config import ArchiveSettings, Key, OrganizationSettings, Source
from harvester.errors import ConfigurationError

_LETTERS = str.maketrans({"ø": "o", "æ": "ae"})


class Row(BaseModel):
    """A county or municipality, its portal as far as it is known, and what that rests on.

    ``organization`` is the organization's key when that is not the row's own; ``successors`` are the organizations
    that took over when it merged or split. A portal that is gone has an ``archive``, and looks back to when it was alive.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Key
    name: str
    evidence: str
    platform: str | None = None
    base_url: str | None = None
    organization: Key | None = None
    number: str | None = None
    organization_number: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    successors: tuple[Key, ...] = ()
    archive: ArchiveSettings | None = None
    look_back_days: int = 90

    @property
    def source(self) -> Source | None:
        """The row for config.yaml, disabled; None when the product or the address is not known.

        An organization that was split has several successors, of which config.yaml cannot name one.
        """
        if self.platform is None or self.base_url is None:
            return None
        organization = OrganizationSettings(
            key=self.organization or self.key,
            name=self.name,
            number=self.number,
            organization_number=self.organization_number,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            successor=self.successors[0] if len(self.successors) == 1 else None,
        )
        return Source(
            key=self.key,
            name=self.name,
            platform=self.platform,
            base_url=self.base_url,
            organization=organization,
            look_back_days=self.look_back_days,
            archive=self.archive,
            enabled=False,
        )


def rows() -> tuple[Row, ...]:
    """Every row, by key."""
    files = (file for file in resources.files(__name__).iterdir() if file.name.endswith(".yaml"))
    found = [Row.model_validate(entry) for file in files for entry in yaml.safe_load(file.read_text(encoding="utf-8"))]
    return tuple(sorted(found, key=lambda row: row.key))


def find_rows(name: str) -> tuple[Row, ...]:
    """The rows whose key or name contains ``name``, with or without the letters å, ø and æ."""
    wanted = _plain(name)
    return tuple(row for row in rows() if wanted in _plain(row.key) or wanted in _plain(row.name))


def find_row(key: str) -> Row:
    """The row with that key.

    Raises:
        ConfigurationError: there is none; the nearest keys are named.
    """
    known = {row.key: row for row in rows()}
    if key in known:
        return known[key]
    near = difflib.get_close_matches(key, known, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(repr(each) for each in near)}?" if near else "harvester sources --available"
    raise ConfigurationError(f"there is no ready row {key!r}; {hint}")


def to_yaml(source: Source) -> str:
    """The row as it is put under ``sources`` in config.yaml."""
    content = source.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    return yaml.safe_dump([content], allow_unicode=True, sort_keys=False)


def _plain(text: str) -> str:
    """Small letters without marks."""
    parts = unicodedata.normalize("NFD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).replace("-", " ").strip()
