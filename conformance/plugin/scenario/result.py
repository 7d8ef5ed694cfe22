"""From what a test item came to, to the verdict of its scenario; and from that to what pytest shows."""

from __future__ import annotations

import datetime
import gc
import json
import traceback
from collections.abc import Generator, Mapping
from types import TracebackType

import pytest

from conformance.caller import (
    ClockDidNotAdvanceError,
    TargetClock,
    TargetLostError,
    TimeCannotAdvanceError,
)
from conformance.caller.server import ForeignHostError
from conformance.catalogue import Level, Requirement
from conformance.clock import RealTime
from conformance.evidence.exchange import Exchange, TransportErrorKind
from conformance.evidence.quick_json import to_text
from conformance.evidence.redaction import Redactor
from conformance.examination.base import Examination
from conformance.examination.border import Border
from conformance.examination.timeliness import Stopwatch
from conformance.judging.findings import ScenarioResult
from conformance.judging.outcomes import Inconclusive, NotApplicable, Observation, Undeclared, Violation
from conformance.judging.run_verdict import apply_known_issues
from conformance.judging.verdicts import Verdict, worst
from conformance.plugin.collection.features import requirement_of_item, steps_of_item, version_of_item
from conformance.plugin.scenario.recording import RECORDING, Recording, recording_of
from conformance.plugin.state import RunState
from conformance.processes import release_free_memory
from conformance.reporting.text.describe import as_text, describe, one_line_reason
from conformance.scenarios import profile_of

#: What a report carries home, also from a worker: the scenario's result as the text of its JSON. xdist's form has no
#: numbers of more than 64 bits and no halves of surrogate pairs, which targets and tokens have.
RESULT = "layer_result"
#: How many requests had been sent by this process, and what is known of the target's clock.
SENT = "layer_requests"
SKEW = "layer_skew"
#: The traceback, where there is one, of a scenario that has held exchanges of more than so many characters: an ordinary
#: one holds a tenth of it.
_HELD_BY = pytest.StashKey[TracebackType | None]()
_LARGE = 1024 * 1024
#: What ends a scenario without a violation: its verdict, and how the reason begins.
_REASONS: tuple[tuple[tuple[type[BaseException], ...], Verdict, str], ...] = (
    ((Observation,), Verdict.NOT_APPLICABLE, "observed, not judged: "),
    ((NotApplicable,), Verdict.NOT_APPLICABLE, ""),
    ((Undeclared,), Verdict.UNTESTED, ""),
    ((Inconclusive, TargetLostError, TimeCannotAdvanceError, ForeignHostError), Verdict.INCONCLUSIVE, ""),
    ((ClockDidNotAdvanceError,), Verdict.ERROR, ""),
    # Whoever leaves a scenario out, it was not seen to conform.
    ((pytest.skip.Exception,), Verdict.INCONCLUSIVE, "left out: "),
)

#: What pytest counts each verdict as, and its letter and word in the progress display.
_OUTCOMES: Mapping[Verdict, tuple[str, str, str]] = {
    Verdict.CONFORMS: ("passed", ".", "CONFORMS"),
    Verdict.FALLS_SHORT: ("falling short", "w", "FALLS SHORT"),
    Verdict.VIOLATES: ("failed", "F", "VIOLATES"),
    Verdict.KNOWN: ("xfailed", "k", "KNOWN"),
    Verdict.UNTESTED: ("deselected", "-", "UNTESTED"),
    Verdict.NOT_APPLICABLE: ("skipped", "-", "NOT APPLICABLE"),
    Verdict.INCONCLUSIVE: ("error", "?", "INCONCLUSIVE"),
    Verdict.ERROR: ("error", "E", "ERROR"),
}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Let nothing conform at a target that cannot tell right from wrong, nor violate at one that is gone."""
    requirement, version = requirement_of_item(item), version_of_item(item)
    watch = Stopwatch(_clock(_examined(item.config, requirement)))
    try:
        yield
    except Violation as violation:
        _require_an_answer(_examined(item.config, requirement), version, violation)
        _require_first_attempts(recording_of(item), violation)
        watch.require_on_time(_clock(_examined(item.config, requirement)), violation)
        raise
    examined = _examined(item.config, requirement)
    if examined is not None:
        examined.require_discrimination(version)


def _examined(config: pytest.Config, requirement: Requirement | None) -> Examination | None:
    return RunState.of(config).examinations.get(requirement.actor) if requirement else None


def _clock(examined: Examination | None) -> TargetClock | None:
    return examined.clock if examined else None


def _require_an_answer(examined: Examination | None, version: str | None, violation: Violation) -> None:
    """Demand of a target that left a request unanswered that it goes on answering others.

    What is longer than the suite reads is an answer of which nobody knows what it says.
    """
    exchange = violation.exchange
    if examined is None or exchange is None or not exchange.is_unanswered:
        return
    if exchange.fault is not None and exchange.fault.kind is TransportErrorKind.TOO_LONG:
        raise Inconclusive(
            f"the target {exchange.fault}, which is not read to its end: expected {violation.expected}", exchange
        ) from violation
    if not examined.is_answering(version):
        observed = exchange.fault or f"answered {violation.observed}"
        raise Inconclusive(f"the target stopped answering: it {observed}", exchange) from violation


def _require_first_attempts(recording: Recording, violation: Violation) -> None:
    """Demand that no request of the scenario was sent a second time on which the target may have acted before."""
    for exchange in recording.transcript.exchanges:
        if exchange.may_be_second:
            raise Inconclusive(
                f"{exchange.sent.method} {exchange.sent.path.split('/')[1]} was not answered and was sent again; what "
                f"came then may be due to that: expected {violation.expected}, observed {violation.observed}",
                violation.exchange,
            ) from violation


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Attach the scenario's result to the report that decides it, and give the report pytest's own outcome."""
    report = yield
    requirement = requirement_of_item(item)
    decides = call.when == "call" or (call.excinfo is not None and call.when in ("setup", "teardown"))
    if requirement is None or not decides:
        return report
    result = _keep_worst(item, _result(item, call, requirement, str(report.longrepr or "")))
    text = to_text(result.to_json())
    setattr(report, RESULT, text)
    _LATEST.remember(text, result)
    # Collected where it arises: a plug-in that runs items again may report nothing of an attempt.
    RunState.of(item.config).results.append(text)
    _attach_examination(_examined(item.config, requirement), report)
    _report_result(report, result, requirement, item)
    # The result has its redacted evidence: the bodies of a scenario are kept no longer than it runs.
    exchanges = item.stash[RECORDING].transcript.exchanges if RECORDING in item.stash else []
    if sum(exchange.size for exchange in exchanges) > _LARGE:
        item.stash[_HELD_BY] = call.excinfo.tb if call.excinfo else None
    del item.stash[RECORDING]
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Keep nothing of a scenario once all attempts at it are over, and free at once what was much.

    Circles of objects would be found long afterwards only, and plug-ins that run items again keep every traceback.
    """
    result = yield
    if _WORST in item.stash:
        del item.stash[_WORST]
    if _HELD_BY in item.stash:
        traceback.clear_frames(item.stash[_HELD_BY])
        del item.stash[_HELD_BY]
        gc.collect()
        gc.freeze()  # what is left stands to the end: the next large scenario need not look at it again
        release_free_memory()
    return result


#: The worst result of an item so far: a plug-in that runs it again may report the last one only.
_WORST = pytest.StashKey[ScenarioResult]()


def _keep_worst(item: pytest.Item, result: ScenarioResult) -> ScenarioResult:
    """Return the worst result of all attempts at an item: a retry takes nothing back."""
    attempts = [item.stash[_WORST], result] if _WORST in item.stash else [result]
    item.stash[_WORST] = next(each for each in attempts if each.verdict is worst(each.verdict for each in attempts))
    return item.stash[_WORST]


def _result(item: pytest.Item, call: pytest.CallInfo[None], requirement: Requirement, trace: str) -> ScenarioResult:
    recording = recording_of(item)
    verdict, texts, exchange = _verdict_of(call.excinfo.value if call.excinfo else None, requirement, trace)
    keeps_transcripts = RunState.of(item.config).keeps_transcripts
    exchanges = recording.transcript.exchanges if keeps_transcripts else []
    now = RealTime.time()
    result = ScenarioResult(
        requirement=requirement.id,
        actor=requirement.actor,
        version=version_of_item(item),
        profile=profile_of(steps_of_item(item)).value,
        scenario=recording.scenario.name if recording.scenario else item.name,
        nodeid=item.nodeid,
        verdict=verdict,
        expected=texts.get("expected", ""),
        observed=texts.get("observed", ""),
        reason=texts.get("reason", ""),
        steps=recording.all_steps(),
        start=recording.steps[0].start if recording.steps else now,
        stop=now,
    )
    today = datetime.datetime.fromtimestamp(now, datetime.UTC).date()
    target, examined = RunState.of(item.config).targets[requirement.actor], _examined(item.config, requirement)
    border = examined.border if examined else Border(Redactor(target.secrets()))
    decisive = exchange or (exchanges[-1] if exchanges else None)
    if verdict is Verdict.CONFORMS or not keeps_transcripts:
        decisive = None
    causes = getattr(call.excinfo.value, "causes", ()) if call.excinfo else ()
    return apply_known_issues(border.redact_result(result, exchanges, decisive), target.known, today, causes)


def _verdict_of(
    error: BaseException | None, requirement: Requirement, trace: str
) -> tuple[Verdict, dict[str, str], Exchange | None]:
    """Return the verdict of a scenario, what is to be said of it, and the exchange that decides it."""
    exchange: Exchange | None = getattr(error, "exchange", None)
    if error is None:
        return Verdict.CONFORMS, {}, None
    if isinstance(error, Violation):
        verdict = Verdict.VIOLATES if requirement.level is Level.MUST else Verdict.FALLS_SHORT
        return verdict, {"expected": error.expected, "observed": error.observed}, exchange
    for kinds, verdict, prefix in _REASONS:
        if isinstance(error, kinds):
            seen = {"observed": str(error)} if isinstance(error, Observation) else {}
            return verdict, {"reason": f"{prefix}{error}", **seen}, exchange
    return Verdict.ERROR, {"reason": f"the suite itself failed: {type(error).__name__}: {error}\n{trace}"}, None


def _attach_examination(examined: Examination | None, report: pytest.TestReport) -> None:
    if examined is not None:
        setattr(report, SENT, examined.connection.requests)
        setattr(report, SKEW, str(examined.clock))


def result_in(report: pytest.TestReport) -> ScenarioResult | None:
    """Return the result of the scenario that a report decides, or None for any other report."""
    text: str | None = getattr(report, RESULT, None)
    return None if text is None else _LATEST.read(text)


class _Latest:
    """The latest result: all who read the same report do so one after the other."""

    def __init__(self) -> None:
        self._text: str | None = None
        self._result: ScenarioResult

    def remember(self, text: str, result: ScenarioResult) -> None:
        """Know a result by its text."""
        self._text, self._result = text, result

    def read(self, text: str) -> ScenarioResult:
        """Return the result that a text says."""
        if text != self._text:
            self.remember(text, ScenarioResult.from_json(json.loads(text)))
        return self._result


_LATEST = _Latest()


def _report_result(
    report: pytest.TestReport, result: ScenarioResult, requirement: Requirement, item: pytest.Item
) -> None:
    """Give the report the outcome that docs/verdicts.md names for the verdict."""
    vars(report).pop("wasxfail", None)
    if result.verdict in (Verdict.CONFORMS, Verdict.FALLS_SHORT):
        report.outcome, report.longrepr = "passed", None
    elif result.verdict is Verdict.KNOWN:
        report.outcome, report.longrepr = "skipped", one_line_reason(result)
        vars(report)["wasxfail"] = one_line_reason(result)
    elif result.verdict in (Verdict.NOT_APPLICABLE, Verdict.UNTESTED):
        place = str(item.path), (item.location[1] or 0) + 1
        report.outcome, report.longrepr = "skipped", (*place, f"Skipped: {result.reason}")
    else:
        report.outcome, report.longrepr = "failed", as_text(describe(requirement, result, result.curl))


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """Show the verdict's own letter and word."""
    result = result_in(report)
    if result is None:
        return None
    return _OUTCOMES[result.verdict]
