"""The verdict does not depend on the order, on the number of processes, or on chance."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.suite import suite_folder


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("--jobs", "1"), id="one process"),
        pytest.param(("-n", "2"), id="workers of xdist"),
        pytest.param(("--jobs", "1", "-o", "addopts=", "-p", "randomly", "-p", "no:xdist"), id="shuffled"),
    ],
)
def test_every_way_to_run_it_sees_the_same(run, whole_run, arguments):
    """The same findings as two processes have, in one file, by the same number of scenarios."""
    seen = run(*arguments)
    assert (seen.code, seen.word) == (0, "CONFORMANT"), seen.output
    assert seen.findings == whole_run.findings
    assert _scenarios(seen) == _scenarios(whole_run)
    assert [path.name for path in seen.reports.glob("*.json")] == ["verdict.json"]


def _scenarios(seen):
    return sorted((each["nodeid"], each["verdict"]) for f in seen.verdict["findings"] for each in f["scenarios"])


def test_a_race_comes_out_the_same_twenty_times_in_a_row(tmp_path):
    """Eight requests at the same moment, and always one winner."""
    script = Path(__file__).with_name("twenty_runs.py")
    command = [sys.executable, str(script), str(tmp_path), "NONCE-RACE-1"]
    done = subprocess.run(command, cwd=suite_folder(), capture_output=True, text=True, check=True, timeout=240)
    assert [line for line in done.stdout.splitlines() if line.startswith("exit code")] == ["exit code 0"] * 20
    verdicts = [json.loads(path.read_text()) for path in tmp_path.glob("*/verdict.json")]
    assert len(verdicts) == 20
    assert {v["verdict"] for v in verdicts} == {"PARTIAL"}
    assert {f["verdict"] for v in verdicts for f in v["findings"]} == {"CONFORMS"}
