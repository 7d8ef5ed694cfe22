"""How time passes at the target of a run: the option, and what is begun before the run and put back after it."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import TypeAlias

import pytest

from conformance.caller import ClockDidNotMove
from conformance.caller.faketime import FaketimeFile
from conformance.caller.hook import HookedClock
from conformance.caller.moving import Moved
from conformance.caller.passing import Passing, Standing
from conformance.caller.program import ProgramFailed, running_program
from conformance.evidence.exchange import Exchange
from conformance.plugin.collection import requirement_of_item
from conformance.plugin.options import targets_of
from conformance.targets import AnyTarget, Faketime, Fault, Hook, WallTime, patience

#: From what sends the target a plain request, to how time passes there.
PassingFor: TypeAlias = Callable[[Callable[[], Exchange]], Passing]

#: How it passes in this process.
PASSING = pytest.StashKey[PassingFor]()
_PATIENCE = pytest.StashKey[int]()


def standing(_ask: Callable[[], Exchange]) -> Passing:
    """Return how time passes where nobody has said: not at all."""
    return Standing()


def passing_of(config: pytest.Config) -> PassingFor:
    """Return how time passes at the target, for this process."""
    return config.stash.get(PASSING, standing)


def patience_of(config: pytest.Config) -> int:
    """Return how long a scenario may wait, in seconds: 0 where the target's clock is not waited for."""
    return config.stash[_PATIENCE]


def moves_a_clock(config: pytest.Config) -> bool:
    """Say whether the suite sets the clock of a target that is not its own: one scenario at a time can do that."""
    return any(isinstance(target.clock, Faketime | Hook) for target in targets_of(config).values())


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
    except Fault as fault:
        raise pytest.UsageError(f"--patience {given} {fault}") from fault
    of_files = [each.clock.patience for each in targets_of(config).values() if isinstance(each.clock, WallTime)]
    config.stash[_PATIENCE] = asked if asked is not None and of_files else max(of_files, default=0)
    if moves_a_clock(config) and getattr(config.option, "numprocesses", None):
        raise pytest.UsageError("the target's clock can be moved by one process only: leave -n out")
    if config.stash[_PATIENCE] and (why := _why_not_waiting(config)):
        config.stash[PASSING] = lambda _ask: Standing(why)


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
    if not examines or not moves_a_clock(session.config):
        return (yield)
    try:
        with _moved(session.config, target):
            return (yield)
    except (ClockDidNotMove, ProgramFailed) as failed:
        raise pytest.UsageError(str(failed)) from failed


@contextmanager
def _moved(config: pytest.Config, target: AnyTarget) -> Iterator[None]:
    setting = _setting(target)
    setting.begin()
    config.stash[PASSING] = lambda ask: Moved(setting, ask)
    try:
        with running_program(target):
            yield
    finally:
        _put_back(config, setting)


def _setting(target: AnyTarget) -> FaketimeFile | HookedClock:
    time_of = target.clock
    if isinstance(time_of, Hook):
        return HookedClock(time_of, target)
    assert isinstance(time_of, Faketime)  # noqa: S101 - for the type checker: moves_a_clock knows two kinds
    return FaketimeFile(time_of.file)


def _put_back(config: pytest.Config, setting: FaketimeFile | HookedClock) -> None:
    """Put the clock back; where that fails, the terminal says so, and the run's verdict stands."""
    try:
        setting.end()
    except ClockDidNotMove as failed:
        terminal = config.pluginmanager.getplugin("terminalreporter")
        if terminal is not None:
            terminal.write_line(f"{os.linesep}the target's clock could not be put back: {failed}")
