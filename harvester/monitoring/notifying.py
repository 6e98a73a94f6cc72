"""Telling the operator what has broken and what has healed, each once, by e-mail and by webhook."""

from __future__ import annotations

import datetime as dt
import json
import logging
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage

from harvester.config import Config
from harvester.errors import MailError
from harvester.mail import Mailer
from harvester.monitoring.health import Problem, problems
from harvester.store import Alarm, Store

logger = logging.getLogger(__name__)

_TIMEOUT_SECONDS = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """What the operator does not know yet."""

    broken: tuple[Problem, ...]
    healed: tuple[Alarm, ...]

    @property
    def text(self) -> str:
        """The news in lines, what is broken first."""
        lines = [f"Broken: {problem}" for problem in self.broken]
        return "\n\n".join([*lines, *(f"Healed: {alarm.key} ({alarm.reason})" for alarm in self.healed)])


def tell_operator(store: Store, config: Config, now: dt.datetime, environment: Mapping[str, str]) -> News:
    """Tell of what is broken and was not told, and of what was told and has healed.

    What cannot be told stays news until it can. Without anybody to be told, nothing is taken as told.

    Returns:
        the news, told or not.
    """
    found = problems(store, config, now)
    known = {alarm.key: alarm for alarm in store.alarms.standing()}
    still = frozenset({problem.key for problem in found}).union(*(problem.covers for problem in found))
    news = News(
        broken=tuple(problem for problem in found if problem.key not in known),
        healed=tuple(alarm for key, alarm in known.items() if key not in still),
    )
    if (news.broken or news.healed) and _tell(news, config, environment):
        alarms = [Alarm(key=problem.key, reason=problem.reason, since=now) for problem in news.broken]
        store.alarms.told(alarms, [alarm.key for alarm in news.healed])
    return news


def _tell(news: News, config: Config, environment: Mapping[str, str]) -> bool:
    """Whether the news got through to somebody."""
    told = []
    if config.operator.webhook is not None:
        told.append(_post(config.operator.webhook, news))
    if config.operator.mail is not None and config.mail is not None:
        told.append(_write(config, config.operator.mail, news, environment))
    return any(told)


def _write(config: Config, address: str, news: News, environment: Mapping[str, str]) -> bool:
    if config.mail is None:
        return False
    message = EmailMessage()
    message["To"] = address
    message["Subject"] = _subject(news)
    message.set_content(f"{news.text}\n\nThe report of the night lies in {config.data_directory / 'reports'}.\n")
    try:
        with Mailer(config.mail, environment) as mailer:
            mailer.send(message)
    except MailError as error:
        logger.error("the operator could not be told: %s", error)  # noqa: TRY400  one sentence, as everywhere
        return False
    return True


def _post(url: str, news: News) -> bool:
    content = {
        "text": news.text,
        "broken": [{"key": each.key, "reason": each.reason, "advice": each.advice} for each in news.broken],
        "healed": [{"key": each.key, "reason": each.reason, "since": each.since.isoformat()} for each in news.healed],
    }
    request = urllib.request.Request(  # noqa: S310  the operator's own address; the configuration allows http(s) only
        url, data=json.dumps(content).encode(), headers={"Content-Type": "application/json"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS):  # noqa: S310  as above
            return True
    except (OSError, ValueError) as error:
        logger.error("the webhook could not be told: %s", type(error).__name__)  # noqa: TRY400  its address is a secret
        return False


def _subject(news: News) -> str:
    parts: Sequence[tuple[int, str]] = ((len(news.broken), "broken"), (len(news.healed), "healed"))
    return "Saksgang: " + ", ".join(f"{number} {word}" for number, word in parts if number)
