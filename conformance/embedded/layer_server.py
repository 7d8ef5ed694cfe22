"""The suite's own Layer server, in this process, as the one that a provider's tokens are presented to."""

from __future__ import annotations

import json

from conformance.clock import Clock, RealTime
from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.evidence.transcript import Transcript
from conformance.protocol.accept import accept_for
from conformance.protocol.layer_id import AppId, bare
from conformance.reference.server import Answer, Directory, ReferenceServer, Request
from conformance.reference.server.directory import Key
from conformance.targets import ProviderTarget

#: Nobody can send a request there: the server has no socket.
_URL = "http://suite-own-server.invalid"
_HEADERS = (("Accept", accept_for("2.0")), ("Content-Type", "application/json"))


class LayerServer:
    """A reference server that knows one provider: its application, its id, and its public key.

    It goes by the provider's clock, so that a clock that is off is the finding of other rules.
    """

    def __init__(self, target: ProviderTarget, clock: Clock, transcript: Transcript) -> None:
        self._app_id = target.credentials.app_id
        self._transcript = transcript
        self._server = ReferenceServer(clock, registry=_registry(target))

    def nonce(self) -> str:
        """Return a nonce that it has just given."""
        return str(self._server.handle(Request("POST", "/nonces", _HEADERS)).content["nonce"])

    def present(self, identity_token: str) -> Exchange:
        """Ask for a session with this token, and keep the exchange."""
        body = json.dumps({"identity_token": identity_token, "app_id": self._app_id}).encode("ascii")
        started, began = RealTime.time(), RealTime.monotonic()
        answer = self._server.handle(Request("POST", "/sessions", _HEADERS, body))
        exchange = Exchange(
            Sent("POST", f"{_URL}/sessions", _HEADERS, body),
            started,
            RealTime.monotonic() - began,
            _received(answer),
        )
        self._transcript.add(exchange)
        return exchange


def _received(answer: Answer) -> Received:
    return Received(answer.status, "", answer.headers, answer.body)


def _registry(target: ProviderTarget) -> Directory:
    known = target.credentials
    app, provider, key = AppId.parse(known.app_id), bare(known.provider_id), bare(known.key_id)
    if app is None or provider is None or key is None:
        raise ValueError("the target's ids are none that a server could register")
    return Directory(
        apps=frozenset({app.uuid}),
        providers={provider: frozenset({app.uuid})},
        keys={key: Key(provider, known.public_key)},
    )
