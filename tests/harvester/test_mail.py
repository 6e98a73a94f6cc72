"""E-mail, handed to a real SMTP server on this machine."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from harvester.config import Encryption, Mail
from harvester.errors import MailError
from harvester.mail import PASSWORD_VARIABLE, Mailer
from tests.letterbox import Letterbox, delivering_to

PASSWORD = "demo-password"


def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
    known = isinstance(given, LoginPassword) and (given.login, given.password) == (b"saksgang", PASSWORD.encode())
    return AuthResult(success=known, handled=known)


@pytest.fixture
def letterbox() -> Letterbox:
    return Letterbox()


@pytest.fixture
def open_server(letterbox: Letterbox) -> Iterator[Mail]:
    with delivering_to(letterbox) as settings:
        yield settings


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def locked_server(letterbox: Letterbox, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mail]:
    """A server that wants STARTTLS and a login, with a certificate that this process trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    options = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": authenticate}
    with delivering_to(letterbox, **options) as settings:
        yield settings.model_copy(update={"encryption": Encryption.STARTTLS, "user": "saksgang"})


def message(to: str = "reader@example.org") -> EmailMessage:
    made = EmailMessage()
    made["To"] = to
    made["Subject"] = "Ny sak om skuleskyss"
    made.set_content("Éin ny sak, på side 3.\n")
    return made


def test_several_messages_go_through_one_connection(letterbox: Letterbox, open_server: Mail) -> None:
    """Text and heading arrive as they were written, with a sender, a date and an id of their own."""
    with Mailer(open_server, {}) as mailer:
        mailer.send(message())
        mailer.send(message("other@example.org"))

    first, second = letterbox.letters
    assert first.get_content().strip() == "Éin ny sak, på side 3."
    assert (first["Subject"], first["From"]) == ("Ny sak om skuleskyss", "saksgang@example.org")
    assert first["Date"] is not None
    assert first["Message-ID"] != second["Message-ID"]


def test_a_login_goes_over_a_connection_that_is_encrypted_first(letterbox: Letterbox, locked_server: Mail) -> None:
    """With STARTTLS and the password from the environment the server takes the message."""
    with Mailer(locked_server, {PASSWORD_VARIABLE: PASSWORD}) as mailer:
        mailer.send(message())

    assert len(letterbox.letters) == 1


def test_a_wrong_password_is_told_without_it(locked_server: Mail) -> None:
    """The error names the server and a code, and repeats nothing that was given."""
    with pytest.raises(MailError) as told, Mailer(locked_server, {PASSWORD_VARIABLE: "wrong-password"}):
        pass

    assert "127.0.0.1" in str(told.value)
    assert "wrong-password" not in str(told.value)


def test_a_certificate_that_is_not_trusted_ends_the_connection(
    locked_server: Mail, letterbox: Letterbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the certificate among the trusted ones nothing is sent, and no password is shown to the server."""
    monkeypatch.delenv("SSL_CERT_FILE")

    with pytest.raises(MailError), Mailer(locked_server, {PASSWORD_VARIABLE: PASSWORD}) as mailer:
        mailer.send(message())

    assert letterbox.letters == []


def test_a_refused_address_ends_one_message_and_no_other(letterbox: Letterbox, open_server: Mail) -> None:
    """The error does not repeat the address, and the next message is taken."""
    with Mailer(open_server, {}) as mailer:
        with pytest.raises(MailError) as told:
            mailer.send(message("nobody@example.org"))
        mailer.send(message())

    assert "nobody" not in str(told.value)
    assert told.value.__cause__ is None
    assert len(letterbox.letters) == 1


def test_a_user_needs_a_password() -> None:
    """A forgotten password is told before anything is connected."""
    settings = Mail.model_validate({"host": "127.0.0.1", "user": "saksgang", "from": "saksgang@example.org"})

    with pytest.raises(MailError, match=PASSWORD_VARIABLE):
        Mailer(settings, {})


def test_a_server_that_is_not_there_is_told() -> None:
    """Nobody listens at the port: one sentence, no traceback."""
    settings = Mail.model_validate({"host": "127.0.0.1", "port": 1, "encryption": "none", "from": "a@example.org"})

    with pytest.raises(MailError, match="cannot be used"), Mailer(settings, {}):
        pass
