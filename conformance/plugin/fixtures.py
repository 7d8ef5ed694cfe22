"""What the steps are given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from conformance.caller import Caller, TargetClock
from conformance.evidence.exchange import Exchange
from conformance.minting import Mint
from conformance.plugin.beginning import begun
from conformance.plugin.embedded import CLOCK, REFERENCE, Site, is_embedded, running_site
from conformance.plugin.examination import Examination
from conformance.plugin.examined import keep_examination
from conformance.plugin.options import targets_of
from conformance.plugin.recording import recording_of
from conformance.targets import Target


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    """The embedded reference, running: started by whoever asks first."""
    stash = request.config.stash
    with running_site(stash[REFERENCE], stash.get(CLOCK, None)) as running:
        yield running


@pytest.fixture(scope="session")
def examination(request: pytest.FixtureRequest) -> Examination:
    """The examination of the server: of the embedded reference where no other is named."""
    target = targets_of(request.config)["server"]
    assert isinstance(target, Target)  # noqa: S101 - for the type checker: a server's file has this form
    if not is_embedded(target):
        return begun(request.config, "server")
    running: Site = request.getfixturevalue("site")
    target = replace(target, url=running.url, credentials=running.credentials)
    return keep_examination(request.config, Examination(target, running.clock))


@pytest.fixture
def caller(request: pytest.FixtureRequest, examination: Examination, api_version: str) -> Caller:
    """The sender of this scenario's requests, in the version that is examined."""
    recording = recording_of(request.node)
    recording.redactor = examination.redactor.copy()
    return examination.caller(api_version, recording.transcript)


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
