"""``config.yaml``: closed, typed and immutable.

A key that is not known here stops the program with the key, its place and the nearest right one, because a misspelt
setting that is silently ignored is found out years later. Secrets never stand in the file; they come from the
environment. Relative paths are relative to the file.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from harvester.config_mistakes import explain, nearest
from harvester.errors import ConfigurationError
from harvester.identity_numbers import IdentityNumbers
from harvester.model import BodyKind, Language, Window

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
_RESERVED_SOURCE_KEYS = frozenset({"import"})


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Contact(_Closed):
    """Who the portals can reach about the requests; sent in the User-Agent."""

    name: str = Field(min_length=1)
    address: str = Field(min_length=3)

    @field_validator("address")
    @classmethod
    def _reachable(cls, value: str) -> str:
        if "@" not in value and not value.startswith(("http://", "https://")):
            raise ValueError("must be an e-mail address or a web address starting with https://")
        return value


class OrganizationSettings(_Closed):
    """The municipality or county behind a source."""

    key: Key
    name: str = Field(min_length=1)
    number: str | None = Field(default=None, pattern=r"^(\d{2}|\d{4})$")
    organization_number: str | None = Field(default=None, pattern=r"^\d{9}$")
    language: Language = Language.BOKMAL
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    successor: Key | None = None


class BodySettings(_Closed):
    """What is known beforehand about one body: its kind, its code in the portal, and the organization it belongs to
    when that is not the source's own (a meeting of two county councils).
    """

    name: str = Field(min_length=1)
    kind: BodyKind | None = None
    code: str | None = None
    organization: Key | None = None


class Politeness(_Closed):
    """How gently one host is asked.

    A request that failed for a reason that may pass is repeated ``retries`` times, after ``retry_seconds``, then twice as
    long, and so on, or when the portal says. Sources on one host share its pace, the gentlest of theirs.
    """

    pause_seconds: float = Field(default=2.0, ge=0)
    requests_per_minute: float | None = Field(default=None, gt=0)
    concurrency_per_host: int = Field(default=1, ge=1, le=4)
    requests_per_day: int = Field(default=5000, ge=1)
    retries: int = Field(default=2, ge=0, le=10)
    retry_seconds: float = Field(default=5.0, ge=0)

    @property
    def seconds_between_requests(self) -> float:
        """The pause that keeps to ``requests_per_minute``, too."""
        if self.requests_per_minute is None:
            return self.pause_seconds
        return max(self.pause_seconds, 60 / self.requests_per_minute)


class RobotsSettings(_Closed):
    """What holds for the robots.txt of a portal: it is obeyed, unless the portal's owner has permitted otherwise.

    The permission says who gave it, when and for what, and is shown wherever the source is.
    """

    override: bool = False
    permission: str | None = None

    @model_validator(mode="after")
    def _override_is_permitted(self) -> RobotsSettings:
        if self.override and not (self.permission or "").strip():
            raise ValueError("override needs permission: say who gave it, when, and for what")
        return self


class ArchiveSettings(_Closed):
    """An archive that is read in place of the portal: files, or one on the web that lists its captures by CDX and gives
    them at ``memento``. Of each page the newest capture between two days is taken, both included and in UTC.
    """

    files: tuple[Path, ...] = ()
    cdx: str | None = None
    memento: str | None = None
    first: dt.date | None = Field(default=None, alias="from")
    last: dt.date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _one(self) -> ArchiveSettings:
        if bool(self.files) == (self.cdx is not None) or (self.cdx is None) != (self.memento is None):
            raise ValueError("an archive is either files, or cdx with memento")
        if not all(each is None or each.startswith(("http://", "https://")) for each in (self.cdx, self.memento)):
            raise ValueError("cdx and memento are web addresses starting with http:// or https://")
        if self.memento is not None and not ("{timestamp}" in self.memento and "{url}" in self.memento):
            raise ValueError("memento needs {timestamp} and {url}, as in https://archive.example/{timestamp}id_/{url}")
        if self.first and self.last and self.first > self.last:
            raise ValueError("from comes after to")
        return self


class Source(_Closed):
    """One portal of one organization."""

    key: Key
    name: str = Field(min_length=1)
    platform: str
    base_url: str
    organization: OrganizationSettings
    bodies: tuple[BodySettings, ...] = ()
    look_back_days: int = Field(default=90, ge=0)
    look_ahead_days: int = Field(default=180, ge=0)
    revalidate_hours: int = Field(default=20, ge=0)
    refetch_days: int = Field(default=7, ge=0)
    politeness: Politeness = Politeness()
    robots: RobotsSettings = RobotsSettings()
    archive: ArchiveSettings | None = None
    min_meetings: int = Field(default=0, ge=0)
    enabled: bool = True

    @field_validator("key")
    @classmethod
    def _not_reserved(cls, value: str) -> str:
        if value in _RESERVED_SOURCE_KEYS:
            raise ValueError(f"{value!r} is kept for documents that are imported")
        return value

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("must be a web address starting with http:// or https://")
        return value

    @property
    def robots_permission(self) -> str | None:
        """By whose leave robots.txt is not obeyed; None where it is."""
        return self.robots.permission if self.robots.override else None

    @property
    def asks(self) -> str | None:
        """The address on the net that is asked for the source: the portal's or its archive's; None for files."""
        return self.base_url if self.archive is None else self.archive.cdx

    @property
    def is_loopback(self) -> bool:
        """Whether what is asked runs on this machine, as the demo and the tests do."""
        return is_loopback_host(urlsplit(self.asks or "").hostname or "")

    def window(self, today: dt.date) -> Window:
        """The days that a night looks at, seen from ``today``."""
        return Window(
            first=today - dt.timedelta(days=self.look_back_days),
            last=today + dt.timedelta(days=self.look_ahead_days),
        )


class Schedule(_Closed):
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


class Limits(_Closed):
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
    extraction_processes: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1)


class Encryption(StrEnum):
    """How the connection to a mail server is kept secret: after a greeting, from the first byte, or not at all."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class Mail(_Closed):
    """The mail server that takes what is sent. The password of ``user`` comes from the environment."""

    host: str = Field(min_length=1)
    port: int = Field(default=587, ge=1, le=65535)
    encryption: Encryption = Encryption.STARTTLS
    user: str | None = None
    sender: str = Field(alias="from", pattern=r"^[^@\s<>]+@[^@\s<>]+$")


class Web(_Closed):
    """The web pages: their public address, for links in feeds and mails, and how much one visitor may ask for."""

    address: str | None = None
    requests_per_minute: int = Field(default=300, ge=1)

    @field_validator("address")
    @classmethod
    def _public(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("must be a web address starting with https://")
        return value.rstrip("/") if value else None


class Privacy(_Closed):
    """What is masked before it is kept.

    National identity numbers always are. The synthetic ones of the tax office, which belong to nobody, are masked too,
    unless a test portal is harvested on which they should be seen.
    """

    keep_synthetic_identity_numbers: bool = False


def _as_written(value: object) -> object:
    """YAML 1.1 reads an unquoted on and off as true and false."""
    return ("off", "on")[value] if isinstance(value, bool) else value


class Config(_Closed):
    """The whole of ``config.yaml``."""

    data_directory: Path = Path("data")
    contact: Contact | None = None
    schedule: Schedule = Schedule()
    limits: Limits = Limits()
    ocr: Annotated[Literal["auto", "on", "off"], BeforeValidator(_as_written)] = "auto"
    mail: Mail | None = None
    web: Web = Web()
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


def is_loopback_host(host: str) -> bool:
    """Whether a host name or address is this machine itself."""
    if host.rstrip(".").casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


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
