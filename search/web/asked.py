"""The question that an address asks, the same for pages, the API, exports and feeds."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from search.backends.base import Order
from search.question import MOST_PER_PAGE, Question


def _question(
    *,
    q: Annotated[
        str, Query(examples=["skoleskyss"], description='Words, "phrases", OR, -not, utvalg:, dato:, type:, kommune:')
    ] = "",
    organization: Annotated[tuple[str, ...], Query(description="Key or name; may be repeated")] = (),
    body: Annotated[tuple[str, ...], Query(description="Name of a body; may be repeated")] = (),
    kind: Annotated[tuple[str, ...], Query(description="A kind of hit; may be repeated")] = (),
    outcome: Annotated[tuple[str, ...], Query(description="What became of the item; may be repeated")] = (),
    language: Annotated[tuple[str, ...], Query(description="nb or nn; may be repeated")] = (),
    party: Annotated[tuple[str, ...], Query(description="A party that the votes name; may be repeated")] = (),
    year: Annotated[tuple[str, ...], Query(description="Year of the meeting; may be repeated")] = (),
    date_from: Annotated[str, Query(alias="from", description="First day of the meeting, 2024-03-05")] = "",
    date_to: Annotated[str, Query(alias="to", description="Last day of the meeting")] = "",
    sort: Annotated[str, Query(description="relevance or date")] = Order.RELEVANCE.value,
    page: int = 1,
    per_page: Annotated[int, Query(description=f"At most {MOST_PER_PAGE}")] = 10,
    widen: Annotated[bool, Query(description="Look for other names and spellings too; the notes say which")] = True,
    fold: Annotated[bool, Query(description="Show only the first hit of each case; total counts cases")] = False,
) -> Question:
    return Question.read(
        q,
        organization=organization,
        body=body,
        kind=kind,
        outcome=outcome,
        language=language,
        party=party,
        year=year,
        date_from=date_from,
        date_to=date_to,
        sort=sort,
        page=page,
        per_page=per_page,
        widen=widen,
        fold=fold,
    )


AskedQuestion = Annotated[Question, Depends(_question)]
"""What the parameters of a search ask for; a value that cannot be meant is a QueryError."""
