"""From what a test item came to, to the verdict of its scenario; and from that to what pytest shows."""

from __future__ import annotations

import datetime
from collections.abc import Generator, Mapping
from typing import Any

import pytest

from conformance.caller import ClockDidNotMove, NeverWaitedFor, TargetClock, TargetLost, TimeCannotMove
from conformance.caller.verbs import ForeignHost
from conformance.catalogue import Level, Requirement
from conformance.clock import RealTime
from conformance.evidence.curl import curl_line
from conformance.evidence.exchange import Exchange
from conformance.evidence.shown import shown_all
from conformance.judging.findings import ScenarioResult
from conformance.judging.outcomes import Inconclusive, NotApplicable, Observed, Violation
from conformance.judging.run import with_known
from conformance.judging.verdicts import Verdict
from conformance.plugin.collection import requirement_of_item, version_of_item
from conformance.plugin.examined import Examined, examination_of
from conformance.plugin.lateness import Watch
from conformance.plugin.options import targets_of
from conformance.plugin.recording import RECORDING, Recording, recording_of
from conformance.reporting import without_secrets
from conformance.reporting.explained import as_text, explained, in_short

#: What a report carries home, also from a worker: the scenario's result as JSON.
RESULT = "layer_result"
#: How many requests had been sent by this process, and what is known of the target's clock.
SENT = "layer_requests"
SKEW = "layer_skew"
#: Whether nobody will look at transcripts: the kill matrix counts verdicts.
VERDICTS_ONLY = pytest.StashKey[bool]()


class RequestsSent(dict[str, int]):
    """How many requests each process has sent to each actor, as its reports say; the last of them counts."""

    def note(self, report: pytest.TestReport, actor: str) -> None:
        """Take in what a report says."""
        source = f"{actor} {getattr(report, 'worker_id', '')}"
        self[source] = getattr(report, SENT, self.get(source, 0))

    def note_own(self, actor: str, sent: int) -> None:
        """Take in what this process has sent, whoever ran the scenarios."""
        self[f"{actor} "] = sent

    @property
    def total(self) -> int:
        """The requests of all processes."""
        return sum(self.values())


#: What ends a scenario without a violation: its verdict, and how the reason begins.
_REASONS: tuple[tuple[tuple[type[BaseException], ...], Verdict, str], ...] = (
    ((Observed,), Verdict.NOT_APPLICABLE, "observed, not judged: "),
    ((NotApplicable, NeverWaitedFor), Verdict.NOT_APPLICABLE, ""),
    ((Inconclusive, TargetLost, TimeCannotMove, ForeignHost), Verdict.INCONCLUSIVE, ""),
    ((ClockDidNotMove,), Verdict.ERROR, ""),
    # Whoever leaves a scenario out, it was not seen to conform.
    ((pytest.skip.Exception,), Verdict.INCONCLUSIVE, "left out: "),
)

#: The letter and the word of each verdict in pytest's progress display.
_SHOWN: Mapping[Verdict, tuple[str, str]] = {
    Verdict.CONFORMS: (".", "CONFORMS"),
    Verdict.FALLS_SHORT: ("w", "FALLS SHORT"),
    Verdict.VIOLATES: ("F", "VIOLATES"),
    Verdict.KNOWN: ("k", "KNOWN"),
    Verdict.NOT_APPLICABLE: ("-", "NOT APPLICABLE"),
    Verdict.INCONCLUSIVE: ("?", "INCONCLUSIVE"),
    Verdict.ERROR: ("E", "ERROR"),
}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Let nothing conform at a target that cannot tell right from wrong, nor violate at one that is gone."""
    requirement, version = requirement_of_item(item), version_of_item(item)
    watch = Watch(_clock(_examined(item.config, requirement)))
    try:
        yield
    except Violation as violation:
        _require_an_answer(_examined(item.config, requirement), version, violation)
        watch.require_to_be_in_time(_clock(_examined(item.config, requirement)), violation)
        raise
    examined = _examined(item.config, requirement)
    if examined is not None:
        examined.require_discernment(version)


def _examined(config: pytest.Config, requirement: Requirement | None) -> Examined | None:
    return examination_of(config, requirement.actor) if requirement else None


def _clock(examined: Examined | None) -> TargetClock | None:
    return examined.clock if examined else None


def _require_an_answer(examined: Examined | None, version: str | None, violation: Violation) -> None:
    """Demand of a target that left a request unanswered that it goes on answering others."""
    exchange = violation.exchange
    if examined is None or exchange is None or exchange.fault is None:
        return
    if not examined.is_answering(version):
        raise Inconclusive(f"the target stopped answering: it {exchange.fault}", exchange) from violation


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
    result = _result(item, call, requirement, str(report.longrepr or ""))
    setattr(report, RESULT, result.as_json())
    _note_examination(_examined(item.config, requirement), report)
    _show(report, result, requirement, item)
    # The result holds what is shown of it: a run keeps the bodies of one scenario at a time.
    item.stash[RECORDING] = Recording()
    return report


def _result(item: pytest.Item, call: pytest.CallInfo[None], requirement: Requirement, trace: str) -> ScenarioResult:
    recording = recording_of(item)
    verdict, words, exchange = _judged(call.excinfo.value if call.excinfo else None, requirement, trace)
    exchanges = [] if item.config.stash.get(VERDICTS_ONLY, False) else recording.transcript.exchanges
    decisive = exchange or (exchanges[-1] if exchanges else None)
    now = RealTime.time()
    # First of all: it learns the secrets of every exchange, which the other texts may repeat.
    transcript = shown_all(exchanges, recording.redactor)
    result = ScenarioResult(
        requirement=requirement.id,
        actor=requirement.actor,
        version=version_of_item(item),
        scenario=recording.scenario.name if recording.scenario else item.name,
        nodeid=item.nodeid,
        verdict=verdict,
        curl=_curl(decisive, recording) if verdict is not Verdict.CONFORMS else "",
        transcript=transcript,
        steps=recording.all_steps(),
        start=recording.steps[0].start if recording.steps else now,
        stop=now,
        **words,
    )
    today = datetime.datetime.fromtimestamp(now, datetime.UTC).date()
    known = targets_of(item.config)[requirement.actor].known
    return with_known(without_secrets(result, recording.redactor), known, today)


def _curl(exchange: Exchange | None, recording: Recording) -> str:
    return curl_line(exchange, recording.redactor) if exchange else ""


def _judged(
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
            seen = {"observed": str(error)} if isinstance(error, Observed) else {}
            return verdict, {"reason": f"{prefix}{error}", **seen}, exchange
    return Verdict.ERROR, {"reason": f"the suite itself failed: {type(error).__name__}: {error}\n{trace}"}, None


def _note_examination(examined: Examined | None, report: pytest.TestReport) -> None:
    if examined is not None:
        setattr(report, SENT, examined.connection.requests)
        setattr(report, SKEW, str(examined.clock))


def _show(report: pytest.TestReport, result: ScenarioResult, requirement: Requirement, item: pytest.Item) -> None:
    """Give the report the outcome that docs/verdicts.md names for the verdict."""
    vars(report).pop("wasxfail", None)
    if result.verdict is Verdict.CONFORMS:
        report.outcome, report.longrepr = "passed", None
    elif result.verdict in (Verdict.FALLS_SHORT, Verdict.KNOWN):
        report.outcome, report.longrepr = "skipped", in_short(result)
        vars(report)["wasxfail"] = in_short(result)
    elif result.verdict is Verdict.NOT_APPLICABLE:
        report.outcome, report.longrepr = "skipped", (str(item.path), 0, f"Skipped: {result.reason}")
    else:
        report.outcome, report.longrepr = "failed", as_text(explained(requirement, result))


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """Show the verdict's own letter and word."""
    result: dict[str, Any] | None = getattr(report, RESULT, None)
    if result is None:
        return None
    letter, word = _SHOWN[Verdict(result["verdict"])]
    category = {"passed": "passed", "failed": "failed"}.get(report.outcome, "skipped")
    if result["verdict"] == Verdict.ERROR.value:
        category = "error"
    return ("xfailed" if hasattr(report, "wasxfail") else category), letter, word


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what the target does not declare: it is not applicable, with the reason, and never silently."""
    requirement = requirement_of_item(item)
    if requirement is None:
        return
    declared = targets_of(item.config)[requirement.actor].declared
    missing = [need for need in requirement.capabilities if need not in declared]
    if missing:
        raise NotApplicable(f"the target file declares no {', '.join(missing)}")
