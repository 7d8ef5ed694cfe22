"""Which scenarios can notice a mutant of the server: those in which it answers something otherwise."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pytest

from conformance.clock import Clock
from conformance.embedded.targets import embedded_targets
from conformance.plugin.run.forks import fork
from conformance.plugin.run.matrix_jobs import Job, JobRunner
from conformance.plugin.state import RunState
from conformance.reference.server.trace import (
    Answered,
    Change,
    TracedServer,
    differs_in_answers_only,
    is_answered_otherwise,
)

#: What reached the reference in a scenario that was run by itself, by the scenario's node id.
Traces = Mapping[str, Sequence[Answered]]


def record_traces(config: pytest.Config, items: Sequence[pytest.Item], processes: int) -> Traces:
    """Run each scenario by itself on the reference server, and return what reached it, where that can be repeated."""
    forked = [fork(partial(_record, config, items[number::processes])) for number in range(processes)]
    traces: dict[str, Sequence[Answered]] = {}
    for pid, reader in forked:
        with os.fdopen(reader, "rb") as home:
            traces.update(pickle.load(home))  # noqa: S301 - our own child has written it
        os.waitpid(pid, 0)
    return traces


def _record(config: pytest.Config, items: Sequence[pytest.Item], writer: int) -> None:
    runner = JobRunner(config)
    traces: dict[str, Sequence[Answered]] = {}
    for item in items:
        servers: list[TracedServer] = []
        runner.run(Job("", partial(_as_traced, servers), [item], lambda _result: True))
        if servers and servers[0].can_be_repeated:
            traces[item.nodeid] = servers[0].trace
    with os.fdopen(writer, "wb") as home:
        pickle.dump(traces, home)


def _as_traced(servers: list[TracedServer], config: pytest.Config) -> None:
    state = RunState.of(config)
    state.targets = embedded_targets(actor="server")

    def make(clock: Clock) -> TracedServer:
        servers.append(TracedServer.of(clock))
        return servers[-1]

    state.make_server = make


def choose_noticing(change: Change, traces: Traces) -> Callable[[pytest.Item], bool] | None:
    """Return what says of a scenario whether it can notice a change of the server; None where any may."""
    if not differs_in_answers_only(change):
        return None
    return lambda item: item.nodeid not in traces or is_answered_otherwise(change, traces[item.nodeid])
