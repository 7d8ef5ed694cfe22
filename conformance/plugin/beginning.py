"""How the examination of a target that is not our own begins: once in a run, whoever asks first."""

from __future__ import annotations

from typing import Literal, overload

import pytest

from conformance.minting import USER
from conformance.plugin.examination import Examination
from conformance.plugin.examined import examination_of, keep_examination
from conformance.plugin.options import targets_of
from conformance.plugin.provider_examination import ProviderExamination
from conformance.plugin.target_time import passing_of
from conformance.targets import ProviderTarget, Target

#: Which of several processes at one target this is: each signs in as a user of its own, and ends no other's sessions.
PROCESS = pytest.StashKey[int]()
#: Why the findings of a run are in doubt, in one sentence without its full stop.
SUSPECT = pytest.StashKey[str]()


@overload
def begun(config: pytest.Config, actor: Literal["server"]) -> Examination: ...


@overload
def begun(config: pytest.Config, actor: Literal["provider"]) -> ProviderExamination: ...


@overload
def begun(config: pytest.Config, actor: str) -> Examination | ProviderExamination: ...


def begun(config: pytest.Config, actor: str) -> Examination | ProviderExamination:
    """Return the examination of an actor of the target file; a forked process goes on with what is known."""
    passing = passing_of(config)
    known = examination_of(config, actor)
    if isinstance(known, Examination | ProviderExamination):
        known.go_on_in_this_process(passing)
        if isinstance(known, Examination) and PROCESS in config.stash:
            known.user = f"{USER}-{config.stash[PROCESS]}"
        return known
    target = targets_of(config)[actor]
    if isinstance(target, ProviderTarget):
        return keep_examination(config, ProviderExamination(target, passing=passing), actor)
    assert isinstance(target, Target)  # noqa: S101 - for the type checker: the other form is a server's
    return keep_examination(config, Examination(target, passing=passing), actor)
