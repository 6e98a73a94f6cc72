"""«Hva har vi vedtatt før?»: a title or a whole draft in, earlier decisions out, each with why it was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from harvester.store.decisions import StoredBody
from search.service import Search
from search.similar import SimilarResult
from search.web.access import SharedSearch, SharedStore
from search.web.forms import form_of_at_most
from search.web.rendering import render

MOST_SHOWN = 15
_LONGEST_FORM = 6_000_000
"""Bytes: a draft of some five hundred pages, with every letter written as a form writes it."""

router = APIRouter()


@router.get("/vedtatt-for")
def ask(request: Request, store: SharedStore, utvalg: str = "") -> Response:
    """The form."""
    return render(request, "earlier.html", {**_form(store.decisions.bodies(), "", utvalg), "result": None})


@router.post("/vedtatt-for")
def answer(
    request: Request,
    shared: SharedSearch,
    store: SharedStore,
    form: Annotated[Mapping[str, str], Depends(form_of_at_most(_LONGEST_FORM))],
) -> Response:
    """Earlier decisions, those of the chosen body first."""
    bodies = store.decisions.bodies()
    text, chosen = form.get("tekst", "").strip(), form.get("utvalg", "")
    body = next((one for one in bodies if one.id == chosen), None)
    result = _found(shared, text, body) if text else None
    values = {
        **_form(bodies, text, chosen),
        "result": result,
        "body": body,
        "own": [one for one in result.decisions if one.same_body] if result else [],
        "elsewhere": [one for one in result.decisions if not one.same_body] if result else [],
    }
    return render(request, "earlier.html", values)


def _found(shared: Search, text: str, body: StoredBody | None) -> SimilarResult:
    return shared.similar(text, body=body.name if body else None, most=MOST_SHOWN)


def _form(bodies: tuple[StoredBody, ...], text: str, chosen: str) -> dict[str, object]:
    return {"bodies": bodies, "text": text, "chosen": chosen, "body": None}
