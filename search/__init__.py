"""Searches what the harvester has stored."""

from search.service import Search, open_search

__all__ = ["Search", "open_search"]
