"""A target examined by several forked processes (docs/decisions/0006-forking.md).

On the embedded reference each has a reference and a clock of its own, so that nothing of one scenario reaches another;
at any other target they share the request budget, and end before the queue does where it slows down or says 429
(caller/http/crowd.py); rows that say `alone` run when the others have ended. The reports go home as from xdist's
workers, without its second start of the interpreter and second collection.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pytest

from conformance.caller.http.crowd import Crowd
from conformance.embedded.targets import is_embedded
from conformance.plugin.collection.batches import group_items
from conformance.plugin.collection.features import EXPLORER, requirement_of_item
from conformance.plugin.run import serial
from conformance.plugin.run.forks import (
    NumberQueue,
    end_processes,
    fork,
    prepare_fork,
    read_lines,
    replay,
    send_reports_home,
)
from conformance.plugin.run.target_clock import sets_target_clock
from conformance.plugin.state import RunState
from conformance.plugin.terminal import shows_output
from conformance.processes import can_fork, release_free_memory

#: Fewer scenarios are not worth a second process, on the embedded reference and elsewhere, where answers take longer.
_WORTH_IT, _WORTH_IT_ELSEWHERE = 200, 50
#: Options under which a person wants one process: to stop at the first failure, to step through, to see output.
_ONE_PROCESS = ("maxfail", "usepdb", "trace", "stepwise", "setupshow", "setuponly", "numprocesses")


def processes_for(session: pytest.Session) -> int:
    """Return how many processes are to examine: what was asked for, or what suits the target where it is worth it."""
    option = session.config.option
    requested: int | None = option.jobs
    if not can_fork() or not all(requirement_of_item(item) for item in session.items):
        return 1  # the suite's own tests are not ours to share out
    if any(getattr(option, name, None) for name in _ONE_PROCESS) or shows_output(session.config):
        return 1
    # VS Code takes a scenario's file from the process that runs it.
    if sets_target_clock(session.config) or session.config.pluginmanager.has_plugin(EXPLORER):
        return 1
    if requested is not None:
        return requested
    targets = RunState.of(session.config).targets.values()
    if all(is_embedded(target) for target in targets):
        return min(os.cpu_count() or 1, 4) if len(session.items) >= _WORTH_IT else 1
    return min(target.processes for target in targets) if len(session.items) >= _WORTH_IT_ELSEWHERE else 1


def run(session: pytest.Session, items: Sequence[pytest.Item]) -> None:
    """Share the scenarios out, and run those that must run alone here afterwards."""
    shared, alone = _split_by_independence(session, items)
    children = _start(session, shared) if shared else []
    try:
        for line in read_lines([reader for _, reader in children]):
            replay(session, line)
    finally:
        end_processes(children)
    serial.run(session, alone)


def _split_by_independence(
    session: pytest.Session, items: Sequence[pytest.Item]
) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Return the scenarios that may run side by side, and those that may not where all share one target."""
    if all(is_embedded(target) for target in RunState.of(session.config).targets.values()):
        return list(items), []
    shared: list[pytest.Item] = []
    alone: list[pytest.Item] = []
    for item in items:
        row = requirement_of_item(item)
        (alone if row is not None and row.alone else shared).append(item)
    return shared, alone


def _start(session: pytest.Session, items: Sequence[pytest.Item]) -> list[tuple[int, int]]:
    """Fork the processes; they draw the numbers of groups of scenarios."""
    queue = NumberQueue()
    processes = processes_for(session)
    groups = group_items(items, RunState.of(session.config).batches)
    with prepare_fork(session):
        for crowd in _crowds(session.config):
            crowd.begin(processes)
        children = [fork(partial(_work, groups, queue, number)) for number in range(processes)]
    queue.fill(len(groups))
    return children


def _work(groups: Sequence[Sequence[pytest.Item]], queue: NumberQueue, number: int, writer: int) -> None:
    """Examine with process `number` what it draws from the queue."""
    queue.only_draw()
    config = groups[0][0].config
    RunState.of(config).process = number
    with os.fdopen(writer, "w", encoding="utf-8") as home:
        send_reports_home(config, home, f"process {number}")
        drawn = _draw_scenarios(groups, queue, partial(_has_room, config, number))
        item = next(drawn, None)
        while item is not None:
            following = next(drawn, None)
            serial.run_item(item, following)
            release_free_memory()
            item = following


def _crowds(config: pytest.Config) -> list[Crowd]:
    """Return what tells how many processes the targets bear; the embedded reference bears any number."""
    return [each.connection.budget.crowd for each in RunState.of(config).examinations.values()]


def _has_room(config: pytest.Config, number: int) -> bool:
    return all(crowd.has_room_for(number) for crowd in _crowds(config))


def _draw_scenarios(
    groups: Sequence[Sequence[pytest.Item]], queue: NumberQueue, goes_on: Callable[[], bool]
) -> Iterator[pytest.Item]:
    """Yield the scenarios of the groups that this process draws, as long as it goes on."""
    for number in queue.draw():
        yield from groups[number]
        if not goes_on():
            return
