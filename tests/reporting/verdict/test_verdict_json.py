"""`verdict.json` is what its schema says."""

import json
from datetime import date

import jsonschema
import pytest

from conformance.judging.verdicts import RunVerdict, Verdict
from conformance.reporting.run import FORM
from conformance.reporting.run.digest import digest_of
from conformance.reporting.run.schema import SCHEMA_FILE, schema_text
from conformance.reporting.verdict.write import as_text

SCHEMA_OF_VERDICT = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))


@pytest.fixture
def written():
    """Render a run and return what the file says."""
    return lambda run: json.loads(as_text(run))


def test_a_run_with_every_verdict_validates(written, report, one_of_each):
    """Against the published schema."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA_OF_VERDICT)
    jsonschema.validate(written(report(*one_of_each)), SCHEMA_OF_VERDICT)


def test_a_run_without_findings_validates(written, report):
    """Nothing was collected, and that is said."""
    document = written(report())
    jsonschema.validate(document, SCHEMA_OF_VERDICT)
    assert document["verdict"] == "INCOMPLETE"


def test_the_published_schema_is_that_of_the_model():
    """`python -m conformance.reporting.run.schema` writes it again."""
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


def test_the_schema_knows_every_word():
    """Those of the code, no more and no fewer."""
    assert SCHEMA_OF_VERDICT["$id"] == FORM == SCHEMA_OF_VERDICT["properties"]["schema"]["const"]
    assert set(SCHEMA_OF_VERDICT["$defs"]["Verdict"]["enum"]) == {verdict.value for verdict in Verdict}
    words = {verdict.word for verdict in RunVerdict}
    assert set(SCHEMA_OF_VERDICT["$defs"]["RunVerdict"]["enum"]) == words


def test_the_run_is_described(written, report, result):
    """In real time, without the credentials of the URL."""
    document = written(report(result()))
    assert {name: value for name, value in document.items() if name != "findings"} == {
        "schema": FORM,
        "suite": {"name": "layer-conformance", "version": "0.1.0"},
        "target": {
            "name": "Acme, staging",
            "actor": "server",
            "url": "http://layer.example",
            "versions": ["1.0", "2.0"],
            "clock": "2 s ahead, give or take 1 s",
            "configuration": {},
        },
        "verdict": "CONFORMANT",
        "profile": "full",
        "reason": "every MUST and SHOULD of the profile full conforms",
        "started": "2023-11-14T22:13:20.000Z",
        "duration_s": 3.21,
        "requests": 17,
        "scenarios": {"seen": 1, "expected": 1},
        "cut_short": False,
        "suspect": "",
        "traces": [],
        "left_open": [],
        "left_out": [],
        "known": [],
        "digest": digest_of(document),
    }


def test_a_finding_has_the_evidence_of_its_worst_scenario(written, report, result):
    """The other scenarios are listed."""
    broken = result(verdict="VIOLATES", scenario="A second one", expected="201", observed="500")
    (finding,) = written(report(result(), broken))["findings"]
    assert (finding["expected"], finding["observed"], finding["verdict"]) == ("201", "500", "VIOLATES")
    assert [scenario["verdict"] for scenario in finding["scenarios"]] == ["CONFORMS", "VIOLATES"]
    assert finding["transcript"] == list(broken.transcript)
    assert finding["curl"].startswith("curl ")


def test_each_finding_stands_in_a_line_of_its_own(report, one_of_each):
    """So that two runs can be compared line by line."""
    lines = as_text(report(*one_of_each)).splitlines()
    assert sum(line.startswith('{"requirement": ') for line in lines) == 7


def test_what_was_left_out_and_what_is_known_is_said(written, report, result, known_issue):
    """The facts that a gate judges by; the issue's own words stand in the finding, without secrets."""
    document = written(
        report(result(), missing=3, known=[known_issue("SESSION-1", date(2026, 12, 31))], cut_short=True)
    )
    jsonschema.validate(document, SCHEMA_OF_VERDICT)
    assert (document["scenarios"], document["cut_short"]) == ({"seen": 1, "expected": 4}, True)
    assert document["known"] == [{"requirement": "SESSION-1", "expires": "2026-12-31"}]
