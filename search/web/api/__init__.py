"""The JSON API."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from search.web.api import comparing, covering, exporting, reading, searching
from search.web.api.answers import ErrorAnswer
from search.web.api.parameters import only_known

__all__ = ["router"]

router = APIRouter(dependencies=[Depends(only_known)], responses={"default": {"model": ErrorAnswer}})
router.include_router(searching.router)
router.include_router(exporting.router)
router.include_router(comparing.router)
router.include_router(covering.router)
router.include_router(reading.router)
