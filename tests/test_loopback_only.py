"""The suite's own fence: neither a test nor a child process of one reaches another machine."""

from __future__ import annotations

import http.server
import socket
import subprocess
import sys
import threading

import pytest


def test_another_machine_is_out_of_reach() -> None:
    """A connection to a public address fails before a packet leaves."""
    with pytest.raises(PermissionError, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=5)


def test_names_are_not_looked_up() -> None:
    """A host name is not asked for in the domain name system."""
    with pytest.raises(PermissionError, match=r"portal\.example"):
        socket.getaddrinfo("portal.example", 80)


def test_child_processes_are_held_too() -> None:
    """A Python process that a test starts is as fenced in as the test."""
    program = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)"
    child = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert child.returncode == 1
    assert "tests talk to this machine only" in child.stderr


def test_this_machine_can_be_reached() -> None:
    """Local servers work as ever."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        with socket.create_connection(("localhost", server.server_port), timeout=5) as connection:
            peer = connection.getpeername()
        server.shutdown()
        thread.join()

    assert peer == ("127.0.0.1", server.server_port)
