"""What the steps of the provider are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from conformance.caller import TargetClock
from conformance.caller.provider import ProviderCaller
from conformance.clock import Clock
from conformance.plugin.embedded import Site, is_embedded
from conformance.plugin.examination import keep_examination
from conformance.plugin.layer import LayerServer
from conformance.plugin.options import targets_of
from conformance.plugin.provider_examination import ProviderExamination
from conformance.plugin.recording import recording_of
from conformance.reference.provider import ReferenceProvider, beside
from conformance.reference.server import running
from conformance.targets import ProviderTarget

#: What the embedded provider is made of, where it is not the plain one.
PROVIDER = pytest.StashKey[Callable[[Clock], ReferenceProvider] | None]()


@pytest.fixture(scope="session")
def provider_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The embedded provider, running, in the frozen time of the embedded server: where tokens are asked for."""
    site: Site = request.getfixturevalue("site")
    provider = (request.config.stash.get(PROVIDER, None) or ReferenceProvider)(site.clock)
    with running(beside(provider)) as url:
        yield f"{url}{provider.settings.path}"


@pytest.fixture(scope="session")
def provider_examination(request: pytest.FixtureRequest) -> ProviderExamination:
    """The examination of the provider: of the embedded one where no other is named."""
    target = targets_of(request.config)["provider"]
    assert isinstance(target, ProviderTarget)  # noqa: S101 - for the type checker: a provider's file has this form
    if not is_embedded(target):
        return keep_examination(request.config, ProviderExamination(target), "provider")
    site: Site = request.getfixturevalue("site")
    running_at = replace(target, url=request.getfixturevalue("provider_url"))
    return keep_examination(request.config, ProviderExamination(running_at, site.clock), "provider")


@pytest.fixture
def provider_caller(request: pytest.FixtureRequest, provider_examination: ProviderExamination) -> ProviderCaller:
    """The sender of this scenario's requests."""
    recording = recording_of(request.node)
    recording.redactor = provider_examination.redactor.copy()
    return provider_examination.caller(recording.transcript, recording.redactor)


@pytest.fixture
def provider_clock(provider_examination: ProviderExamination) -> TargetClock:
    """The provider's clock."""
    return provider_examination.clock


@pytest.fixture
def layer_server(request: pytest.FixtureRequest, provider_examination: ProviderExamination) -> LayerServer:
    """The suite's own Layer server, which knows the provider's public key."""
    transcript = recording_of(request.node).transcript
    return LayerServer(provider_examination.target, provider_examination.clock, transcript)
