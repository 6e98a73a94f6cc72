"""Nights at random: publications, corrections, moves, withdrawals and faults, and the store ends equal to the truth."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.soak import soak


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", [2, 3])
def test_the_store_ends_equal_to_the_truth(tmp_path: Path, seed: int) -> None:
    """Whatever broke on the way, the last good nights leave exactly what the portal shows, and all of it is found."""
    told = soak(tmp_path, nights=20, seed=seed)

    assert told["differences from the truth"] == []
    assert told["papers found"] == told["papers"]
    assert told["verdicts"] != {"good": 24}
