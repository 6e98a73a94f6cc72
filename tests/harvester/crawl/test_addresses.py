"""Addresses that must never be asked, however they are written."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Sequence

import pytest
from twisted.internet.address import IPv4Address, IPv6Address

from harvester.crawl.addresses import PublicAddresses, check_url, is_public
from harvester.errors import ForbiddenAddress


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00:ec2::254",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a00:1::",
        "ff02::1",
    ],
)
def test_private_addresses_are_told(address: str) -> None:
    """Private, link-local, shared, multicast and metadata addresses are not public, nor what stands for one in IPv6."""
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["193.156.90.1", "2a02:c0:1::1", "::ffff:193.156.90.1", "64:ff9b::c19c:5a01"])
def test_public_addresses_are_told(address: str) -> None:
    """Addresses of portals are public, in IPv4, IPv6 and translated."""
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/",
        "https://10.0.0.1:8443/",
        "http://[::1]/",
        "http://127.0.0.1/",
        "http://localhost/",
        "http://LOCALHOST./",
        "file:///etc/passwd",
        "ftp://example.org/a.pdf",
        "javascript:alert(1)",
        "gopher://example.org/",
        "//example.org/a",
        "http:///a",
        "http://example.org:99999/",
        "http://[::1/",
        "http://user:secret@example.org/",
        "",
    ],
)
def test_unsafe_urls_are_refused(url: str) -> None:
    """Other schemes, private addresses, this machine, passwords and nonsense are refused before anything is sent."""
    with pytest.raises(ForbiddenAddress) as refusal:
        check_url(url, loopback=False)

    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/a", "http://localhost/a", "http://[::1]:8080/a"])
def test_this_machine_is_for_its_own_sources(url: str) -> None:
    """A source on this machine may ask this machine, and still no private address."""
    check_url(url, loopback=True)
    with pytest.raises(ForbiddenAddress):
        check_url("http://10.0.0.1/", loopback=True)


class Receiver:
    """What Twisted hands to a resolver."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.done = asyncio.Event()

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802
        """Called first."""

    def addressResolved(self, address: IPv4Address | IPv6Address) -> None:  # noqa: N802
        """Called for each address."""
        self.found.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        """Called last."""
        self.done.set()


def resolve(host: str, *answers: str) -> tuple[list[str], PublicAddresses]:
    """What is left of a name server's answers."""

    async def look_up(_host: str) -> Sequence[str]:
        await asyncio.sleep(0)
        if not answers:
            raise OSError("unknown name")
        return answers

    async def run() -> tuple[list[str], PublicAddresses]:
        addresses, receiver = PublicAddresses(look_up), Receiver()
        addresses.resolveHostName(receiver, host, 80)
        await receiver.done.wait()
        return receiver.found, addresses

    return asyncio.run(run())


def test_name_that_leads_to_a_private_address_is_refused() -> None:
    """A name is judged by what it resolves to, so a rebound name leads nowhere."""
    found, addresses = resolve("portal.example.org", "10.0.0.7")

    assert found == []
    assert addresses.refused == {"portal.example.org": "10.0.0.7"}


@pytest.mark.parametrize("host", ["127.1", "0x7f000001", "2130706433", "portal.example.org"])
def test_other_spellings_of_this_machine_are_refused(host: str) -> None:
    """What the system takes for 127.0.0.1 is this machine, whatever it is called."""
    assert resolve(host, "127.0.0.1")[0] == []


def test_public_addresses_of_a_mixed_name_are_used() -> None:
    """Only the private ones of several addresses are left out."""
    found, addresses = resolve("portal.example.org", "10.0.0.7", "193.156.90.1", "2a02:c0:1::1")

    assert found == ["193.156.90.1", "2a02:c0:1::1"]
    assert addresses.refused == {}


def test_literal_addresses_are_judged_without_asking_anybody() -> None:
    """A literal address passes by the same rule as a name."""
    assert resolve("193.156.90.1")[0] == ["193.156.90.1"]
    assert resolve("10.0.0.7")[0] == []
    assert resolve("127.0.0.1")[0] == ["127.0.0.1"]


def test_unknown_name_has_no_addresses() -> None:
    """A name that nobody knows is unknown, not refused."""
    found, addresses = resolve("gone.example.org")

    assert (found, addresses.refused) == ([], {})


def test_localhost_never_leaves_this_machine() -> None:
    """A name server that gives localhost another address is not believed."""
    assert resolve("localhost", "193.156.90.1")[0] == []
