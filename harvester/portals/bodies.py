"""Which bodies meet: from the codes of a calendar, the heading of a page, and what the configuration knows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from harvester.config import BodySettings, Source
from harvester.ids import clean_key, record_id, text_key
from harvester.model import Body, Provenance
from harvester.portals import terms

_LARGEST_JOINT = 20
"""A heading with more parts than this is one name, or nonsense."""


def read_bodies(source: Source, provenance: Provenance, *, heading: str, codes: Sequence[str] = ()) -> tuple[Body, ...]:
    """The bodies of a meeting.

    Args:
        source: whose ``bodies`` say which codes and names belong together, and to which organization.
        provenance: of the page with the heading.
        heading: the name of the body, or of several joined by *og*.
        codes: what the calendar called them; believed alone when the configuration knows every one of them.
    """
    by_code = {known.code: known for known in source.bodies if known.code}
    by_name = {known.name.casefold(): known for known in source.bodies}
    if codes and all(code in by_code for code in codes):
        bodies = [_body(source, provenance, known=by_code[code], name=by_code[code].name, code=code) for code in codes]
    else:
        names = split_joint(heading, by_name)
        only_code = codes[0] if len(codes) == len(names) == 1 else None
        bodies = [
            _body(source, provenance, known=by_name.get(name.casefold()), name=name, code=only_code) for name in names
        ]
    return tuple({body.id: body for body in bodies}.values())


def split_joint(heading: str, known: Collection[str]) -> tuple[str, ...]:
    """The names in ``A og B`` when every one is known (``known`` is casefolded), else the heading as one name.

    A single name may hold *og* itself, so the longest known name is taken first.
    """
    words = heading.split(" og ")
    if len(words) > _LARGEST_JOINT:
        return (heading,)
    names: list[str] = []
    while words:
        size = next((size for size in range(len(words), 0, -1) if " og ".join(words[:size]).casefold() in known), 0)
        if size == 0:
            return (heading,)
        names.append(" og ".join(words[:size]))
        words = words[size:]
    return tuple(names)


def _body(source: Source, provenance: Provenance, *, known: BodySettings | None, name: str, code: str | None) -> Body:
    code = code or (known.code if known else None)
    key = code or name
    return Body(
        # A name of nothing but signs leaves no key.
        id=record_id(source.key, key if clean_key(key) else text_key(key)),
        organization=(known.organization if known else None) or source.organization.key,
        name=name,
        kind=(known.kind if known else None) or terms.body_kind(name),
        code=code,
        provenance=provenance,
    )
