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
    │   ├── ForbiddenByRobots     robots.txt asks us to stay out
    │   ├── TooLarge              more bytes than the limit
    │   ├── Blocked               the portal refuses us; asking again would make it worse
    │   ├── Throttled             the portal asks us to slow down
    │   ├── Unreachable           no answer in time, a broken connection, or a server error
    │   ├── UnexpectedAnswer      a status that brings no content
    │   ├── NotCaptured           a gap: the archive that is read does not hold the page
    │   ├── DamagedArchive        an archive, or a capture in it, cannot be read
    │   └── NothingFurther        no more requests to a host tonight
    │       └── LeftAlone         … as it refused us
    ├── DocumentError             one document cannot be read
    │   ├── NotADocument          what came is not a document (HTML for a PDF, zero bytes)
    │   └── LimitExceeded         CPU, memory, time or output limit
    ├── MailError                 the mail server does not take a message
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


class ForbiddenByRobots(FetchError):
    """robots.txt asks us to stay out, and we do."""


class TooLarge(FetchError):
    """An answer larger than the configured limit."""


class Blocked(FetchError):
    """The portal refuses us (401, 403 and their like); asking again would make it worse."""


class Throttled(FetchError):
    """The portal asks us to slow down (429, 503).

    Attributes:
        wait: after how many seconds it wants to be asked again, None when it does not say.
    """

    def __init__(self, message: str, *, wait: float | None) -> None:
        super().__init__(message)
        self.wait = wait


class Unreachable(FetchError):
    """No answer in time, a broken connection, or a server error: it may be over in a minute."""


class UnexpectedAnswer(FetchError):
    """A status that brings no content, such as 404."""


class NotCaptured(FetchError):
    """A gap: the archive does not hold the page, which says nothing of the page itself."""


class DamagedArchive(FetchError):
    """An archive, or a capture in it, is missing, torn or not what it says it is."""


class NothingFurther(FetchError):
    """No more requests to a host tonight: the day's number is used up, or the host has failed too often in a row."""


class LeftAlone(NothingFurther):
    """The host refused us, tonight or in the last day, and nobody has said that it may be asked again."""


class DocumentError(SaksgangError):
    """One document cannot be read; the reason is kept with it."""


class NotADocument(DocumentError):
    """What came is not a document: HTML where a PDF was promised, or nothing."""


class LimitExceeded(DocumentError):
    """Reading took more CPU time, memory or wall-clock time, or gave more text, than allowed."""


class MailError(SaksgangError):
    """The mail server cannot be reached, or does not take a message; nobody's address is in the text."""


class StoreError(SaksgangError):
    """The store is missing, damaged or of another version."""
