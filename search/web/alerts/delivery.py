"""After the night: looks for what is new to each subscriber, and sends it.

What was told is noted when the mail server has taken the letter, and not before: one that was not taken is written
again after the next night, with whatever is new by then. No address, search or error of the server is logged.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from harvester.errors import MailError
from harvester.mail import Mailer
from harvester.store import Store, Subscription
from search.alerts import is_due, look_for_news
from search.errors import QueryError
from search.service import Search
from search.web.alerts.letters import newsletter
from search.web.machines.site import Site

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivered:
    """How many subscribers were written to, had no news, and could not be written to."""

    sent: int = 0
    nothing_new: int = 0
    failed: int = 0


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
