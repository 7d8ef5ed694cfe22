"""Scenarios become findings, and findings the verdict of a run."""

from dataclasses import replace

import pytest
from judged_runs import CATALOGUE, GOOD, TODAY, judgement_of, result_of

from conformance.judging.run_verdict import (
    RunFacts,
    findings_of,
    judge_run,
    mark_suspect,
    mark_unanswered,
    take_back,
)
from conformance.judging.verdicts import RunVerdict, Verdict, undone_reason, unsupported_reason


def test_findings_stand_in_the_order_of_the_catalogue_and_of_the_versions():
    """Whatever the order in which the scenarios ran."""
    results = [result_of(row, "CONFORMS", version) for version in ("2.0", "1.0") for row in ("MUST-1", "MUST-2")]
    ordered = [(finding.requirement.id, finding.version) for finding in findings_of(results, CATALOGUE)]
    assert ordered == [("MUST-2", "1.0"), ("MUST-2", "2.0"), ("MUST-1", "1.0"), ("MUST-1", "2.0")]


def test_a_finding_is_the_first_of_its_worst_scenarios():
    """The others stand beside it."""
    results = [
        result_of("MUST-1", verdict, scenario=name)
        for name, verdict in [("a", "CONFORMS"), ("b", "VIOLATES"), ("c", "INCONCLUSIVE"), ("d", "VIOLATES")]
    ]
    (finding,) = findings_of(results, CATALOGUE)
    assert (finding.verdict, finding.decisive.scenario) == (Verdict.VIOLATES, "b")
    assert list(finding.scenarios) == results


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ([GOOD], "CONFORMANT"),
        ([GOOD, result_of("SHOULD-1", "NOT_APPLICABLE")], "CONFORMANT"),
        ([GOOD, result_of("SEEN-1", "NOT_APPLICABLE", observed="204")], "CONFORMANT"),
        ([GOOD, result_of("MAY-1", "NOT_APPLICABLE")], "CONFORMANT"),
        ([GOOD, result_of("SHOULD-1", "FALLS_SHORT")], "CONFORMANT_WITH_WARNINGS"),
        ([GOOD, result_of("MUST-2", "NOT_APPLICABLE")], "CONFORMANT"),
        ([GOOD, result_of("MUST-2", "UNTESTED")], "CONFORMANT"),
        ([result_of("MUST-1", "UNTESTED")], "INCOMPLETE"),
        ([GOOD, result_of("MUST-1", "NOT_APPLICABLE", scenario="cannot arise here")], "CONFORMANT"),
        ([GOOD, result_of("MUST-2", "INCONCLUSIVE")], "INCOMPLETE"),
        ([GOOD, result_of("MUST-2", "ERROR")], "INCOMPLETE"),
        ([GOOD, result_of("SEEN-1", "INCONCLUSIVE")], "INCOMPLETE"),
        ([GOOD, result_of("MUST-2", "VIOLATES")], "NOT_CONFORMANT"),
        ([GOOD, replace(GOOD, verdict=Verdict.VIOLATES)], "NOT_CONFORMANT"),
        ([], "INCOMPLETE"),
        ([result_of("MUST-1", "NOT_APPLICABLE")], "INCOMPLETE"),
        ([result_of("SEEN-1", "NOT_APPLICABLE"), result_of("MAY-1", "CONFORMS")], "INCOMPLETE"),
    ],
)
def test_the_verdict_of_a_run_follows_from_its_findings(results, verdict):
    """As the table of docs/verdicts.md has it."""
    assert judgement_of(*results).verdict is RunVerdict[verdict]


def test_the_worst_ground_wins_and_every_ground_is_named():
    """Violated, then unfinished, then partial, then warnings, in one sentence."""
    judgement = judgement_of(
        result_of("MUST-1", "VIOLATES", "1.0"),
        result_of("MUST-1", "VIOLATES", "2.0"),
        result_of("MUST-2", "INCONCLUSIVE", reason="the nonce could not be spent"),
        result_of("SHOULD-1", "FALLS_SHORT"),
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
    assert judgement_of(GOOD, cut_short=True).verdict is RunVerdict.INCOMPLETE


@pytest.mark.parametrize("missing", [("MUST-1", "1.0"), ("MUST-1", "2.0"), ("SEEN-1", "1.0")])
def test_a_run_without_one_scenario_of_the_suite_is_partial(missing):
    """Be it a case of a requirement, a version, or a row that is only observed."""
    assert judgement_of(GOOD, missing=[missing]).verdict is RunVerdict.PARTIAL


@pytest.mark.parametrize(
    ("later", "reason"),
    [
        ("the driver is given up: no answer", "nothing was judged: no answer"),
        ("the driver is given up: no answer at port 4711", "nothing was judged: no answer at port 80"),
        ("another one", "nothing was judged"),
    ],
)
def test_what_was_given_up_for_one_reason_is_told_with_it(later, reason):
    """As long as it is one: each process has ports of its own."""
    first = result_of("MUST-1", "INCONCLUSIVE", reason="no answer at port 80" if "port" in later else "no answer")
    assert judgement_of(first, result_of("MUST-2", "INCONCLUSIVE", reason=later)).reason == reason


def test_a_run_in_which_somebody_has_left_something_out_is_partial():
    """A person in the place of a client's driver: what the app cannot do costs nothing, what is skipped does."""
    unsupported = result_of("MUST-2", "UNTESTED", reason=unsupported_reason("restart"))
    assert judgement_of(GOOD, unsupported).verdict is RunVerdict.CONFORMANT
    judgement = judgement_of(GOOD, unsupported, result_of("SHOULD-1", "UNTESTED", reason=undone_reason("use")))
    assert judgement.verdict is RunVerdict.PARTIAL
    assert judgement.reason == "nobody has done what 1 of the scenarios need"


def test_a_scenario_that_ran_twice_does_not_stand_for_one_that_did_not_run():
    """A retry cannot make a narrowed run whole."""
    assert judgement_of(GOOD, GOOD).verdict is RunVerdict.PARTIAL


def test_a_retry_does_not_take_a_violation_back():
    """The worst of what was seen of a scenario counts."""
    findings = findings_of([result_of("MUST-1", "VIOLATES"), GOOD], CATALOGUE)
    judgement = judge_run(findings, RunFacts({("MUST-1", "1.0"): 1}, TODAY))
    assert judgement.verdict is RunVerdict.NOT_CONFORMANT


def test_a_target_that_never_answered_is_judged_in_one_sentence():
    """Not one requirement conforms or is violated, and the run is incomplete."""
    silence = ({"response": None, "fault": "refused the connection (port 9)"},)
    results = mark_unanswered(
        [
            result_of("MUST-1", "VIOLATES", transcript=silence),
            result_of("MUST-2", "CONFORMS", transcript=silence),
            result_of("SHOULD-1", "INCONCLUSIVE", reason="a control failed", transcript=silence * 2),
            result_of("SEEN-1", "NOT_APPLICABLE"),
        ]
    )
    assert [result.verdict.value for result in results] == ["INCONCLUSIVE"] * 3 + ["NOT_APPLICABLE"]
    judgement = judgement_of(*results)
    assert judgement.verdict is RunVerdict.INCOMPLETE
    assert judgement.reason == (
        "nothing was judged: the target has not answered one request: it refused the connection (port 9)"
    )


def test_one_answer_breaks_the_silence():
    """Then every verdict stands as it is."""
    silence = {"response": None, "fault": "did not answer in time"}
    answer = {"response": {"status": 500}, "fault": None}
    results = [
        result_of("MUST-1", "VIOLATES", transcript=(silence,)),
        result_of("MUST-2", "CONFORMS", transcript=(answer,)),
    ]
    assert mark_unanswered(results) == results


class TestSuspects:
    @pytest.mark.parametrize("verdict", ["CONFORMS", "VIOLATES", "FALLS_SHORT", "INCONCLUSIVE", "ERROR"])
    def test_a_result_says_what_makes_it_suspect(self, verdict):
        """Its verdict stays, so that a reader can weigh it."""
        (marked,) = mark_suspect([result_of("MUST-1", verdict)], "the target restarted")
        assert (marked.verdict, marked.reason) == (Verdict[verdict], "suspect: the target restarted")

    def test_a_reason_of_its_own_is_kept(self):
        """The suspicion comes first."""
        (marked,) = mark_suspect([result_of("MUST-1", "INCONCLUSIVE", reason="no nonce")], "the target restarted")
        assert marked.reason == "suspect: the target restarted; no nonce"

    @pytest.mark.parametrize("verdict", ["NOT_APPLICABLE", "KNOWN"])
    def test_what_does_not_rest_on_the_target_is_left_alone(self, verdict):
        """A case that cannot arise, and an issue that is listed, have their own reasons."""
        result = result_of("MUST-1", verdict, reason="as listed")
        assert mark_suspect([result], "the target restarted") == [result]


def test_what_conformed_is_taken_back_at_the_actor_that_changed():
    """A violation stays one, and so does what another actor has kept."""
    kept = replace(result_of("MUST-2", "CONFORMS"), actor="provider")
    results = [result_of("MUST-1", "CONFORMS"), result_of("SHOULD-1", "FALLS_SHORT"), kept]
    taken = take_back(results, {"server": "it forgets"})
    assert [each.verdict for each in taken] == [Verdict.INCONCLUSIVE, Verdict.FALLS_SHORT, Verdict.CONFORMS]
    assert taken[0].reason == "it forgets"


def test_each_verdict_of_a_run_has_its_exit_code():
    """A job goes by it: whatever has not conformed is not 0, but a run that was narrowed at a desk."""
    assert {verdict.word: verdict.exit_code for verdict in RunVerdict} == {
        "CONFORMANT": 0,
        "CONFORMANT_WITH_WARNINGS": 0,
        "NOT_CONFORMANT": 1,
        "INCOMPLETE": 6,
        "PARTIAL": 0,
    }
