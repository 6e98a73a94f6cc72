"""The web application: pages for people, JSON for programs, the same answers in both."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from harvester.clock import Clock, system_clock
from harvester.config import Contact, Mail, Web
from harvester.errors import SaksgangError, StoreError
from search.errors import IndexUnusable, QueryError
from search.web import alerts, api, machines, metrics, pages
from search.web.access import SearchAccess
from search.web.heads import HeadAsGet
from search.web.limiting import BodyLimit, RequestLimit, within_limit
from search.web.pages.site import error_page

logger = logging.getLogger(__name__)

_LARGEST_REQUEST = 8_000_000
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # What somebody searched for stands in the address, and is nobody else's business.
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-cache",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_FOR_EVERYBODY = {"Access-Control-Allow-Origin": "*"}
"""What the API answers holds for whoever asks, without cookies; pages of other sites may read it."""


def create_app(
    data_directory: Path,
    *,
    clock: Clock = system_clock,
    contact: Contact | None = None,
    web: Web = Web(),  # noqa: B008  frozen
    mail: Mail | None = None,
) -> FastAPI:
    """The application over a data directory, which may still be empty.

    Args:
        data_directory: where store and index are.
        clock: tells which meetings are to come.
        contact: who is told that something is missing.
        web: the public address, and how much a visitor may ask for.
        mail: the server for e-mail alerts; without it there are none.
    """
    access = SearchAccess(data_directory, clock)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(access.prepare)
        yield
        access.close()

    app = FastAPI(
        title="Saksgang",
        description="Search in the meetings, cases and documents of Norwegian municipalities and counties.",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,  # those pages load scripts from elsewhere
        redoc_url=None,
        lifespan=lifespan,
        dependencies=[Depends(within_limit)],
    )
    app.state.access = access
    app.state.contact = contact
    app.state.web = web
    app.state.mail = mail
    app.state.limit = RequestLimit(web.requests_per_minute)
    app.add_middleware(BodyLimit, most_bytes=_LARGEST_REQUEST)
    app.middleware("http")(_add_headers)
    app.add_middleware(HeadAsGet)
    _wire(app)
    return app


def _wire(app: FastAPI) -> None:
    """Routes, and what errors become."""
    app.include_router(api.router)
    app.include_router(machines.router)
    app.include_router(metrics.router)
    app.include_router(alerts.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.exception_handler(HTTPException)(_http_error)
    app.exception_handler(RequestValidationError)(_bad_value)
    app.exception_handler(SaksgangError)(_own_error)
    app.exception_handler(Exception)(_unknown_error)


async def _add_headers(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await answer(request)
    open_to_all = _FOR_EVERYBODY if request.url.path.startswith("/api/") else {}
    for name, value in {**_HEADERS, **open_to_all}.items():
        response.headers.setdefault(name, value)
    return response


async def _http_error(request: Request, error: HTTPException) -> Response:
    response = _told(request, error.status_code, str(error.detail))
    response.headers.update(error.headers or {})
    return response


async def _bad_value(request: Request, error: RequestValidationError) -> Response:
    detail = error.errors()[0]
    return _told(request, 400, f"{detail['loc'][-1]}: {detail['msg']}")


async def _own_error(request: Request, error: SaksgangError) -> Response:
    if isinstance(error, QueryError):
        return _told(request, 400, str(error), error.allowed)
    if isinstance(error, IndexUnusable | StoreError):
        logger.error("%s", error)
        return _told(request, 503, str(error))
    return await _unknown_error(request, error)


async def _unknown_error(request: Request, error: Exception) -> Response:
    # The route and not the address, which can hold what somebody searched for, or the token of a letter.
    route = request.scope.get("route")
    logger.error("%s failed", getattr(route, "path", "a request"), exc_info=error)
    return _told(request, 500, "something went wrong here; it is in the log")


def _told(request: Request, status: int, message: str, allowed: tuple[str, ...] = ()) -> Response:
    """An error in the one shape of the API, or as a page."""
    if request.url.path.startswith("/api/") or request.url.path == "/healthz":
        return JSONResponse({"error": {"message": message, "allowed": list(allowed)}}, status, _HEADERS)
    return error_page(request, status, message, _HEADERS)
