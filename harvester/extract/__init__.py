"""Text of documents, page by page; the only room that imports document libraries.

:func:`extract` reads one document in this process. Documents that came from elsewhere go through
:class:`ExtractionPool`, whose processes can be stopped when a document asks for too much.
"""

from harvester.extract.fingerprint import fingerprint
from harvester.extract.pool import ExtractionPool
from harvester.extract.reading import current_extractors, extract, label_of, readable_types

__all__ = ["ExtractionPool", "current_extractors", "extract", "fingerprint", "label_of", "readable_types"]
