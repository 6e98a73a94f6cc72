"""``config.yaml``: closed, typed and immutable.

A key that is not known here stops the program with the key, its place and the nearest right one, because a misspelt
setting that is silently ignored is found out years later. Secrets never stand in the file; they come from the
environment. Relative paths are relative to the file.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import BeforeValidator, Field, ValidationError, field_validator, model_validator

from harvester.config_mistakes import explain, nearest
from harvester.errors import ConfigurationError
from harvester.identity_numbers import IdentityNumbers
from harvester.source_settings import (
    LONGEST_RETRY_AFTER,
    ArchiveSettings,
    BodySettings,
    Closed,
    Key,
    OrganizationSettings,
    Politeness,
    RobotsSettings,
    Source,
    is_loopback_host,
)

__all__ = [
    "LONGEST_RETRY_AFTER",
    "ArchiveSettings",
    "BodySettings",
    "Config",
    "Contact",
    "Encryption",
    "Key",
    "Limits",
    "Mail",
    "Operator",
    "OrganizationSettings",
    "Politeness",
    "Privacy",
    "RobotsSettings",
    "Schedule",
    "Source",
    "Web",
    "is_loopback_host",
    "load_config",
    "parse_config",
]


class Contact(Closed):
    """Who the portals can reach about the requests; sent in the User-Agent."""

    name: str = Field(min_length=1)
    address: str = Field(min_length=3)

    @field_validator("address")
    @classmethod
    def _reachable(cls, value: str) -> str:
        if "@" not in value and not value.startswith(("http://", "https://")):
            raise ValueError("must be an e-mail address or a web address starting with https://")
        return value


class Schedule(Closed):
    """When the night runs.

    03:30 exists exactly once in every night in Oslo; 02:30 is skipped when summer time begins and comes twice when
    it ends.
    """

    time: dt.time = dt.time(3, 30)
    zone: str = "Europe/Oslo"

    @field_validator("time", mode="before")
    @classmethod
    def _clock_time(cls, value: object) -> object:
        # YAML 1.1 reads an unquoted 03:30 as the number of minutes, base 60.
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 24 * 60:
            return dt.time(value // 60, value % 60)
        return value

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("must be a time zone such as Europe/Oslo") from error
        return value


class Limits(Closed):
    """What one download or one document may cost."""

    download_megabytes: int = Field(default=100, ge=1)
    page_megabytes: int = Field(default=20, ge=1)
    answer_seconds: float = Field(default=60, gt=0)
    document_pages: int = Field(default=2000, ge=1)
    cpu_seconds: int = Field(default=120, ge=1)
    wall_seconds: int = Field(default=240, ge=1)
    memory_megabytes: int = Field(default=1024, ge=128)
    minutes_cpu_seconds: int = Field(default=900, ge=1)
    rereading_seconds: int = Field(default=900, ge=0)
    ocr_seconds: int = Field(default=1800, ge=0)
    ocr_pages: int = Field(default=100, ge=1)
    night_hours: float = Field(default=20, gt=0)
    free_megabytes: int = Field(default=1024, ge=0)
    extraction_processes: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1)


class Encryption(StrEnum):
    """How the connection to a mail server is kept secret: after a greeting, from the first byte, or not at all."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class Mail(Closed):
    """The mail server that takes what is sent. The password of ``user`` comes from the environment."""

    host: str = Field(min_length=1)
    port: int = Field(default=587, ge=1, le=65535)
    encryption: Encryption = Encryption.STARTTLS
    user: str | None = None
    sender: str = Field(alias="from", pattern=r"^[^@\s<>]+@[^@\s<>]+$")


class Web(Closed):
    """The web pages: their public address, for links in feeds and mails, and how much one visitor may ask for."""

    address: str | None = None
    requests_per_minute: int = Field(default=300, ge=1)

    @field_validator("address")
    @classmethod
    def _public(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("must be a web address starting with https://")
        return value.rstrip("/") if value else None


class Operator(Closed):
    """Who is told, once, when a source has broken, and again when it has healed."""

    mail: str | None = Field(default=None, pattern=r"^[^@\s<>]+@[^@\s<>]+$")
    webhook: str | None = Field(default=None, pattern=r"^https?://\S+$")


class Privacy(Closed):
    """What is masked before it is kept.

    National identity numbers always are. The synthetic ones of the tax office, which belong to nobody, are masked too,
    unless a test portal is harvested on which they should be seen.
    """

    keep_synthetic_identity_numbers: bool = False


def _as_written(value: object) -> object:
    """YAML 1.1 reads an unquoted on and off as true and false."""
    return ("off", "on")[value] if isinstance(value, bool) else value


class Config(Closed):
    """The whole of ``config.yaml``."""

    data_directory: Path = Path("data")
    contact: Contact | None = None
    schedule: Schedule = Schedule()
    limits: Limits = Limits()
    ocr: Annotated[Literal["auto", "on", "off"], BeforeValidator(_as_written)] = "auto"
    mail: Mail | None = None
    web: Web = Web()
    operator: Operator = Operator()
    privacy: Privacy = Privacy()
    sources: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Config:
        seen: set[str] = set()
        for source in self.sources:
            if source.key in seen:
                raise ValueError(f"two sources have the key {source.key!r}")
            seen.add(source.key)
        return self

    @model_validator(mode="after")
    def _the_night_outlasts_every_wait(self) -> Config:
        """A watchdog that is shorter than a wait would end every night for nothing."""
        longest = max(
            (source.politeness.longest_wait(self.limits.answer_seconds) for source in self.sources), default=0.0
        )
        if longest >= self.limits.night_hours * 3600:
            raise ValueError(
                f"limits.night_hours ({self.limits.night_hours:g}) ends a night within a wait that is meant: "
                f"one request may take {longest / 3600:.1f} hours with all its repetitions"
            )
        return self

    @property
    def identity_numbers(self) -> IdentityNumbers:
        """What is masked before it is kept."""
        return IdentityNumbers(keep_synthetic=self.privacy.keep_synthetic_identity_numbers)

    def source(self, key: str) -> Source:
        """The source with that key.

        Raises:
            ConfigurationError: there is none; the nearest key is named.
        """
        for source in self.sources:
            if source.key == key:
                return source
        raise ConfigurationError(f"there is no source {key!r}{nearest(key, [source.key for source in self.sources])}")

    def require_contact(self, source: Source) -> None:
        """Refuse to ask a real portal without saying who asks.

        Raises:
            ConfigurationError: ``contact`` is missing and the source is not on this machine.
        """
        if self.contact is None and source.asks is not None and not source.is_loopback:
            raise ConfigurationError(
                f"source {source.key!r} is a real portal, and config.yaml says not whom it can reach: add\n"
                "contact:\n  name: Your name or newsroom\n  address: you@example.org"
            )


def load_config(path: Path, *, data_directory: Path | None = None) -> Config:
    """Read ``config.yaml``.

    Args:
        path: the file.
        data_directory: replaces the one in the file (``--data``).

    Raises:
        ConfigurationError: the file is missing, is not YAML, or says something that is not understood.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ConfigurationError(
            f"there is no configuration {path}; give --config FILE, or try the demo: python scheduler.py --once --demo"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from error
    config = parse_config(text, name=str(path))
    directory = data_directory or path.parent / config.data_directory
    sources = tuple(_beside(source, path.parent) for source in config.sources)
    return config.model_copy(update={"data_directory": directory, "sources": sources})


def _beside(source: Source, folder: Path) -> Source:
    if source.archive is None:
        return source
    files = tuple(folder / file for file in source.archive.files)
    return source.model_copy(update={"archive": source.archive.model_copy(update={"files": files})})


def parse_config(text: str, *, name: str) -> Config:
    """Validate the text of a configuration; ``name`` is what errors call it.

    Raises:
        ConfigurationError: with every mistake, each on a line of its own, with its place.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ConfigurationError(f"{name} is not YAML: {error}") from error
    content = {} if content is None else content
    if not isinstance(content, Mapping):
        raise ConfigurationError(f"{name} must be a list of keys and values")
    try:
        return Config.model_validate(content)
    except ValidationError as error:
        lines = [explain(Config, detail, node, name) for detail in error.errors()]
        raise ConfigurationError("\n".join(lines)) from error
