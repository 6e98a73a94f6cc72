"""Why something failed, in one word that stays the same and a sentence that names the address."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from harvester.errors import (
    Blocked,
    ChallengePage,
    DamagedArchive,
    ForbiddenAddress,
    ForbiddenByRobots,
    LeftAlone,
    LoginPage,
    NotADocument,
    NotCaptured,
    NothingFurther,
    PortalError,
    SaksgangError,
    Throttled,
    TooLarge,
    UnexpectedAnswer,
    Unreachable,
)

_WORDS: Mapping[type[SaksgangError], str] = MappingProxyType(
    {
        Blocked: "blocked",
        ChallengePage: "blocked",
        LoginPage: "login",
        PortalError: "changed",
        Throttled: "throttled",
        Unreachable: "down",
        ForbiddenByRobots: "robots",
        ForbiddenAddress: "address",
        TooLarge: "too large",
        NotADocument: "no document",
        UnexpectedAnswer: "no answer",
        NotCaptured: "gap",
        DamagedArchive: "archive",
        LeftAlone: "blocked",
        NothingFurther: "stopped",
    }
)


def reason_of(error: Exception) -> str:
    """The word, a colon, and what happened; an error that nobody foresaw is named by its type."""
    for kind, word in _WORDS.items():
        if isinstance(error, kind):
            return f"{word}: {error}"
    return f"unexpected {type(error).__name__}: {error}"
