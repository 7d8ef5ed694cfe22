"""What leaves the examiner: no secret, and every name that the suite itself gives."""

from __future__ import annotations

import json

import pytest

from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.evidence.secret_forms import fingerprint
from conformance.evidence.transcript import Transcript
from conformance.examination.border import Border
from conformance.judging.findings import ScenarioResult, StepResult
from conformance.judging.verdicts import Verdict

SECRET = "s3cret-of-the-scenario"
NODEID = "features/server/nonces.feature::asking for a nonce[2.0]"


def answered(body: bytes, url: str = "http://layer.example/nonces") -> Exchange:
    """Return an exchange with this answer."""
    return Exchange(Sent("POST", url, (("User-Agent", "a/1"),)), 1.0, 0.5, Received(201, "Created", (), body))


def crossed(*exchanges: Exchange, **texts: str) -> ScenarioResult:
    """Return the result of a scenario with these exchanges as it leaves."""
    transcript = Transcript()
    for exchange in exchanges:
        transcript.add(exchange)
    step = StepResult("When asking for a nonce", "passed", 1.0, 2.0, (0,))
    result = ScenarioResult(
        "NONCE-1", "server", "2.0", "asking for a nonce", NODEID, Verdict.VIOLATES, steps=(step,), **texts
    )
    return Border(transcript.redactor).redact_result(result, transcript.exchanges, exchanges[-1])


@pytest.mark.parametrize("text", ["expected", "observed", "reason"])
def test_texts_are_redacted(text):
    """Whatever the judgement quotes."""
    result = crossed(answered(json.dumps({"nonce": SECRET}).encode()), **{text: f"not {SECRET}"})
    assert getattr(result, text) == f"not {fingerprint('nonce', SECRET)}"


def test_evidence_is_redacted_by_what_came_later():
    """A secret of the last exchange does not stand in the first, nor in the line that repeats it."""
    early = answered(b"{}", f"http://layer.example/?echo={SECRET}")
    result = crossed(early, answered(json.dumps({"session_token": SECRET}).encode()), early)
    assert SECRET not in json.dumps([result.transcript, result.curl])
    assert fingerprint("session token", SECRET) in result.curl


@pytest.mark.parametrize("name", [NODEID, "features/server/nonces.feature", "asking for a nonce", "NONCE-1", "2.0"])
def test_names_of_the_suite_are_not(name):
    """A target that issues them as nonces hides nothing of what was examined."""
    result = crossed(answered(json.dumps({"nonce": name}).encode()))
    assert (result.requirement, result.scenario, result.nodeid) == ("NONCE-1", "asking for a nonce", NODEID)
    assert (result.version, result.steps[0].name) == ("2.0", "When asking for a nonce")


def test_a_result_without_exchanges_has_no_line_to_repeat():
    """A scenario that failed before it sent anything."""
    result = ScenarioResult("NONCE-1", "server", "2.0", "s", NODEID, Verdict.ERROR, reason="because")
    left = Border(Transcript().redactor).redact_result(result, [], None)
    assert (left.reason, left.curl, left.transcript) == ("because", "", [])


def test_a_line_about_a_session_that_stays_open_shows_no_secret():
    """Neither its token nor one in what the target said."""
    transcript = Transcript()
    transcript.add(answered(json.dumps({"nonce": SECRET}).encode()))
    line = Border(transcript.redactor).describe_leftover("t0ken-1", f"see {SECRET}")
    assert line == f"{fingerprint('session token', 't0ken-1')}: see {fingerprint('nonce', SECRET)}"
