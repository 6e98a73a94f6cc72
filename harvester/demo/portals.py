"""Both counties' portals at once, on ports that are remembered from night to night, and the configuration for them."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harvester.config import BodySettings, Config, Contact, OrganizationSettings, Politeness, Source
from harvester.demo.dataset import Dataset, DemoOrganization
from harvester.demo.drafting import DEMO_START
from harvester.demo.exchange import Rendering
from harvester.demo.faults import Fault
from harvester.demo.jupiter import CalendarStyle, DocumentAddress, JupiterRendering
from harvester.demo.municipality import municipality
from harvester.demo.paper import require_libraries
from harvester.demo.server import DemoServer
from harvester.errors import ConfigurationError

PORTS_FILE = "demo.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Installation:
    """A product as one organization has it; ``path`` leads from the host to what is its ``base_url``."""

    platform: str
    render: Rendering
    path: str = ""


INSTALLATIONS: Mapping[str, Installation] = {
    "austmark": Installation(
        platform="jupiter",
        render=JupiterRendering(calendar=CalendarStyle.TABLE, address=DocumentAddress.FILID),
        path="/motekalender",
    ),
    "vestmark": Installation(
        platform="jupiter",
        render=JupiterRendering(calendar=CalendarStyle.YEAR, address=DocumentAddress.DOKID),
        path="/motekalender",
    ),
}
"""How each county's portal looks: one has the older calendar, the other the year view."""

_LOOK_BACK_DAYS = 1000
_LOOK_AHEAD_DAYS = 400
_MIN_MEETINGS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoPortals:
    """Running portals by organization, and the configuration that harvests them."""

    config: Config
    servers: Mapping[str, DemoServer]

    def move_to(self, moment: dt.datetime) -> None:
        """Set every portal's clock."""
        for server in self.servers.values():
            server.move_to(moment)


@contextlib.contextmanager
def demo_portals(
    data_directory: Path,
    moment: dt.datetime = DEMO_START,
    *,
    dataset: Dataset | None = None,
    faults: Mapping[str, Sequence[Fault]] | None = None,
    installations: Mapping[str, Installation] = INSTALLATIONS,
) -> Iterator[DemoPortals]:
    """Serve the demo's portals while the context lasts.

    Args:
        data_directory: where the ports are remembered in ``demo.json``, so that the next night finds the same
            addresses; a port that is taken by then is replaced by a free one.
        moment: the portals' clock.
        dataset: other data than the fictional counties, with the same organizations.
        faults: trouble for tests, by organization.
        installations: the products, by organization.

    Raises:
        ConfigurationError: ``demo.json`` is there and is not what was written, or the ``demo`` extra is not installed.
    """
    require_libraries()
    data = dataset or municipality()
    data_directory.mkdir(parents=True, exist_ok=True)
    remembered = _read_ports(data_directory / PORTS_FILE)
    with contextlib.ExitStack() as stack:
        servers = {}
        for organization in data.organizations:
            key = organization.key
            server = _start(
                functools.partial(
                    DemoServer,
                    data,
                    organization=key,
                    render=installations[key].render,
                    moment=moment,
                    faults=(faults or {}).get(key, ()),
                ),
                remembered.get(key, 0),
            )
            servers[key] = stack.enter_context(server)
        ports = {key: server.port for key, server in servers.items()}
        (data_directory / PORTS_FILE).write_text(json.dumps(ports, indent=1), encoding="utf-8")
        yield DemoPortals(config=demo_config(data, data_directory, servers, installations), servers=servers)


def demo_config(
    dataset: Dataset,
    data_directory: Path,
    servers: Mapping[str, DemoServer],
    installations: Mapping[str, Installation] = INSTALLATIONS,
) -> Config:
    """The configuration that harvests these servers completely and without pauses."""
    return Config(
        data_directory=data_directory,
        contact=Contact(name="Saksgang demo", address="demo@example.org"),
        ocr="off",  # the demo is the same whatever is installed, and shows what a scan looks like without
        sources=tuple(
            _source(dataset, organization, servers[organization.key], installations[organization.key])
            for organization in dataset.organizations
        ),
    )


def _read_ports(path: Path) -> dict[str, int]:
    if not path.exists():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {str(key): int(port) for key, port in content.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ConfigurationError(f"{path} is not what the demo wrote: {error}; remove it") from error


def _start(server: Callable[..., DemoServer], port: int) -> DemoServer:
    for candidate in (port, 0):
        try:
            return server(port=candidate)
        except (OSError, OverflowError):
            if candidate == 0:
                raise
    raise AssertionError("unreachable: port 0 gives a port or raises")


def _source(dataset: Dataset, organization: DemoOrganization, server: DemoServer, installation: Installation) -> Source:
    bodies = tuple(
        BodySettings(name=body.name, kind=body.kind, code=body.code, organization=body.organization)
        for body in dataset.bodies
        if body.organization == organization.key or body.kind == "council"
    )
    return Source(
        key=organization.key,
        name=organization.name,
        platform=installation.platform,
        base_url=server.url + installation.path,
        organization=OrganizationSettings(
            key=organization.key, name=organization.name, number=organization.number, language=organization.language
        ),
        bodies=bodies,
        look_back_days=_LOOK_BACK_DAYS,
        look_ahead_days=_LOOK_AHEAD_DAYS,
        politeness=Politeness(pause_seconds=0, requests_per_day=1_000_000),
        min_meetings=_MIN_MEETINGS,
    )
