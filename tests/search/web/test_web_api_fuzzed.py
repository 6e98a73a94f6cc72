"""The API against its own schema: thousands of requests, right and wrong ones, made from it by schemathesis."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")


@pytest.mark.exhaustive
def test_no_request_brings_the_api_to_fall_or_to_break_its_word(county_site: str, tmp_path: Path) -> None:
    """No status of 500 or above, and no status, type or field that the schema does not promise."""
    command = [
        sys.executable,
        "-c",
        "from schemathesis.cli import schemathesis; schemathesis()",
        "run",
        f"{county_site}/api/openapi.json",
        f"--checks={','.join(CHECKS)}",
        "--max-examples=25",
        "--seed=1",
        # Ids are paths here, and most made-up paths are not addresses of one record.
        "--suppress-health-check=filter_too_much",
        "--no-color",
    ]
    run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)

    assert run.returncode == 0, run.stdout
    assert " passed" in run.stdout
