"""What the steps are given."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.caller import Caller, TargetClock
from conformance.evidence.exchange import Exchange
from conformance.minting import Mint
from conformance.plugin.embedded import embedded, is_embedded
from conformance.plugin.examination import Examination
from conformance.plugin.options import target_of
from conformance.plugin.recording import recording_of

EXAMINATION = pytest.StashKey[Examination]()


@pytest.fixture(scope="session")
def examination(request: pytest.FixtureRequest) -> Iterator[Examination]:
    """The examination of the target: of the embedded reference, started here, where no other is named."""
    target = target_of(request.config)
    if not is_embedded(target):
        yield _kept(request.config, Examination(target))
        return
    with embedded(target) as (running, clock):
        yield _kept(request.config, Examination(running, clock))


def _kept(config: pytest.Config, examination: Examination) -> Examination:
    config.stash[EXAMINATION] = examination
    return examination


@pytest.fixture
def caller(request: pytest.FixtureRequest, examination: Examination, api_version: str) -> Caller:
    """The sender of this scenario's requests, in the version that is examined."""
    recording = recording_of(request.node)
    recording.redactor = examination.redactor.copy()
    return examination.caller(api_version, recording.transcript, recording.redactor)


@pytest.fixture
def mint(examination: Examination) -> Mint:
    """The maker of identity tokens."""
    return examination.mint()


@pytest.fixture
def clock(examination: Examination) -> TargetClock:
    """The target's clock."""
    return examination.clock


@pytest.fixture
def refusals(examination: Examination, api_version: str) -> dict[str, Exchange]:
    """The documented refusals that were provoked already, by name."""
    return examination.refusals.setdefault(api_version, {})
