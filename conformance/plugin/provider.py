"""What the steps of the provider are given, and the embedded provider as a target."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from conformance.caller import TargetClock
from conformance.caller.provider import ProviderCaller
from conformance.clock import Clock
from conformance.plugin.embedded import EMBEDDED_NAME, Site, is_embedded
from conformance.plugin.examination import keep_examination
from conformance.plugin.layer import LayerServer
from conformance.plugin.options import targets_of
from conformance.plugin.provider_examination import ProviderExamination
from conformance.plugin.recording import recording_of
from conformance.reference.provider import ACCOUNTS, WRONG_PASSWORD, ReferenceProvider, beside
from conformance.reference.server import CREDENTIALS, running
from conformance.targets import Login, ProviderCredentials, ProviderTarget, Template, TokenPlace, TokenRequest, User

#: What the embedded provider is made of, where it is not the plain one.
PROVIDER = pytest.StashKey[Callable[[Clock], ReferenceProvider] | None]()

#: The fields of the documents' sample service, and the password that the reference asks for.
_FIELDS = {"app_id": "{app_id}", "user_id": "{user}", "password": "{password}", "nonce": "{nonce}"}


def embedded_provider(named: str | None = None) -> ProviderTarget:
    """Return the reference provider as a target, before it has an address."""
    known = CREDENTIALS
    users = tuple(User(each.id, each.password, each.id, each.claims) for each in ACCOUNTS)
    return ProviderTarget(
        name=named or EMBEDDED_NAME,
        actor="provider",
        url="",
        credentials=ProviderCredentials(
            known.app_id, known.provider_id, known.key.key_id, known.key.signing_key.public
        ),
        request=TokenRequest("POST", "json", {}, {name: Template.parse(text) for name, text in _FIELDS.items()}),
        token=TokenPlace(("identity_token",)),
        users=users,
        wrong_login=Login(users[0].id, WRONG_PASSWORD),
        sample=True,
        secrets=frozenset((WRONG_PASSWORD, *(user.password for user in users))),
    )


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
