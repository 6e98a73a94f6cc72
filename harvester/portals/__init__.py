"""Portal adapters: one file a product, pure, none knowing another."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from types import MappingProxyType

from harvester.errors import ConfigurationError
from harvester.portals.acos_classic import AcosClassic
from harvester.portals.acos_innsyn import AcosInnsyn
from harvester.portals.bergen import Bergen
from harvester.portals.contract import Product
from harvester.portals.digdem import Digdem
from harvester.portals.einnsyn import Einnsyn
from harvester.portals.elements import Elements
from harvester.portals.ephorte import Ephorte
from harvester.portals.firstagenda import FirstAgenda
from harvester.portals.jupiter import Jupiter
from harvester.portals.opengov import OpenGov
from harvester.portals.prokom_sru import ProkomSru

_ADAPTERS: tuple[Product, ...] = (
    AcosClassic(),
    AcosInnsyn(),
    Bergen(),
    Digdem(),
    Einnsyn(),
    Elements(),
    Ephorte(),
    FirstAgenda(),
    Jupiter(),
    OpenGov(),
    ProkomSru(),
)

PORTALS: Mapping[str, Product] = MappingProxyType({adapter.name: adapter for adapter in _ADAPTERS})
"""Every portal product that can be harvested, by the word for ``platform`` in config.yaml."""


def portal(name: str) -> Product:
    """The adapter of the product ``name``.

    Raises:
        ConfigurationError: no adapter has that name; the nearest one is named.
    """
    if name in PORTALS:
        return PORTALS[name]
    near = difflib.get_close_matches(name, PORTALS, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(PORTALS))}"
    raise ConfigurationError(f"there is no portal product {name!r}; {hint}")
