"""The suite's own Layer server takes what a provider issues, and its exchanges are evidence."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from conformance.clock import VirtualClock, WallClock
from conformance.embedded import layer_server
from conformance.embedded.layer_server import layer_caller
from conformance.embedded.provider_target import provider_target
from conformance.evidence.transcript import Transcript
from conformance.judging.expectations import expect_nonce
from conformance.protocol.accept import accept_for
from conformance.reference.messages import Request
from conformance.reference.provider import ReferenceProvider
from conformance.reference.server import RegisteredKey


class Meeting:
    """A provider, and the Layer server that its tokens are presented to; `clock` is the provider's."""

    def __init__(self, provider: ReferenceProvider | None = None) -> None:
        self.provider = provider or ReferenceProvider(WallClock())
        self.transcript = Transcript()
        target = provider_target("a provider", self.provider)
        self.layer = layer_caller(target, self.provider.clock, self.transcript)

    def nonce(self) -> str:
        """Return a nonce of the server."""
        return expect_nonce(self.layer.request_nonce())

    def token_for(self, nonce: str) -> str:
        """Return the token that the provider issues to its first user."""
        provider, user = self.provider, self.provider.accounts[0]
        values = {"user": user.id, "password": user.password, "nonce": nonce, "app_id": provider.credentials.app_id}
        fields = {name: text.format(**values) for name, text in provider.interface.fields.items()}
        request = Request("POST", provider.settings.path, (("Content-Type", "application/json"),))
        return str(provider.handle(replace(request, body=json.dumps(fields).encode())).content["identity_token"])


@pytest.mark.parametrize("name", ["short", "application", "long"])
def test_a_right_token_opens_a_session(name):
    """With keys of every usual size; the exchange is evidence, with what was sent."""
    provider = ReferenceProvider(WallClock())
    provider = provider.with_credentials(key=RegisteredKey(provider.credentials.key.key_id, name))
    meeting = Meeting(provider)
    token = meeting.token_for(meeting.nonce())
    exchange = meeting.layer.request_session(token)
    assert exchange.received.status == 201
    assert exchange.received.json_object()["session_token"]
    assert meeting.transcript.exchanges[1:] == [exchange]
    assert (exchange.sent.method, exchange.sent.path) == ("POST", "/sessions")
    assert exchange.sent.header("Accept") == accept_for("2.0")
    assert json.loads(exchange.sent.body) == {"identity_token": token, "app_id": provider.credentials.app_id}


def test_a_token_for_another_nonce_opens_none():
    """The server knows the nonces that it has given, and no others."""
    meeting = Meeting()
    assert meeting.nonce() != meeting.nonce()
    assert meeting.layer.request_session(meeting.token_for("never given")).received.status == 422


def test_it_goes_by_the_providers_clock():
    """A clock that is years off is the finding of another rule; the evidence has real times."""
    meeting = Meeting(ReferenceProvider(VirtualClock()))
    exchange = meeting.layer.request_session(meeting.token_for(meeting.nonce()))
    assert exchange.received.status == 201
    assert exchange.started < VirtualClock.START
    assert exchange.duration >= 0


def test_an_answer_takes_as_long_as_it_takes(monkeypatch):
    """By a clock that nobody sets."""
    readings = iter([1000.0, 1000.25])
    meeting = Meeting()
    monkeypatch.setattr(layer_server.RealTime, "monotonic", staticmethod(lambda: next(readings)))
    assert meeting.layer.request_nonce().duration == 0.25


@pytest.mark.parametrize("name", ["app_id", "provider_id", "key_id"])
def test_ids_that_no_server_could_register_are_refused(name):
    """Each of the three; a target file with such an id is refused before."""
    target = provider_target("a provider", ReferenceProvider(WallClock()))
    target = replace(target, credentials=replace(target.credentials, **{name: "not an id"}))
    with pytest.raises(ValueError, match="none that a server could register"):
        layer_caller(target, WallClock(), Transcript())
