"""Runs that are interrupted, or whose own steps fail: what was seen is kept, and nothing is greener for it."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

NONCES = "features/server/nonces.feature"
#: Of which some come before the misbehaviour and some after it.
RULES = "NONCE-1 or NONCE-TYPE or NONCE-AUTH or NONCE-BODY or NONCE-ISSUED or NONCE-3"


@pytest.fixture
def misbehaving(run):
    """Return what runs the chapter of nonces while steps misbehave."""

    def start(plan, *arguments):
        return run("-p", "misbehaving", NONCES, "-k", RULES, *arguments, MISBEHAVING=json.dumps(plan))

    return start


def assert_reports_are_whole(seen):
    """Every file can be read to its end, and says the same."""
    scenarios = [each for finding in seen.verdict["findings"] for each in finding["scenarios"]]
    junit = ElementTree.parse(seen.reports / "junit.xml").getroot()  # noqa: S314 - a file of our own
    allure = [json.loads(path.read_text()) for path in (seen.reports / "allure-results").glob("*-result.json")]
    assert len(scenarios) <= len(allure) <= len(scenarios) + 1
    assert len(scenarios) <= int(junit.get("tests")) <= len(scenarios) + 1
    assert int(junit.get("failures")) + int(junit.get("errors")) > 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c(misbehaving, jobs):
    """Exit code 2 is pytest's own; every process of the group is told, as a terminal does it."""
    seen = misbehaving({"NONCE-BODY-2": "ctrl-c"}, "--jobs", jobs)
    assert (seen.code, seen.word) == (2, "INCOMPLETE"), seen.output
    assert "the run was cut short" in seen.last_line
    # Of two processes, one may be told before its first report has reached the other end of its pipe.
    assert seen.of("NONCE-1") == {"CONFORMS"} or (jobs > 1 and not seen.of("NONCE-1"))
    assert not seen.of("NONCE-ISSUED-2")
    assert_reports_are_whole(seen)


@pytest.mark.parametrize(
    ("manner", "arguments"),
    [("dies", ("--jobs", 2)), ("ends pytest", ()), ("dies", ("-n", 1, "-k", "NONCE-BODY-2 or NONCE-1"))],
    ids=["a process dies", "somebody ends pytest and calls it a success", "a worker of xdist dies"],
)
def test_an_early_end(misbehaving, manner, arguments):
    """Whoever does not come back has not seen anything conform."""
    seen = misbehaving({"with an empty JSON object[1.0]": manner}, *arguments)
    assert (seen.code, seen.word) == (6, "INCOMPLETE"), seen.output
    assert "the run was cut short" in seen.last_line
    assert_reports_are_whole(seen)


def test_steps_that_fail(misbehaving):
    """An error is an error of ours whatever its type, and a skip is nobody's verdict."""
    plan = {"NONCE-1 ": "raises", "NONCE-TYPE-1": "asserts", "NONCE-AUTH-1": "exits", "NONCE-BODY-2": "skips"}
    seen = misbehaving(plan)
    assert (seen.code, seen.word) == (6, "INCOMPLETE"), seen.output
    assert seen.of("NONCE-1") == seen.of("NONCE-TYPE-1") == seen.of("NONCE-AUTH-1") == {"ERROR"}
    assert seen.of("NONCE-BODY-2") == {"INCONCLUSIVE"}
    assert seen.of("NONCE-3") == {"CONFORMS"}
    reasons = {each["requirement"]: each["reason"] for each in seen.verdict["findings"]}
    assert reasons["NONCE-1"].startswith("the suite itself failed: RuntimeError: the step has a bug")
    assert reasons["NONCE-BODY-2"] == "left out: no time for this"
    assert_reports_are_whole(seen)
    for path in (seen.reports / "verdict.json", seen.reports / "junit.xml"):
        assert "eyJ" not in path.read_text()
    assert "eyJ" not in seen.output
