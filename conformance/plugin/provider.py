"""What the steps of the provider are given."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.caller import TargetClock
from conformance.caller.provider import ProviderCaller
from conformance.plugin.beginning import begun
from conformance.plugin.embedded import PROVIDER, Site, is_embedded
from conformance.plugin.embedded_provider import provider_target
from conformance.plugin.examined import keep_examination
from conformance.plugin.layer import LayerServer
from conformance.plugin.options import targets_of
from conformance.plugin.provider_examination import ProviderExamination
from conformance.plugin.recording import recording_of
from conformance.reference.provider import ReferenceProvider, beside
from conformance.reference.server import running
from conformance.targets import ProviderTarget


@pytest.fixture(scope="session")
def provider_site(request: pytest.FixtureRequest) -> Iterator[ProviderTarget]:
    """The embedded provider, running, in the frozen time of the embedded server."""
    site: Site = request.getfixturevalue("site")
    provider = (request.config.stash.get(PROVIDER, None) or ReferenceProvider)(site.clock)
    name = targets_of(request.config)["provider"].name
    with running(beside(provider)) as url:
        yield provider_target(name, provider, f"{url}{provider.settings.path}")


@pytest.fixture(scope="session")
def provider_examination(request: pytest.FixtureRequest) -> ProviderExamination:
    """The examination of the provider: of the embedded one where no other is named."""
    target = targets_of(request.config)["provider"]
    assert isinstance(target, ProviderTarget)  # noqa: S101 - for the type checker: a provider's file has this form
    if not is_embedded(target):
        return begun(request.config, "provider")
    site: Site = request.getfixturevalue("site")
    examination = ProviderExamination(request.getfixturevalue("provider_site"), site.clock)
    return keep_examination(request.config, examination, "provider")


@pytest.fixture
def provider_caller(request: pytest.FixtureRequest, provider_examination: ProviderExamination) -> ProviderCaller:
    """The sender of this scenario's requests."""
    recording = recording_of(request.node)
    recording.redactor = provider_examination.redactor.copy()
    return provider_examination.caller(recording.transcript, recording.redactor)


@pytest.fixture(scope="session")
def wrong_requests() -> dict[str, object]:
    """The wrong requests that were sent already, by name: a wrong login is tried once, for some providers count."""
    return {}


@pytest.fixture
def provider_clock(provider_examination: ProviderExamination) -> TargetClock:
    """The provider's clock."""
    return provider_examination.clock


@pytest.fixture
def layer_server(request: pytest.FixtureRequest, provider_examination: ProviderExamination) -> LayerServer:
    """The suite's own Layer server, which knows the provider's public key."""
    transcript = recording_of(request.node).transcript
    return LayerServer(provider_examination.target, provider_examination.clock, transcript)
