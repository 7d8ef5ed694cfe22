"""What the tests of reporting share: results, and reports made of them."""

from datetime import date

import pytest

from conformance.catalogue import Basis, KnownIssue, Level, Requirement
from conformance.evidence.curl import curl_line
from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.evidence.serialize import serialize
from conformance.evidence.transcript import Transcript
from conformance.judging.findings import ScenarioResult, StepResult
from conformance.judging.run_verdict import RunFacts, findings_of
from conformance.judging.verdicts import Verdict
from conformance.reporting.run import RunCounts, RunTarget, build_run

#: 2023-11-14T22:13:20Z
STARTED = 1_700_000_000.0


def _row(requirement_id, level, basis=Basis.STATED, chapter="nonces", **more):
    return Requirement(
        id=requirement_id,
        actor="server",
        chapter=chapter,
        level=level,
        basis=basis,
        title=f"The title of {requirement_id}",
        sentence="A sentence of the documents.",
        source="Client API 2.0, a section",
        why="Because of an attacker.",
        hint="Do it in one step.",
        **more,
    )


CATALOGUE = {
    row.id: row
    for row in (
        _row("NONCE-1", Level.MUST),
        _row("NONCE-2", Level.SHOULD),
        _row("NONCE-3", Level.MAY),
        _row("SESSION-1", Level.MUST, chapter="sessions"),
        _row("KEY-1", Level.SHOULD, chapter="sessions", on_word=True),
        _row("SESSION-9", Level.MAY, Basis.OBSERVED, chapter="sessions"),
    )
}


@pytest.fixture
def catalogue():
    """The rows of the requirements that the results are of."""
    return CATALOGUE


@pytest.fixture(scope="session")
def exchanges():
    """Two exchanges: one answered, one not."""
    answer = Received(201, "Created", [("Content-Type", "application/json")], b'{"nonce": "a-nonce-of-the-run-1"}')
    sent = Sent("POST", "http://layer.example/nonces", [("Accept", "a/b")])
    fault = TransportError(TransportErrorKind.TIMED_OUT, "10 s")
    return [Exchange(sent, STARTED, 0.25, answer), Exchange(sent, STARTED + 1, 10.0, fault=fault)]


@pytest.fixture(scope="session")
def result(exchanges):
    """Make a result with a transcript of two exchanges, the first of them in a step."""

    def make(requirement="NONCE-1", verdict="CONFORMS", version="2.0", scenario="A nonce is issued", **more):
        steps = (
            StepResult("Given a nonce", "passed", STARTED, STARTED + 0.25, (0,)),
            StepResult("Then it is new", "passed", STARTED + 0.25, STARTED + 0.5),
        )
        transcript = Transcript()
        for exchange in exchanges:
            transcript.add(exchange)
        redactor = transcript.redactor
        fields = {
            "curl": curl_line(exchanges[0], redactor),
            "transcript": tuple(serialize(exchange, redactor) for exchange in exchanges),
            "steps": steps,
            "start": STARTED,
            "stop": STARTED + 0.5,
            **more,
        }
        nodeid = f"features/{requirement}::{scenario}[{version}]"
        return ScenarioResult(requirement, "server", version, scenario, nodeid, Verdict[verdict], **fields)

    return make


@pytest.fixture(scope="session")
def report():
    """Make the run of results; the run was the whole suite unless `missing` says otherwise."""

    def make(*results, missing=0, known=(), cut_short=False, suspect="", **more):
        groups = [(result.requirement, result.version) for result in results]
        expected = {group: groups.count(group) for group in groups} | ({("NONCE-3", None): missing})
        findings = findings_of(results, CATALOGUE)
        facts = RunFacts(expected, date(2026, 6, 1), known, cut_short, suspect)
        target = RunTarget(
            name=more.pop("name", "Acme, staging"),
            actor="server",
            url="http://bob:hunter22@layer.example",
            versions=["1.0", "2.0"],
            clock="2 s ahead, give or take 1 s",
            configuration={},
        )
        version = more.pop("suite_version", "0.1.0")
        judged = {name: more.pop(name) for name in ("verdict", "reason", "profile") if name in more}
        counts = RunCounts(**{"started": STARTED, "duration_s": 3.21, "requests": 17, **more})
        return build_run(target, version, findings, facts, counts).model_copy(update=judged)

    return make


@pytest.fixture
def known_issue():
    """Make an entry of a target's list."""

    def make(requirement, expires):
        return KnownIssue(requirement, "release 42", "https://a.example/7", expires)

    return make


#: What a hostile target may put into any text.
HOSTILE = "red \x1b[31m, bell \a, null \0, surrogate \ud800, right-to-left \u202e, <b>&amp;]]>, \ufffe"


@pytest.fixture
def one_of_each(result):
    """Results of every verdict, hostile texts among them, in two versions."""
    more = {"expected": "201 with a nonce", "observed": HOSTILE, "reason": HOSTILE}
    return [
        result("NONCE-1"),
        result("NONCE-1", "VIOLATES", "1.0", **{**more, "reason": ""}),
        result("NONCE-1", "ERROR", "1.0", scenario="An error", reason="the suite fell over", steps=()),
        result("NONCE-2", "FALLS_SHORT", **more),
        result("NONCE-2", "INCONCLUSIVE", "1.0", **more),
        result("SESSION-1", "KNOWN", reason="known until 2026-12-31: release 42"),
        result("SESSION-1", "UNTESTED", "1.0", reason="the target file does not declare disabled_key"),
        result("SESSION-9", "NOT_APPLICABLE", reason="observed, not judged: 204", observed="204"),
    ]


@pytest.fixture
def verdict(report, one_of_each):
    """Return what a run with every verdict, hostile texts and something left out writes."""
    return report(*one_of_each, missing=2)
