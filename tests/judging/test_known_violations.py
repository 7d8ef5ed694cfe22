"""What a target's file lists as known: what that excuses, what not, and when it is stale."""

from datetime import date

import pytest
from judged_runs import GOOD, TODAY, Issue, judgement_of, result_of

from conformance.judging.run_verdict import (
    apply_known_issues,
)
from conformance.judging.verdicts import RunVerdict, Verdict


def test_a_listed_violation_is_known_until_its_last_day():
    """The day itself included, with reason and link."""
    broken = result_of("MUST-1", "VIOLATES")
    known = apply_known_issues(broken, [Issue("MUST-2"), Issue("MUST-1", expires=TODAY)], TODAY)
    assert known.verdict is Verdict.KNOWN
    assert known.reason == "known until 2026-06-01: until release 42 (https://tracker.example/1)"
    assert apply_known_issues(broken, [Issue("MUST-1", expires=date(2026, 5, 31))], TODAY) is broken
    assert apply_known_issues(broken, [Issue("MUST-2")], TODAY) is broken


def test_what_a_listed_violation_makes_inconclusive_is_known_with_it():
    """Its reason names the issue; where anything else failed its control as well, it stays INCONCLUSIVE."""
    undecided = result_of("MUST-1", "INCONCLUSIVE", reason="a control failed")
    known = apply_known_issues(undecided, [Issue("MUST-2")], TODAY, ["MUST-2"])
    assert known.verdict is Verdict.KNOWN
    assert known.reason == (
        "a control failed; MUST-2 is known until 2026-12-31: until release 42 (https://tracker.example/1)"
    )
    for issues, causes in (
        ([Issue("MUST-2")], ["MUST-2", "SHOULD-1"]),
        ([Issue("MUST-1")], []),
        ([Issue("MUST-1")], ["MUST-2"]),
        ([Issue("MUST-2", expires=date(2026, 5, 31))], ["MUST-2"]),
    ):
        assert apply_known_issues(undecided, issues, TODAY, causes) is undecided


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.VIOLATES])
def test_only_a_violation_can_be_known(verdict):
    """A listed issue hides nothing else."""
    result = result_of("MUST-1", verdict.name)
    assert apply_known_issues(result, [Issue("MUST-1")], TODAY) is result


@pytest.mark.parametrize("expires", [date(2026, 12, 31), TODAY])
def test_a_known_issue_never_leaves_the_word_conformant(expires):
    """At its best the run is partial, on the issue's last day as well."""
    judgement = judgement_of(GOOD, result_of("MUST-2", "KNOWN"), known=[Issue("MUST-2", expires)])
    assert judgement.verdict is RunVerdict.PARTIAL
    assert judgement.reason == "1 requirement is listed as known (MUST-2)"


def test_a_known_issue_does_not_excuse_most_of_a_run():
    """Where most MUSTs are known for another's sake alone, the run has not seen enough to be partial."""
    hidden = [result_of("MUST-1", "KNOWN"), result_of("MUST-2", "KNOWN")]
    judgement = judgement_of(*hidden, result_of("SHOULD-1", "CONFORMS"), known=[Issue("SHOULD-1")])
    assert judgement.verdict is RunVerdict.NOT_CONFORMANT  # the listed one is stale
    assert "2 of 2 MUSTs could not be judged because of what is known" in judgement.reason
    one_of_two = judgement_of(*hidden, result_of("SHOULD-1", "CONFORMS"), known=[Issue("MUST-1")])
    assert one_of_two.verdict is RunVerdict.PARTIAL
    none_listed = judgement_of(*hidden, result_of("SHOULD-1", "FALLS_SHORT"), known=[Issue("SHOULD-1")])
    assert none_listed.verdict is RunVerdict.INCOMPLETE


@pytest.mark.parametrize(
    ("issue", "reason"),
    [
        (Issue("MUST-2", expires=date(2026, 5, 31)), "the known issue MUST-2 expired on 2026-05-31"),
        (Issue("MUST-1"), "the known issue MUST-1 conforms now and has to leave the list"),
        (Issue("NO-SUCH"), "the known issue NO-SUCH names no requirement that is examined here"),
    ],
)
def test_a_stale_known_issue_fails_the_run(issue, reason):
    """It has expired, conforms by now, or names nothing."""
    judgement = judgement_of(GOOD, result_of("MUST-2", "INCONCLUSIVE"), known=[issue])
    assert judgement.verdict is RunVerdict.NOT_CONFORMANT
    assert judgement.reason.startswith(reason)


@pytest.mark.parametrize("other", ["INCONCLUSIVE", "NOT_APPLICABLE", "KNOWN", None])
def test_a_known_issue_that_was_not_wholly_seen_to_conform_is_not_stale(other):
    """One version conforms; the other was not judged, does not apply, is broken still, or did not run."""
    results = [GOOD] if other is None else [GOOD, result_of("MUST-1", other, "2.0")]
    missing = [("MUST-1", "2.0")] if other is None else []
    judgement = judgement_of(*results, known=[Issue("MUST-1")], missing=missing)
    assert judgement.verdict in (RunVerdict.PARTIAL, RunVerdict.INCOMPLETE)
