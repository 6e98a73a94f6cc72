"""The pages that people read. They need no script, and their address is their whole state."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from search.web.pages import (
    calendar,
    changes,
    coverage,
    decisions,
    documents,
    earlier,
    meetings,
    searching,
    several,
    site,
)

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
for _part in (searching, documents, meetings, decisions, calendar, earlier, several, changes, coverage, site):
    router.include_router(_part.router)

__all__ = ["router"]
