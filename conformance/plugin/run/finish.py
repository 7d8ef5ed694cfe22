"""The end of a run: findings, reports, the summary, the exit code."""

from __future__ import annotations

import datetime
import gc
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conformance import __version__
from conformance.catalogue import load_catalogue
from conformance.clock import RealTime
from conformance.evidence.quick_json import to_text
from conformance.examination.target_settings import configuration_of
from conformance.judging.findings import ScenarioResult
from conformance.judging.run_verdict import RunFacts, findings_of, mark_suspect, mark_unanswered, take_back
from conformance.judging.verdicts import RunVerdict
from conformance.plugin.collection.features import requirement_of_item
from conformance.plugin.old_reports import reports_folder
from conformance.plugin.scenario.cleanup import LEFT_OPEN, SENT_TO_SERVER
from conformance.plugin.scenario.result import RESULT, SENT, SKEW, result_in
from conformance.plugin.state import RunState, is_worker
from conformance.plugin.terminal import console_of, encode_for_terminal, usable_width
from conformance.processes import without_garbage_collection
from conformance.reporting.ci_summary import add_to_job_page
from conformance.reporting.text.wrap import wrap
from conformance.scenarios import VERSIONED, expected_scenarios
from conformance.targets import Target
from conformance.targets.key_lines import key_lines

if TYPE_CHECKING:
    from conformance.reporting.run import Run, RunTarget

#: What is neither of these is yellow: the word says which.
_COLOURS = {RunVerdict.CONFORMANT: "green", RunVerdict.NOT_CONFORMANT: "red"}


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the watch."""
    RunState.of(session.config)
    _end_as_by_ctrl_c()
    session.config.pluginmanager.register(_Listener(RunState.of(session.config)), "layer-conformance-listener")


def _end_as_by_ctrl_c() -> None:
    """Let SIGTERM, which CI sends, end a run as Ctrl-C does: with what was seen until then written."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let no Ctrl-C and no SIGTERM come between a run and its reports, which take a second."""
    signals = (signal.SIGINT, signal.SIGTERM) if threading.current_thread() is threading.main_thread() else ()
    handlers = {each: signal.signal(each, signal.SIG_IGN) for each in signals}
    try:
        yield
    finally:
        for each, handler in handlers.items():
            signal.signal(each, handler)


#: What a report has whose result is kept.
_KEPT = "layer_is_kept"


class _Listener:
    """Takes the results out of pytest's reports, wherever they were made."""

    def __init__(self, run: RunState) -> None:
        self._run = run

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the result of another process; this one's own are kept where they arise (plugin/scenario/result.py).

        pytest keeps every report to the end of the run: its exchanges are in the results, and are not kept twice.
        """
        if hasattr(report, _KEPT):
            return  # a plug-in that runs items again tells of a report twice
        setattr(report, _KEPT, True)
        process = getattr(report, "worker_id", "")
        result = result_in(report)
        if result is None:
            self._run.other_failures += report.failed
            # A worker that has crashed has its report written by others, who know no result.
            self._run.has_lost_a_worker |= report.failed and ".feature" in report.nodeid
        else:
            if process or getattr(report, "node", None):
                self._run.results.append(getattr(report, RESULT))
            setattr(report, RESULT, to_text(replace(result, transcript=()).to_json()))
            self._run.requests.record(result.actor, process, getattr(report, SENT, None))
            self._run.skew = getattr(report, SKEW, self._run.skew)
        if hasattr(report, LEFT_OPEN):
            self._run.left_open += getattr(report, LEFT_OPEN)
            self._run.requests.record("server", process, getattr(report, SENT_TO_SERVER))


def _examines(session: pytest.Session) -> bool:
    """Whether this run was about a target at all, and not about the suite's own tests."""
    if is_worker(session.config) or session.config.option.collectonly or session.config.getoption("--matrix"):
        return False
    run = RunState.of(session.config)
    return bool(run.results or run.untested) or any(requirement_of_item(item) for item in getattr(session, "items", []))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Judge the run, write its reports, and let the verdict be the exit code, before the summary is printed."""
    if exitstatus in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR) or not _examines(session):
        return
    run = RunState.of(session.config)
    from conformance.reporting.write_all import write_reports

    folder = reports_folder(session.config, session.config.option)
    try:
        with uninterrupted(), without_garbage_collection():
            run.report = _report(session, run, exitstatus)
            run.files = [str(path) for path in write_reports(run.report, folder)]
            run.files += filter(None, [add_to_job_page(folder / "summary.md", os.environ)])
        session.exitstatus = _exit_code(run, exitstatus)
    except OSError as error:
        run.files = [f"the reports could not be written to {folder}: {error.strerror}; --reports names another"]
        session.exitstatus = pytest.ExitCode.USAGE_ERROR
    gc.freeze()  # it stands to the end, which is near: pytest has it all looked through twice more


def _report(session: pytest.Session, run: RunState, exitstatus: int) -> Run:
    from conformance.reporting.run import RunCounts, build_run

    targets = list(RunState.of(session.config).targets.values())
    _count_own_requests(session.config, run)
    today = datetime.datetime.fromtimestamp(RealTime.time(), datetime.UTC).date()
    expected = {
        group: count for target in targets for group, count in expected_scenarios(target.actor, target.versions).items()
    }
    known = [issue for target in targets for issue in target.known]
    # Processes and workers report in any order: the findings are the same whichever it was.
    ran = list(run.results)
    results = sorted([*ran, *run.untested], key=lambda result: result.nodeid)
    suspect = run.suspect
    results = mark_suspect(mark_unanswered(results), suspect) if suspect else mark_unanswered(results)
    results = take_back(results, run.taken_back)
    findings = findings_of(results, load_catalogue())
    seen = RunFacts(expected, today, known, _was_cut_short(session, run, exitstatus, ran), suspect, run.profile)
    counts = RunCounts(run.started, RealTime.monotonic() - run.began, run.requests.total, run.left_open)
    return build_run(_target(targets, run.skew), __version__, findings, seen, counts)


def _count_own_requests(config: pytest.Config, run: RunState) -> None:
    """Count what this process has sent itself before and after the scenarios, whoever examined those."""
    for actor in RunState.of(config).targets:
        examined = run.examinations.get(actor)
        if examined is not None:
            run.requests.record(actor, "", examined.connection.requests)


def _was_cut_short(session: pytest.Session, run: RunState, exitstatus: int, ran: Sequence[ScenarioResult]) -> bool:
    """Say whether the run ended before its end: told to, or because a process did not come back with its results."""
    told_to = exitstatus == pytest.ExitCode.INTERRUPTED or session.shouldstop or session.shouldfail
    collected = {item.nodeid for item in getattr(session, "items", []) if requirement_of_item(item)}
    return bool(told_to) or run.has_lost_a_worker or len({result.nodeid for result in ran}) < len(collected)


def _target(targets: list[Target], clock: str) -> RunTarget:
    """Return the target as reports name it: several actors, which only the embedded reference has, are `all`."""
    from conformance.reporting.run import RunTarget

    first = targets[0]
    return RunTarget(
        name=first.name,
        actor=first.actor if len(targets) == 1 else "all",
        url=first.url or "embedded",
        versions=list(next((target.versions for target in targets if target.actor in VERSIONED), ())),
        clock=clock,
        configuration=dict(configuration_of(targets)),
        file=_file_of(first),
        lines=key_lines(first.source) if first.source else {},
    )


def _file_of(target: Target) -> str:
    """Return where the target's file is, as seen from here: no report names a place of this machine."""
    if target.source is None:
        return ""
    source, here = target.source.resolve(), Path.cwd().resolve()
    return (source.relative_to(here) if source.is_relative_to(here) else Path(source.name)).as_posix()


def _exit_code(run: RunState, exitstatus: int) -> int:
    """Return the verdict's code; pytest's own 2 to 5 keep their meaning, and so does a failure of other tests."""
    if exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        return exitstatus
    verdict = run.report.verdict if run.report else RunVerdict.INCOMPLETE
    return verdict.exit_code or int(run.other_failures > 0)


@pytest.hookimpl(wrapper=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> object:
    """Print our summary in place of pytest's list of failures."""
    run = RunState.of(config)
    if run.report is None:
        return (yield)
    _print_summary(run, terminalreporter, config.option.verbose)
    return (yield)


def _print_summary(run: RunState, terminal: pytest.TerminalReporter, verbosity: int) -> None:
    """Print no more than was asked for, in the terminal's width; the verdict has a colour beside its word."""
    from conformance.reporting.terminal.summary import summary_lines

    assert run.report  # noqa: S101 - for the type checker: there is no summary without one
    *lines, verdict = summary_lines(run.report, verbosity)
    console, width = console_of(terminal), usable_width(terminal)
    for line in lines:
        for piece in wrap(encode_for_terminal(console, line), width):
            terminal.write_line(piece)
    colour = _COLOURS.get(run.report.verdict, "yellow")
    for piece in wrap(encode_for_terminal(console, verdict), width):
        terminal.write_line(piece, bold=True, **{colour: True})
    for name in run.files if verbosity > -2 else ():
        terminal.write_line(f"  {name}")
