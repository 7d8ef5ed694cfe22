"""Time that is really waited for, and once: every scenario that needs it waits in a process of its own.

They are forked before anything else runs (docs/decisions/0010-patience.md). Each does its first half, sleeps, and goes
on when its moment has come; meanwhile everything else runs here, and at the end their reports are collected.
"""

from __future__ import annotations

import json
import os
import select
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Any, Self

import pytest

from conformance.caller.time.waiting import RealWait
from conformance.clock import RealTime
from conformance.plugin.collection.features import requirement_of_item, steps_of_item
from conformance.plugin.run.forks import (
    end_processes,
    fork,
    prepare_fork,
    read_lines,
    replay,
    send_reports_home,
)
from conformance.plugin.run.serial import run_item
from conformance.plugin.run.start import start_examination
from conformance.plugin.state import RunState
from conformance.plugin.terminal import new_line, supports_cursor, terminal_of
from conformance.processes import can_fork
from conformance.scenarios import seconds_needed

#: How often the countdown is written again, in seconds.
_TICK = 1.0
#: Where no line can be written over, such as in a log, what is waited for is told so often, in seconds.
_TOLD_EVERY = 60.0
#: A process that sleeps looks this often whether the one that waits for its reports still runs, in seconds.
_LOOK_EVERY = 5.0
#: Options under which a person wants to sit beside every scenario, or xdist runs them.
_BESIDE = ("usepdb", "trace", "collectonly", "setuponly", "setupplan", "numprocesses")


def waiting_scenarios(session: pytest.Session) -> list[pytest.Item]:
    """Return the scenarios that need time to pass, where it is waited for at all."""
    if not RunState.of(session.config).max_wait or not can_fork():
        return []
    if any(getattr(session.config.option, name, None) for name in _BESIDE):
        return []
    return [item for item in getattr(session, "items", []) if seconds_needed(steps_of_item(item))]


def start(session: pytest.Session) -> Waits:
    """Fork a process for each scenario that waits; at a target that cannot be reached nothing waits."""
    items = waiting_scenarios(session)
    actors = {row.actor for item in items if (row := requirement_of_item(item))}
    if not items or any(start_examination(session.config, actor).is_unreachable for actor in actors):
        return Waits(session, getattr(session, "items", []))
    watched, lifeline = os.pipe()
    with prepare_fork(session):
        children = [fork(partial(_examine, session, item, watched, lifeline)) for item in items]
    os.close(watched)
    return Waits(session, [item for item in session.items if item not in items], children, lifeline)


@dataclass
class Waits:
    """The scenarios that wait in processes of their own, and `others`, which need not.

    The processes live for as long as the context lasts; `lifeline` is a pipe that ends them where this process dies.
    """

    session: pytest.Session
    others: Sequence[pytest.Item]
    children: Sequence[tuple[int, int]] = ()
    lifeline: int | None = None
    until: dict[str, float] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.lifeline is not None:
            os.close(self.lifeline)
        end_processes(self.children)

    def collect(self) -> None:
        """Show what is waited for, and let pytest show and count every report as it comes in."""
        terminal: Any = terminal_of(self.session.config)
        shows = terminal is not None and supports_cursor(terminal)
        next_told = RealTime.elapsed() + _TOLD_EVERY
        for line in read_lines([reader for _, reader in self.children], _TICK):
            value = json.loads(line) if line else {}
            if "waits" in value:
                self.until[value["waits"]] = value["until"]
                continue
            if shows:
                terminal.rewrite("", erase=True)
            if line:
                self.until.pop(value.get("nodeid", ""), None)
                replay(self.session, line)
            elif shows and self.until:
                terminal.ensure_newline()
                terminal.rewrite(str(self), erase=True)
            elif terminal is not None and self.until and RealTime.elapsed() >= next_told:
                next_told += _TOLD_EVERY
                new_line(terminal)
                terminal.write_line(str(self))

    def __str__(self) -> str:
        """Say what is waited for."""
        left = sorted(max(0.0, moment - RealTime.elapsed()) for moment in self.until.values())
        count = f"{len(left)} scenario{'s' if len(left) > 1 else ''}"
        return (
            f"waiting at the target: {count}, the next for {_clock_face(left[0])}, the last for {_clock_face(left[-1])}"
        )


def _clock_face(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"


def _examine(session: pytest.Session, item: pytest.Item, watched: int, lifeline: int, writer: int) -> None:
    """Be the process of one scenario: what it waits for goes home at once, its reports when it has ended."""
    os.close(lifeline)
    # Ctrl-C is for the parent, which ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    state = RunState.of(session.config)
    with os.fdopen(writer, "w", encoding="utf-8", buffering=1) as home:

        def wait(seconds: float, _duration: str) -> None:
            until = RealTime.elapsed() + seconds
            home.write(json.dumps({"waits": item.nodeid, "until": until}) + "\n")
            sleep(seconds, watched)

        state.target_time = lambda _ask: RealWait(state.max_wait, wait)
        send_reports_home(session.config, home, f"waiting {item.nodeid}")
        run_item(item, None)


def sleep(seconds: float, watched: int) -> None:
    """Sleep so long by a clock that nobody can set; where the parent has died, end: nobody reads the result."""
    until = RealTime.elapsed() + seconds
    while (left := until - RealTime.elapsed()) > 0:
        if select.select([watched], [], [], min(left, _LOOK_EVERY))[0]:
            os._exit(1)
