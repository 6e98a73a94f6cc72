"""Sending e-mail through the configured server: to the operator when a source is broken, to readers when a search finds more."""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from types import TracebackType
from typing import Self

from harvester.config import Encryption, Mail
from harvester.errors import MailError

PASSWORD_VARIABLE = "SAKSGANG_MAIL_PASSWORD"  # noqa: S105  the name of a variable, not what it holds
_TIMEOUT_SECONDS = 30.0


class Mailer:
    """A connection to the mail server, as a context manager, for as many messages as there are."""

    def __init__(self, settings: Mail, environment: Mapping[str, str] = os.environ) -> None:
        """Take note of the server; nothing is connected before the context begins.

        Raises:
            MailError: a user is configured, and no password for it is in the environment.
        """
        self._settings = settings
        self._password = environment.get(PASSWORD_VARIABLE)
        if settings.user is not None and not self._password:
            raise MailError(f"mail.user is configured, and {PASSWORD_VARIABLE} is not set in the environment")
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Connect.

        Raises:
            MailError: the server cannot be reached, or does not let us in.
        """
        try:
            self._server = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise MailError(f"the mail server {self._name} cannot be used: {_reason(error)}") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()

    def send(self, message: EmailMessage) -> None:
        """Hand over one message; ``From``, ``Date`` and ``Message-ID`` are filled in where they are missing.

        Raises:
            MailError: it was not taken. The next message may be.
        """
        if self._server is None:
            raise MailError("the mail server is used outside of its context")
        _complete(message, self._settings.sender)
        try:
            self._server.send_message(message)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            # The chain is cut: the library's errors carry the recipients' addresses.
            raise MailError(f"the mail server {self._name} did not take a message: {_reason(error)}") from None

    @property
    def _name(self) -> str:
        return f"{self._settings.host}:{self._settings.port}"

    def _connect(self) -> smtplib.SMTP:
        host, port = self._settings.host, self._settings.port
        # The library would look up this machine's own name, which can take long and is nobody's business.
        domain = _domain(self._settings.sender)
        if self._settings.encryption is Encryption.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, domain, timeout=_TIMEOUT_SECONDS, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(host, port, domain, timeout=_TIMEOUT_SECONDS)
        try:
            if self._settings.encryption is Encryption.STARTTLS:
                server.starttls(context=ssl.create_default_context())
            if self._settings.user is not None and self._password is not None:
                server.login(self._settings.user, self._password)
        except BaseException:
            server.close()
            raise
        return server


def _complete(message: EmailMessage, sender: str) -> None:
    if "From" not in message:
        message["From"] = sender
    if "Date" not in message:
        message["Date"] = formatdate(localtime=True)
    if "Message-ID" not in message:
        message["Message-ID"] = make_msgid(domain=_domain(sender))


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def _reason(error: Exception) -> str:
    """What went wrong, without what the server said, which may repeat an address."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            codes = sorted({code for code, _ in error.recipients.values()})
            return f"the recipient was refused ({', '.join(map(str, codes))})"
        case smtplib.SMTPResponseException():
            return f"{type(error).__name__} ({error.smtp_code})"
        case OSError() if error.strerror:
            return error.strerror
        case _:
            return type(error).__name__
