"""What can go wrong in a search, by who can do something about it.

::

    SaksgangError
    ├── IndexUnusable             the operator makes a new index
    │   ├── IndexMissing          … there is none yet
    │   ├── IndexDamaged          … files are missing, cut off or changed
    │   └── IndexOutdated         … it was made by another version of the program
    └── QueryError                the person who asked asks differently
"""

from __future__ import annotations

from harvester.errors import SaksgangError


class IndexUnusable(SaksgangError):
    """There is no index that can be searched.

    Attributes:
        reason: why, without the advice that the message ends with.
    """

    advice = "make a new one: python -m search rebuild"

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}; {self.advice}")
        self.reason = reason


class IndexMissing(IndexUnusable):
    """No index has been made in this data directory."""

    advice = "make one: python -m search index"


class IndexDamaged(IndexUnusable):
    """Files of the index are missing, cut off or changed. They are left as they are."""


class IndexOutdated(IndexUnusable):
    """The index was made with other rules than those of this version."""


class QueryError(SaksgangError):
    """The request is not answered as it stands: too much at once, a value out of range, an unknown name.

    Attributes:
        allowed: what could have stood there, when that is a list.
    """

    def __init__(self, message: str, allowed: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.allowed = allowed
