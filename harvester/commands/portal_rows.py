"""How rows for config.yaml are told: the ready ones, and those of a portal that was found, as comments and YAML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from harvester.identification import Suggestion
from harvester.municipalities import Row, to_yaml
from harvester.portals import PORTALS
from harvester.portals.detection import KNOWN_PRODUCTS


def cells(row: Row) -> tuple[str, ...]:
    """A ready row in a list: key, name, first and last day, platform and whether it can be used."""
    return row.key, row.name, str(row.valid_from or ""), str(row.valid_to or ""), _platform(row)


def _platform(row: Row) -> str:
    if row.platform is None:
        return "not known"
    if row.source is None:
        return f"{row.platform} (address not known)"
    return row.platform if row.platform in PORTALS else f"{row.platform} (no adapter)"


def row_to_plain(row: Row) -> dict[str, object]:
    """A ready row for JSON; ``harvestable`` is whether it can be put into config.yaml as it is."""
    return {**row.model_dump(mode="json"), "harvestable": row.source is not None and row.platform in PORTALS}


def row_to_text(row: Row) -> str:
    """A ready row to be put into config.yaml, below what must be known about it."""
    return _with_remarks(_remarks(row), to_yaml(row.source) if row.source else None)


def suggestion_to_plain(suggestion: Suggestion) -> dict[str, object]:
    """What was found, for JSON; ``row`` is null when there is no adapter for the product."""
    source = suggestion.source
    row = source.model_dump(mode="json", exclude_defaults=True) if source else None
    return {**asdict(suggestion.detection), "harvestable": source is not None, "row": row}


def suggestions_to_text(suggestions: Sequence[Suggestion]) -> str:
    """What was found, each with the row to be put into config.yaml."""
    return "\n".join(
        _with_remarks(_explanation(suggestion), to_yaml(suggestion.source) if suggestion.source else None)
        for suggestion in suggestions
    )


def _with_remarks(remarks: Iterator[str], yaml: str | None) -> str:
    return "".join(f"# {remark}\n" for remark in remarks) + (yaml or "")


def _remarks(row: Row) -> Iterator[str]:
    yield f"{row.name}: {row.evidence}"
    if row.successors:
        verb = "merged into" if len(row.successors) == 1 else "split into"
        yield f"{row.valid_to}: {verb} {', '.join(row.successors)}; older meetings: harvester run --since DATE --until DATE"
    if row.source is None:
        yield "The address is not known: find the meeting calendar in a browser, then harvester detect URL"
    elif row.platform not in PORTALS:
        yield f"There is no adapter for {row.platform} yet"
    else:
        yield "Under sources in config.yaml; take enabled: false away when contact says whom the portal can reach"


def _explanation(suggestion: Suggestion) -> Iterator[str]:
    found = suggestion.detection
    yield f"{KNOWN_PRODUCTS[found.product]} at {found.base_url}: {found.seen}"
    if suggestion.row is not None:
        yield from _remarks(suggestion.row)
    elif suggestion.source is None:
        yield f"There is no adapter for {found.product} yet"
    else:
        yield "Under sources in config.yaml. Put in the real names, and choose the keys well: they must not change later"
        if found.product == "einnsyn" and found.base_url.endswith("/"):
            yield "Complete base_url with the id of the municipality's unit, such as enh_…"
