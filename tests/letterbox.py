"""A real SMTP server on this machine that keeps what it takes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from harvester.config import Mail


class Letterbox:
    """Keeps the letters that came; refuses one address, and while ``closed`` everything."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.closed = False

    async def handle_RCPT(  # noqa: N802  the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("nobody@"):
            return "550 there is no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  as above
        if self.closed:
            return "451 come back later"
        content = envelope.original_content or b""
        self.letters.append(BytesParser(_class=EmailMessage, policy=default).parsebytes(content))
        return "250 OK"


@contextmanager
def delivering_to(letterbox: Letterbox, **options: Any) -> Iterator[Mail]:
    """The settings of a server that delivers to the letterbox; ``options`` are those of the server."""
    # The controller greets itself at the port that it was told, so 0 will not do.
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        port = chosen.getsockname()[1]
    controller = Controller(letterbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield Mail.model_validate(
            {"host": "127.0.0.1", "port": port, "encryption": "none", "from": "saksgang@example.org"}
        )
    finally:
        controller.stop()


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    """The text of a letter, on one line where a mail program would fold it."""
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content())
