"""The verdict does not depend on the order, on the number of processes, or on chance."""

from __future__ import annotations

import pytest

SOME = ("features/server/signing_out.feature", "features/provider", "features/client/sessions.feature")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("-n", "2"), id="workers of xdist"),
        pytest.param(("--jobs", "1", "-o", "addopts=", "-p", "no:xdist"), id="one process, in another order"),
    ],
)
def test_every_way_to_run_it_sees_the_same(run, whole_run, arguments):
    """The same findings as two forked processes have, in one file, by the same scenarios."""
    seen = run(*arguments, *SOME)
    assert (seen.code, seen.word) == (0, "PARTIAL"), seen.output
    assert ("Using --randomly-seed=" in seen.output) is ("addopts=" in arguments)
    assert {verdict["actor"] for verdict in seen.verdict["findings"]} == {"server", "provider", "client"}
    assert seen.findings == {key: whole_run.findings[key] for key in seen.findings}
    scenarios = _scenarios(seen)
    assert len(scenarios) == len(set(scenarios))
    assert set(scenarios) <= set(_scenarios(whole_run))
    assert [path.name for path in seen.reports.glob("verdict*.json")] == ["verdict.json"]


def test_one_process_sees_the_same_as_two(run, whole_run):
    """In the order of the files, as under a debugger."""
    seen = run("--jobs", 1, "features/server/sessions.feature")
    assert seen.findings == {key: whole_run.findings[key] for key in seen.findings}
    assert set(_scenarios(seen)) <= set(_scenarios(whole_run))


def _scenarios(seen):
    return sorted((each["nodeid"], each["verdict"]) for f in seen.verdict["findings"] for each in f["scenarios"])


def test_a_race_comes_out_the_same_twenty_times_in_a_row(run):
    """Eight requests at the same moment, and always one winner; in one process, as whole runs are for the night.

    Ten times in each version.
    """
    seen = run("-p", "repeating", "features/server/nonces.feature", "-k", "NONCE-RACE-1", REPEATING="10")
    assert (seen.code, seen.word) == (0, "PARTIAL"), seen.output
    assert "20 passed" in seen.output
    assert set(seen.findings) == {("NONCE-RACE-1", "1.0"), ("NONCE-RACE-1", "2.0")}
    assert set(seen.findings.values()) == {"CONFORMS"}
