"""What is said of a run that was judged again: what changed, what did not, and what could not be judged."""

from __future__ import annotations

import pytest

from conformance.judging.verdicts import Verdict
from conformance.reporting.compare.rejudged import rejudge_run


@pytest.fixture
def again(report, result):
    """Judge a run of one scenario again: it was `then`, and is what `now` says, or is not there."""

    def judge(then="CONFORMS", now="CONFORMS", why="", times=1, known=(), **more):
        run = report(result(verdict=then, **more), known=known)
        nodeid = run.findings[0].scenarios[0].nodeid
        today = {"nodeid": nodeid, "verdict": now, "expected": "201", "observed": "500", "reason": "", "why": why}
        return rejudge_run(run, {nodeid: [{}] * times}, [today] if now else [])

    return judge


def why(rejudged):
    """Return why the scenario could not be judged again."""
    return rejudged.scenarios[0].why


def test_what_is_the_same_is_counted(again):
    """In one line, and no other."""
    assert list(again().lines()) == ["1 scenarios: 1 same, 0 changed, 0 cannot be rejudged"]


def test_what_changed_is_told_by_requirement_and_scenario(again):
    """With what is seen today."""
    found = again(now="VIOLATES")
    assert found.is_changed
    assert list(found.lines()) == [
        "NONCE-1 [2.0]  CONFORMS -> VIOLATES  The title of NONCE-1",
        "  CONFORMS -> VIOLATES: A nonce is issued: expected 201, observed 500",
        "1 scenarios: 0 same, 1 changed, 0 cannot be rejudged",
    ]


def test_what_cannot_be_judged_is_told_with_its_reason_and_keeps_its_verdict(again):
    """It is neither the same nor changed."""
    found = again(then="VIOLATES", why="because of\nthis")
    assert not found.is_changed
    assert found.verdict_now(found.scenarios[0].finding) is Verdict.VIOLATES
    assert list(found.lines()) == [
        "cannot be rejudged: because of this",
        "  NONCE-1 [2.0] (1)",
        "1 scenarios: 0 same, 0 changed, 1 cannot be rejudged",
    ]


def test_a_known_violation_is_known_still(again, known_issue):
    """What the target's file excused then is excused in what was seen then."""
    assert not again(then="KNOWN", now="VIOLATES").is_changed
    assert again(then="KNOWN", now="CONFORMS").is_changed


def test_what_rested_on_more_than_exchanges_has_not_changed(again):
    """A target that was lost is lost; a control that failed may hold today."""
    found = again(then="INCONCLUSIVE", reason="the target stopped answering")
    assert why(found) == "it is INCONCLUSIVE for what stands in no exchange: the target stopped answering"
    assert "stands in no exchange" in why(again(now="INCONCLUSIVE"))
    assert again(then="INCONCLUSIVE", reason="a control failed: a nonce is created").is_changed
    assert why(again(then="INCONCLUSIVE", now="INCONCLUSIVE", reason="the target stopped answering")) == ""


def test_scenarios_that_are_gone_or_ran_twice_are_told(again):
    """Nobody can say which of the two it was."""
    assert why(again(now=None)) == "today's suite has no such scenario"
    assert why(again(times=2)) == "it ran more than once"


@pytest.mark.parametrize(
    ("actor", "reason"),
    [("provider", "identity tokens"), ("client", "what a client's driver said stands in no exchange")],
)
def test_what_is_not_a_server_is_not_judged(report, result, actor, reason):
    """Each for its own reason."""
    run = report(result())
    run.findings[0].__dict__["actor"] = actor
    nodeid = run.findings[0].scenarios[0].nodeid
    assert reason in why(rejudge_run(run, {nodeid: [{}]}, []))


def test_what_marks_do_not_say_is_not_judged(again):
    """How a secret is written."""
    assert "clear text" in why(again(then="VIOLATES", observed="201 with nonce that is no Unicode text"))
