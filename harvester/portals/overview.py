"""docs/portals.md, from what the adapters say of themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harvester.portals.contract import Product
from harvester.portals.declaration import Fact

_HEAD = """\
# Portal products

This page is written by `python -m harvester.portals > docs/portals.md` from the declarations of the adapters; a test
compares. It says for each product on what its adapter rests, what it publishes, and what is odd about it. What a product
does not publish stays unknown in the records; it is never guessed.
"""


def overview(products: Mapping[str, Product]) -> str:
    """The page, in Markdown; ``products`` by the word for ``platform`` in config.yaml."""
    ordered = dict(sorted(products.items()))
    parts = [_HEAD, *_evidence(ordered), *_facts(ordered), *_quirks(ordered)]
    return "\n".join(parts)


def _evidence(products: Mapping[str, Product]) -> Iterator[str]:
    yield "| `platform` | product | the adapter rests on | pages under test |"
    yield "|---|---|---|---|"
    for name, product in products.items():
        declaration = product.declaration
        pages = f"[{name}](../tests/harvester/portals/golden/{name})"
        yield f"| `{name}` | {declaration.product} | {declaration.basis} | {pages} |"
    yield ""


def _facts(products: Mapping[str, Product]) -> Iterator[str]:
    yield "## What they publish\n"
    yield f"| what | {' | '.join(f'`{name}`' for name in products)} |"
    yield "|---" * (len(products) + 1) + "|"
    for fact in Fact:
        marks = ("yes" if fact in product.declaration.publishes else "–" for product in products.values())
        yield f"| {fact} | {' | '.join(marks)} |"
    yield ""


def _quirks(products: Mapping[str, Product]) -> Iterator[str]:
    yield "## What is odd about them\n"
    for name, product in products.items():
        if product.declaration.quirks:
            yield f"### {product.declaration.product} (`{name}`)\n"
            yield from (f"- {quirk}" for quirk in product.declaration.quirks)
            yield ""
