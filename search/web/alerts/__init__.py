"""E-mail alerts: the pages on which a search is followed and left, the letters, and their delivery after the night."""

from __future__ import annotations

from search.web.alerts.delivery import Round, send_alerts
from search.web.alerts.pages import router

__all__ = ["Round", "router", "send_alerts"]
