"""Web pages and the JSON API."""

from search.web.application import create_app

__all__ = ["create_app"]
