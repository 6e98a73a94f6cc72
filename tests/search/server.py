"""A real server on this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from search.web import create_app


@contextmanager
def served(data: Path, **options: Any) -> Iterator[str]:
    """The address of a server over a data directory, made with the options of the application."""
    config = uvicorn.Config(
        create_app(data, **options), host="127.0.0.1", port=0, log_level="warning", access_log=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def ask(
    address: str,
    method: str = "GET",
    *,
    headers: dict[str, str] | None = None,
    form: dict[str, str] | None = None,
    **params: str,
) -> httpx.Response:
    """What a server answers, however slow this machine is."""
    return httpx.request(
        method, address, params=params or None, headers=headers, data=form, timeout=60, trust_env=False
    )
