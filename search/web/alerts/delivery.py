"""After the night: looks for what is new to each subscriber, and sends it.

What was told is noted when the mail server has taken the letter, and not before: one that was not taken is written
again after the next night, with whatever is new by then. No address, search or error of the server is logged.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from harvester.config import Config
from harvester.errors import ConfigurationError, MailError
from harvester.mail import Mailer
from harvester.store import Store, Subscription
from search.alerts import Delivered, is_due, look_for_news
from search.errors import QueryError
from search.service import Search, open_search
from search.web.alerts.letters import newsletter
from search.web.machines.site import Site

logger = logging.getLogger(__name__)


def send_alerts(store: Store, config: Config, now: dt.datetime) -> Delivered:
    """Write to everybody whose time it is and who has news.

    Nobody is looked at when nobody follows a search.

    Raises:
        ConfigurationError: there is no mail server, or no address of the site for the links in the letters.
        MailError: the mail server cannot be used.
        IndexUnusable: the index cannot be searched.
    """
    if config.mail is None or config.web.address is None:
        raise ConfigurationError("alerts need mail: and web: address: in config.yaml")
    if not store.subscriptions.confirmed():
        return Delivered()
    site = Site(address=config.web.address)
    with open_search(config.data_directory) as search, Mailer(config.mail) as mailer:
        return Round(search=search, store=store, mailer=mailer, site=site, now=now).deliver()


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """One round to all subscribers after a night."""

    search: Search
    store: Store
    mailer: Mailer
    site: Site
    now: dt.datetime

    def deliver(self) -> Delivered:
        """Write to every subscriber whose time it is and who has news.

        Raises:
            IndexUnusable: the index cannot be searched.
        """
        sent = nothing_new = failed = 0
        for subscription in self.store.subscriptions.confirmed():
            if not is_due(subscription, self.now):
                continue
            try:
                was_sent = self._tell(subscription)
            except (MailError, QueryError) as error:
                logger.warning("subscription %d was not told: %s", subscription.id, error)
                failed += 1
            else:
                sent, nothing_new = sent + was_sent, nothing_new + (not was_sent)
        return Delivered(sent=sent, nothing_new=nothing_new, failed=failed)

    def _tell(self, subscription: Subscription) -> bool:
        news = look_for_news(self.search, self.store, subscription, self.now)
        if news:
            token = self.store.subscriptions.unsubscribe_token(subscription.id)
            self.mailer.send(newsletter(self.site, subscription, news, token))
        self.store.subscriptions.checked(
            subscription.id,
            self.now,
            seen=news.seen,
            records=news.records if news else (),
            outages=[(outage.source, outage.since) for outage in news.outages],
        )
        return bool(news)
