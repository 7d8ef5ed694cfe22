"""The summary at the end of a run."""

import pytest

from conformance.catalogue import Profile
from conformance.judging.run_verdict import mark_unanswered
from conformance.judging.verdicts import RunVerdict
from conformance.reporting.formats.markdown import markdown
from conformance.reporting.terminal.summary import MOST_FINDINGS, summary_lines


def test_a_failure_is_a_block_that_a_stranger_can_act_on(report, result):
    """Requirement, expected, observed, why, repeat and documents, each on a line of its own."""
    broken = {"verdict": "VIOLATES", "expected": "201", "observed": "500"}
    lines = summary_lines(report(result(**broken), result(version="1.0", **broken), result(scenario="Other")))
    assert lines[:9] == [
        "NONCE-1  MUST  The title of NONCE-1",
        "  expected   201",
        "  observed   500",
        "  why        Because of an attacker.",
        "  hint       Do it in one step.",
        "  repeat     curl -i -X POST http://layer.example/nonces -H 'Accept: a/b' -H User-Agent:",
        "  documents  Client API 2.0, a section",
        "  seen in    A nonce is issued; 2 of 3 scenarios; versions 1.0, 2.0",
        "",
    ]


def test_the_verdict_is_the_last_line(report, result):
    """One word and one sentence."""
    verdict = "CONFORMANT to full (1.0, 2.0): every MUST and SHOULD of the profile full conforms."
    assert summary_lines(report(result()))[-1] == verdict


def test_the_facts_of_the_run_stand_before_the_verdict(report, one_of_each):
    """Target, suite, versions, clock, counts, requests and time."""
    lines = summary_lines(report(*one_of_each))
    assert lines[-12:-2] == [
        "target     Acme, staging (server) http://layer.example",
        "suite      layer-conformance 0.1.0",
        "versions   1.0, 2.0",
        "profile    full",
        "clock      2 s ahead, give or take 1 s",
        "counted    4 requirements in 7 scenarios",
        "MUST       1 VIOLATES, 1 KNOWN",
        "SHOULD     1 INCONCLUSIVE",
        "observed   1",
        "requests   17 in 3.2 s",
    ]


def test_what_could_not_be_observed_is_counted_beside_what_was(report, result):
    """A requirement counts once, by the version in which it fared worst."""
    results = [result("SESSION-9", "NOT_APPLICABLE"), result("SESSION-9", "INCONCLUSIVE", "1.0")]
    assert "observed   1, of which 1 INCONCLUSIVE" in summary_lines(report(*results))
    assert "observed   1" in summary_lines(report(results[0]))


def test_failures_come_first_and_the_excused_after_them(report, one_of_each):
    """What is known, what does not apply and what is observed have a section each."""
    lines = summary_lines(report(*one_of_each))
    heads = [line for line in lines if line and line[0] != " "]
    assert [head.split("  ")[0] for head in heads[:6]] == [
        *("NONCE-1", "NONCE-2", "NONCE-2"),
        *("known, not judged as new:", "untested, beyond what the run claims:", "observed, not judged:"),
    ]
    assert "  SESSION-9  A nonce is issued: 204" in lines


def test_a_dead_target_is_one_sentence(report, result):
    """Not a block for every requirement."""
    dead = ({**result().transcript[1], "fault": "refused the connection (port 9)"},)
    ids = ("NONCE-1", "NONCE-2", "NONCE-3", "SESSION-1")
    lines = summary_lines(report(*mark_unanswered([result(each, "VIOLATES", transcript=dead) for each in ids])))
    assert lines[0] == "INCONCLUSIVE  4 requirements: NONCE-1, NONCE-2, NONCE-3, SESSION-1"
    assert lines[1] == ("  because    the target has not answered one request: it refused the connection (port 9)")
    assert sum("refused the connection" in line for line in lines) == 2


def test_very_many_failures_are_counted(report, result):
    """The rest is in verdict.json."""
    many = [result(version=str(n), verdict="VIOLATES", observed=f"{n}") for n in range(MOST_FINDINGS + 5)]
    lines = summary_lines(report(*many))
    assert "+5 more, see verdict.json" in lines
    assert sum(line.startswith("NONCE-1") for line in lines) == MOST_FINDINGS


def test_no_text_of_the_target_can_move_the_cursor(report, one_of_each):
    """Escapes, bells and right-to-left marks are shown as what they are."""
    judgement = {"verdict": RunVerdict.INCOMPLETE, "reason": "because\n\x1b[2J"}
    lines = summary_lines(report(*one_of_each, **judgement))
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("results", [0, 1])
def test_a_summary_has_no_empty_sections(report, result, results):
    """Only what there is to say."""
    lines = summary_lines(report(*[result()] * results))
    assert not any(line.endswith(":") for line in lines)


def test_one_line_says_what_time_would_decide(report, result):
    """Each requirement once, in the widest profile that one of its scenarios needs."""
    late = {"verdict": "UNTESTED", "reason": "10 min have to pass at the target"}
    run = report(
        result(),
        result("NONCE-2", profile="timed", **late),
        result("NONCE-3", profile="timed", **late),
        result("NONCE-3", scenario="another", profile="full", **late),
        profile=Profile.CORE,
    )
    assert summary_lines(run)[-3:-1] == [
        "",
        "2 requirements need time: `--patience 11m` decides 1, in about 11 minutes; "
        "a clock that the suite moves decides 1 ([clock] in the target file)",
    ]


def test_a_requirement_is_counted_once_whatever_the_versions(report, result):
    """Where it fared worst; scenarios are counted beside it, and each count says of what it is."""
    run = report(
        result(version="1.0"), result("NONCE-1", "VIOLATES", version="2.0"), result("SESSION-1", version="2.0")
    )
    lines = summary_lines(run)
    assert "counted    2 requirements in 3 scenarios" in lines
    assert [line for line in lines if line.startswith(("MUST", "SHOULD"))] == [
        "MUST       1 VIOLATES, 1 CONFORMS",
    ]
    assert next(line.split() for line in lines if line.startswith("nonces ")) == ["nonces", "1", "-"]
    assert "2 requirements in 3 scenarios:" in markdown(run).splitlines()
