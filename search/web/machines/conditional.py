"""Answers that are not sent again while they are as they were (RFC 9110, 13)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from email.utils import format_datetime

from fastapi import Request, Response


def conditional(
    request: Request,
    content: bytes,
    media_type: str,
    *,
    modified: dt.datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The content, or 304 when whoever asks has it already."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    given = {"ETag": tag, **(headers or {})}
    if modified is not None:
        given["Last-Modified"] = format_datetime(modified.astimezone(dt.UTC), usegmt=True)
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=given)
    return Response(content, headers=given, media_type=media_type)


def _has(header: str, tag: str) -> bool:
    known = {each.strip().removeprefix("W/") for each in header.split(",")}
    return tag in known or "*" in known
