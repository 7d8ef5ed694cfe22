"""The reference provider as a target: what is examined where no target is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conformance.clock import Clock, WallClock
from conformance.reference.provider import WRONG_PASSWORD, ReferenceProvider
from conformance.targets import (
    LoginTemplate,
    ProviderCredentials,
    ProviderTarget,
    RequestTemplate,
    Template,
    TokenLocation,
    User,
)


def embedded_provider(name: str, make: Callable[[Clock], ReferenceProvider] | None = None) -> ProviderTarget:
    """Return the reference provider, or what is made in its place, as a target, before it has an address."""
    return provider_target(name, (make or ReferenceProvider)(WallClock()))


def provider_target(name: str, provider: ReferenceProvider, url: str = "") -> ProviderTarget:
    """Return a provider of ours as a target: its interface, its users, and what Layer has registered of it."""
    known, interface = provider.credentials, provider.interface
    users = tuple(User(each.id, each.password, each.id, each.claims) for each in provider.accounts)
    request = RequestTemplate("POST", interface.encoding, _templates(interface.headers), _templates(interface.fields))
    return ProviderTarget(
        name=name,
        actor="provider",
        url=url,
        credentials=ProviderCredentials(
            known.app_id, known.provider_id, known.key.key_id, known.key.signing_key.public
        ),
        request=request,
        token=TokenLocation(tuple(interface.token.split(".")) if interface.token else ()),
        users=users,
        wrong_login=LoginTemplate(users[0].id, WRONG_PASSWORD) if request.carries("password", "basic") else None,
        sample=provider.settings.sample,
        passwords=frozenset((WRONG_PASSWORD, *(user.password for user in users))),
    )


def _templates(texts: Mapping[str, str]) -> dict[str, Template]:
    return {name: Template.parse(text) for name, text in texts.items()}
