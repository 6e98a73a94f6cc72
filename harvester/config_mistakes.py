"""What is wrong in a configuration, and on which line: one sentence for each mistake, with the nearest known key."""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import yaml
from pydantic import BaseModel


def explain(model: type[BaseModel], detail: Mapping[str, Any], node: yaml.Node | None, name: str) -> str:
    """A mistake that pydantic found in ``model``, with its place in the file that ``name`` is the name of."""
    location: tuple[str | int, ...] = detail["loc"]
    line = _line(node, location)
    place = f"{name}, line {line}" if line else name
    dotted = _dotted(location)
    if detail["type"] == "extra_forbidden":
        siblings = list(_keys_at(model, location[:-1]))
        return f"{place}: unknown key {dotted!r}{nearest(str(location[-1]), siblings)}"
    if detail["type"] == "missing":
        return f"{place}: {dotted!r} is missing"
    message = str(detail["msg"]).removeprefix("Value error, ")
    return f"{place}: {dotted}: {message}" if dotted else f"{place}: {message}"


def _dotted(location: tuple[str | int, ...]) -> str:
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def nearest(word: str, candidates: list[str]) -> str:
    """The end of a sentence about an unknown word: which one was perhaps meant, or which are known."""
    near = difflib.get_close_matches(word, candidates, n=1, cutoff=0.5)
    if near:
        return f"; did you mean {near[0]!r}?"
    return f"; known here: {', '.join(sorted(candidates))}" if candidates else ""


def _keys_at(model: type[BaseModel], location: tuple[str | int, ...]) -> Iterator[str]:
    current: type[BaseModel] | None = model
    for part in location:
        if isinstance(part, int):
            continue
        fields = {field.alias or name: field for name, field in current.model_fields.items()} if current else {}
        field = fields.get(part)
        current = _model_in(field.annotation) if field else None
    if current:
        yield from (field.alias or name for name, field in current.model_fields.items())


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if typing.get_origin(annotation) in {tuple, typing.Union, types.UnionType, Annotated}:
        for argument in typing.get_args(annotation):
            found = _model_in(argument)
            if found:
                return found
    return None


def _line(node: yaml.Node | None, location: tuple[str | int, ...]) -> int | None:
    line = None
    for part in location:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == part), None)
            if pair is None:
                return line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
