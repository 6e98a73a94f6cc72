"""Keeps a Python process on this machine: any other address is as unreachable as without a network.

The suite imports it, and its child processes find it on their path, where Python loads a module of this name by itself.
"""

from __future__ import annotations

import ipaddress
import sys

_HOST_AT = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    place = _HOST_AT.get(event)
    if place is None:
        return
    host = arguments[place]
    if isinstance(host, tuple):
        host = host[0]
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    # Names of Unix sockets are paths, and None stands for this machine.
    if not isinstance(host, str) or "/" in host:
        return
    if not _is_safe(host, only_looked_up=event.startswith("socket.get")):
        raise PermissionError(f"tests talk to this machine only, not to {host}")


def _is_safe(host: str, *, only_looked_up: bool) -> bool:
    if host.casefold().rstrip(".") in {"", "localhost"}:
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified or only_looked_up


sys.addaudithook(_refuse)
