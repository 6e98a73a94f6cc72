"""Searches that somebody wants to hear from by e-mail.

Addresses and searches are personal: they are shown nowhere, never logged, and a subscription that is given up is
deleted with everything about it. Links in mails carry random tokens, of which only the SHA-256 is kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from harvester.model import Language
from harvester.store import readership
from harvester.store.database import Database

CONFIRM_WITHIN = dt.timedelta(days=3)
"""How long the link that confirms a subscription can be used; after that, the request is forgotten."""
MOST_PER_ADDRESS = 50
"""So many searches one address can follow."""
MOST_UNANSWERED = 3
"""So many letters an address is sent before one of them is answered: nobody's inbox can be filled from here."""


class Frequency(StrEnum):
    """How often a subscriber is written to."""

    NIGHTLY = "nightly"
    WEEKLY = "weekly"


class Purpose(StrEnum):
    """What the link with a token is for."""

    CONFIRM = "confirm"
    UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """A search that somebody follows.

    Attributes:
        address: where mails go.
        search: the search, as the query part of its address.
        confirmed: when the address's owner agreed; None until then.
        seen: the number of the publication up to which the subscriber has been told.
        checked: when it was last looked for news, the confirmation at first.
    """

    id: int
    address: str
    search: str
    language: Language
    frequency: Frequency
    confirmed: dt.datetime | None
    seen: int
    checked: dt.datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SubscriptionCounts:
    """How many subscriptions there are, without saying whose."""

    confirmed: int
    unconfirmed: int
    weekly: int


class Subscriptions:
    """Writes and reads subscriptions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def request(
        self, *, address: str, search: str, language: Language, frequency: Frequency, now: dt.datetime
    ) -> str | None:
        """Note that an address was given for a search; gives the token that confirms it.

        None when there is nothing to confirm: the address follows that search already or was asked whether it does, has
        not answered other letters, or follows too many searches.
        """
        table = readership.subscription
        with self._database.writing() as connection:
            _forget_unconfirmed(connection, now)
            same_address = func.lower(table.c.address) == address.lower()
            rows = connection.execute(select(table.c.search, table.c.confirmed).where(same_address)).all()
            unanswered = sum(row.confirmed is None for row in rows)
            is_known = any(row.search == search for row in rows)
            if is_known or len(rows) >= MOST_PER_ADDRESS or unanswered >= MOST_UNANSWERED:
                return None
            values = {"address": address, "search": search, "language": language.value, "frequency": frequency.value}
            number: int = connection.execute(
                insert(table).values(**values, requested=now, seen=0).returning(table.c.id)
            ).scalar_one()
            return _new_token(connection, number, Purpose.CONFIRM)

    def of_token(self, token: str, purpose: Purpose, now: dt.datetime) -> Subscription | None:
        """The subscription that a link is about; None when the link is used up, too old or none of ours."""
        with self._database.reading() as connection:
            row = connection.execute(select(readership.subscription).where(_has_token(token, purpose))).one_or_none()
        if row is None or (purpose is Purpose.CONFIRM and now - row.requested > CONFIRM_WITHIN):
            return None
        return _subscription(row)

    def confirm(self, token: str, now: dt.datetime, *, seen: int) -> Subscription | None:
        """Begin a subscription; only what is published after ``seen`` is news to it. None as in :meth:`of_token`."""
        subscription = self.of_token(token, Purpose.CONFIRM, now)
        if subscription is None:
            return None
        table = readership.subscription
        begun = {"confirmed": now, "checked": now, "seen": seen}
        not_yet = table.c.id == subscription.id, table.c.confirmed.is_(None)
        with self._database.writing() as connection:
            connection.execute(update(table).where(*not_yet).values(**begun))
        return subscription

    def give_up(self, token: str) -> bool:
        """Delete the subscription that the link in a mail is about; False when there is none."""
        table = readership.subscription
        with self._database.writing() as connection:
            return connection.execute(delete(table).where(_has_token(token, Purpose.UNSUBSCRIBE))).rowcount > 0

    def withdraw(self, subscription: int) -> None:
        """Delete a subscription with everything about it."""
        with self._database.writing() as connection:
            connection.execute(delete(readership.subscription).where(readership.subscription.c.id == subscription))

    def unsubscribe_token(self, subscription: int) -> str:
        """A new token for the link that ends a subscription; older ones work on."""
        with self._database.writing() as connection:
            return _new_token(connection, subscription, Purpose.UNSUBSCRIBE)

    def confirmed(self) -> list[Subscription]:
        """Every subscription that is to be served."""
        table = readership.subscription
        query = select(table).where(table.c.confirmed.is_not(None)).order_by(table.c.id)
        with self._database.reading() as connection:
            return [_subscription(row) for row in connection.execute(query)]

    def counts(self) -> SubscriptionCounts:
        """How many there are."""
        table = readership.subscription
        with self._database.reading() as connection:
            return SubscriptionCounts(
                confirmed=_count(connection, table.c.confirmed.is_not(None)),
                unconfirmed=_count(connection, table.c.confirmed.is_(None)),
                weekly=_count(connection, table.c.frequency == Frequency.WEEKLY.value),
            )

    def announced(self, subscription: int, records: Collection[str]) -> frozenset[str]:
        """Those of the records that the subscriber has been told of before."""
        table = readership.announcement
        query = select(table.c.record).where(table.c.subscription == subscription)
        with self._database.reading() as connection:
            return frozenset(connection.scalars(query)) & frozenset(records)

    def told_of_outage(self, subscription: int) -> dict[str, dt.datetime]:
        """The sources that the subscriber knows to be broken, each with since when."""
        table = readership.outage_notice
        query = select(table.c.source, table.c.since).where(table.c.subscription == subscription)
        with self._database.reading() as connection:
            return {row.source: row.since for row in connection.execute(query)}

    def checked(
        self,
        subscription: int,
        now: dt.datetime,
        *,
        seen: int,
        records: Iterable[str] = (),
        outages: Iterable[tuple[str, dt.datetime]] = (),
    ) -> None:
        """Note what a subscriber has been told, after the mail was accepted: never before."""
        announcement, outage, table = readership.announcement, readership.outage_notice, readership.subscription
        told = [{"subscription": subscription, "record": record, "at": now} for record in records]
        broken = [{"subscription": subscription, "source": source, "since": since} for source, since in outages]
        with self._database.writing() as connection:
            connection.execute(update(table).where(table.c.id == subscription).values(seen=seen, checked=now))
            connection.execute(delete(outage).where(outage.c.subscription == subscription))
            if told:
                connection.execute(insert(announcement), told)
            if broken:
                connection.execute(insert(outage), broken)


def _forget_unconfirmed(connection: Connection, now: dt.datetime) -> None:
    table = readership.subscription
    connection.execute(delete(table).where(table.c.confirmed.is_(None), table.c.requested < now - CONFIRM_WITHIN))


def _new_token(connection: Connection, subscription: int, purpose: Purpose) -> str:
    token = secrets.token_urlsafe(32)
    values = {"sha256": _hash(token), "subscription": subscription, "purpose": purpose.value}
    connection.execute(insert(readership.subscription_token).values(**values))
    return token


def _has_token(token: str, purpose: Purpose) -> ColumnElement[bool]:
    table = readership.subscription_token
    owner = select(table.c.subscription).where(table.c.sha256 == _hash(token), table.c.purpose == purpose.value)
    return readership.subscription.c.id.in_(owner)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _count(connection: Connection, condition: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(readership.subscription).where(condition)) or 0


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        id=row.id,
        address=row.address,
        search=row.search,
        language=Language(row.language),
        frequency=Frequency(row.frequency),
        confirmed=row.confirmed,
        seen=row.seen,
        checked=row.checked,
    )
