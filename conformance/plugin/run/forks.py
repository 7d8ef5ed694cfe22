"""Forked processes that run scenarios and send reports home, a line of JSON each (docs/decisions/0006-forking.md)."""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import struct
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TextIO

import pytest
from pytest_bdd.reporting import ReportContext, test_report_context_registry

from conformance.embedded.targets import is_embedded
from conformance.plugin.collection.step_cache import definitions_known_to
from conformance.plugin.run.start import start_examination
from conformance.plugin.state import RunState
from conformance.processes import shared_context
from conformance.targets import ServerTarget

_PIECE = 1 << 16
#: Options of pytest-bdd that report what it keeps of a scenario beside pytest's report, and the place of that in JSON.
_READERS_BY_SCENARIO = ("cucumber_json_path", "gherkin_terminal_reporter")
_SCENARIO = "scenario of pytest-bdd"
#: The hooks that tell readers of a run how far it is: what is told in a process of ours is told again where pytest is.
_TOLD = ("pytest_runtest_logstart", "pytest_runtest_logreport", "pytest_runtest_logfinish")
#: Whose plug-ins hear of it in either process: the suite's own collect results, and pytest's own stop a run.
_OURS = ("_pytest", "conformance")


@contextmanager
def prepare_fork(session: pytest.Session) -> Iterator[None]:
    """Do once, while the context lasts, what every forked process would otherwise do again.

    The patterns of all steps are compiled, what makes shared memory is imported, and the garbage collector leaves alone
    what there is, here as well and to the end of the run, so that its pages stay shared. Time is frozen where the
    embedded reference is examined; any other target is asked whether it discriminates.
    """
    for context in definitions_known_to(session.items[0]):
        context.parser.is_matching("")
    shared_context().Array("d", 1)
    gc.collect()
    gc.freeze()
    state = RunState.of(session.config)
    if all(is_embedded(target) for target in state.targets.values()):
        with state.freeze_clock():
            yield
    else:
        _require_discrimination(session.config)
        yield


def _require_discrimination(config: pytest.Config) -> None:
    """Ask each target what every process would ask it again; the answer is remembered, whatever it is."""
    for actor, target in RunState.of(config).targets.items():
        versions = target.versions if isinstance(target, ServerTarget) else (None,)
        start_examination(config, actor).require_discrimination_in(versions)


def fork(work: Callable[[int], None]) -> tuple[int, int]:
    """Fork a process that does `work` with the descriptor it may write to; return its id and our end of the pipe.

    Where `work` fails, the last line holds the traceback as `failed in the child`.
    """
    reader, writer = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, reader
    os.close(reader)
    spare = os.dup(writer)
    try:
        work(writer)
    except BaseException:
        line = json.dumps({"failed in the child": traceback.format_exc()})
        with suppress(OSError):  # nobody may read it any more
            os.write(spare, line.encode("utf-8") + b"\n")
    os._exit(0)


class NumberQueue:
    """Numbers of which each is drawn by one of the processes that are forked before it is filled."""

    _NUMBER = struct.Struct("<i")

    def __init__(self) -> None:
        self._reader, self._writer = os.pipe()

    def fill(self, count: int) -> None:
        """Put in every number below `count`, in the process that draws none."""
        os.close(self._reader)
        with os.fdopen(self._writer, "wb") as pipe:
            pipe.write(b"".join(map(self._NUMBER.pack, range(count))))

    def only_draw(self) -> None:
        """Never fill it here: while any process could, nobody finds that it is empty."""
        os.close(self._writer)

    def draw(self) -> Iterator[int]:
        """Yield the next number, as long as there is one and the caller goes on."""
        while drawn := os.read(self._reader, self._NUMBER.size):
            yield self._NUMBER.unpack(drawn)[0]


def end_processes(children: Iterable[tuple[int, int]]) -> None:
    """End the processes, as `fork` has returned them, and close our ends of their pipes."""
    for pid, reader in children:
        os.close(reader)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def read_lines(readers: Sequence[int], every: float | None = None) -> Iterator[bytes]:
    """Yield whole lines as they come in from any of the pipes, until all of them are at their end.

    After `every` so many seconds in which nothing came, an empty line.
    """
    started = dict.fromkeys(readers, b"")
    while started:
        ready = select.select(list(started), [], [], every)[0]
        if not ready:
            yield b""
        for reader in ready:
            piece = os.read(reader, _PIECE)
            if not piece:
                del started[reader]
                continue
            *lines, started[reader] = (started[reader] + piece).split(b"\n")
            yield from lines


class ReportReceiver:
    """Hands every report of a scenario on, in a process whose terminal is another's.

    Scenarios run through pytest's own protocol, so that plug-ins that run an item again do so here as well.
    """

    def __init__(self, config: pytest.Config, receive: Callable[[pytest.TestReport], None]) -> None:
        self._receive = receive
        for name in ("terminalreporter", "layer-conformance-progress"):
            if config.pluginmanager.has_plugin(name):
                config.pluginmanager.unregister(name=name)
        config.pluginmanager.register(self)
        silence_readers(config.pluginmanager)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Hand the report on."""
        self._receive(report)


def silence_readers(plugins: pytest.PytestPluginManager) -> None:
    """Tell no plug-in of others anything here: one that writes as it hears would write each report twice.

    Whatever else such a plug-in does stays. What is registered later is not told either.
    """
    for name in _TOLD:
        heard_by = getattr(plugins.hook, name).get_hookimpls()
        readers = [each.plugin for each in heard_by if each.function.__module__.partition(".")[0] not in _OURS]
        setattr(plugins.hook, name, plugins.subset_hook_caller(name, readers))


def send_reports_home(config: pytest.Config, home: TextIO, process: str) -> None:
    """Write every report of this process, `process` by name, to `home`, a line each."""
    ReportReceiver(config, lambda report: write_report(config, report, home, process))


def write_report(config: pytest.Config, report: pytest.TestReport, home: TextIO, process: str) -> None:
    """Write one report of this process, `process` by name, to `home`, as a line."""
    vars(report)["worker_id"] = process
    value = config.hook.pytest_report_to_serializable(config=config, report=report)
    read_by_scenario = any(getattr(config.option, name, None) for name in _READERS_BY_SCENARIO)
    if read_by_scenario and report in test_report_context_registry:
        value[_SCENARIO] = vars(test_report_context_registry[report])
    home.write(json.dumps(value) + "\n")
    home.flush()
    RunState.of(config).results.clear()


def replay(session: pytest.Session, line: bytes) -> None:
    """Let pytest show and count a report as if the scenario had run here."""
    hook = session.config.hook
    value = json.loads(line)
    if "failed in the child" in value:
        raise RuntimeError(value["failed in the child"])
    report = restore_tuples(hook.pytest_report_from_serializable(config=session.config, data=value))
    if context := vars(report).pop(_SCENARIO, None):
        test_report_context_registry[report] = ReportContext(**context)
    if report.when == "setup":
        hook.pytest_runtest_logstart(nodeid=report.nodeid, location=report.location)
    hook.pytest_runtest_logreport(report=report)
    if report.when == "teardown":
        hook.pytest_runtest_logfinish(nodeid=report.nodeid, location=report.location)


def restore_tuples(report: pytest.TestReport) -> pytest.TestReport:
    """Return a report that was read from JSON with tuples wherever pytest and its plug-ins rely on them.

    JSON knows lists only; pytest's terminal and JUnit writers assert that the `longrepr` of a skip is a tuple.
    """
    if isinstance(report.longrepr, list):
        path, line, reason = report.longrepr
        report.longrepr = (path, line, reason)
    path, line, name = report.location
    report.location = (path, line, name)
    report.sections = [(title, text) for title, text in report.sections]
    report.user_properties = [(name, value) for name, value in report.user_properties]
    return report
