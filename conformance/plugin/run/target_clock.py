"""How time passes at the target of a run: the option, and what is begun before the run and put back after it."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pytest

from conformance.caller import ClockDidNotAdvanceError
from conformance.caller.time.clock_hook import HookedClock
from conformance.caller.time.faketime import FaketimeFile
from conformance.caller.time.settable_clock import SettableClock
from conformance.caller.time.target_process import TargetProcessError, run_program
from conformance.caller.time.waiting import FixedTime
from conformance.plugin.collection.features import requirement_of_item
from conformance.plugin.options import targets_of
from conformance.plugin.state import RunState
from conformance.targets import ClockHook, Faketime, FieldError, Target, WallTime, patience


def max_wait_of(config: pytest.Config) -> int:
    """Return how long a scenario may wait, in seconds: 0 where the target's clock is not waited for."""
    return RunState.of(config).max_wait


def sets_target_clock(config: pytest.Config) -> bool:
    """Say whether the suite sets the clock of a target that is not its own: one scenario at a time can do that."""
    return any(isinstance(target.clock, Faketime | ClockHook) for target in targets_of(config).values())


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.getgroup("layer-conformance").addoption(
        "--patience",
        metavar="TIME",
        help="wait up to so long, such as 11m, for what needs time to pass at the target (default: 0 s); all of it is "
        "waited for at once, while everything else runs",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Read the option; raises UsageError for a time that is none."""
    given: str | None = config.getoption("--patience")
    try:
        asked = patience(given) if given is not None else None
    except FieldError as fault:
        raise pytest.UsageError(f"--patience {given} {fault}") from fault
    of_files = [each.clock.patience for each in targets_of(config).values() if isinstance(each.clock, WallTime)]
    RunState.of(config).max_wait = asked if asked is not None and of_files else max(of_files, default=0)
    if sets_target_clock(config) and getattr(config.option, "numprocesses", None):
        raise pytest.UsageError("the target's clock can be moved by one process only: leave -n out")
    if RunState.of(config).max_wait and (why := _why_not_waiting(config)):
        RunState.of(config).target_time = lambda _ask: FixedTime(why)


def _why_not_waiting(config: pytest.Config) -> str:
    """Return why nobody waits in this process, whatever the patience; nothing where processes can be forked for it."""
    if hasattr(config, "workerinput"):
        return "a worker of xdist does not wait: leave -n out"
    if config.option.usepdb or config.option.trace:
        return "beside a debugger nothing is waited for: leave --pdb and --trace out"
    return "" if hasattr(os, "fork") else "waiting needs a system that can fork processes"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Begin with the target's clock where it is ours to set, and put it back afterwards, whatever happened."""
    target = next(iter(targets_of(session.config).values()))
    examines = not session.config.option.collectonly and any(requirement_of_item(item) for item in session.items)
    if not examines or not sets_target_clock(session.config):
        return (yield)
    try:
        with _open_clock(session.config, target):
            return (yield)
    except (ClockDidNotAdvanceError, TargetProcessError) as failed:
        raise pytest.UsageError(str(failed)) from failed


@contextmanager
def _open_clock(config: pytest.Config, target: Target) -> Iterator[None]:
    setting = _setting(target)
    setting.begin()
    RunState.of(config).target_time = lambda ask: SettableClock(setting, ask)
    try:
        with run_program(target):
            yield
    finally:
        _restore_clock(config, setting)


def _setting(target: Target) -> FaketimeFile | HookedClock:
    time_of = target.clock
    if isinstance(time_of, ClockHook):
        return HookedClock(time_of, target)
    assert isinstance(time_of, Faketime)  # noqa: S101 - for the type checker: moves_a_clock knows two kinds
    return FaketimeFile(time_of.file)


def _restore_clock(config: pytest.Config, setting: FaketimeFile | HookedClock) -> None:
    """Put the clock back; where that fails, the terminal says so, and the run's verdict stands."""
    try:
        setting.end()
    except ClockDidNotAdvanceError as failed:
        terminal = config.pluginmanager.getplugin("terminalreporter")
        if terminal is not None:
            terminal.write_line(f"{os.linesep}the target's clock could not be put back: {failed}")
