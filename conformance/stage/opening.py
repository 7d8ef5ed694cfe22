"""Opening a stage: the sockets of three origins, and what is read of every request to the identity server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from conformance.clock import RealTime, VirtualClock, WallClock
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
def open_stage(
    target: ClientTarget,
    version: str,
    transcript: Transcript | None = None,
    time: Callable[[], float] = RealTime.time,
) -> Iterator[Stage]:
    """Open a stage on free ports of loopback; what comes in lands in `transcript`, with its `time`."""
    listeners = [Listener(Origin(Log(Transcript(), {}), _answer_nothing), "127.0.0.1", 0) for _ in range(3)]
    stage = build_stage(target, version, transcript or Transcript(), [listener.url for listener in listeners])
    stage.log.time = time
    for listener, origin in zip(listeners, stage.origins, strict=True):
        listener.reference = origin
        listener.begin()
    try:
        yield stage
    finally:
        for listener in listeners:
            # Whoever still sends has to be cut off, and nobody has to wait until that is done.
            threading.Thread(target=listener.end, daemon=True).start()


def build_stage(target: ClientTarget, version: str, transcript: Transcript, urls: Sequence[str]) -> Stage:
    """Return the stage behind the addresses of Layer, of the identity server and of a stranger: `origins` in order."""
    clock = VirtualClock(WallClock().now())
    met: dict[str, int] = {}
    log = Log(transcript, met)
    identity_server = IdentityServer(target, clock, CREDENTIALS.app_id)
    layer_url, identity_url, stranger_url = urls
    layer = Origin(log, ReferenceServer(clock).handle, url=layer_url, stranger_url=stranger_url)
    identity = Origin(log, identity_server.handle, url=identity_url, stranger_url=stranger_url)
    stranger = Origin(log, _answer_nothing, url=stranger_url, serves_browsers=False)
    scene = Scene(
        layer_url, f"{identity_url}{SAMPLE_PATH}", stranger_url, CREDENTIALS.app_id, version, transcript, met=met
    )
    scene.passwords = {user.id: user.password for user in target.users}
    scene.prns = {user.id: user.prn for user in target.users}
    identity.on_answer = _OnAnswer(scene, identity_server)
    stage = Stage(scene, clock, layer, identity, stranger, identity_server, log)
    layer.on_answer = lambda _number, request, _answer: stage.deletion.set() if request.method == "DELETE" else None
    return stage


def _answer_nothing(_request: Request) -> Answer:
    return Answer.of(404, {}).with_header("Content-Type", "application/json")


@dataclass(frozen=True)
class _OnAnswer:
    """Reads every request to the identity server for the scene."""

    scene: Scene
    server: IdentityServer

    def __call__(self, number: int, request: Request, answer: Answer) -> None:
        """Keep what was asked, and the token that was given."""
        if request.method == "OPTIONS":
            return
        fields = self.server.read(request)
        token = self.server.target.token.find(answer.body) if 200 <= answer.status < 300 else None
        exchange = self.scene.transcript.exchanges[number]
        issued = token if isinstance(token, str) and token.count(".") == 2 else None
        self.scene.asked.append(
            Asked(number, exchange, fields.get("user"), fields.get("nonce"), fields.get("app_id"), issued)
        )
