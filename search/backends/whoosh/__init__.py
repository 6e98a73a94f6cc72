"""The embedded index: Whoosh, with posting lists and an executor of our own over arrays."""

from search.backends.whoosh.backend import WhooshBackend
from search.backends.whoosh.exporting import export_to_whoosh
from search.backends.whoosh.reader import WhooshReader
from search.backends.whoosh.writing import Effort

__all__ = ["Effort", "WhooshBackend", "WhooshReader", "export_to_whoosh"]
