"""One document file in, its text out: the media type decides which reader is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from harvester import media
from harvester.config import Limits
from harvester.errors import DocumentError, LimitExceeded, NotADocument
from harvester.extract import images, office, pdf, plain, word
from harvester.extract.language import most_told, telling_words
from harvester.extract.reader import Extractor, Reader
from harvester.model import ExtractedText, Language, Page
from harvester.running_heads import running_spans

_READERS: Mapping[str, Reader] = MappingProxyType(
    {
        media.PDF: pdf.READER,
        media.DOCX: word.READER,
        **dict.fromkeys(office.MEDIA_TYPES, office.READER),
        media.HTML: plain.HTML_READER,
        media.TEXT: plain.TEXT_READER,
        media.EMAIL: plain.EMAIL_READER,
        **dict.fromkeys(images.MEDIA_TYPES, images.READER),
    }
)


def readable_types() -> frozenset[str]:
    """The media types that have a reader."""
    return frozenset(_READERS)


def current_extractors() -> frozenset[Extractor]:
    """Whatever reads documents today; a stored text that another has read is worth reading again."""
    return frozenset({pdf.FALLBACK, *(reader.extractor for reader in _READERS.values())})


def label_of(media_type: str) -> str:
    """The label of what reads documents of a type that has a reader."""
    return _READERS[media_type].extractor.label


def extract(path: Path, limits: Limits, *, html: bool = False) -> ExtractedText:
    """The text of a document, read in this process.

    Time and memory are not limited here (see :class:`harvester.extract.ExtractionPool`); pages and output are.

    Args:
        path: the file; its name plays no part.
        limits: ``document_pages`` and the output limit hold.
        html: whether an HTML page is accepted; else it is taken for an error page that came instead of a document.

    Raises:
        NotADocument: the file is empty, HTML, or nothing that is known.
        LimitExceeded: reading took more memory than there is, or nests too deep.
        DocumentError: the file is damaged, encrypted, or cannot be read for another reason, which is told.
    """
    try:
        media_type = media.file_media_type(path)
        reader = _reader(media_type, html=html)
        reading = reader.read(path, limits)
    except DocumentError:
        raise
    except MemoryError as error:
        raise LimitExceeded("reading took more memory than allowed") from error
    except RecursionError as error:
        raise LimitExceeded("the document nests too deep") from error
    except Exception as error:  # the boundary: document libraries raise anything on hostile files
        raise DocumentError(f"{type(error).__name__}: {str(error)[:300]}") from error
    extractor = reading.extractor or reader.extractor
    pages, language = described(reading.pages)
    return ExtractedText(
        pages=pages,
        language=language,
        extractor=extractor.name,
        extractor_version=extractor.version,
        warnings=reading.warnings,
    )


def described(pages: Sequence[Page]) -> tuple[tuple[Page, ...], Language]:
    """Pages with their languages and what is running on them, and the language of the whole."""
    telling = [telling_words(page.text) for page in pages]
    running = running_spans([page.text for page in pages])
    told = tuple(
        replace(page, language=most_told(words), running=spans)
        for page, words, spans in zip(pages, telling, running, strict=True)
    )
    return told, most_told(sum(telling, Counter()))


def _reader(media_type: str | None, *, html: bool) -> Reader:
    if media_type is None:
        raise NotADocument("the file is empty or of no known kind")
    if media_type == media.OLE:
        raise DocumentError("an encrypted or unknown Office container")
    if not media.is_document(media_type, html=html):
        raise NotADocument(f"{media_type} came instead of a document")
    if media_type not in _READERS:
        raise DocumentError(f"no reader for {media_type}")
    return _READERS[media_type]
