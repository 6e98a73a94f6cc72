"""A harvest as a program of its own, for tests that end it from outside: ``night.py URL DATA DAY``."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from harvester.clock import clock_from
from harvester.run import run_harvest
from tests.harvester.crawl.toy import START, find_toy, toy_config, toy_source

if __name__ == "__main__":
    url, data, day = sys.argv[1:]
    config = toy_config(Path(data), toy_source(url))
    run = run_harvest(config, clock=clock_from(START + int(day) * dt.timedelta(days=1)), portal=find_toy)
    sys.stdout.write(f"{run.verdict} {run.reason}\n")
