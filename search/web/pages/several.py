"""Several searches at once: a list of names, addresses or terms in, how much each finds out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from search.batch import read_queries, to_csv
from search.web.access import Now, SharedSearch
from search.web.forms import form_of_at_most
from search.web.rendering import render
from search.web.wording import local_day

_LONGEST_FORM = 200_000

router = APIRouter()

List = Annotated[Mapping[str, str], Depends(form_of_at_most(_LONGEST_FORM))]


@router.get("/flere-sok")
def ask(request: Request) -> Response:
    """The form."""
    return render(request, "several.html", {"text": "", "rows": ()})


@router.post("/flere-sok")
def answer(request: Request, shared: SharedSearch, now: Now, form: List) -> Response:
    """How much each search of the list finds, with its best hits."""
    text = form.get("sok", "")
    return render(request, "several.html", {"text": text, "rows": shared.batch(read_queries(text), local_day(now))})


@router.post("/flere-sok.csv")
def answer_as_csv(shared: SharedSearch, now: Now, form: List) -> Response:
    """The same as CSV, with a mark by which spreadsheets know UTF-8."""
    rows = shared.batch(read_queries(form.get("sok", "")), local_day(now))
    headers = {"Content-Disposition": 'attachment; filename="saksgang.csv"'}
    return Response(to_csv(rows).encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)
