"""GraphQL as portals speak it: questions are POSTed in words that may not vary, and errors come with a good status."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import urljoin

from pydantic import ConfigDict, TypeAdapter
from pydantic.alias_generators import to_camel

from harvester.config import Source
from harvester.errors import PageError
from harvester.portals.answers import Answer, Text, read_answer
from harvester.portals.contract import NO_CONTEXT, FetchedPage, PageKind, Request
from harvester.portals.markup import shorten

Data = TypeVar("Data", bound="Node")


class Node(Answer):
    """An object of the graph; its fields are named in camelCase there."""

    model_config = ConfigDict(alias_generator=to_camel)


class _Complaint(Node):
    message: Text


class _Complaints(Node):
    errors: tuple[_Complaint, ...] = ()


_COMPLAINTS = TypeAdapter(_Complaints)


def ask(
    source: Source,
    kind: PageKind,
    *,
    operation: str,
    query: str,
    variables: Mapping[str, object],
    context: Mapping[str, str] = NO_CONTEXT,
) -> Request:
    """The request that puts a question to the ``/graphql`` of the source's host.

    The preflight header is what Apollo's server demands of everyone that is not a browser's form.
    """
    question = {"operationName": operation, "variables": dict(variables), "query": query}
    return Request(
        url=urljoin(source.base_url, "/graphql"),
        kind=kind,
        method="POST",
        headers={
            "Content-Type": "application/json",
            "apollo-require-preflight": "true",
            "Referer": source.base_url,
        },
        body=json.dumps(question, ensure_ascii=False).encode(),
        context=context,
    )


def read_data(page: FetchedPage, reply: TypeAdapter[Data]) -> Data:
    """The whole answer to a question, which must be without errors.

    Raises:
        PageError: the portal complains, the answer has another shape, or there is none.
    """
    complaints = read_answer(page, _COMPLAINTS).errors
    if complaints:
        raise PageError(page.url, expected="an answer", found=f"the error {shorten(complaints[0].message)!r}")
    return read_answer(page, reply)
