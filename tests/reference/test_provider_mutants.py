"""The mutants and variations of the provider: each serves, and can be described as a target."""

from __future__ import annotations

import json

import pytest

from conformance.clock import VirtualClock
from conformance.embedded.provider_target import provider_target
from conformance.reference.mutants import all_mutants, mutant_named
from conformance.reference.provider import ReferenceProvider
from conformance.reference.server import Request
from conformance.reference.variations import all_variations


@pytest.fixture
def provider():
    """Return the usual provider, by a clock that stands still."""
    return ReferenceProvider(VirtualClock())


def right_request(provider, nonce="n"):
    """Return a right request to a provider of the usual interface."""
    alice = provider.accounts[0]
    fields = {"app_id": provider.credentials.app_id, "user_id": alice.id, "password": alice.password, "nonce": nonce}
    return Request("POST", "/identity_tokens", (), json.dumps(fields).encode())


def test_a_right_request_breaks_none_by_accident(provider):
    """A mistake of ours in a mutant would be a 500, which many rules would catch."""
    broken = []
    for mutant in all_mutants("provider"):
        changed = mutant.apply(provider)
        changed.handle(right_request(provider))
        if changed.failures and not mutant.name.startswith("falls_over_"):
            broken.append(mutant.name)
    assert broken == []


def test_each_is_described_as_it_was_changed(provider):
    """The target of an embedded provider is made of the provider's own interface, path and users."""
    undescribed = []
    for change in (*all_mutants("provider"), *all_variations("provider")):
        changed = change.apply(provider)
        target = provider_target("varied", changed, "http://127.0.0.1:1/identity_tokens")
        described = target.request.encoding, [user.id for user in target.users]
        if described != (changed.interface.encoding, [account.id for account in changed.accounts]):
            undescribed.append(change.name)
    assert undescribed == []


def test_two_providers_share_no_fault(provider):
    """What a mutant remembers is remembered by one provider: another one starts with an empty memory."""
    kept = mutant_named("gives_one_token_to_all")
    first, second = (kept.apply(provider) for _ in range(2))
    tokens = [first.handle(right_request(provider, nonce)).body for nonce in "ab"]
    assert tokens[0] == tokens[1]
    assert second.handle(right_request(provider, "b")).body != tokens[0]
