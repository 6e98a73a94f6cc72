"""Subscriptions: confirmed by their owner, ended by one link, and never kept longer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from harvester.model import Language
from harvester.store import Frequency, Purpose, Store
from harvester.store.subscriptions import CONFIRM_WITHIN, MOST_PER_ADDRESS, MOST_UNANSWERED
from tests.harvester.store.store_samples import NIGHT

LATER = NIGHT + dt.timedelta(hours=1)


def request(
    store: Store, address: str = "leser@example.org", search: str = "q=skole", now: dt.datetime = NIGHT
) -> str | None:
    return store.subscriptions.request(
        address=address, search=search, language=Language.NYNORSK, frequency=Frequency.WEEKLY, now=now
    )


def begin(store: Store) -> int:
    """A confirmed subscription's number."""
    token = request(store)
    assert token is not None
    subscription = store.subscriptions.confirm(token, LATER, seen=7)
    assert subscription is not None
    return subscription.id


def test_it_begins_when_the_link_is_used(store: Store) -> None:
    """Before that nobody is written to."""
    token = request(store)
    assert token is not None
    assert store.subscriptions.confirmed() == []

    assert store.subscriptions.confirm(token, LATER, seen=7) is not None

    (subscription,) = store.subscriptions.confirmed()
    assert (subscription.address, subscription.search) == ("leser@example.org", "q=skole")
    assert (subscription.confirmed, subscription.checked, subscription.seen) == (LATER, LATER, 7)


def test_a_link_is_good_for_three_days(store: Store) -> None:
    """After that the request is forgotten, with the address."""
    token = request(store)
    assert token is not None

    assert store.subscriptions.confirm(token, NIGHT + CONFIRM_WITHIN + dt.timedelta(seconds=1), seen=0) is None
    request(store, search="q=annet", now=NIGHT + CONFIRM_WITHIN * 2)
    assert store.subscriptions.counts().unconfirmed == 1


def test_nobody_is_asked_twice(store: Store) -> None:
    """Otherwise the form could be used to fill a stranger's inbox."""
    assert request(store) is not None
    assert request(store, "Leser@Example.org") is None
    for number in range(MOST_UNANSWERED - 1):
        assert request(store, search=f"q={number}") is not None

    assert request(store, search="q=en til") is None
    assert request(store, "annen@example.org", search="q=en til") is not None


def test_nobody_follows_without_end(store: Store) -> None:
    """Each search costs every night something."""
    for number in range(MOST_PER_ADDRESS):
        token = request(store, search=f"q={number}")
        assert token is not None
        store.subscriptions.confirm(token, LATER, seen=0)

    assert request(store, search="q=en til") is None


def test_a_token_does_only_what_it_was_made_for(store: Store) -> None:
    """A confirming link ends nothing, a guessed one does nothing."""
    token = request(store)
    assert token is not None
    ending = store.subscriptions.unsubscribe_token(begin_with(store, token))

    assert not store.subscriptions.give_up(token)
    assert store.subscriptions.of_token("guess", Purpose.UNSUBSCRIBE, LATER) is None
    assert store.subscriptions.confirm(ending, LATER, seen=0) is None
    assert store.subscriptions.give_up(ending)
    assert not store.subscriptions.give_up(ending)


def begin_with(store: Store, token: str) -> int:
    subscription = store.subscriptions.confirm(token, LATER, seen=0)
    assert subscription is not None
    return subscription.id


def test_ending_it_leaves_nothing(store: Store, tmp_path: Path) -> None:
    """Address, search and what was sent are gone."""
    number = begin(store)
    store.subscriptions.checked(number, LATER, seen=9, records=["a"], outages=[("austmark", NIGHT)])
    ending = store.subscriptions.unsubscribe_token(number)
    store.subscriptions.give_up(ending)

    with store._database.reading() as connection:
        left = [
            connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            for table in ("subscription", "subscription_token", "announcement", "outage_notice")
        ]
    assert left == [0, 0, 0, 0]


def test_what_was_told_is_remembered(store: Store) -> None:
    """One document is announced once; an outage is told once, and again when it is another one."""
    number = begin(store)
    store.subscriptions.checked(number, LATER, seen=9, records=["a", "b"], outages=[("austmark", NIGHT)])

    assert store.subscriptions.announced(number, ["b", "c"]) == {"b"}
    assert store.subscriptions.told_of_outage(number) == {"austmark": NIGHT}

    store.subscriptions.checked(number, LATER, seen=10)

    assert store.subscriptions.told_of_outage(number) == {}
    assert store.subscriptions.announced(number, ["a"]) == {"a"}


def test_tokens_are_kept_hashed(store: Store) -> None:
    """Whoever reads the database cannot confirm or end anything."""
    token = request(store)

    with store._database.reading() as connection:
        kept = connection.exec_driver_sql("SELECT sha256 FROM subscription_token").scalar()
    assert kept != token
    assert len(str(kept)) == 64
