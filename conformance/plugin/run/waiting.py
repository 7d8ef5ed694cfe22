"""Time that is really waited for, and once: every scenario that needs it waits in a process of its own.

They are forked before anything else runs (docs/decisions/0010-patience.md). Each does its first half, sleeps, and goes
on when its moment has come; meanwhile everything else runs here, and at the end their reports are collected.
"""

from __future__ import annotations

import json
import os
import select
import signal
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from conformance.caller.time.waiting import RealWait
from conformance.catalogue.requirements import TIME
from conformance.clock import RealTime
from conformance.embedded.targets import is_embedded
from conformance.plugin.collection.features import requirement_of_item
from conformance.plugin.options import targets_of
from conformance.plugin.run.forks import end_processes, fork, read_lines
from conformance.plugin.run.parallel import replay, run_for
from conformance.plugin.run.preparation import prepare_fork
from conformance.plugin.run.start import start_examination
from conformance.plugin.run.target_clock import max_wait_of
from conformance.plugin.state import RunState
from conformance.plugin.terminal import supports_cursor

#: How often the countdown is written anew, in seconds.
_TICK = 1.0
#: A process that sleeps looks this often whether the one that wants to know still runs, in seconds.
_LOOK_EVERY = 5.0
#: Options under which a person wants to sit beside every scenario.
_BESIDE = ("usepdb", "trace", "collectonly", "setuponly", "setupplan")


@dataclass
class _WaitingScenarios:
    """Who waits until when: moments of RealTime.elapsed, by scenario."""

    until: dict[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        """Say what is waited for."""
        left = sorted(max(0.0, moment - RealTime.elapsed()) for moment in self.until.values())
        many = f"{len(left)} scenario{'s' if len(left) > 1 else ''}"
        return f"waiting at the target: {many}, the next for {_shown(left[0])}, the last for {_shown(left[-1])}"


def _shown(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"


def waiting_scenarios(session: pytest.Session) -> list[pytest.Item]:
    """Return the scenarios that need time to pass, where it is waited for at all."""
    config = session.config
    target = targets_of(config).get("server")
    if target is None or is_embedded(target) or not max_wait_of(config) or not hasattr(os, "fork"):
        return []
    if hasattr(config, "workerinput") or getattr(config.option, "numprocesses", None):
        return []
    if any(getattr(config.option, name, None) for name in _BESIDE):
        return []
    return [item for item in session.items if (row := requirement_of_item(item)) and TIME in row.needs]


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Let those wait that have to, run everything else meanwhile, and bring in what they have seen."""
    waiting = waiting_scenarios(session)
    if not waiting or session.testsfailed or start_examination(session.config, "server").is_unreachable:
        return (yield)
    everything = session.items
    children, lifeline = _started(session, waiting)
    try:
        session.items = [item for item in everything if item not in waiting]
        done = yield
        session.items = everything
        _collect(session, [reader for _, reader in children])
        return done
    finally:
        session.items = everything
        os.close(lifeline)
        end_processes(children)


def _started(session: pytest.Session, waiting: Sequence[pytest.Item]) -> tuple[list[tuple[int, int]], int]:
    """Fork a process for each; the pipe whose end comes back with them is open for as long as this process lives."""
    watched, lifeline = os.pipe()
    with prepare_fork(session):
        children = [fork(partial(_examine, session, item, watched, lifeline)) for item in waiting]
    os.close(watched)
    return children, lifeline


def _examine(session: pytest.Session, item: pytest.Item, watched: int, lifeline: int, writer: int) -> None:
    """Be the process of one scenario: what it waits for goes home at once, its reports when it has ended."""
    os.close(lifeline)
    # Ctrl-C is for the parent, which ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with os.fdopen(writer, "w", encoding="utf-8", buffering=1) as home:

        def wait(seconds: float, _duration: str) -> None:
            until = RealTime.elapsed() + seconds
            home.write(json.dumps({"waits": item.nodeid, "until": until}) + "\n")
            sleep(seconds, watched)

        RunState.of(session.config).target_time = lambda _ask: RealWait(max_wait_of(session.config), wait)
        run_for(home, item, None, f"waiting {item.nodeid}")


def sleep(seconds: float, watched: int) -> None:
    """Sleep so long by a clock that nobody can set; where the parent is gone, nobody wants to know: end."""
    until = RealTime.elapsed() + seconds
    while (left := until - RealTime.elapsed()) > 0:
        if select.select([watched], [], [], min(left, _LOOK_EVERY))[0]:
            os._exit(1)


def _collect(session: pytest.Session, readers: Sequence[int]) -> None:
    """Show what is waited for, and let pytest show and count every report as it comes in."""
    waits = _WaitingScenarios()
    terminal: Any = session.config.pluginmanager.getplugin("terminalreporter")
    shows = terminal is not None and supports_cursor(terminal)
    for line in read_lines(readers, _TICK):
        value = json.loads(line) if line else {}
        if "waits" in value:
            waits.until[value["waits"]] = value["until"]
            continue
        if shows:
            terminal.rewrite("", erase=True)
        if line:
            waits.until.pop(value.get("nodeid", ""), None)
            replay(session, line)
        elif shows and waits.until:
            terminal.ensure_newline()
            terminal.rewrite(str(waits), erase=True)
