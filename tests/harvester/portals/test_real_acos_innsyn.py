"""The adapter of ACOS Innsyn Pluss over the shells of two municipalities, saved in 2025."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from harvester.config import Source
from harvester.model import OSLO, Window
from harvester.portals import portal
from harvester.portals.contract import FetchedPage, PageKind

REAL = Path(__file__).parents[4] / "shared" / "real" / "acos_nye_innsyn"
ADDRESS = "https://www.strand.kommune.no/politisk-motekalender/"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the pages of real portals are not here")


@pytest.mark.parametrize("name", ["sauda_2025_shell", "strand_2025_shell"])
def test_shell_leads_to_the_lists_of_meetings(name: str) -> None:
    """The shell holds nothing but what kind of overview it is; the first list is asked for with its address."""
    about = {"key": "kommune", "name": "En kommune", "platform": "acos_innsyn", "base_url": ADDRESS}
    source = Source.model_validate({**about, "organization": {"key": "kommune-org", "name": "En kommune"}})
    page = FetchedPage(
        url=ADDRESS,
        kind=PageKind.CALENDAR,
        status=200,
        content_type="text/html; charset=utf-8",
        body=(REAL / f"{name}.html").read_bytes(),
        retrieved_at=dt.datetime(2025, 11, 1, 3, 30, tzinfo=OSLO),
        window=Window(first=dt.date(2025, 1, 1), last=dt.date(2025, 12, 31)),
    )

    parsed = portal("acos_innsyn").parse(source, page)

    (request,) = parsed.requests
    assert request.url == "https://www.strand.kommune.no/api/presentation/v2/nye-innsyn/overviewInit"
    assert (request.method, request.headers["Referer"]) == ("POST", ADDRESS)
    assert json.loads(request.body) == {"type": 1, "keyValues": []}
    assert (parsed.records, parsed.skipped) == ((), ())
