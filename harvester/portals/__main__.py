"""``python -m harvester.portals``: docs/portals.md on stdout."""

import sys

from harvester.portals import PORTALS
from harvester.portals.overview import overview

if __name__ == "__main__":
    sys.stdout.buffer.write(overview(PORTALS).rstrip().encode() + b"\n")
