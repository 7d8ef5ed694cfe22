"""The suite's own Layer server, in this process, as the one that a provider's tokens are presented to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from conformance.caller import Connection, ServerCaller
from conformance.clock import Clock, RealTime
from conformance.embedded.targets import embedded_targets
from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.evidence.transcript import Transcript
from conformance.protocol.layer_id import AppId, bare
from conformance.reference.server import Directory, ReferenceServer, Request
from conformance.reference.server.directory import Key
from conformance.targets import HttpSettings, ProviderTarget

#: Nobody can send a request there: the server has no socket.
_URL = "http://suite-own-server.invalid"


class InProcessConnection(Connection):
    """Answers the requests of a caller with a server of this process, and sends nothing."""

    def __init__(self, server: ReferenceServer) -> None:
        super().__init__(HttpSettings())
        self._server = server

    def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None = None,
        *,
        surplus: bool = False,  # noqa: ARG002 - nothing can follow an answer that is no stream
    ) -> Exchange:
        """Return what the server answers."""
        own = tuple(headers.items())
        started, began = RealTime.time(), RealTime.monotonic()
        answer = self._server.handle(Request(method, urlsplit(url).path, own, body or b""))
        received = Received(answer.status, "", answer.headers, answer.body)
        return Exchange(Sent(method, url, own, body), started, RealTime.monotonic() - began, received)


def layer_caller(target: ProviderTarget, clock: Clock, transcript: Transcript) -> ServerCaller:
    """Return the way to a reference server that knows one provider: its application, its id, and its public key.

    It goes by the provider's clock, so that a clock that is off is the finding of other rules.
    """
    server = ReferenceServer(clock, registry=_registry(target))
    own = embedded_targets("the suite's own server", actor="server").server
    own = replace(own, url=_URL, credentials=replace(own.credentials, app_id=target.credentials.app_id))
    return ServerCaller(own, InProcessConnection(server), "2.0", transcript)


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
