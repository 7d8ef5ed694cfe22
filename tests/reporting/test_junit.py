"""`junit.xml` shows failures as failures."""

from xml.etree import ElementTree as ET

import pytest

from conformance.judging.verdicts import RunVerdict
from conformance.reporting.junit import junit


@pytest.fixture
def written():
    """Render a run and return the root element."""
    return lambda run: ET.fromstring(junit(run))  # noqa: S314  # our own file


def test_every_verdict_is_shown_as_it_counts(written, report, one_of_each):
    """What could not be judged is an error; what is excused or untested is skipped; a SHOULD passes with a warning."""
    cases = written(report(*one_of_each)).iter("testcase")
    shown = [(case.get("classname"), *((child.tag, child.get("type")) for child in case)) for case in cases]
    assert shown == [
        ("nonces.NONCE-1", ("failure", "VIOLATES")),
        ("nonces.NONCE-1", ("error", "ERROR")),
        ("nonces.NONCE-1",),
        ("nonces.NONCE-2", ("error", "INCONCLUSIVE")),
        ("nonces.NONCE-2", ("system-out", None)),
        ("sessions.SESSION-1", ("skipped", "UNTESTED")),
        ("sessions.SESSION-1", ("skipped", "KNOWN")),
        ("sessions.SESSION-9", ("skipped", "NOT_APPLICABLE")),
    ]


def test_the_counts_agree_with_the_cases(written, report, one_of_each):
    """For each chapter and for all."""
    root = written(report(*one_of_each))
    counts = ("tests", "failures", "errors", "skipped")
    assert [root.get(name) for name in counts] == ["8", "1", "2", "3"]
    assert [suite.get("name") for suite in root] == ["server.nonces", "server.sessions"]
    assert [root[1].get(name) for name in counts] == ["3", "0", "0", "3"]


def test_a_failure_says_what_a_stranger_needs(written, report, result):
    """Expected, observed, why, the command that repeats it, and the source."""
    root = written(report(result(verdict="VIOLATES", expected="201", observed="500")))
    failure = root.find(".//failure")
    assert failure.get("message") == "expected 201, observed 500"
    assert [line.split()[0] for line in failure.text.splitlines()] == [
        *("expected", "observed", "why", "hint", "repeat", "documents")
    ]


def test_the_time_is_that_of_the_scenario(written, report, result):
    """In seconds."""
    assert written(report(result())).find(".//testcase").get("time") == "0.500"


def test_a_run_that_fails_though_no_scenario_does_shows_a_failure(written, report, result):
    """A stale known issue or an early end would be green otherwise."""
    stale = {"verdict": RunVerdict.NOT_CONFORMANT, "reason": "the known issue NONCE-1 conforms now"}
    root = written(report(result(), **stale))
    assert root.find(".//failure").get("message") == "the known issue NONCE-1 conforms now"
    assert root.get("failures") == "1"


def test_a_run_that_passes_has_its_scenarios_only(written, report, result):
    """One test case each."""
    assert written(report(result())).get("tests") == "1"
