"""Opening a stage: the sockets of three origins, and what is read of every request to the identity server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from conformance.clock import VirtualClock, WallClock
from conformance.evidence.scene import Asked, Scene
from conformance.evidence.transcript import Transcript
from conformance.reference.server import CREDENTIALS, Answer, ReferenceServer, Request
from conformance.reference.server.transport import Listener
from conformance.stage.identity_server import IdentityServer
from conformance.stage.origin import Log, Origin
from conformance.stage.play import Play
from conformance.stage.situations import SITUATIONS
from conformance.targets import SAMPLE_PATH, ClientTarget


@dataclass
class Stage(Play):
    """A play that knows every situation by its name."""

    def depart(self, place: str, name: str) -> None:
        """Put one of the two servers into a situation; raises KeyError for one that there is not."""
        self.log.met[name] = 0
        SITUATIONS[place, name].arrange(self, name)


@contextmanager
def open_stage(target: ClientTarget, version: str, transcript: Transcript | None = None) -> Iterator[Stage]:
    """Open a stage on free ports of loopback; what comes in lands in `transcript`."""
    play, listeners = _build(target, version, transcript or Transcript(), "127.0.0.1", 0)
    try:
        yield play
    finally:
        for listener in listeners:
            # Whoever still sends has to be cut off, and nobody has to wait until that is done.
            threading.Thread(target=listener.end, daemon=True).start()


def _build(
    target: ClientTarget, version: str, transcript: Transcript, host: str, port: int
) -> tuple[Stage, list[Listener]]:
    """Return a stage and its sockets, listening; a port other than 0 is the first of three."""
    clock = VirtualClock(WallClock().now())
    met: dict[str, int] = {}
    log = Log(transcript, met)
    identity_server = IdentityServer(target, clock, CREDENTIALS.app_id)
    layer = Origin(log, ReferenceServer(clock).handle)
    identity = Origin(log, identity_server.handle)
    stranger = Origin(
        log,
        lambda _request: Answer.of(404, {}).with_header("Content-Type", "application/json"),
        serves_browsers=False,
    )
    listeners = []
    for index, origin in enumerate((layer, identity, stranger)):
        listener = Listener(origin, host, port + index if port else 0)
        origin.url = listener.url
        listeners.append(listener)
    layer.stranger_url = identity.stranger_url = stranger.url
    scene = Scene(
        layer.url, f"{identity.url}{SAMPLE_PATH}", stranger.url, CREDENTIALS.app_id, version, transcript, met=met
    )
    scene.passwords = {user.id: user.password for user in target.users}
    scene.prns = {user.id: user.prn for user in target.users}
    identity.on_answer = _OnAnswer(scene, identity_server)
    for listener in listeners:
        listener.begin()
    stage = Stage(scene, clock, layer, identity, identity_server, log)
    layer.on_answer = lambda _number, request, _answer: stage.deletion.set() if request.method == "DELETE" else None
    return stage, listeners


@dataclass(frozen=True)
class _OnAnswer:
    """Reads every request to the identity server for the scene."""

    scene: Scene
    server: IdentityServer

    def __call__(self, number: int, request: Request, answer: Answer) -> None:
        """Keep what was asked, and the token that was given."""
        if request.method == "OPTIONS":
            return
        said = self.server.read(request)
        token = self.server.target.token.find(answer.body) if 200 <= answer.status < 300 else None
        exchange = self.scene.transcript.exchanges[number]
        given = token if isinstance(token, str) and token.count(".") == 2 else None
        self.scene.asked.append(Asked(number, exchange, said.get("user"), said.get("nonce"), said.get("app_id"), given))
