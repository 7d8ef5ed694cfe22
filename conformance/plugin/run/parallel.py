"""A target examined by several forked processes (docs/decisions/0006-forking.md).

On the embedded reference each has a reference and a clock of its own, so that nothing of one scenario reaches another;
at any other target they share the request budget, and rows that say `alone` run when the others have ended. The
reports go home as from xdist's workers, without its second start of the interpreter and second collection.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import zip_longest
from typing import TextIO

import pytest
from _pytest.runner import runtestprotocol

from conformance.embedded.targets import is_embedded
from conformance.plugin.collection.features import requirement_of_item
from conformance.plugin.options import targets_of
from conformance.plugin.run.forks import end_processes, fork, read_lines
from conformance.plugin.run.preparation import prepare_fork
from conformance.plugin.run.target_clock import sets_target_clock
from conformance.plugin.state import RunState

#: Fewer scenarios are not worth a second process.
_WORTH_IT = 200
INDEX = struct.Struct("<i")
#: Options under which a person wants one process: to stop at the first failure, to step through, to see output.
_ONE_PROCESS = ("maxfail", "usepdb", "trace", "stepwise", "setupshow", "setuponly")


def processes_for(session: pytest.Session) -> int:
    """Return how many processes are to examine: one, unless it is the embedded reference and worth it, or asked for."""
    option = session.config.option
    asked: int | None = option.jobs
    if not all(requirement_of_item(item) for item in session.items):
        return 1  # the suite's own tests are not ours to share out
    embedded = all(is_embedded(target) for target in targets_of(session.config).values())
    by_itself = (
        hasattr(os, "fork")
        and (asked is not None or (embedded and len(session.items) >= _WORTH_IT))
        and not any(getattr(option, name, None) for name in _ONE_PROCESS)
        and option.capture != "no"
        and not getattr(option, "numprocesses", None)
        and not hasattr(session.config, "workerinput")
        and not sets_target_clock(session.config)
    )
    return (asked or min(os.cpu_count() or 1, 4)) if by_itself else 1


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Share the scenarios out; pytest's own loop goes on where one process is enough."""
    processes = processes_for(session)
    if processes == 1 or not session.items or session.testsfailed or session.config.option.collectonly:
        return None
    shared, alone = _split_by_independence(session)
    children = _started(session, shared, processes)
    try:
        for line in read_lines([reader for _, reader in children]):
            replay(session, line)
    finally:
        end_processes(children)
    for item, following in zip_longest(alone, alone[1:]):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    return True


def _split_by_independence(session: pytest.Session) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Return the scenarios that may run side by side, and those that may not where all share one target."""
    if all(is_embedded(target) for target in targets_of(session.config).values()):
        return session.items, []
    shared: list[pytest.Item] = []
    alone: list[pytest.Item] = []
    for item in session.items:
        row = requirement_of_item(item)
        (alone if row is not None and row.alone else shared).append(item)
    return shared, alone


def _started(session: pytest.Session, items: Sequence[pytest.Item], processes: int) -> list[tuple[int, int]]:
    """Fork the processes; a pipe that holds the number of every scenario is their queue."""
    queue, fill = os.pipe()
    with prepare_fork(session):
        children = [fork(partial(_work, items, queue, fill, number)) for number in range(processes)]
    os.close(queue)
    with os.fdopen(fill, "wb") as pipe:
        pipe.write(b"".join(INDEX.pack(index) for index in range(len(items))))
    return children


def _work(items: Sequence[pytest.Item], queue: int, fill: int, own: int, writer: int) -> None:
    os.close(fill)
    RunState.of(items[0].config).process = own
    with os.fdopen(writer, "w", encoding="utf-8") as home:
        for item, following in _pair(items, queue):
            run_for(home, item, following, f"process {own}")


def _pair(items: Sequence[pytest.Item], queue: int) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    """Yield the scenarios that this process has drawn, each with the one that it has drawn next."""
    item = _draw(items, queue)
    while item is not None:
        following = _draw(items, queue)
        yield item, following
        item = following


def _draw(items: Sequence[pytest.Item], queue: int) -> pytest.Item | None:
    drawn = os.read(queue, INDEX.size)
    return items[INDEX.unpack(drawn)[0]] if drawn else None


def run_for(home: TextIO, item: pytest.Item, following: pytest.Item | None, process: str) -> None:
    """Run a scenario in this process, `process` by name, and send its reports home, a line each."""
    for report in runtestprotocol(item, log=False, nextitem=following):
        vars(report)["worker_id"] = process
        value = item.config.hook.pytest_report_to_serializable(config=item.config, report=report)
        home.write(json.dumps(value) + "\n")
    home.flush()


def replay(session: pytest.Session, line: bytes) -> None:
    """Let pytest show and count a report as if the scenario had run here."""
    hook = session.config.hook
    value = json.loads(line)
    if "failed in the child" in value:
        raise RuntimeError(value["failed in the child"])
    report = restore_tuples(hook.pytest_report_from_serializable(config=session.config, data=value))
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
