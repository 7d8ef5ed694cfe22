"""The end of a run: findings, reports, the summary, the exit code."""

from __future__ import annotations

import datetime
import os
import signal
import threading
from dataclasses import dataclass, field

import pytest

from conformance import __version__
from conformance.catalogue import load_catalogue
from conformance.clock import RealTime
from conformance.judging.findings import ScenarioResult
from conformance.judging.run import RunSeen, findings_of, in_doubt, judge_run, when_silent
from conformance.judging.verdicts import RunVerdict
from conformance.plugin.beginning import SUSPECT
from conformance.plugin.clean_up import LEFT_OPEN
from conformance.plugin.collection import VERSIONED, requirement_of_item
from conformance.plugin.configuration import configuration_of
from conformance.plugin.examined import examination_of
from conformance.plugin.inventory import expected_scenarios
from conformance.plugin.options import reports_folder, targets_of
from conformance.plugin.outcomes import RESULT, SKEW, RequestsSent
from conformance.plugin.screen import in_its_encoding, width_to_keep
from conformance.reporting import Report, TargetShown, summary_lines, write_reports
from conformance.reporting.fitting import fitted
from conformance.reporting.job_page import add_to_job_page
from conformance.targets import AnyTarget


@dataclass
class RunSoFar:
    """What has come in while the tests ran, from this process or from workers."""

    started: float = field(default_factory=RealTime.time)
    began: float = field(default_factory=RealTime.monotonic)
    results: list[ScenarioResult] = field(default_factory=list)
    requests: RequestsSent = field(default_factory=RequestsSent)
    left_open: list[str] = field(default_factory=list)
    skew: str = ""
    other_failures: int = 0
    crashed: bool = False
    report: Report | None = None
    files: list[str] = field(default_factory=list)


RUN = pytest.StashKey[RunSoFar]()

#: What is neither of these is yellow: the word says which.
_COLOURS = {RunVerdict.CONFORMANT: "green", RunVerdict.NOT_CONFORMANT: "red"}


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the watch."""
    session.config.stash[RUN] = RunSoFar()
    _end_as_by_ctrl_c()
    session.config.pluginmanager.register(_Listener(session.config.stash[RUN]), "layer-conformance-listener")


def _end_as_by_ctrl_c() -> None:
    """Let SIGTERM, which CI sends, end a run as Ctrl-C does: with what was seen until then written."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


class _Listener:
    """Takes the results out of pytest's reports, wherever they were made."""

    def __init__(self, run: RunSoFar) -> None:
        self._run = run

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep a scenario's result; every one counts, also where a plugin runs a test again."""
        value = getattr(report, RESULT, None)
        if value is None:
            self._run.other_failures += report.failed
            # A worker that has crashed has its report written by others, who know no result.
            self._run.crashed |= report.failed and ".feature" in report.nodeid
            return
        self._run.results.append(ScenarioResult.from_json(value))
        self._run.left_open += getattr(report, LEFT_OPEN, [])
        self._run.requests.note(report, value["actor"])
        self._run.skew = getattr(report, SKEW, self._run.skew)


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _examines(session: pytest.Session) -> bool:
    """Whether this run was about a target at all, and not about the suite's own tests."""
    if _is_worker(session.config) or session.config.option.collectonly or session.config.getoption("--matrix"):
        return False
    run = session.config.stash[RUN]
    return bool(run.results) or any(requirement_of_item(item) for item in getattr(session, "items", []))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Judge the run, write its reports, and let the verdict be the exit code, before the summary is printed."""
    if exitstatus in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR) or not _examines(session):
        return
    run = session.config.stash[RUN]
    run.report = _report(session, run, exitstatus)
    folder = reports_folder(session.config)
    try:
        run.files = [str(path) for path in write_reports(run.report, folder)]
        run.files += filter(None, [add_to_job_page(folder / "summary.md", os.environ)])
        session.exitstatus = _exit_code(run, exitstatus)
    except OSError as error:
        run.files = [f"the reports could not be written to {folder}: {error.strerror}; --reports names another"]
        session.exitstatus = pytest.ExitCode.USAGE_ERROR


def _report(session: pytest.Session, run: RunSoFar, exitstatus: int) -> Report:
    targets = list(targets_of(session.config).values())
    _count_own_requests(session.config, run)
    today = datetime.datetime.fromtimestamp(RealTime.time(), datetime.UTC).date()
    expected = {group: count for target in targets for group, count in expected_scenarios(target).items()}
    known = [issue for target in targets for issue in target.known]
    # Processes and workers report in any order: the findings are the same whichever it was.
    results = sorted(run.results, key=lambda result: result.nodeid)
    suspect = session.config.stash.get(SUSPECT, "")
    results = in_doubt(when_silent(results), suspect) if suspect else when_silent(results)
    findings = findings_of(results, load_catalogue())
    seen = RunSeen(expected, today, known, _was_cut_short(session, run, exitstatus), suspect)
    return Report(
        target=_shown(targets),
        suite_version=__version__,
        versions=next((target.versions for target in targets if target.actor in VERSIONED), ()),
        seen=seen,
        judgement=judge_run(findings, seen),
        findings=findings,
        started=run.started,
        duration_s=RealTime.monotonic() - run.began,
        requests=run.requests.total,
        skew=run.skew,
        left_open=run.left_open,
    )


def _count_own_requests(config: pytest.Config, run: RunSoFar) -> None:
    """Count what this process has sent itself before and after the scenarios, whoever examined those."""
    for actor in targets_of(config):
        examined = examination_of(config, actor)
        if examined is not None:
            run.requests.note_own(actor, examined.connection.requests)


def _was_cut_short(session: pytest.Session, run: RunSoFar, exitstatus: int) -> bool:
    """Say whether the run ended before its end: told to, or because a process did not come back with its results."""
    told_to = exitstatus == pytest.ExitCode.INTERRUPTED or session.shouldstop or session.shouldfail
    collected = {item.nodeid for item in getattr(session, "items", []) if requirement_of_item(item)}
    return bool(told_to) or run.crashed or len({result.nodeid for result in run.results}) < len(collected)


def _shown(targets: list[AnyTarget]) -> TargetShown:
    """Return the target as reports name it: several actors, which only the embedded reference has, are `all`."""
    first = targets[0]
    actor = first.actor if len(targets) == 1 else "all"
    return TargetShown(first.name, actor, first.url or "embedded", configuration_of(targets))


def _exit_code(run: RunSoFar, exitstatus: int) -> int:
    """Return the verdict's code; pytest's own 2 to 5 keep their meaning, and so does a failure of other tests."""
    if exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        return exitstatus
    verdict = run.report.judgement.verdict if run.report else RunVerdict.INCOMPLETE
    return verdict.exit_code or int(run.other_failures > 0)


@pytest.hookimpl(wrapper=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> object:
    """Print our summary in place of pytest's list of failures."""
    run = config.stash.get(RUN, None)
    if run is None or run.report is None:
        return (yield)
    _print_summary(run, terminalreporter, config.option.verbose)
    return (yield)


def _print_summary(run: RunSoFar, terminal: pytest.TerminalReporter, verbosity: int) -> None:
    """Print no more than was asked for, in the terminal's width; the verdict has a colour beside its word."""
    assert run.report  # noqa: S101 - for the type checker: there is no summary without one
    *lines, verdict = summary_lines(run.report, verbosity)
    width = width_to_keep(terminal)
    for line in lines:
        for piece in fitted(in_its_encoding(terminal, line), width):
            terminal.write_line(piece)
    colour = _COLOURS.get(run.report.judgement.verdict, "yellow")
    for piece in fitted(in_its_encoding(terminal, verdict), width):
        terminal.write_line(piece, bold=True, **{colour: True})
    for name in run.files if verbosity > -2 else ():
        terminal.write_line(f"  {name}")
