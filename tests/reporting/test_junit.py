"""`junit.xml` shows failures as failures."""

from pathlib import Path
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
    elements = [(case.get("classname"), *((child.tag, child.get("type")) for child in case)) for case in cases]
    assert elements == [
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
    """For each requirement and for all; Jenkins' schema has no place for what is skipped in all."""
    root = written(report(*one_of_each))
    counts = ("tests", "failures", "errors", "skipped")
    assert [root.get(name) for name in counts] == ["8", "1", "2", None]
    assert [suite.get("name") for suite in root][:3] == [
        *("run", "server.nonces.NONCE-1 [1.0]", "server.nonces.NONCE-1 [2.0]")
    ]
    assert [root[1].get(name) for name in counts] == ["2", "1", "1", "0"]


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


def test_jenkins_reads_it(verdict, report, result):
    """By the schema of its own plug-in, whatever a target has said, and where only the run itself fails."""
    import xmlschema

    schema = xmlschema.XMLSchema(str(Path(__file__).parent / "schemas" / "junit-10.xsd"))
    stale = {"verdict": RunVerdict.NOT_CONFORMANT, "reason": "the known issue NONCE-1 conforms now"}
    for run in (verdict, report(), report(result(), **stale)):
        schema.validate(junit(run))


def test_a_suite_names_its_requirement_and_its_profile(written, report, result):
    """A CI system shows properties, and finds by them; the first suite has those of the run."""
    root = written(report(result()))
    of_run, of_finding = ({each.get("name"): each.get("value") for each in suite.iter("property")} for suite in root)
    assert (of_run["target"], of_run["profile"]) == ("Acme, staging", "full")
    assert of_finding == {
        "requirement": "NONCE-1",
        "title": "The title of NONCE-1",
        "level": "MUST",
        "basis": "stated",
        "version": "2.0",
        "verdict": "CONFORMS",
        "profile": "core",
    }
