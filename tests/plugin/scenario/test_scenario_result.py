"""From what a scenario came to, to its verdict, and from that to what pytest shows."""

from __future__ import annotations

import weakref
from dataclasses import replace
from types import SimpleNamespace

import pytest
from scenario_items import config_of, item_of, report_of

from conformance.caller import ClockDidNotAdvanceError, TargetLostError, TimeCannotAdvanceError
from conformance.caller.server import ForeignHostError
from conformance.catalogue import Level, load_catalogue
from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.judging.findings import ScenarioResult
from conformance.judging.outcomes import Inconclusive, NotApplicable, Observation, Undeclared, Violation
from conformance.judging.verdicts import Verdict
from conformance.plugin.scenario import result
from conformance.plugin.scenario.recording import recording_of
from conformance.plugin.state import RunState

EXCHANGE = Exchange(Sent("POST", "http://layer.example/nonces", ()), 1.0, 0.1, Received(200, "", (), b"{}"))
UNANSWERED = Exchange(EXCHANGE.sent, 1.0, 0.1, fault=TransportError(TransportErrorKind.TIMED_OUT, ""))
MUST, SHOULD = "NONCE-1", "NONCE-TYPE-1"


class Examined:
    """An examination of which a test says what it would find."""

    clock = None

    def __init__(self, *, answers=True, discriminates=True):
        self._answers, self._discriminates = answers, discriminates
        self.versions = []

    def is_answering(self, version):
        self.versions.append(version)
        return self._answers

    def require_discrimination(self, version):
        self.versions.append(version)
        if not self._discriminates:
            raise Inconclusive("it refuses nothing")


def judged(error=None, requirement=MUST, when="call", config=None, **members):
    """Return the report of a scenario that came to this, and its result where it has one."""
    item = item_of(requirement, config, version="2.0")
    call = SimpleNamespace(when=when, excinfo=SimpleNamespace(value=error) if error else None)
    report = report_of(when, **members)
    hook = result.pytest_runtest_makereport(item, call)
    next(hook)
    with pytest.raises(StopIteration) as ended:
        hook.send(report)
    assert ended.value.value is report
    found = result.result_in(report)
    return report, found.to_json() if found else None


def status_of(report):
    """Return what pytest's terminal shows of a report: its category, its letter, its word."""
    return result.pytest_report_teststatus(report)


class TestVerdict:
    def test_levels_are_what_these_tests_take_them_for(self):
        """One of each."""
        rows = load_catalogue()
        assert (rows[MUST].level, rows[SHOULD].level) == (Level.MUST, Level.SHOULD)

    def test_nothing_went_wrong(self):
        """It conforms, and pytest passes it."""
        report, value = judged()
        assert (value["verdict"], value["requirement"], value["version"]) == ("CONFORMS", MUST, "2.0")
        assert (report.outcome, report.longrepr) == ("passed", None)
        assert status_of(report) == ("passed", ".", "CONFORMS")

    def test_a_must_is_violated(self):
        """It fails, with both sides."""
        report, value = judged(Violation("201", "200", EXCHANGE))
        assert (value["verdict"], value["expected"], value["observed"]) == ("VIOLATES", "201", "200")
        assert report.outcome == "failed"
        assert "201" in report.longrepr
        assert status_of(report) == ("failed", "F", "VIOLATES")

    def test_a_should_falls_short(self):
        """It fails nothing, and is counted by itself."""
        report, value = judged(Violation("JSON", "HTML", EXCHANGE), SHOULD)
        assert value["verdict"] == "FALLS_SHORT"
        assert report.outcome == "passed"
        assert status_of(report) == ("falling short", "w", "FALLS SHORT")

    @pytest.mark.parametrize(
        ("error", "verdict", "reason"),
        [
            (Observation("it sends 201"), "NOT_APPLICABLE", "observed, not judged: it sends 201"),
            (NotApplicable("it cannot arise"), "NOT_APPLICABLE", "it cannot arise"),
            (Undeclared("the target file does not declare it"), "UNTESTED", "the target file does not declare it"),
            (Undeclared.unsupported("use"), "UNTESTED", "the driver does not support use, which would claim it"),
            (Inconclusive("the control failed"), "INCONCLUSIVE", "the control failed"),
            (TargetLostError("it is gone"), "INCONCLUSIVE", "it is gone"),
            (TimeCannotAdvanceError("it needs time"), "INCONCLUSIVE", "it needs time"),
            (ForeignHostError("another host"), "INCONCLUSIVE", "another host"),
            (pytest.skip.Exception("no time"), "INCONCLUSIVE", "left out: no time"),
            (ClockDidNotAdvanceError("it stands"), "ERROR", "it stands"),
        ],
        ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
    )
    def test_every_other_end_has_its_verdict(self, error, verdict, reason):
        """And its reason in words; none of them conforms or violates."""
        _, value = judged(error)
        assert (value["verdict"], value["reason"]) == (verdict, reason)

    @pytest.mark.parametrize("error", [RuntimeError("a bug"), AssertionError("a bug"), SystemExit("a bug")])
    def test_anything_else_is_an_error_of_the_suite(self, error):
        """Whatever its type."""
        report, value = judged(error, longrepr="the trace")
        assert value["verdict"] == "ERROR"
        assert value["reason"].startswith(f"the suite itself failed: {type(error).__name__}: a bug\n")
        assert report.outcome == "failed"
        assert status_of(report) == ("error", "E", "ERROR")

    def test_what_does_not_apply_is_skipped_with_its_reason(self):
        """As pytest skips: a tuple of the place and the words."""
        report, _ = judged(NotApplicable("it cannot arise"))
        assert (report.outcome, report.longrepr[2]) == ("skipped", "Skipped: it cannot arise")
        assert status_of(report) == ("skipped", "-", "NOT APPLICABLE")

    def test_what_is_inconclusive_fails(self):
        """It was not seen to conform."""
        report, _ = judged(Inconclusive("the control failed"))
        assert report.outcome == "failed"
        assert status_of(report) == ("error", "?", "INCONCLUSIVE")


class TestWhichReportDecides:
    def test_a_phase_that_went_well_has_no_result(self):
        """Only the call itself has one, so that nothing is counted twice."""
        for when in ("setup", "teardown"):
            report, value = judged(when=when)
            assert value is None
            assert status_of(report) is None

    @pytest.mark.parametrize("when", ["setup", "teardown"])
    def test_a_phase_that_failed_has_one(self, when):
        """What could not be prepared was not seen to conform."""
        _, value = judged(Inconclusive("no nonce"), when=when)
        assert value["verdict"] == "INCONCLUSIVE"

    def test_a_test_of_anybodys_is_left_alone(self):
        """It has no requirement."""
        report, value = judged(RuntimeError("theirs"), requirement=None)
        assert (value, report.outcome) == (None, "passed")

    def test_an_older_mark_of_an_expected_failure_goes(self):
        """Else pytest would take a violation for one that was expected."""
        report, _ = judged(Violation("201", "200", EXCHANGE), wasxfail="older")
        assert not hasattr(report, "wasxfail")


def called(examined, error=None, requirement=MUST, exchanges=()):
    """Run the call of a scenario that ends with this error; return what the hook makes of it."""
    config = config_of()
    if examined is not None:
        RunState.of(config).examinations = {"server": examined}
    item = item_of(requirement, config, version="2.0")
    for exchange in exchanges:
        recording_of(item).transcript.add(exchange)
    hook = result.pytest_runtest_call(item)
    next(hook)
    try:
        hook.throw(error) if error else hook.send(None)
    except StopIteration:
        return None
    except Exception as ended:
        return ended
    return None


class Held:
    """Stands for what a scenario has held."""


@pytest.mark.parametrize(("length", "is_freed"), [(2 * 1024 * 1024, True), (1000, False)])
def test_what_a_scenario_held_that_was_much_is_freed(length, is_freed):
    """A plug-in that runs items again keeps the traceback of each that failed, and with it all that was there."""
    references = []

    def fail():
        held = Held()
        references.append(weakref.ref(held))
        raise Violation("201", "200", EXCHANGE)

    with pytest.raises(Violation) as kept:
        fail()
    item = item_of(MUST, version="2.0")
    exchange = replace(EXCHANGE, received=Received(200, "", (), b"x" * length))
    recording_of(item).transcript.exchanges.append(exchange)
    whole = result.pytest_runtest_protocol(item)
    next(whole)
    report = result.pytest_runtest_makereport(item, SimpleNamespace(when="call", excinfo=kept))
    next(report)
    with pytest.raises(StopIteration):
        report.send(report_of("call"))
    with pytest.raises(StopIteration):
        whole.send(True)
    assert (references[0]() is None) is is_freed


def test_a_result_counts_until_all_attempts_are_over():
    """The worst of them is the item's; afterwards nothing of it is kept."""
    item = item_of(MUST, version="2.0")
    worse, better = (
        ScenarioResult(MUST, "server", "2.0", "a", item.nodeid, verdict)
        for verdict in (Verdict.VIOLATES, Verdict.CONFORMS)
    )
    whole = result.pytest_runtest_protocol(item)
    next(whole)
    assert result._keep_worst(item, worse) is worse
    assert result._keep_worst(item, better) is worse
    with pytest.raises(StopIteration):
        whole.send(True)
    assert result._keep_worst(item, better) is better


class TestCall:
    def test_nothing_conforms_at_a_target_that_refuses_nothing(self):
        """It is inconclusive; which version was asked for is that of the scenario."""
        assert isinstance(called(Examined(discriminates=False)), Inconclusive)
        examined = Examined()
        assert called(examined) is None
        assert examined.versions == ["2.0"]

    def test_a_violation_at_a_target_that_answers_stays_one(self):
        """It is not asked where its answer is what was wrong."""
        examined = Examined(answers=False)
        violation = Violation("201", "200", EXCHANGE)
        assert called(examined, violation) is violation
        assert examined.versions == []

    def test_a_request_without_an_answer_is_a_violation_where_others_are_answered(self):
        """The target lives."""
        violation = Violation("an answer", "none", UNANSWERED)
        assert called(Examined(answers=True), violation) is violation

    def test_an_answer_that_is_too_long_to_be_read_is_inconclusive(self):
        """Nobody knows what it says: the limit is the suite's, and no document's."""
        fault = TransportError(TransportErrorKind.TOO_LONG, "more than 256 KiB")
        ended = called(Examined(answers=True), Violation("422", "none", replace(UNANSWERED, fault=fault)))
        assert isinstance(ended, Inconclusive)
        assert "answered without end (more than 256 KiB)" in str(ended)

    def test_and_inconclusive_where_the_target_is_gone(self):
        """The sentence says what was seen of it."""
        ended = called(Examined(answers=False), Violation("an answer", "none", UNANSWERED))
        assert isinstance(ended, Inconclusive)
        assert str(ended).startswith("the target stopped answering: it did not answer in time")

    @pytest.mark.parametrize("examined", [None, Examined(answers=False)])
    def test_a_violation_that_rests_on_no_exchange_stays_one(self, examined):
        """There is nobody to ask, or nothing to ask about."""
        violation = Violation("an answer", "none", None)
        assert called(examined, violation) is violation

    @pytest.mark.parametrize("doubtful", [True, False])
    def test_a_violation_after_a_second_attempt_is_none(self, doubtful):
        """What was refused may have been accepted at the first one; a second attempt that changed nothing is none."""
        exchange = replace(EXCHANGE, may_be_second=doubtful)
        violation = Violation("201", "422", EXCHANGE)
        ended = called(None, violation, exchanges=[EXCHANGE, exchange])
        assert (ended is violation) is not doubtful
        if doubtful:
            assert isinstance(ended, Inconclusive)
            assert str(ended).startswith("POST nonces was not answered and was sent again")
            assert "expected 201, observed 422" in str(ended)

    def test_any_other_end_is_passed_on(self):
        """Discrimination is asked of what would conform only."""
        error = NotApplicable("it cannot arise")
        assert called(Examined(discriminates=False), error) is error
