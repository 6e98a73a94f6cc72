"""Numbers for Prometheus."""

from __future__ import annotations

import re
from pathlib import Path

from harvester.model import Verdict
from harvester.store import Counts, SourceCounts, SourceOutcome, open_store
from search.web.metrics import metrics_text
from tests.harvester.store.store_samples import NIGHT, SOURCE, WINDOW, body, document, item, meeting, moment

_LINE = re.compile(r'[a-z_]+(\{[a-z_]+="[^"\\\n]*"(,[a-z_]+="[^"\\\n]*")*\})? [0-9.e+]+')


def test_every_source_has_its_verdict_and_last_success(tmp_path: Path) -> None:
    """What holds is 1 and what does not is 0, each line in the text format with a type before it."""
    counts = SourceCounts(meetings=Counts(new=1), items=Counts(new=1), documents=Counts(new=1))
    outcome = SourceOutcome(verdict=Verdict.GOOD, reason="", requests=7, downloads=1, counts=counts, failed=())
    with open_store(tmp_path) as store:
        store.records.register(SOURCE)
        run = store.runs.begin(NIGHT)
        store.runs.begin_source(run, SOURCE, WINDOW, NIGHT)
        store.records.save(moment(run), [body(), meeting(), item(), document()])
        store.runs.end_source(run, SOURCE.key, outcome, NIGHT)
        store.runs.end(run, Verdict.GOOD, NIGHT)
        lines = metrics_text(store).splitlines()

    values = [line for line in lines if not line.startswith("#")]
    assert [line for line in values if not _LINE.fullmatch(line)] == []
    assert {line.split("{")[0].split(" ")[0] for line in values} == {
        line.split(" ")[2] for line in lines if line.startswith("# TYPE")
    }
    assert 'saksgang_source_verdict{source="austmark",verdict="good"} 1' in values
    assert 'saksgang_source_verdict{source="austmark",verdict="failed"} 0' in values
    assert f'saksgang_source_last_success_seconds{{source="austmark"}} {NIGHT.timestamp():.15g}' in values
    assert "saksgang_documents 1" in values
