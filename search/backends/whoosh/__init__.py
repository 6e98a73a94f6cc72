"""The embedded index: Whoosh, with posting lists and an executor of our own over arrays."""

from search.backends.whoosh.backend import WhooshBackend, WhooshReader

__all__ = ["WhooshBackend", "WhooshReader"]
