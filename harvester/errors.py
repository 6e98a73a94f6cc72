"""Everything that can go wrong in the harvester, by who can do something about it.

::

    SaksgangError
    ├── ConfigurationError        the operator mends config.yaml or the command line
    ├── BusyError                 another run holds the data directory
    ├── PortalError               one source cannot be harvested as it is
    │   ├── PageError             a page is not what its address promised
    │   │   ├── LoginPage         … it asks for a login
    │   │   ├── ChallengePage     … it asks whether we are human
    │   │   └── EmptyPage         … there is nothing in it
    │   └── UnknownTerm           the portal used a word that no table explains
    ├── FetchError                a request was refused by us, or got no usable answer
    │   ├── ForbiddenAddress      a private or otherwise unsafe address
    │   └── TooLarge              more bytes than the limit
    ├── DocumentError             one document cannot be read
    │   ├── NotADocument          what came is not a document (HTML for a PDF, zero bytes)
    │   └── LimitExceeded         CPU, memory, time or page limit
    └── StoreError                the store is missing, damaged or of another version

Errors carry facts; logging them is for the boundary that catches them.
"""

from __future__ import annotations


class SaksgangError(Exception):
    """The root: what a command reports in one sentence, without a traceback."""


class ConfigurationError(SaksgangError):
    """The configuration or the command line must be mended before anything is done."""


class BusyError(SaksgangError):
    """Another process is at work in the same data directory."""


class PortalError(SaksgangError):
    """One source cannot be harvested as it is."""


class PageError(PortalError):
    """A page is not what its address promised.

    Attributes:
        url: the page.
        expected: what should have been there, in words.
        found: what was there instead, shortened.
    """

    def __init__(self, url: str, *, expected: str, found: str) -> None:
        super().__init__(f"{url}: expected {expected}, found {found}")
        self.url = url
        self.expected = expected
        self.found = found


class LoginPage(PageError):
    """The portal asks for a login where a public page should be."""


class ChallengePage(PageError):
    """The portal asks whether we are human; we never answer."""


class EmptyPage(PageError):
    """A successful answer without content."""


class UnknownTerm(PortalError):
    """The portal used a word that no table explains, so its meaning is not guessed."""


class FetchError(SaksgangError):
    """A request was refused by us, or got no usable answer."""


class ForbiddenAddress(FetchError):
    """A private or otherwise unsafe address, in a link or behind a redirect."""


class TooLarge(FetchError):
    """An answer larger than the configured limit."""


class DocumentError(SaksgangError):
    """One document cannot be read; the reason is kept with it."""


class NotADocument(DocumentError):
    """What came is not a document: HTML where a PDF was promised, or nothing."""


class LimitExceeded(DocumentError):
    """Reading took more CPU time, memory, wall-clock time or pages than allowed."""


class StoreError(SaksgangError):
    """The store is missing, damaged or of another version."""
