"""Hundreds of nights over a portal that publishes, corrects, moves, withdraws and breaks at random.

At the end the store must equal the truth of the simulation, and memory and open files must not have grown::

    python -m benchmarks.soak --nights 200
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from harvester.clock import clock_from
from harvester.config import Config
from harvester.model import OSLO
from harvester.run import run_harvest
from harvester.store import Store, open_store
from search.index import bring_up_to_date
from search.service import open_search
from tests.harvester.crawl.toy import (
    START,
    Reply,
    ToyMeeting,
    ToySite,
    document,
    find_toy,
    page,
    toy_config,
    toy_source,
)

DAY = dt.timedelta(days=1)
HEALTHY_AT_THE_END = 4
WORDS = ("skuleskyss", "budsjett", "barnehage", "samferdsel", "reguleringsplan", "klage", "tilskot", "vassverk")


@dataclass
class Truth:
    """What the portal shows on a good day: titles and days of meetings, and the text of each of their papers."""

    chance: random.Random
    titles: dict[str, str] = field(default_factory=dict)
    days: dict[str, dt.date] = field(default_factory=dict)
    papers: dict[str, dict[str, str]] = field(default_factory=dict)
    withdrawn: list[tuple[str, str, str]] = field(default_factory=list)
    made: int = 0

    def live(self, today: dt.date) -> None:
        """One day in the life of a municipality."""
        if self.chance.random() < 0.4 or not self.titles:
            self._publish(today)
        for act, often in ((self._correct, 0.5), (self._withdraw, 0.2), (self._give_back, 0.1), (self._move, 0.2)):
            if self.chance.random() < often:
                act()

    def _publish(self, today: dt.date) -> None:
        key = f"m{len(self.titles)}"
        self.titles[key] = f"Utval {len(self.titles)}"
        self.days[key] = today + self.chance.randint(3, 20) * DAY
        self.papers[key] = {}
        for _ in range(self.chance.randint(1, 3)):
            self.made += 1
            self.papers[key][f"d{self.made}"] = self._text()

    def _text(self) -> str:
        return f"Sak om {' og '.join(self.chance.choices(WORDS, k=6))}, nummer {self.chance.randrange(10**9)}."

    def _some_paper(self) -> tuple[str, str] | None:
        papers = [(meeting, key) for meeting, held in self.papers.items() for key in held]
        return self.chance.choice(papers) if papers else None

    def _correct(self) -> None:
        chosen = self._some_paper()
        if chosen:
            self.papers[chosen[0]][chosen[1]] = self._text()

    def _withdraw(self) -> None:
        chosen = self._some_paper()
        if chosen:
            self.withdrawn.append((*chosen, self.papers[chosen[0]].pop(chosen[1])))

    def _give_back(self) -> None:
        if self.withdrawn:
            meeting, key, text = self.withdrawn.pop(self.chance.randrange(len(self.withdrawn)))
            self.papers[meeting][key] = text

    def _move(self) -> None:
        key = self.chance.choice(sorted(self.days))
        self.days[key] += DAY
        self.titles[key] = f"{self.titles[key].partition(',')[0]}, flytta til {self.days[key]}"

    def show(self, site: ToySite) -> None:
        """Serve it."""
        site.meetings(
            *(
                ToyMeeting(id=key, day=self.days[key], title=title, documents=sorted(self.papers[key]))
                for key, title in self.titles.items()
            )
        )
        for papers in self.papers.values():
            for key, text in papers.items():
                site.routes[f"/document/{key}"] = document(text)


def break_something(site: ToySite, chance: random.Random) -> None:
    """Trouble for one night, in a third of all."""
    if chance.random() > 0.33:
        return
    trouble = chance.choice(
        [
            Reply(status=500),
            Reply(status=404, body=b"not here"),
            Reply(status=403, body=b"Forbidden"),
            Reply(body=b""),
            Reply(body=b"<html><title>Logg inn</title></html>"),
            Reply(body=b'{"id"', cut=True),
            page({"meetings": []}),
        ]
    )
    path = chance.choice(sorted(path for path in site.routes if trouble.status != 403 or path == "/calendar"))
    site.routes[path] = trouble


def differences(store: Store, truth: Truth) -> list[str]:
    """Where the store says otherwise."""
    expected = {f"toy/{key}": text for papers in truth.papers.values() for key, text in papers.items()}
    found = {}
    for stored in store.reading.documents(store.reading.states()):
        text = store.reading.pages(stored.version)[0].text if stored.version is not None else ""
        found[stored.id] = text
    wrong = sorted(key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key))
    for key, title in truth.titles.items():
        meeting = store.decisions.meeting(f"toy/m.{key}")
        told = None if meeting is None else (meeting.meeting.title, meeting.meeting.start.astimezone(OSLO).date())
        if told != (title, truth.days[key]):
            wrong.append(f"meeting {key}: {told}")
    return wrong


def used() -> tuple[int, int]:
    """Resident memory in kB, and open files of this process."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    memory = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return memory, len(list(Path("/proc/self/fd").iterdir()))


def night(config: Config, number: int) -> str:
    """Harvest once; gives the verdict."""
    return run_harvest(config, clock=clock_from(START + number * DAY), portal=find_toy).sources[0].verdict or ""


def soak(folder: Path, nights: int, seed: int) -> dict[str, object]:
    """Live so many nights, then some good ones, and compare."""
    chance = random.Random(seed)
    truth = Truth(chance)
    verdicts: dict[str, int] = {}
    samples = []
    began = time.monotonic()
    with ToySite() as site:
        config = toy_config(folder, toy_source(site.url, refetch_days=0, revalidate_hours=0))
        for number in range(nights + HEALTHY_AT_THE_END):
            if number < nights:
                truth.live((START + number * DAY).date())
            site.routes.clear()
            site.asked.clear()
            truth.show(site)
            if number < nights:
                break_something(site, chance)
            verdict = night(config, number)
            verdicts[verdict] = verdicts.get(verdict, 0) + 1
            if number % 10 == 0:
                with open_store(folder) as store:
                    bring_up_to_date(store, folder)
                samples.append(used())
    with open_store(folder) as store:
        bring_up_to_date(store, folder)
        wrong = differences(store, truth)
        changes = len(store.changes.between(most=100_000))
    with open_search(data=folder) as search:
        searched = search.search("Sak", kind="case_paper").total
    return {
        "nights": nights + HEALTHY_AT_THE_END,
        "verdicts": verdicts,
        "meetings": len(truth.titles),
        "papers": sum(map(len, truth.papers.values())),
        "papers found": searched,
        "lines in the change log": changes,
        "differences from the truth": wrong,
        "memory in MB after a tenth and at the end": [samples[len(samples) // 10][0] // 1024, samples[-1][0] // 1024],
        "open files after a tenth and at the end": [samples[len(samples) // 10][1], samples[-1][1]],
        "seconds": round(time.monotonic() - began),
    }


def main() -> None:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nights", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(soak(Path(folder), arguments.nights, arguments.seed), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
