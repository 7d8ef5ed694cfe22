"""How the examination of a target that is not our own begins: once in a run, whoever asks first."""

from __future__ import annotations

from typing import Literal, overload

import pytest

from conformance.caller import Budget
from conformance.examination.client import ClientExamination
from conformance.examination.provider import ProviderExamination
from conformance.examination.server import ServerExamination
from conformance.plugin.run.watch import watch_of
from conformance.plugin.state import RunState
from conformance.stage import open_stage

_Examined = ServerExamination | ProviderExamination | ClientExamination


@overload
def start_examination(config: pytest.Config, actor: Literal["server"]) -> ServerExamination: ...


@overload
def start_examination(config: pytest.Config, actor: Literal["provider"]) -> ProviderExamination: ...


@overload
def start_examination(config: pytest.Config, actor: Literal["client"]) -> ClientExamination: ...


@overload
def start_examination(config: pytest.Config, actor: str) -> _Examined: ...


def start_examination(config: pytest.Config, actor: str) -> _Examined:
    """Return the examination of an actor of the target file; a forked process goes on with what is known."""
    state = RunState.of(config)
    known = state.examinations.get(actor)
    if isinstance(known, _Examined):
        known.after_fork(state.target_time)
        if isinstance(known, ServerExamination) and state.process is not None:
            known.user = f"{known.first_user}.{state.process}"
        return known
    started: _Examined
    budget = Budget.of(state.targets[actor].http, state.tell_pause, state.nap)
    if actor != "client":  # whose time the suite moves, and never waits for
        budget.extend(state.max_wait)
    if actor == "provider":
        started = ProviderExamination(state.targets.provider, passing=state.target_time, budget=budget)
    elif actor == "client":
        watch = watch_of(config)
        client = state.targets.client
        started = watch.examination(client) if watch else ClientExamination(client, open_stage, budget=budget)
    else:
        started = ServerExamination(state.targets.server, passing=state.target_time, budget=budget)
    state.examinations[actor] = started
    return started
