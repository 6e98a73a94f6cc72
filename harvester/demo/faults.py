"""What portals do to a harvester on a bad night, as data for tests."""

from __future__ import annotations

import dataclasses
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from harvester.demo.dataset import Published
from harvester.demo.exchange import Rendering, RequestLine, Response, redirect


class FaultKind(StrEnum):
    """One sort of trouble."""

    LOGIN_PAGE = "login_page"
    CHALLENGE_PAGE = "challenge_page"
    BLOCK_PAGE = "block_page"
    EMPTY_CALENDAR = "empty_calendar"
    EMPTY_ANSWER = "empty_answer"
    SERVER_ERROR = "server_error"
    UNAVAILABLE = "unavailable"
    HANGING = "hanging"
    SLOW_DRIP = "slow_drip"
    CUT_CONNECTION = "cut_connection"
    TRUNCATED_FILE = "truncated_file"
    ZERO_BYTES = "zero_bytes"
    HTML_FOR_PDF = "html_for_pdf"
    PRIVATE_REDIRECT = "private_redirect"
    OVERSIZED = "oversized"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Trouble at every address whose path and query match ``path_pattern``, so many ``times``; None is for ever."""

    kind: FaultKind
    path_pattern: str = ".*"
    times: int | None = None
    retry_after_seconds: int = 1
    megabytes: int = 300


class FaultPlan:
    """Counts down faults as they strike; safe to ask from several threads."""

    def __init__(self, faults: Sequence[Fault] = ()) -> None:
        self._lock = threading.Lock()
        self._left: list[tuple[Fault, int | None]] = [(fault, fault.times) for fault in faults]

    def strike(self, target: str) -> Fault | None:
        """The fault that answers this request target, if one does; it is used up once."""
        with self._lock:
            for position, (fault, left) in enumerate(self._left):
                if left != 0 and re.search(fault.path_pattern, target):
                    self._left[position] = (fault, None if left is None else left - 1)
                    return fault
        return None


_LOGIN = """<!DOCTYPE html><html lang="nb"><head><meta charset="utf-8"><title>Logg inn</title></head><body>
<h1>Logg inn</h1><form action="/login" method="post"><label>Brukernavn <input name="user"></label>
<label>Passord <input type="password" name="password"></label><button>Logg inn</button></form></body></html>"""
_CHALLENGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Just a moment...</title></head><body>
<h1>Just a moment...</h1><p>Er du et menneske? Verify you are human.</p><div class="g-recaptcha"></div></body></html>"""
_BLOCK = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>403 Forbidden</title></head><body>
<h1>Access denied</h1><p>Your address has been blocked.</p></body></html>"""
_FRONT_PAGE = """<!DOCTYPE html><html lang="nb"><head><meta charset="utf-8"><title>Fylkeskommunen</title></head><body>
<h1>Velkommen til fylkeskommunen</h1><p>Siden du leter etter, finnes ikke.</p></body></html>"""

_FIXED = {
    FaultKind.LOGIN_PAGE: Response(body=_LOGIN.encode()),
    FaultKind.CHALLENGE_PAGE: Response(body=_CHALLENGE.encode()),
    FaultKind.BLOCK_PAGE: Response(status=403, body=_BLOCK.encode()),
    FaultKind.EMPTY_ANSWER: Response(),
    FaultKind.SERVER_ERROR: Response(status=500, body=b"<h1>We're sorry, but something went wrong.</h1>"),
    FaultKind.ZERO_BYTES: Response(content_type="application/pdf"),
    FaultKind.HTML_FOR_PDF: Response(body=_FRONT_PAGE.encode()),
    FaultKind.PRIVATE_REDIRECT: redirect("http://10.0.0.1/admin"),
}


def faulty_response(fault: Fault, render: Rendering, line: RequestLine, published: Published) -> Response:
    """The answer under a fault that shows in what is sent; faults of the connection itself are the server's."""
    if fault.kind in _FIXED:
        return _FIXED[fault.kind]
    match fault.kind:
        case FaultKind.UNAVAILABLE:
            return Response(
                status=503, headers={"Retry-After": str(fault.retry_after_seconds)}, body=b"<h1>Vedlikehold</h1>"
            )
        case FaultKind.EMPTY_CALENDAR:
            return render(line, dataclasses.replace(published, meetings=()))
        case FaultKind.TRUNCATED_FILE:
            whole = render(line, published)
            return dataclasses.replace(whole, headers={}, body=whole.body[: len(whole.body) // 2])
        case _:
            return render(line, published)
