"""Which addresses may be asked: public ones, by http or https, and this machine only for a portal that runs on it.

Links and redirects are written by others; one that leads into the operator's own network, or to the metadata service of
a cloud, must not be followed. A name is judged by what it resolves to, in the resolver, so the address that was judged
is the one that is connected to.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from zope.interface import implementer

from harvester.config import is_loopback_host
from harvester.errors import ForbiddenAddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Lookup = Callable[[str], Awaitable[Sequence[str]]]

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Not public, although Python 3.11 says so: protocol assignments (RFC 6890), and Azure's metadata service.
_SPECIAL = (ipaddress.IPv4Network("192.0.0.0/24"), ipaddress.IPv4Network("168.63.129.16/32"))


def check_url(url: str, *, loopback: bool) -> None:
    """Refuse what is unsafe by its spelling alone; names are left to :class:`PublicAddresses`.

    Args:
        url: where a request would go.
        loopback: whether this machine may be asked.

    Raises:
        ForbiddenAddress: another scheme than http and https, no host, a password, or an address that is not public.
    """
    try:
        parts = urlsplit(url)
        host, scheme, has_password = parts.hostname, parts.scheme.lower(), parts.username is not None
        parts.port  # noqa: B018 - reading it raises when it is no port
    except ValueError as error:
        raise ForbiddenAddress(f"{url!r} is not an address: {error}") from error
    if scheme not in {"http", "https"} or not host:
        raise ForbiddenAddress(f"{url} is not a web address")
    if has_password:
        raise ForbiddenAddress(f"an address with a user name in it: {parts.hostname}")
    if is_loopback_host(host):
        if not loopback:
            raise ForbiddenAddress(f"{url} leads to this machine itself")
    elif (address := as_address(host)) is not None and not is_public(address):
        raise ForbiddenAddress(f"{url} leads to an address that is not public")


def as_address(host: str) -> Address | None:
    """The address that ``host`` spells, None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    """Whether anybody on the internet could ask the address."""
    inner = _embedded(address)
    if inner is not None:
        return is_public(inner)
    special = address.is_multicast or address.is_reserved or any(address in network for network in _SPECIAL)
    return address.is_global and not special


def _embedded(address: Address) -> Address | None:
    """The IPv4 address that an IPv6 address stands for, which decides where it leads."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name
        self.task: asyncio.Task[None] | None = None

    def cancel(self) -> None:
        if self.task is not None:
            self.task.cancel()


@implementer(IHostnameResolver)
class PublicAddresses:
    """Resolves names, and gives none of their addresses that may not be asked.

    Attributes:
        refused: hosts that had no other addresses, with one of those.
    """

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self.refused: dict[str, str] = {}

    def resolveHostName(  # noqa: N802 - named by Twisted
        self,
        resolutionReceiver: Any,  # noqa: N803 - as above; an interface of zope's, which mypy cannot read
        hostName: str,  # noqa: N803 - as above
        portNumber: int = 0,  # noqa: N803 - as above
        addressTypes: Sequence[type[Any]] | None = None,  # noqa: N803, ARG002 - as above
        transportSemantics: str = "TCP",  # noqa: N803, ARG002 - as above
    ) -> _Resolution:
        """Called by Twisted for every connection, for literal addresses too."""
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        resolution.task = asyncio.ensure_future(self._resolve(resolutionReceiver, hostName, portNumber))
        return resolution

    async def _resolve(self, receiver: Any, host: str, port: int) -> None:
        for found in await self._allowed(host):
            kind = IPv6Address if ":" in found else IPv4Address
            receiver.addressResolved(kind("TCP", found, port))
        receiver.resolutionComplete()

    async def _allowed(self, host: str) -> list[str]:
        # A name that is this machine's was let through by check_url for a source that runs on it.
        loopback = is_loopback_host(host)
        try:
            found = [host] if as_address(host) else await self._lookup(host)
        except OSError:
            return []
        allowed = [each for each in found if _may_connect(each, loopback=loopback)]
        if found and not allowed:
            self.refused[host] = found[0]
        else:
            self.refused.pop(host, None)
        return allowed


def _may_connect(found: str, *, loopback: bool) -> bool:
    address = ipaddress.ip_address(found.partition("%")[0])
    return address.is_loopback if loopback else is_public(address)


async def look_up(host: str) -> list[str]:
    """The addresses of a name, by the operating system, without blocking.

    Raises:
        OSError: the name is unknown.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]
