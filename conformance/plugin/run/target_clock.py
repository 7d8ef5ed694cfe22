"""The clock of a target that the suite may set: set when a run begins, restored when it ends, whatever happens."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from conformance.caller import ClockDidNotAdvanceError
from conformance.caller.time.clock_hook import HookedClock
from conformance.caller.time.faketime import FaketimeFile
from conformance.caller.time.settable_clock import SettableClock
from conformance.caller.time.target_process import TargetProcessError, run_program
from conformance.plugin.state import RunState
from conformance.plugin.terminal import terminal_of
from conformance.targets import ClockHook, Faketime, WallTime


def sets_target_clock(config: pytest.Config) -> bool:
    """Say whether the suite sets the clock of a target that is not its own: one scenario at a time can do that."""
    return any(not isinstance(target.clock, WallTime) for target in RunState.of(config).targets.values())


@contextmanager
def set_and_restored(session: pytest.Session) -> Iterator[None]:
    """Start the target under the suite's clock where the target file says how; raises UsageError where that fails."""
    state = RunState.of(session.config)
    target = next(iter(state.targets.values()))
    match target.clock:
        case ClockHook() as hook:
            setter: FaketimeFile | HookedClock = HookedClock(hook, target)
        case Faketime() as faketime:
            setter = FaketimeFile(faketime.file)
        case _:
            yield
            return
    try:
        setter.begin()
        state.target_time = lambda ask: SettableClock(setter, ask)
        try:
            with run_program(target):
                yield
        finally:
            _restore_clock(session.config, setter)
    except (ClockDidNotAdvanceError, TargetProcessError) as failed:
        raise pytest.UsageError(str(failed)) from failed


def _restore_clock(config: pytest.Config, setter: FaketimeFile | HookedClock) -> None:
    """Restore the clock; where that fails, the terminal says so, and the run's verdict stands."""
    try:
        setter.end()
    except ClockDidNotAdvanceError as failed:
        terminal = terminal_of(config)
        if terminal is not None:
            terminal.write_line(f"{os.linesep}the target's clock could not be restored: {failed}")
