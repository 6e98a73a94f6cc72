"""What programs other than browsers read: feeds, calendars, a description for search boxes, OParl."""

from __future__ import annotations

from fastapi import APIRouter

from search.web.machines import calendars, feeds, oparl_lists, opensearch

router = APIRouter(include_in_schema=False)
for _part in (calendars, feeds, opensearch, oparl_lists):
    router.include_router(_part.router)

__all__ = ["router"]
