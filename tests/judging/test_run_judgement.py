"""Scenarios become findings, and findings the verdict of a run."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from conformance.catalogue import Basis, Level, Requirement
from conformance.judging.findings import ScenarioResult
from conformance.judging.run_verdict import (
    RunFacts,
    apply_known_issues,
    findings_of,
    judge_run,
    mark_suspect,
    mark_unanswered,
    take_back,
)
from conformance.judging.verdicts import RunVerdict, Verdict

TODAY = date(2026, 6, 1)


def _row(requirement_id, level=Level.MUST, basis=Basis.STATED):
    return Requirement(
        id=requirement_id,
        actor="server",
        chapter="nonces",
        level=level,
        basis=basis,
        title=f"The title of {requirement_id}",
        sentence="A sentence.",
        source="A source",
        why="A reason.",
        hint="A hint.",
    )


CATALOGUE = {
    row.id: row
    for row in (
        _row("MUST-2"),
        _row("MUST-1"),
        _row("SHOULD-1", Level.SHOULD),
        _row("MAY-1", Level.MAY),
        _row("SEEN-1", Level.MAY, Basis.OBSERVED),
    )
}


@dataclass(frozen=True)
class Issue:
    """A known issue as a target file lists it."""

    requirement: str
    expires: date = date(2026, 12, 31)
    reason: str = "until release 42"
    link: str = "https://tracker.example/1"


def _result(requirement, verdict, version="1.0", scenario="a case", **more):
    return ScenarioResult(
        requirement=requirement,
        actor="server",
        version=version,
        scenario=scenario,
        nodeid=f"{requirement}::{scenario}[{version}]",
        verdict=Verdict[verdict],
        **more,
    )


def _judged(*results, known=(), cut_short=False, missing=(), today=TODAY):
    """Judge the results as those of a run that should have had `missing` scenarios beside them."""
    groups = [(result.requirement, result.version) for result in results] + list(missing)
    expected = {group: groups.count(group) for group in groups}
    findings = findings_of(results, CATALOGUE)
    return judge_run(findings, RunFacts(expected, today, known, cut_short))


def test_findings_stand_in_the_order_of_the_catalogue_and_of_the_versions():
    """Whatever the order in which the scenarios ran."""
    results = [_result(row, "CONFORMS", version) for version in ("2.0", "1.0") for row in ("MUST-1", "MUST-2")]
    ordered = [(finding.requirement.id, finding.version) for finding in findings_of(results, CATALOGUE)]
    assert ordered == [("MUST-2", "1.0"), ("MUST-2", "2.0"), ("MUST-1", "1.0"), ("MUST-1", "2.0")]


def test_a_finding_is_the_first_of_its_worst_scenarios():
    """The others stand beside it."""
    results = [
        _result("MUST-1", verdict, scenario=name)
        for name, verdict in [("a", "CONFORMS"), ("b", "VIOLATES"), ("c", "INCONCLUSIVE"), ("d", "VIOLATES")]
    ]
    (finding,) = findings_of(results, CATALOGUE)
    assert (finding.verdict, finding.decisive.scenario) == (Verdict.VIOLATES, "b")
    assert list(finding.scenarios) == results


GOOD = _result("MUST-1", "CONFORMS")


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ([GOOD], "CONFORMANT"),
        ([GOOD, _result("SHOULD-1", "NOT_APPLICABLE")], "CONFORMANT"),
        ([GOOD, _result("SEEN-1", "NOT_APPLICABLE", observed="204")], "CONFORMANT"),
        ([GOOD, _result("MAY-1", "NOT_APPLICABLE")], "CONFORMANT"),
        ([GOOD, _result("SHOULD-1", "FALLS_SHORT")], "CONFORMANT_WITH_WARNINGS"),
        ([GOOD, _result("MUST-2", "NOT_APPLICABLE")], "CONFORMANT"),
        ([GOOD, _result("MUST-2", "UNTESTED")], "CONFORMANT"),
        ([_result("MUST-1", "UNTESTED")], "INCOMPLETE"),
        ([GOOD, _result("MUST-1", "NOT_APPLICABLE", scenario="cannot arise here")], "CONFORMANT"),
        ([GOOD, _result("MUST-2", "INCONCLUSIVE")], "INCOMPLETE"),
        ([GOOD, _result("MUST-2", "ERROR")], "INCOMPLETE"),
        ([GOOD, _result("SEEN-1", "INCONCLUSIVE")], "INCOMPLETE"),
        ([GOOD, _result("MUST-2", "VIOLATES")], "NOT_CONFORMANT"),
        ([GOOD, replace(GOOD, verdict=Verdict.VIOLATES)], "NOT_CONFORMANT"),
        ([], "INCOMPLETE"),
        ([_result("MUST-1", "NOT_APPLICABLE")], "INCOMPLETE"),
        ([_result("SEEN-1", "NOT_APPLICABLE"), _result("MAY-1", "CONFORMS")], "INCOMPLETE"),
    ],
)
def test_the_verdict_of_a_run_follows_from_its_findings(results, verdict):
    """As the table of docs/verdicts.md has it."""
    assert _judged(*results).verdict is RunVerdict[verdict]


def test_the_worst_ground_wins_and_every_ground_is_named():
    """Violated, then unfinished, then partial, then warnings, in one sentence."""
    judgement = _judged(
        _result("MUST-1", "VIOLATES", "1.0"),
        _result("MUST-1", "VIOLATES", "2.0"),
        _result("MUST-2", "INCONCLUSIVE", reason="the nonce could not be spent"),
        _result("SHOULD-1", "FALLS_SHORT"),
        missing=[("MUST-2", "2.0")],
        cut_short=True,
    )
    assert judgement.verdict is RunVerdict.NOT_CONFORMANT
    assert judgement.reason == (
        "1 requirement is violated (MUST-1); the run was cut short; "
        "1 requirement is inconclusive (MUST-2): the nonce could not be spent; "
        "the run was narrowed to 4 of its 5 scenarios; 1 requirement is falling short (SHOULD-1)"
    )


def test_a_run_that_was_cut_short_is_incomplete():
    """Even where all that ran conforms."""
    assert _judged(GOOD, cut_short=True).verdict is RunVerdict.INCOMPLETE


@pytest.mark.parametrize("missing", [("MUST-1", "1.0"), ("MUST-1", "2.0"), ("SEEN-1", "1.0")])
def test_a_run_without_one_scenario_of_the_suite_is_partial(missing):
    """Be it a case of a requirement, a version, or a row that is only observed."""
    assert _judged(GOOD, missing=[missing]).verdict is RunVerdict.PARTIAL


def test_a_scenario_that_ran_twice_does_not_stand_for_one_that_did_not_run():
    """A retry cannot make a narrowed run whole."""
    assert _judged(GOOD, GOOD).verdict is RunVerdict.PARTIAL


def test_a_retry_does_not_take_a_violation_back():
    """The worst of what was seen of a scenario counts."""
    findings = findings_of([_result("MUST-1", "VIOLATES"), GOOD], CATALOGUE)
    judgement = judge_run(findings, RunFacts({("MUST-1", "1.0"): 1}, TODAY))
    assert judgement.verdict is RunVerdict.NOT_CONFORMANT


def test_a_listed_violation_is_known_until_its_last_day():
    """The day itself included, with reason and link."""
    broken = _result("MUST-1", "VIOLATES")
    known = apply_known_issues(broken, [Issue("MUST-2"), Issue("MUST-1", expires=TODAY)], TODAY)
    assert known.verdict is Verdict.KNOWN
    assert known.reason == "known until 2026-06-01: until release 42 (https://tracker.example/1)"
    assert apply_known_issues(broken, [Issue("MUST-1", expires=date(2026, 5, 31))], TODAY) is broken
    assert apply_known_issues(broken, [Issue("MUST-2")], TODAY) is broken


def test_what_a_listed_violation_makes_inconclusive_is_known_with_it():
    """Its reason names the issue; where anything else failed its control as well, it stays INCONCLUSIVE."""
    undecided = _result("MUST-1", "INCONCLUSIVE", reason="a control failed")
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
    result = _result("MUST-1", verdict.name)
    assert apply_known_issues(result, [Issue("MUST-1")], TODAY) is result


def test_a_known_issue_never_leaves_the_word_conformant():
    """At its best the run is partial."""
    judgement = _judged(GOOD, _result("MUST-2", "KNOWN"), known=[Issue("MUST-2")])
    assert judgement.verdict is RunVerdict.PARTIAL
    assert judgement.reason == "1 requirement is listed as known (MUST-2)"


def test_a_known_issue_does_not_excuse_most_of_a_run():
    """Where most MUSTs are known for another's sake alone, the run has not seen enough to be partial."""
    hidden = [_result("MUST-1", "KNOWN"), _result("MUST-2", "KNOWN")]
    judgement = _judged(*hidden, _result("SHOULD-1", "CONFORMS"), known=[Issue("SHOULD-1")])
    assert judgement.verdict is RunVerdict.NOT_CONFORMANT  # the listed one is stale
    assert "2 of 2 MUSTs could not be judged because of what is known" in judgement.reason
    one_of_two = _judged(*hidden, _result("SHOULD-1", "CONFORMS"), known=[Issue("MUST-1")])
    assert one_of_two.verdict is RunVerdict.PARTIAL
    none_listed = _judged(*hidden, _result("SHOULD-1", "FALLS_SHORT"), known=[Issue("SHOULD-1")])
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
    judgement = _judged(GOOD, _result("MUST-2", "INCONCLUSIVE"), known=[issue])
    assert judgement.verdict is RunVerdict.NOT_CONFORMANT
    assert judgement.reason.startswith(reason)


@pytest.mark.parametrize("other", ["INCONCLUSIVE", "NOT_APPLICABLE", "KNOWN", None])
def test_a_known_issue_that_was_not_wholly_seen_to_conform_is_not_stale(other):
    """One version conforms; the other was not judged, does not apply, is broken still, or did not run."""
    results = [GOOD] if other is None else [GOOD, _result("MUST-1", other, "2.0")]
    missing = [("MUST-1", "2.0")] if other is None else []
    judgement = _judged(*results, known=[Issue("MUST-1")], missing=missing)
    assert judgement.verdict in (RunVerdict.PARTIAL, RunVerdict.INCOMPLETE)


def test_a_target_that_never_answered_is_judged_in_one_sentence():
    """Not one requirement conforms or is violated, and the run is incomplete."""
    silence = ({"response": None, "fault": "refused the connection (port 9)"},)
    results = mark_unanswered(
        [
            _result("MUST-1", "VIOLATES", transcript=silence),
            _result("MUST-2", "CONFORMS", transcript=silence),
            _result("SHOULD-1", "INCONCLUSIVE", reason="a control failed", transcript=silence * 2),
            _result("SEEN-1", "NOT_APPLICABLE"),
        ]
    )
    assert [result.verdict.value for result in results] == ["INCONCLUSIVE"] * 3 + ["NOT_APPLICABLE"]
    judgement = _judged(*results)
    assert judgement.verdict is RunVerdict.INCOMPLETE
    assert judgement.reason == (
        "nothing was judged: the target has not answered one request: it refused the connection (port 9)"
    )


def test_one_answer_breaks_the_silence():
    """Then every verdict stands as it is."""
    silence = {"response": None, "fault": "did not answer in time"}
    answer = {"response": {"status": 500}, "fault": None}
    results = [
        _result("MUST-1", "VIOLATES", transcript=(silence,)),
        _result("MUST-2", "CONFORMS", transcript=(answer,)),
    ]
    assert mark_unanswered(results) == results


class TestSuspects:
    @pytest.mark.parametrize("verdict", ["CONFORMS", "VIOLATES", "FALLS_SHORT", "INCONCLUSIVE", "ERROR"])
    def test_a_result_says_what_makes_it_suspect(self, verdict):
        """Its verdict stays, so that a reader can weigh it."""
        (marked,) = mark_suspect([_result("MUST-1", verdict)], "the target restarted")
        assert (marked.verdict, marked.reason) == (Verdict[verdict], "suspect: the target restarted")

    def test_a_reason_of_its_own_is_kept(self):
        """The suspicion comes first."""
        (marked,) = mark_suspect([_result("MUST-1", "INCONCLUSIVE", reason="no nonce")], "the target restarted")
        assert marked.reason == "suspect: the target restarted; no nonce"

    @pytest.mark.parametrize("verdict", ["NOT_APPLICABLE", "KNOWN"])
    def test_what_does_not_rest_on_the_target_is_left_alone(self, verdict):
        """A case that cannot arise, and an issue that is listed, have their own reasons."""
        result = _result("MUST-1", verdict, reason="as listed")
        assert mark_suspect([result], "the target restarted") == [result]


def test_what_conformed_is_taken_back_at_the_actor_that_changed():
    """A violation stays one, and so does what another actor has kept."""
    kept = replace(_result("MUST-2", "CONFORMS"), actor="provider")
    results = [_result("MUST-1", "CONFORMS"), _result("SHOULD-1", "FALLS_SHORT"), kept]
    taken = take_back(results, {"server": "it forgets"})
    assert [each.verdict for each in taken] == [Verdict.INCONCLUSIVE, Verdict.FALLS_SHORT, Verdict.CONFORMS]
    assert taken[0].reason == "it forgets"
