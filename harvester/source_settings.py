"""The settings of one portal: whose it is, how far each night looks, and how gently it is asked."""

from __future__ import annotations

import datetime as dt
import ipaddress
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from harvester.model import BodyKind, Language, Window

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
LONGEST_RETRY_AFTER = 120.0
"""Seconds that a portal's Retry-After is waited for within a run."""
_RESERVED_SOURCE_KEYS = frozenset({"import"})


class Closed(BaseModel):
    """Settings that know their keys and do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OrganizationSettings(Closed):
    """The municipality or county behind a source."""

    key: Key
    name: str = Field(min_length=1)
    number: str | None = Field(default=None, pattern=r"^(\d{2}|\d{4})$")
    organization_number: str | None = Field(default=None, pattern=r"^\d{9}$")
    language: Language = Language.BOKMAL
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    successor: Key | None = None


class BodySettings(Closed):
    """What is known beforehand about one body: its kind, its code in the portal, and the organization it belongs to
    when that is not the source's own (a meeting of two county councils).
    """

    name: str = Field(min_length=1)
    kind: BodyKind | None = None
    code: str | None = None
    organization: Key | None = None


class Politeness(Closed):
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

    def longest_wait(self, answer_seconds: float) -> float:
        """Seconds that one request may take when an answer may take ``answer_seconds``: with every repetition, and every wait
        that a portal may ask for.
        """
        waits = sum(max(self.retry_seconds * 2.0**attempt, LONGEST_RETRY_AFTER) for attempt in range(self.retries))
        return waits + (self.retries + 1) * (answer_seconds + self.seconds_between_requests)

    @property
    def seconds_between_requests(self) -> float:
        """The pause that keeps to ``requests_per_minute``, too."""
        if self.requests_per_minute is None:
            return self.pause_seconds
        return max(self.pause_seconds, 60 / self.requests_per_minute)


class RobotsSettings(Closed):
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


class ArchiveSettings(Closed):
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


class Source(Closed):
    """One portal of one organization."""

    key: Key
    name: str = Field(min_length=1)
    platform: str
    base_url: str
    organization: OrganizationSettings
    bodies: tuple[BodySettings, ...] = ()
    look_back_days: int = Field(default=90, ge=0)
    look_ahead_days: int = Field(default=180, ge=0)
    reconcile_every_days: int = Field(default=7, ge=1)
    reconcile_back_days: int = Field(default=400, ge=0)
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

    def window(self, today: dt.date, *, reconcile: bool = False) -> Window:
        """The days that a night looks at, seen from ``today``; when it reconciles, it looks further back."""
        back = max(self.look_back_days, self.reconcile_back_days) if reconcile else self.look_back_days
        return Window(
            first=today - dt.timedelta(days=back),
            last=today + dt.timedelta(days=self.look_ahead_days),
        )


def is_loopback_host(host: str) -> bool:
    """Whether a host name or address is this machine itself."""
    if host.rstrip(".").casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
