"""E-mail alerts: the pages on which a search is followed and left, the letters, and their delivery after the night."""

from __future__ import annotations

from search.web.alerts.delivery import Delivered, Round
from search.web.alerts.pages import router

__all__ = ["Delivered", "Round", "router"]
