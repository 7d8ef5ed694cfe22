"""Time that is really waited for, and once: every scenario that needs it waits in a process beside the run.

It is forked before anything else runs (docs/decisions/0010-patience.md). Each scenario does its first half there, and
goes on when its moment has come; meanwhile everything else runs here, and at the end the reports are collected.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Any, Self

import pytest

from conformance.clock import RealTime
from conformance.plugin.collection.features import requirement_of_item, steps_of_item
from conformance.plugin.run.forks import (
    end_processes,
    fork,
    prepare_fork,
    read_lines,
    replay,
)
from conformance.plugin.run.sleeper import Sleeper, send_reports_by_scenario
from conformance.plugin.run.start import start_examination
from conformance.plugin.state import RunState, is_worker
from conformance.plugin.terminal import new_line, supports_cursor, terminal_of
from conformance.processes import can_fork
from conformance.reporting.text.counts import count_of
from conformance.scenarios import seconds_needed

#: How often the countdown is written again, in seconds.
_TICK = 1.0
#: Where no line can be written over, such as in a log, what is waited for is told so often, in seconds.
_TOLD_EVERY = 60.0
#: Options under which no scenario runs in this process.
_ELSEWHERE = ("collectonly", "setuponly", "setupplan", "numprocesses")


def waiting_scenarios(session: pytest.Session) -> list[pytest.Item]:
    """Return the scenarios that need time to pass, where it is waited for at all."""
    if not RunState.of(session.config).max_wait or reason_not_to_wait_beside(session.config):
        return []
    if any(getattr(session.config.option, name, None) for name in _ELSEWHERE):
        return []
    return [item for item in getattr(session, "items", []) if seconds_needed(steps_of_item(item))]


def reason_not_to_wait_beside(config: pytest.Config) -> str:
    """Return why nothing waits in another process, whatever the patience; empty where one can be forked for it."""
    if is_worker(config):
        return "a worker of xdist does not wait: leave -n out"
    if any(getattr(config.option, name, False) for name in ("usepdb", "trace")):
        return "beside a debugger nothing is waited for: leave --pdb and --trace out"
    if getattr(config.option, "setupshow", False):
        return "where pytest shows what it sets up nothing is waited for: leave --setup-show out"
    return "" if can_fork() else "waiting needs a system that can fork processes"


def start(session: pytest.Session) -> Waits:
    """Fork a process for the scenarios that wait; at a target that cannot be reached nothing waits."""
    items = waiting_scenarios(session)
    actors = {row.actor for item in items if (row := requirement_of_item(item))}
    if not items or any(start_examination(session.config, actor).is_unreachable for actor in actors):
        return Waits(session, getattr(session, "items", []))
    (watched, lifeline), (meanwhile, end_of_others) = os.pipe(), os.pipe()
    pipes = [os.pipe() for _ in items]
    readers = [reader for reader, _ in pipes]
    homes = {item.nodeid: home for item, (_, home) in zip(items, pipes, strict=True)}
    ends_of_parent = [lifeline, end_of_others, *readers]
    with prepare_fork(session):
        child = fork(partial(_sleep, session, items, homes, (watched, meanwhile), ends_of_parent))
    for end in (watched, meanwhile, *homes.values()):
        os.close(end)
    others = [item for item in session.items if item not in items]
    return Waits(session, others, child, readers, lifeline, end_of_others)


@dataclass
class Waits:
    """The scenarios that wait in another process, and `others`, which need not.

    That process, the `child`, and those forked from it live for as long as the context lasts. `lifeline` is a
    pipe that ends them where this process dies, and `end_of_others` one that tells them when nobody else examines any
    more. `readers` are the ends of pipes that their reports come from.
    """

    session: pytest.Session
    others: Sequence[pytest.Item]
    child: tuple[int, int] | None = None
    readers: Sequence[int] = ()
    lifeline: int | None = None
    end_of_others: int | None = None
    until: dict[str, float] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tell_end_of_others()
        if self.lifeline is not None:
            os.close(self.lifeline)
        for reader in self.readers:
            os.close(reader)
        if self.child:
            end_processes([self.child])

    def _tell_end_of_others(self) -> None:
        end, self.end_of_others = self.end_of_others, None
        if end is not None:
            os.close(end)

    def collect(self) -> None:
        """Show what is waited for, and let pytest show and count every report as it comes in."""
        self._tell_end_of_others()
        terminal: Any = terminal_of(self.session.config)
        shows = terminal is not None and supports_cursor(terminal)
        next_told = RealTime.elapsed() + _TOLD_EVERY
        readers = [*self.readers, *([self.child[1]] if self.child else [])]
        for line in read_lines(readers, _TICK):
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
        count = count_of(len(left), "scenario")
        return (
            f"waiting at the target: {count}, the next for {_clock_face(left[0])}, the last for {_clock_face(left[-1])}"
        )


def _clock_face(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"


def _sleep(
    session: pytest.Session,
    items: Sequence[pytest.Item],
    homes: Mapping[str, int],
    pipes: tuple[int, int],
    ends_of_parent: Sequence[int],
    _writer: int,
) -> None:
    """Be the process in which the scenarios wait: each tells its home what it waits for, and its reports at its end."""
    for end in ends_of_parent:
        os.close(end)
    # Ctrl-C is for the parent, which ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with ExitStack() as opened:
        by_scenario = {
            nodeid: opened.enter_context(os.fdopen(home, "w", encoding="utf-8")) for nodeid, home in homes.items()
        }
        send_reports_by_scenario(session.config, by_scenario)
        Sleeper(session, items, by_scenario, *pipes).run()
